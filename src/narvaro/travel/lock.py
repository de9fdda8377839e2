"""One run at a time in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from narvaro.case.lock import held
from narvaro.errors import TravelError


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold a folder for this run; the system lets go of it even if the process is killed.

    Raises
    ------
    TravelError
        If another run holds the folder.
    """
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(held(folder / ".lock", wait=False))
        except BlockingIOError as error:
            raise TravelError("travel.locked", folder=str(folder)) from error
        except OSError as error:
            raise TravelError("travel.cannot_write", file=str(folder), problem=str(error.strerror)) from error
        yield
