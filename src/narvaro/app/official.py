"""What the command line says of an official service, as the service is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from narvaro.errors import Fault, SettingError
from narvaro.sources.naming import Wishes
from narvaro.sources.official.supply import OnStep, Supply
from narvaro.sources.official.wish import Wish


@dataclass(frozen=True)
class Official:
    """A service, what to take from it, and how.

    Parameters
    ----------
    service
        Its name.
    detail, year, counties
        As in `Wish`.
    files
        A folder of files fetched by hand.
    refresh
        Download again what is kept.
    """

    service: str
    detail: str | None
    year: int | None
    counties: tuple[str, ...]
    files: Path | None
    refresh: bool

    def wish(self, sites: Path | None, crs: str | None, wishes: Wishes | None = None) -> Wish:
        """Return what to make a case of, perhaps with the user's own sites."""
        return Wish(self.detail, self.year, self.counties, sites, crs, wishes)

    def supply(self, progress: OnStep) -> Supply:
        """Return where the answers come from."""
        return Supply(afresh=self.refresh, progress=progress, files=self.files)


def official_wish(
    service: str | None,
    detail: str | None,
    year: int | None,
    counties: Sequence[str],
    files: Path | None,
    refresh: bool,
) -> Official | None:
    """Return what is asked of a service, or None where no service is named.

    Raises
    ------
    SettingError
        If something is asked of a service that is not named, or the folder of files is not there.

    Examples
    --------
    >>> official_wish("bureau", None, 2025, ["03, 12", "20"], None, False).counties
    ('03', '12', '20')
    """
    if service is None:
        if detail is not None or year is not None or counties or files is not None or refresh:
            raise SettingError([Fault("usage.new")])
        return None
    if files is not None and not files.is_dir():
        raise SettingError([Fault("source.no_folder", {"folder": str(files)}, None, None, "--files")])
    codes = tuple(code.strip() for part in counties for code in part.split(",") if code.strip())
    return Official(service, detail, year, codes, files, refresh)
