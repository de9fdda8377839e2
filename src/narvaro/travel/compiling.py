"""Tells while a loop is compiled, which on a computer's first run can take longer than the work itself.

Numba compiles a loop when it is first called with arguments of new types and keeps it in a folder, so that later runs
read it. Someone who waits is told so, or the first plan of a small case looks like a hard one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from numba.core import event

COMPILES = "numba:compile"
"""Numba's event: it begins where nothing kept fits and a loop is compiled, not where one is read."""


class _Compiling(event.Listener):
    """Counts what is being compiled: a loop that calls another compiles that first, and threads compile at once."""

    def __init__(self, tell: Callable[[bool], None]) -> None:
        self.tell = tell
        self.going = 0
        self.lock = threading.Lock()

    def on_start(self, event: object) -> None:
        """Tell when the first begins."""
        self._count(1)

    def on_end(self, event: object) -> None:
        """Tell when the last ends."""
        self._count(-1)

    def _count(self, step: int) -> None:
        with self.lock:
            before, self.going = self.going, self.going + step
            if (before > 0) != (self.going > 0):
                self.tell(self.going > 0)


@contextmanager
def told_of_compiling(tell: Callable[[bool], None]) -> Iterator[None]:
    """Tell while a loop is compiled in this process, and when none is any more.

    Parameters
    ----------
    tell
        Is given true when compiling begins and false when it ends; by the thread that compiles.

    Examples
    --------
    >>> with told_of_compiling(print):
    ...     pass
    """
    with event.install_listener(COMPILES, _Compiling(tell)):
        yield
