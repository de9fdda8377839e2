"""The same work in this process, in a pool and on a Dask cluster: the same bytes, whoever dies on the way."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from narvaro.errors import TravelError
from narvaro.travel import RunSettings, travel_times
from narvaro.travel.executor import Dask, InProcess, Processes, executor_for

GRID = {10 * x + y: (200.0 * x, 200.0 * y) for x in range(5) for y in range(5)}
STREETS = [([10 * x + y for y in range(5)], {"highway": "residential"}) for x in range(5)]
STREETS += [([10 * x + y for x in range(5)], {"highway": "residential"}) for y in range(5)]


@dataclass(frozen=True)
class Echo:
    """A piece of work that gives back its number; the deadly ones kill their process the first time."""

    number: int
    deadly: str = ""

    def run(self) -> bytes:
        if self.deadly and not Path(self.deadly).exists():
            Path(self.deadly).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return bytes([self.number])


@dataclass(frozen=True)
class Deadly:
    """A piece of work that always kills its process."""

    def run(self) -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""


EXPECTED = {number: bytes([number]) for number in range(8)}


def test_in_this_process() -> None:
    """One after the other, in order."""
    assert list(InProcess().run([Echo(n) for n in range(8)])) == list(EXPECTED.items())


def test_a_killed_process_loses_nothing(tmp_path) -> None:
    """Two of eight pieces kill their process once; every piece comes back, once."""
    tasks = [Echo(n, str(tmp_path / f"{n}") if n in (2, 5) else "") for n in range(8)]
    found = list(Processes(2).run(tasks))
    assert sorted(found) == list(EXPECTED.items())


def test_work_that_always_kills_is_given_up() -> None:
    """Work that kills every process it meets ends with an error that says so, not in an endless loop."""
    with pytest.raises(TravelError, match="Workers died 4 times"):
        list(Processes(1).run([Deadly()]))


def test_the_settings_choose() -> None:
    """An address means Dask, more than one worker a pool."""
    assert executor_for(1) == InProcess()
    assert executor_for(3) == Processes(3)
    assert executor_for(3, "tcp://host:1") == Dask("tcp://host:1")


def blocks(folder):
    return {path.name: path.read_bytes() for path in sorted((folder / "travel" / "blocks").glob("*.block"))}


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_the_same_bytes_everywhere(write_osm, make_case, tmp_path) -> None:
    """In this process, in two processes and on two Dask workers, one of them killed midway: the same files."""
    distributed = pytest.importorskip("distributed", reason="the cluster extra is not installed")
    osm = write_osm(GRID, STREETS)
    places = [(7.0 * n % 800, 13.0 * n % 800) for n in range(400)]
    case = make_case(places[:30], places)
    travel_times(case, tmp_path / "here", RunSettings(osm=osm))
    travel_times(case, tmp_path / "pool", RunSettings(osm=osm), workers=2)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        killed = []

        def kill(key, done, total):
            if done and not killed:
                killed.append(next(iter(cluster.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        travel_times(case, tmp_path / "dask", RunSettings(osm=osm), dask=client, progress=kill)
    assert killed
    assert blocks(tmp_path / "here") == blocks(tmp_path / "pool") == blocks(tmp_path / "dask")
    assert len(blocks(tmp_path / "here")) == 3 * 7


def test_no_scheduler_at_the_address(write_osm, make_case, tmp_path) -> None:
    """An address where nobody answers is named."""
    pytest.importorskip("distributed", reason="the cluster extra is not installed")
    case = make_case([(0, 0)], [(100, 0)])
    with pytest.raises(TravelError, match="No Dask scheduler answers"):
        travel_times(case, tmp_path, RunSettings(osm=write_osm(GRID, STREETS)), dask="nowhere://x:1")
