"""Road-like networks, drawn with a fixed seed, and points along them.

Towns of many sizes with dense streets, dead ends and one-way streets, joined by few highways with farm roads along
them, over a country as thinly settled as the number of nodes asks for. Nothing here is a real place.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["case_of", "generate", "network_file", "places", "write_edges"]

METRE = 1 / 111_195.0


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


@lru_cache(maxsize=2)
def _junctions(path: Path) -> np.ndarray:
    from narvaro.travel.osm import read_osm

    roads = read_osm(path)
    return np.column_stack([roads.node_lon, roads.node_lat])


def places(path: Path, count: int, seed: int) -> np.ndarray:
    """Points within some tens of metres of the junctions of a network, as homes are."""
    junctions = _junctions(path)
    rng = np.random.default_rng(seed)
    place = junctions[rng.integers(0, len(junctions), count)]
    return place + rng.normal(0, 30, place.shape) * METRE


def case_of(areas: np.ndarray, sites: np.ndarray) -> Any:
    """Return a case of bare points."""
    import pandas as pd

    from narvaro.case import Case

    def table(points: np.ndarray, letter: str) -> pd.DataFrame:
        names = [f"{letter}{number}" for number in range(len(points))]
        return pd.DataFrame({"id": names, "name": names, "lon": points[:, 0], "lat": points[:, 1]})

    return Case("benchmark", table(areas, "a").assign(people=1.0), table(sites, "s"))


def network_file(work: Path, nodes: int) -> Path:
    """Return a generated network, written once."""
    path = work / f"roads-{nodes}.osm.pbf"
    if not path.exists():
        generate(path, nodes)
    return path


def write_edges(osm: Path, path: Path) -> None:
    """Write the walking network for pandana, which reads no map itself here."""
    from narvaro.travel.graph import ModeNetwork
    from narvaro.travel.osm import read_osm
    from narvaro.travel.rules import road_rules
    from narvaro.travel.speeds import Pace

    network = ModeNetwork.of(read_osm(osm), Pace("walk", 4.8, 15.0), road_rules())
    roads, kept = network.roads, network.kept
    seconds = network.along_ms[kept] / 1000
    np.savez(path, x=roads.node_lon, y=roads.node_lat, u=roads.tail[kept], v=roads.head[kept], s=seconds)
