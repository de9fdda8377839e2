"""What the tests of SCB's services share: a small Sweden, served on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sources.official.server import Server, serving
from tests.sources.sweden.scb.world import World

from narvaro.sources.official.cache import Cache
from narvaro.sources.official.fetch import Fetcher, Manners
from narvaro.sources.official.supply import Supply
from narvaro.sources.sweden.scb.services import MAPS_VARIABLE, STATISTICS_VARIABLE


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def served(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Both services, where the program looks for them."""
    with serving(world.answer) as told:
        monkeypatch.setenv(MAPS_VARIABLE, f"{told.address}/wfs")
        monkeypatch.setenv(STATISTICS_VARIABLE, f"{told.address}/api/v2")
        yield told


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def supply(tmp_path: Path, served: Server, waits: list[float]) -> Supply:
    fetcher = Fetcher(Manners(window_s=0), sleep=waits.append)
    return Supply(Cache(tmp_path / "cache"), fetcher)
