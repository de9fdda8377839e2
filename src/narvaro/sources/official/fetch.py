"""Asking a web service politely: one call at a time, slower when it asks for it, and never half an answer."""

from __future__ import annotations

import datetime as dt
import time
import urllib.error
import urllib.request
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from narvaro.errors import Fault, SourceError

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""What a service answers when it may do better later. Anything else from 400 is its last word."""
PIECE = 1 << 16


@dataclass(frozen=True)
class Manners:
    """How a service is asked.

    Parameters
    ----------
    tries
        Times that one thing is asked for before giving up.
    first_wait_s, longest_wait_s
        Wait before the second try, doubled before each next one up to the longest. A service that says how long to
        wait (`Retry-After`) is obeyed up to the longest.
    silence_s
        An answer that stands still for so long has failed.
    whole_answer_s
        So has one that is not whole after so long, however steadily it drips.
    calls, window_s
        At most so many calls in so many seconds.
    most_bytes
        A longer answer is refused: it is something else than what was asked for.
    """

    tries: int = 5
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    silence_s: float = 60.0
    whole_answer_s: float = 900.0
    calls: int = 30
    window_s: float = 10.0
    most_bytes: int = 512_000_000

    def wait_s(self, failed: int, asked_for: float | None = None) -> float:
        """Return how long to wait after so many failed tries.

        Examples
        --------
        >>> [Manners().wait_s(failed) for failed in (1, 2, 3, 9)], Manners().wait_s(1, 7.0)
        ([1.0, 2.0, 4.0, 60.0], 7.0)
        """
        own = self.first_wait_s * 2.0 ** (failed - 1)
        return min(max(own, asked_for or 0.0), self.longest_wait_s)


class _TryError(Exception):
    """One try that came to nothing, though the next may not."""

    def __init__(self, problem: str, wait_s: float | None = None) -> None:
        super().__init__(problem)
        self.problem, self.wait_s = problem, wait_s


class Fetcher:
    """Asks services over HTTP.

    Parameters
    ----------
    manners
        How.
    sleep, clock
        How time passes; tests pass it faster.
    """

    def __init__(
        self,
        manners: Manners | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.manners = manners or Manners()
        self.sleep, self.clock = sleep, clock
        self.asked: deque[float] = deque(maxlen=self.manners.calls)

    def get(self, address: str, body: bytes | None = None) -> bytes:
        """Return a whole answer.

        Parameters
        ----------
        address
            Where.
        body
            JSON to send; a plain question is asked if left out.

        Raises
        ------
        SourceError
            If the service refuses, or does not answer as it should however often it is asked.
        """
        problem = ""
        for failed in range(self.manners.tries):
            try:
                self._take_turn()
                return self._one_try(address, body)
            except _TryError as failure:
                problem = failure.problem
                if failed + 1 < self.manners.tries:
                    self.sleep(self.manners.wait_s(failed + 1, failure.wait_s))
        data = {"address": address, "problem": problem, "tries": self.manners.tries}
        raise SourceError([Fault("source.unreachable", data)])

    def _take_turn(self) -> None:
        """Wait until one more call is within the number that the service takes."""
        if len(self.asked) == self.manners.calls:
            free = self.asked[0] + self.manners.window_s - self.clock()
            if free > 0:
                self.sleep(free)
        self.asked.append(self.clock())

    def _one_try(self, address: str, body: bytes | None) -> bytes:
        try:
            with urllib.request.urlopen(_request(address, body), timeout=self.manners.silence_s) as answer:
                return self._whole(answer, address)
        except urllib.error.HTTPError as error:
            reason = f"{error.code} {error.reason}"
            error.close()
            if error.code in AGAIN:
                raise _TryError(reason, _asked_for(error.headers)) from None
            raise SourceError([Fault("source.refused", {"address": address, "problem": reason})]) from None
        except urllib.error.URLError as error:
            raise _TryError(str(error.reason)) from None
        except (OSError, HTTPException) as error:  # a connection that broke, stood still or ended early
            raise _TryError(str(error) or type(error).__name__) from None

    def _whole(self, answer: Any, address: str) -> bytes:
        """Read an answer to its end, and hold that the end is where the service says."""
        until = self.clock() + self.manners.whole_answer_s
        packed = zlib.decompressobj(16 + zlib.MAX_WBITS) if _is_packed(answer.headers) else None
        found, received = bytearray(), 0
        while piece := answer.read(PIECE):
            received += len(piece)
            try:
                found += piece if packed is None else packed.decompress(piece)
            except zlib.error as error:
                raise _TryError(str(error)) from None
            if len(found) > self.manners.most_bytes:
                data = {"address": address, "most": self.manners.most_bytes // 1_000_000}
                raise SourceError([Fault("source.too_long", data)])
            if self.clock() > until:
                raise _TryError(f"{received} bytes in {self.manners.whole_answer_s:g} s")
        said = answer.headers.get("Content-Length")
        # Python notices an early end only where it reads an answer in one go.
        if said is not None and said.isdecimal() and int(said) != received:
            raise _TryError(f"{received} of {said} bytes")
        if packed is not None and not packed.eof:
            raise _TryError(f"cut short after {received} bytes")
        return bytes(found)


def _request(address: str, body: bytes | None) -> urllib.request.Request:
    headers = {"User-Agent": f"narvaro/{_version()}", "Accept-Encoding": "gzip"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    return urllib.request.Request(address, data=body, headers=headers)


def _version() -> str:
    try:
        return version("narvaro")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"


def _is_packed(headers: Message) -> bool:
    return (headers.get("Content-Encoding") or "").strip().lower() == "gzip"


def _asked_for(headers: Message) -> float | None:
    """Return the seconds that a service asks to be left alone, which it may say as a number or as a time."""
    said = (headers.get("Retry-After") or "").strip()
    if said.isdecimal():
        return float(said)
    try:
        when = parsedate_to_datetime(said)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - dt.datetime.now(dt.UTC)).total_seconds())
