"""Where an answer comes from: what was kept the last time, else the service. A faulty answer is not kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, TypeVar

from narvaro.sources.official.cache import Cache, Publication, Record, cache_folder
from narvaro.sources.official.fetch import Fetcher

Taken = TypeVar("Taken")
OnStep: TypeAlias = Callable[[str, int, int], None]
"""Called with a key of the catalogue, how much is done, and of how much."""


def no_progress(_: str, __: int, ___: int) -> None:
    """Show nothing."""


@dataclass(frozen=True)
class Inquiry:
    """What is asked of a service.

    Parameters
    ----------
    address
        Where.
    publication
        Whose data the answer is.
    body
        JSON to send; a plain question if empty.
    """

    address: str
    publication: Publication
    body: str = ""


@dataclass
class Supply:
    """Brings answers, from the cache where they are kept and from the service otherwise.

    Parameters
    ----------
    cache
        Where answers are kept; the user's own folder if left out.
    fetcher
        Who asks the services.
    afresh
        Ask again for what is kept.
    progress
        Told what is being done.
    files
        A folder of files that the user fetched by hand; nothing is asked of a service then.
    """

    cache: Cache = field(default_factory=lambda: Cache(cache_folder()))
    fetcher: Fetcher = field(default_factory=Fetcher)
    afresh: bool = False
    progress: OnStep = no_progress
    files: Path | None = None

    def bring(self, question: Inquiry, read: Callable[[bytes], Taken]) -> tuple[Taken, Record]:
        """Return an answer as read, and its record.

        Parameters
        ----------
        question
            What to ask.
        read
            Makes of the content what is wanted. It raises `SourceError` where the answer is cut short or is not as it
            used to be; such an answer is not kept.

        Raises
        ------
        SourceError
            As `read` does, and where there is no answer.
        """
        address, body = question.address, question.body
        kept = None if self.afresh else self.cache.find(address, body)
        if kept is not None:
            return read(self.cache.content(kept)), kept
        content = self.fetcher.get(address, body.encode() or None)
        found = read(content)
        return found, self.cache.keep(address, body, content, question.publication)
