"""Standard output and standard error as they really are: closed, left by their reader, or on a full disk.

A command does its work whoever reads: a write that fails is remembered, never raised in the middle of the work, and
judged at the end.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

_LEFT = frozenset({errno.EPIPE, errno.EBADF})
"""Nobody reads: `head` has seen enough, or the stream was closed before the program began."""


class Stream:
    """A stream of text that remembers why a write failed.

    Parameters
    ----------
    stream
        Where to write.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.failed: OSError | None = None

    def write(self, text: str) -> int:
        """Write a text, or nothing where a write has failed before."""
        if self.failed is None:
            try:
                self.stream.write(text)
            except OSError as error:
                self.failed = error
        return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        if self.failed is None:
            try:
                self.stream.flush()
            except OSError as error:
                self.failed = error

    def close_out(self) -> OSError | None:
        """Flush for the last time and return what went wrong; a reader that left is nothing wrong."""
        self.flush()
        if self.failed is None:
            return None
        try:
            # What is still held back must not be tried again when Python ends.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.stream.fileno())
            os.close(nowhere)
        except (OSError, ValueError):
            pass  # a stream in memory, which has no number
        return None if self.failed.errno in _LEFT else self.failed

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def streams() -> Iterator[tuple[Stream, Stream]]:
    """Put remembering streams in the place of standard output and standard error, and put those back after."""
    _fill_gaps()
    before = sys.stdout, sys.stderr
    out, err = Stream(sys.stdout or _nowhere()), Stream(sys.stderr or _nowhere())
    sys.stdout, sys.stderr = out, err
    try:
        yield out, err
    finally:
        sys.stdout, sys.stderr = before


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _fill_gaps() -> None:
    """Open what was closed of the three standard numbers, so that no file of ours is written to by mistake."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
