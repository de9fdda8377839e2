"""A service is asked politely, again where that may help, and half an answer is none."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime

import pytest
from tests.sources.official.server import Mishap, Server

from narvaro.errors import SourceError
from narvaro.sources.official.fetch import Fetcher, Manners


def test_a_plain_answer_comes_whole(server: Server, fetcher: Fetcher, waits: list[float]) -> None:
    """The bytes of the service, asked for once and without waiting."""
    assert fetcher.get(f"{server.address}/a") == b"/a"
    assert fetcher.get(f"{server.address}/b", b"{}") == b"/b{}"
    assert server.asked == ["/a", "/b {}"]
    assert waits == []


def test_a_packed_answer_comes_unpacked(server: Server, fetcher: Fetcher) -> None:
    """What a service sends in gzip is the same bytes."""
    server.packed = True
    assert fetcher.get(f"{server.address}/a") == b"/a"


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_do_better_later_is_asked_again(
    server: Server, fetcher: Fetcher, waits: list[float], status: int
) -> None:
    """Two failures, then the answer: waits of one second, then two."""
    server.mishaps.append(Mishap("/a", status=status, times=2))
    assert fetcher.get(f"{server.address}/a") == b"/a"
    assert waits == [1.0, 2.0]


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_refusal_is_the_last_word(
    server: Server, fetcher: Fetcher, waits: list[float], status: int
) -> None:
    """A question that the service refuses is not asked twice."""
    server.mishaps.append(Mishap("/a", status=status))
    with pytest.raises(SourceError) as caught:
        fetcher.get(f"{server.address}/a")
    assert [fault.key for fault in caught.value.faults] == ["source.refused"]
    assert str(status) in caught.value.text("sv")
    assert (len(server.asked), waits) == (1, [])


def test_a_service_that_says_how_long_to_wait_is_obeyed(
    server: Server, fetcher: Fetcher, waits: list[float]
) -> None:
    """Seconds as a number, or a time; never longer than the longest wait, never shorter than our own."""
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30)
    for said in ("7", "9999", "0", "nonsense", format_datetime(soon, usegmt=True)):
        server.mishaps.append(Mishap("/a", status=503, retry_after=said))
        assert fetcher.get(f"{server.address}/a") == b"/a"
    assert waits[:4] == [7.0, 60.0, 1.0, 1.0]
    assert 25 < waits[4] <= 30


@pytest.mark.parametrize("packed", [False, True])
def test_half_an_answer_is_asked_for_again(
    server: Server, fetcher: Fetcher, waits: list[float], packed: bool
) -> None:
    """A connection that ends before the promised length is a failed try, packed or not."""
    server.packed = packed
    server.mishaps.append(Mishap("/abcdefgh", keep=0.5))
    assert fetcher.get(f"{server.address}/abcdefgh") == b"/abcdefgh"
    assert waits == [1.0]


def test_half_a_packed_answer_of_no_promised_length_is_noticed(server: Server, fetcher: Fetcher) -> None:
    """Where no length is promised the end of the packing is missed all the same."""
    server.packed, server.promise = True, False
    server.mishaps.append(Mishap("/a", keep=0.5, times=9))
    with pytest.raises(SourceError) as caught:
        fetcher.get(f"{server.address}/a")
    assert "cut short" in str(caught.value)


def test_a_slow_answer_is_given_up_and_asked_for_again(server: Server, waits: list[float]) -> None:
    """One that stands still ten times longer than the limit, then one in time; whatever else keeps the machine busy."""
    fetcher = Fetcher(Manners(silence_s=0.2, window_s=0, tries=99), sleep=waits.append)
    server.mishaps.append(Mishap("/a", sleep_s=2.0))
    assert fetcher.get(f"{server.address}/a") == b"/a"
    assert len(server.asked) >= 2
    assert waits[0] == 1.0


def test_an_answer_that_drips_for_ever_is_given_up(server: Server, waits: list[float]) -> None:
    """However steadily it comes: the clock of the whole answer runs out at its first piece."""
    ticks = iter(range(0, 10_000, 100))
    fetcher = Fetcher(
        Manners(whole_answer_s=50, window_s=0, tries=2), sleep=waits.append, clock=lambda: float(next(ticks))
    )
    with pytest.raises(SourceError) as caught:
        fetcher.get(f"{server.address}/a")
    assert "2 bytes in 50 s" in str(caught.value)


def test_a_service_that_never_answers_is_told_of(
    server: Server, fetcher: Fetcher, waits: list[float]
) -> None:
    """Five tries, waits of 1, 2, 4 and 8 seconds, and an error that names address, tries and problem."""
    server.mishaps.append(Mishap("/a", status=503, times=99))
    with pytest.raises(SourceError) as caught:
        fetcher.get(f"{server.address}/a")
    assert len(server.asked) == 5
    assert waits == [1.0, 2.0, 4.0, 8.0]
    for lang in ("sv", "en"):
        told = caught.value.text(lang)
        assert f"{server.address}/a" in told
        assert "5" in told
        assert "503 Service Unavailable" in told


def test_nobody_at_the_address_is_told_of(fetcher: Fetcher, waits: list[float]) -> None:
    """A port that nobody listens at is tried again, then told with the system's own words."""
    with pytest.raises(SourceError) as caught:
        fetcher.get("http://127.0.0.1:9/a")
    assert "refused" in str(caught.value)
    assert len(waits) == 4


def test_too_much_is_refused(server: Server) -> None:
    """An answer over the limit is something else than what was asked for."""
    with pytest.raises(SourceError) as caught:
        Fetcher(Manners(most_bytes=3)).get(f"{server.address}/abcdefgh")
    assert [fault.key for fault in caught.value.faults] == ["source.too_long"]


def test_calls_are_spread_over_the_window_that_the_service_allows(server: Server) -> None:
    """Three calls in ten seconds: the fourth waits until the first is ten seconds old, the fifth for the second."""
    now, waited = [0.0], []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    fetcher = Fetcher(Manners(calls=3, window_s=10), sleep=sleep, clock=lambda: now[0])
    for second in (0.0, 1.0, 2.0, 3.0, 10.5):
        now[0] = max(now[0], second)
        fetcher.get(f"{server.address}/a")
    assert waited == [7.0, 0.5]
