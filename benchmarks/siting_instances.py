"""Instances of the siting benchmark: countries drawn with a fixed seed, and the OR-Library graphs.

A country has towns whose sizes follow Zipf's rule and whose places thin out to the north, areas scattered around the
towns and over the countryside, sites in towns and villages, offices where the largest towns are. Nothing is held per
pair: travel times come in blocks of rows from the coordinates, or as one float32 matrix where a row of the benchmark
asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import floyd_warshall
from scipy.spatial import cKDTree

from narvaro.siting import Layer, Limits, Options, Problem

__all__ = [
    "CUTOFF_MIN",
    "Country",
    "Graph",
    "cover_problem",
    "distances",
    "draw_country",
    "draw_graph",
    "matrix",
    "p_median_problem",
    "read_graph",
    "read_points",
    "time_blocks",
]

Floats: TypeAlias = NDArray[np.float64]
BlockSource: TypeAlias = Callable[[], Iterator[tuple[slice, Any]]]

MINUTES_PER_KM = 1.3 / 70 * 60  # a detour of 1.3, 70 km/h
CUTOFF_MIN = 120.0
"""Minutes at which a person out of everybody's reach is counted."""
PEOPLE_PER_AREA = 95.0
BLOCK_ROWS = 1024


@dataclass(frozen=True, eq=False)
class Country:
    """Areas, sites and offices drawn with a fixed seed.

    Parameters
    ----------
    area_km, site_km
        Coordinates, shape (n, 2), whole metres.
    people
        Whole persons in each area, shape (n_areas,).
    region
        Region of each site, shape (n_sites,).
    office
        Size of the office at each site, -1 where there is none, shape (n_sites,).
    """

    area_km: Floats
    people: Floats
    site_km: Floats
    region: NDArray[np.int64]
    office: NDArray[np.int8]

    @property
    def shape(self) -> tuple[int, int]:
        """Areas and sites."""
        return len(self.area_km), len(self.site_km)

    @property
    def matrix_bytes(self) -> int:
        """Size of the float32 matrix of all pairs."""
        return 4 * self.shape[0] * self.shape[1]


def _towns(rng: np.random.Generator, count: int, size_km: tuple[float, float]) -> tuple[Floats, Floats]:
    """Return the centres of towns, thinning out to the north, and their shares of the people, largest first."""
    place = np.column_stack([rng.random(count), rng.beta(1.3, 3.0, count)]) * size_km
    share = 1.0 / (np.arange(count) + 1.5) ** 0.95
    return place, share / share.sum()


def _areas(
    rng: np.random.Generator, count: int, centre: Floats, share: Floats, size_km: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Return places and people of areas: three in four around a town, the others in the countryside."""
    urban = int(0.75 * count)
    each = share**0.85 / (share**0.85).sum()
    town = np.sort(rng.choice(len(share), urban, p=each))
    spread = 0.9 + 13.0 * np.sqrt(share / share[0])
    around = centre[town] + rng.normal(size=(urban, 2)) * spread[town, None]
    rural = np.column_stack([rng.random(count - urban), rng.beta(1.3, 3.0, count - urban)]) * size_km
    part = rng.lognormal(0.0, 0.7, count)
    in_town = np.bincount(town, part[:urban], len(share))
    part[:urban] *= 0.88 * (share / np.maximum(in_town, 1e-9))[town]
    part[urban:] *= 0.12 / part[urban:].sum()
    place = np.clip(np.concatenate([around, rural]), 0.0, size_km)
    return place, np.maximum(1.0, np.round(part / part.sum() * PEOPLE_PER_AREA * count))


def _regions(
    centre: Floats, site_km: Floats, count: int, apart_km: float
) -> tuple[NDArray[np.int64], Floats]:
    """Return each site's region and the chief towns: the largest ones that lie apart."""
    chief = [0]
    while len(chief) < count:
        rest = [k for k in range(len(centre)) if k not in chief]
        far = [k for k in rest if np.hypot(*(centre[chief] - centre[k]).T).min() >= apart_km]
        chief.append(far[0] if far else rest[0])
    seat = centre[chief]
    return np.asarray(cKDTree(seat).query(site_km)[1], np.int64), seat


def _offices(centre: Floats, share: Floats, site_km: Floats, seat: Floats, count: int) -> NDArray[np.int8]:
    """Return today's offices: one in each chief town, then where a town has most people to an office.

    A large town's offices stand near its centre, which is not where the people are; the last ones are flexible.
    """
    office = np.full(len(site_km), -1, np.int8)
    tree = cKDTree(site_km)
    reach = min(len(site_km), 4 * count)
    open_at = np.zeros(len(centre))
    order: list[int] = []

    def take(place: Floats) -> bool:
        near = np.atleast_1d(np.asarray(tree.query(place, reach)[1]))
        free = near[office[near] < 0]
        if len(free):
            office[free[0]] = 1
            order.append(int(free[0]))
        return len(free) > 0

    for place in seat[:count]:
        take(place)
        open_at[int(np.hypot(*(centre - place).T).argmin())] += 1
    while len(order) < count:
        town = int((share / (1.0 + 4.0 * open_at)).argmax())
        take(centre[town])
        open_at[town] += 1
    busy = np.asarray(cKDTree(centre).query(site_km[order])[1])
    rank = np.argsort(-share[busy], kind="stable")
    office[np.array(order)[rank[: count // 4]]] = 2
    office[np.array(order)[rank[count - count // 6 :]]] = 0
    return office


def draw_country(
    areas: int,
    sites: int,
    *,
    offices: int = 0,
    regions: int = 1,
    seed: int = 2026,
    size_km: tuple[float, float] = (450.0, 1500.0),
) -> Country:
    """Draw a country. With as many sites as areas, every area is a site.

    Examples
    --------
    >>> country = draw_country(300, 40, offices=6, regions=2)
    >>> country.shape, int((country.office >= 0).sum()), sorted(set(country.region.tolist()))
    ((300, 40), 6, [0, 1])
    """
    rng = np.random.default_rng(seed)
    towns = max(regions, min(300, max(2, sites // 4)))
    centre, share = _towns(rng, towns, size_km)
    area_km, people = _areas(rng, areas, centre, share, size_km)
    area_km = np.round(area_km, 3)
    if sites == areas:
        site_km = area_km
    else:
        chance = np.sqrt(people) / np.sqrt(people).sum()
        village = np.sort(rng.choice(areas, sites - towns, replace=False, p=chance))
        site_km = np.round(np.concatenate([centre, area_km[village]]), 3)
    region, seat = _regions(centre, site_km, regions, 0.06 * size_km[1] / np.sqrt(regions / 10 + 1))
    office = _offices(centre, share, site_km, seat, offices) if offices else np.full(sites, -1, np.int8)
    return Country(area_km, people, site_km, region, office)


@njit(cache=True, nogil=True)
def _fill_block(
    area_km: Floats, site_x: Floats, site_y: Floats, per_km: float, kappa: float, out: NDArray[np.float32]
) -> None:
    """Fill a block of float32 with per_km times the distance, or with its exponential."""
    sites = len(site_x)
    for i in range(len(area_km)):
        x, y = area_km[i, 0], area_km[i, 1]
        row = out[i]
        for j in range(sites):
            dx, dy = x - site_x[j], y - site_y[j]
            row[j] = per_km * np.sqrt(dx * dx + dy * dy)
        if kappa > 0.0:
            for j in range(sites):
                row[j] = np.exp(kappa * np.float64(row[j]))


def _fill(country: Country, rows: slice, per_km: float, kappa: float, out: NDArray[np.float32]) -> None:
    x, y = np.ascontiguousarray(country.site_km.T)
    _fill_block(country.area_km[rows], x, y, per_km, kappa, out)


def distances(
    country: Country, rows: slice, per_km: float = MINUTES_PER_KM, kappa: float = 0.0
) -> NDArray[np.float32]:
    """Return minutes (or `per_km=1.0`: km) from some areas to all sites; with kappa, exp(kappa * minutes)."""
    out = np.empty((len(country.area_km[rows]), country.shape[1]), np.float32)
    _fill(country, rows, per_km, kappa, out)
    return out


def time_blocks(
    country: Country,
    *,
    per_km: float = MINUTES_PER_KM,
    kappa: float = 0.0,
    within: float | None = None,
    covers: bool = False,
) -> BlockSource:
    """Return a source of row blocks.

    Parameters
    ----------
    within
        Leave out pairs at or beyond this: the blocks are sparse.
    covers
        Pairs up to and including `within` cost nothing, for covers.
    """
    areas = country.shape[0]

    def blocks() -> Iterator[tuple[slice, Any]]:
        for start in range(0, areas, BLOCK_ROWS):
            rows = slice(start, min(start + BLOCK_ROWS, areas))
            block = distances(country, rows, per_km, kappa)
            if within is None:
                yield rows, block
                continue
            inside = block <= within if covers else block < within
            ptr = np.concatenate([[0], np.cumsum(inside.sum(axis=1))])
            site = np.nonzero(inside)[1]
            cost = np.zeros(len(site), np.float32) if covers else block[inside]
            yield rows, sparse.csr_array((cost, site, ptr), shape=block.shape)

    return blocks


def matrix(country: Country, *, per_km: float = MINUTES_PER_KM) -> NDArray[np.float32]:
    """Return the matrix of all pairs, filled block by block, so that it is in memory once."""
    out = np.empty(country.shape, np.float32)
    for start in range(0, len(out), BLOCK_ROWS):
        rows = slice(start, start + BLOCK_ROWS)
        _fill(country, rows, per_km, 0.0, out[rows])
    return out


def _choose(sites: int, p: int, layer: Layer) -> Problem:
    """Return the problem of opening p sites."""
    site = np.repeat(np.arange(sites), 2)
    state = np.tile(np.array([-1, 0], np.int8), sites)[:, None]
    limits = Limits(sparse.csr_array(np.maximum(state.T + 1.0, 0.0)), np.array([p]), np.array([p]), ("open",))
    return Problem(sites, 1, 1, (layer,), Options(site, state, np.zeros(2 * sites)), limits)


def p_median_problem(cost: Any, people: Floats, sites: int, p: int, unserved: float = np.inf) -> Problem:
    """Return the p-median as a problem of the general form: the sum of people times cost, p sites open."""
    return _choose(sites, p, Layer("areas", cost, people[:, None], unserved))


def cover_problem(blocks: BlockSource, people: Floats, sites: int, p: int) -> Problem:
    """Return the maximal cover as a problem of the general form: its value is the people left uncovered."""
    return _choose(sites, p, Layer("areas", blocks, people[:, None], 1.0))


@dataclass(frozen=True, eq=False)
class Graph:
    """An OR-Library graph: shortest ways between all nodes, p, and what is published.

    Parameters
    ----------
    median, centre
        The least sum of distances (Beasley 1985) and the least radius (Pullan 2008), as published.
    """

    name: str
    cost: Floats
    p: int
    median: float
    centre: float


RADII = (127, 98, 93, 74, 48, 84, 64, 55, 37, 20, 59, 51, 36, 26, 18, 47, 39, 28, 18, 13)
"""Optimal radii of pmed1-20 as a p-center, as in W. Pullan, A memetic genetic algorithm for the vertex p-center
problem, Evolutionary Computation 16 (2008)."""


def ways(nodes: int, edges: Iterable[tuple[int, int, int]]) -> Floats:
    """Return the shortest ways between all nodes 0, 1, ...; of an edge given twice the last length counts."""
    length = np.full((nodes, nodes), np.inf)
    for a, b, each in edges:
        length[a, b] = length[b, a] = each
    np.fill_diagonal(length, 0.0)
    return np.asarray(floyd_warshall(length))


def draw_graph(nodes: int, seed: int) -> Floats:
    """Draw a graph as the OR-Library's were (Beasley 1985): n^2 / 50 edges of 1 to 100; return its shortest ways.

    Examples
    --------
    >>> cost = draw_graph(60, seed=1)
    >>> cost.shape, bool(np.isfinite(cost).all()), bool((cost == cost.T).all())
    ((60, 60), True, True)
    """
    rng = np.random.default_rng([nodes, seed])
    order = rng.permutation(nodes)
    tree = [
        (int(order[rng.integers(n)]), int(order[n])) for n in range(1, nodes)
    ]  # so that all hang together
    pairs = tree + [(int(a), int(b)) for a, b in rng.integers(nodes, size=(nodes**2 // 50 - len(tree), 2))]
    return ways(nodes, [(a, b, int(rng.integers(1, 101))) for a, b in pairs])


def read_points(folder: Path, name: str) -> Floats:
    """Return TSPLIB points' distances, rounded down to whole numbers, as p-median papers use them."""
    lines = (folder / f"{name}.tsp").read_text(encoding="ascii").splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("NODE_COORD_SECTION")) + 1
    place = np.array([line.split()[1:3] for line in lines[first:] if len(line.split()) == 3], float)
    return np.asarray(np.floor(np.hypot(*(place[:, None] - place).transpose(2, 0, 1))))


def read_graph(folder: Path, number: int) -> Graph:
    """Read `pmedN.txt` and its optimum; of an edge given twice the last counts, as the library asks."""
    text = (folder / f"pmed{number}.txt").read_text(encoding="ascii").split()
    nodes, edges, p = (int(word) for word in text[:3])
    cost = ways(
        nodes,
        [
            (int(a) - 1, int(b) - 1, int(length))
            for a, b, length in zip(text[3::3], text[4::3], text[5::3], strict=True)
        ][:edges],
    )
    lines = (folder / "optima.csv").read_text(encoding="ascii").splitlines()[1:]
    optima = dict(line.split(",") for line in lines)
    name = f"pmed{number}"
    return Graph(name, cost, p, float(optima[name]), float(RADII[number - 1]))
