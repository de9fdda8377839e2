"""What the tests of official services share: a server of our own and a caller that does not wait."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sources.official.server import Server, serving

from narvaro.sources.official.cache import Cache, Publication
from narvaro.sources.official.fetch import Fetcher, Manners
from narvaro.sources.official.supply import Inquiry, Supply

PUBLICATION = Publication("A bureau", "first", "CC0 1.0")


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that answers every question with its path."""
    with serving(lambda path, words, body: (200, "text/plain", path.encode() + body)) as told:
        yield told


@pytest.fixture
def waits() -> list[float]:
    """The seconds that the fetcher would have waited."""
    return []


@pytest.fixture
def fetcher(waits: list[float]) -> Fetcher:
    return Fetcher(Manners(window_s=0), sleep=waits.append)


@pytest.fixture
def supply(tmp_path: Path, fetcher: Fetcher) -> Supply:
    return Supply(Cache(tmp_path / "cache"), fetcher)


def question(server: Server, path: str) -> Inquiry:
    return Inquiry(server.address + path, PUBLICATION)
