"""One measured process: python benchmarks/travel_child.py ANSWER.json NAME ARGUMENTS.

It writes what it found as JSON; how long the whole process took is measured from outside. The file runs in the
environment of pandana, too, so it imports nothing of ours at its head.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

Found = dict[str, Any]
CELLS_AT_ONCE = 4_000_000
"""How many distances SciPy works out in one call: enough searches to share its preparations, within memory."""


def peak_bytes(workers: int) -> float:
    """Most memory of this process and its workers together: the sum of each one's own peak, so rather too much."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1024.0 * (own.ru_maxrss + (workers * others.ru_maxrss if workers > 1 else 0))


def ours(osm: str, areas: str, sites: str, mode: str, limit: str, folder: str, workers: str) -> Found:
    """Närvaro: read, search, store."""
    from benchmarks.travel_networks import case_of
    from narvaro.travel import RunSettings, travel_times

    case = case_of(np.load(areas), np.load(sites))
    begin = time.perf_counter()
    travel_times(
        case,
        folder,
        RunSettings(osm=osm, modes=[mode], max_minutes=float(limit), partial=True),
        workers=int(workers),
    )
    return {"call_s": time.perf_counter() - begin, "peak_bytes": peak_bytes(int(workers))}


def graph_of(osm: str, areas: str, mode: str) -> tuple[Any, Any, Any]:
    """Return network, places of the areas on it, and the graph that is searched."""
    from narvaro.travel.graph import ModeNetwork
    from narvaro.travel.osm import read_osm
    from narvaro.travel.rules import road_rules
    from narvaro.travel.speeds import Pace

    network = ModeNetwork.of(read_osm(osm), Pace(mode, 4.8, 15.0), road_rules())
    area = np.load(areas)
    put = network.place(area[:, 0], area[:, 1], 1_000.0)
    return network, put, network.graph(put)


def scipy(osm: str, areas: str, sites: str, mode: str, limit: str, count: str) -> Found:
    """SciPy's Dijkstra on the same graph, between the same places, with the same limit; the search timed alone, too."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    network, put, graph = graph_of(osm, areas, mode)
    site = np.load(sites)[: int(count)]
    size = graph.in_start.size - 1
    # Backwards, one search a site, which begins at the nearer end of its road: that costs SciPy nothing.
    back = csr_array((graph.in_ms.astype(float), graph.in_from, graph.in_start), shape=(size, size))
    at = network.place(site[:, 0], site[:, 1], 1_000.0)
    starts = np.where(at.share < 0.5, at.tail, at.head)
    leave_tail, leave_head = put.to_ends()
    begin, pairs, together = time.perf_counter(), 0, max(1, CELLS_AT_ONCE // size)
    for first in range(0, len(starts), together):
        distance = dijkstra(back, indices=starts[first : first + together], limit=float(limit) * 60_000)
        reach = np.minimum(distance[:, put.tail] + leave_tail, distance[:, put.head] + leave_head)
        pairs += int(np.isfinite(reach).sum())
    return {"search_s": time.perf_counter() - begin, "pairs": pairs}


def ours_alone(osm: str, areas: str, sites: str, mode: str, limit: str, count: str) -> Found:
    """Our search alone on one core, to set beside SciPy's."""
    network, _, graph = graph_of(osm, areas, mode)
    site = np.load(sites)[: int(count)]
    at = network.place(site[:, 0], site[:, 1], 1_000.0)
    graph.column(at, 0, 60_000)  # compiled code is loaded
    begin = time.perf_counter()
    pairs = sum(len(graph.column(at, one, int(float(limit) * 60_000))[0]) for one in range(len(site)))
    return {"search_s": time.perf_counter() - begin, "pairs": pairs}


def cafein(osm: str, areas: str, sites: str, mode: str, limit: str) -> Found:
    """Run cafein alone: read and search."""
    import warnings

    import cafein as rival
    import geopandas as gpd

    warnings.simplefilter("ignore")
    network = rival.StreetNetwork.from_osm(osm, modes=("walk", "bicycle", "car"))

    def frame(path: str, letter: str) -> gpd.GeoDataFrame:
        points = np.load(path)
        names = [f"{letter}{n}" for n in range(len(points))]
        return gpd.GeoDataFrame({"id": names}, geometry=gpd.points_from_xy(*points.T), crs=4326)

    begin = time.perf_counter()
    found = rival.TravelTimeMatrix(
        network, frame(sites, "s"), frame(areas, "a"), transport_mode=mode, max_street_time=float(limit)
    )
    return {"search_s": time.perf_counter() - begin, "pairs": len(found)}


def pandana(edges: str, areas: str, sites: str) -> Found:
    """Run pandana on the edges written for it: nearest junctions, and the shortest lengths of all pairs."""
    import pandana as rival
    import pandas as pd

    table = np.load(edges)
    network = rival.Network(
        *(pd.Series(table[name]) for name in "xyuv"), pd.DataFrame({"s": table["s"]}), twoway=True
    )
    one, two = np.load(areas), np.load(sites)
    start = network.get_node_ids(one[:, 0], one[:, 1]).to_numpy()
    end = network.get_node_ids(two[:, 0], two[:, 1]).to_numpy()
    begin = time.perf_counter()
    network.shortest_path_lengths(np.repeat(start, len(end)), np.tile(end, len(start)))
    return {"search_s": time.perf_counter() - begin, "pairs": len(start) * len(end)}


def stored(folder: str) -> Found:
    """Open a stored result, read one block of areas; then what it takes on disk."""
    from narvaro.travel import open_travel_times
    from narvaro.travel.blockfile import read_block

    begin = time.perf_counter()
    times = open_travel_times(folder)
    opened = time.perf_counter() - begin
    assert times is not None
    next(times.blocks(times.modes[0], 1024))
    first = time.perf_counter() - begin - opened
    pairs = disk = beyond = 0
    for path in (Path(folder) / "travel" / "blocks").glob("*.block"):
        arrays = read_block(path)[0]
        pairs += arrays["seconds"].size
        beyond += sum(array.nbytes for name, array in arrays.items() if name not in ("area", "start"))
        disk += path.stat().st_size
    return {"open_s": opened, "first_s": first, "pairs": pairs, "disk_bytes": disk, "beyond_bytes": beyond}


def dask(osm: str, areas: str, sites: str, folder: str, workers: str, kill: str) -> Found:
    """Run on a local cluster; the network is read before the clock starts."""
    from distributed import Client, LocalCluster

    from benchmarks.travel_networks import case_of
    from narvaro.travel import RunSettings, travel_times

    area, site = np.load(areas), np.load(sites)
    travel_times(
        case_of(area, site[:1]), folder, RunSettings(osm=osm, modes=["car"], max_minutes=60, partial=True)
    )
    with (
        LocalCluster(n_workers=int(workers), threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        client.run(lambda: __import__("narvaro.travel"))
        killed: list[int] = []

        def progress(key: str, done: int, total: int) -> None:
            if int(kill) and done > total // 2 and not killed:
                killed.append(next(iter(cluster.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        asked: dict[str, Any] = {"osm": osm, "modes": ["car"], "max_minutes": 60, "partial": True}
        begin = time.perf_counter()
        travel_times(case_of(area, site), folder, RunSettings(**asked), dask=client, progress=progress)
        seconds = time.perf_counter() - begin
    digest = hashlib.sha256()
    for path in sorted((Path(folder) / "travel" / "blocks").glob("*.block")):
        digest.update(path.name.encode() + path.read_bytes())
    return {"run_s": seconds, "bytes": digest.hexdigest(), "killed": len(killed)}


def version(name: str) -> Found:
    """Tell the version of a package in this environment."""
    from importlib import metadata

    return {"version": metadata.version(name)}


PARTS = {part.__name__: part for part in (ours, ours_alone, scipy, cafein, pandana, stored, dask, version)}


def main() -> int:
    """Do one part and write its answer."""
    answer, name, *arguments = sys.argv[1:]
    Path(answer).write_text(json.dumps(PARTS[name](*arguments)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
