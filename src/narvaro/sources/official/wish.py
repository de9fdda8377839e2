"""What a user asks for of an official service."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narvaro.sources.naming import Wishes


@dataclass(frozen=True)
class Wish:
    """What to make a case of.

    Parameters
    ----------
    detail
        How small the areas are, in the words of the service; its usual choice if left out.
    year
        Whose people; the latest if left out.
    counties
        Codes of the counties; the whole country if empty.
    sites
        The user's own table of sites; those that ship with the country if left out.
    crs, wishes
        The coordinate system of that table, and how it is to be read, as in `narvaro.sources.tables.new_case`.
    """

    detail: str | None = None
    year: int | None = None
    counties: tuple[str, ...] = ()
    sites: Path | None = None
    crs: str | None = None
    wishes: Wishes | None = None
