"""A search over cells finds what a plain search finds, whatever the cells, and cells are of even size."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.travel.few_roads import RULES, grid

from narvaro.travel.cells import Cells, _cut
from narvaro.travel.graph import ModeNetwork
from narvaro.travel.kernel import AreaStands, SiteStand
from narvaro.travel.speeds import Pace

FAR = np.inf


class Town:
    """Junctions with streets at random, some closed one way; areas and one site on them."""

    def __init__(self, seed: int, junctions: int = 14, streets: int = 26, areas: int = 9) -> None:
        rng = np.random.default_rng(seed)
        self.tail, self.head = rng.integers(0, junctions, (2, streets)).astype(np.int32)
        self.along, self.against = rng.integers(1, 500, (2, streets)).astype(np.int32)
        self.against[rng.random(streets) < 0.3] = -1
        self.kept = np.flatnonzero(rng.random(streets) < 0.8)
        self.middle = rng.random(streets)[self.kept], rng.random(streets)[self.kept]
        self.road = np.where(rng.random(areas) < 0.9, rng.choice(self.kept, areas), -1).astype(np.int32)
        self.share = rng.integers(0, 9, areas) / 8
        self.connector = (rng.integers(0, 50, areas) * rng.integers(0, 2, areas)).astype(np.int32)
        self.site_road, self.site_share = int(rng.choice(self.kept)), float(rng.integers(0, 9) / 8)

    def part(self, whole_ms, share):
        return np.where(whole_ms < 0, -1, np.rint(whole_ms * share)).astype(np.int32)

    def to_ends(self):
        """Milliseconds from each area to the tail and to the head of its road."""
        road = np.maximum(self.road, 0)
        closed = self.road < 0
        tail, head = self.part(self.against[road], self.share), self.part(self.along[road], 1 - self.share)
        return np.where(closed, -1, tail).astype(np.int32), np.where(closed, -1, head).astype(np.int32)

    def cells(self, size):
        tail, head = self.tail[self.kept], self.head[self.kept]
        along, against = self.along[self.kept], self.against[self.kept]
        forth, back = np.flatnonzero(along >= 0), np.flatnonzero(against >= 0)
        # To a site the search goes from the end of an arc to its beginning.
        arcs = (
            np.concatenate([head[forth], tail[back]]),
            np.concatenate([tail[forth], head[back]]),
            np.concatenate([along[forth], against[back]]),
            np.concatenate([forth, back]),
        )
        road = np.maximum(self.road, 0)
        areas = (self.road, self.tail[road], self.head[road], *self.to_ends())
        return Cells.of(arcs, self.middle, self.kept, len(self.tail), areas, size)

    def asked(self, cells, limit, connector=7):
        """The column of the site: area to milliseconds."""
        road = self.site_road
        seed_ms = np.array(
            [self.part(self.along[road], self.site_share), self.part(self.against[road], 1 - self.site_share)]
        )
        seeds = np.array([self.tail[road], self.head[road]])
        usable = seed_ms >= 0
        roads = np.maximum(self.road, 0)
        stands = AreaStands(
            self.road, self.share, self.tail[roads], self.head[roads], *self.to_ends(), self.connector
        )
        site = SiteStand(road, self.site_share, connector, int(self.along[road]), int(self.against[road]))
        areas, ms = cells.column(site, seeds[usable], seed_ms[usable], limit, stands)
        assert len(set(areas.tolist())) == len(areas)
        return dict(zip(areas.tolist(), ms.tolist(), strict=True))

    def by_brute_force(self, limit, connector=7):
        """The same by the method of Floyd and Warshall, from every junction to every other."""
        count = int(max(self.tail.max(), self.head.max())) + 1
        away = np.where(np.eye(count, dtype=bool), 0.0, FAR)
        for row in self.kept:
            one, two = self.tail[row], self.head[row]
            away[one, two] = min(away[one, two], self.along[row])
            if self.against[row] >= 0:
                away[two, one] = min(away[two, one], self.against[row])
        for via in range(count):
            away = np.minimum(away, away[:, [via]] + away[[via], :])
        site = self.site_road
        there, back = self.along[site], self.against[site]
        begins = [
            (self.tail[site], self.part(there, self.site_share)),
            (self.head[site], self.part(back, 1 - self.site_share)),
        ]
        found = {}
        for area, (road, *out) in enumerate(zip(self.road, *self.to_ends(), strict=True)):
            if road < 0:
                continue
            ways = [
                ms + away[end, junction] + begin
                for ms, end in zip(out, (self.tail[road], self.head[road]), strict=True)
                for junction, begin in begins
                if ms >= 0 and begin >= 0
            ]
            step = self.site_share - self.share[area]
            if road == site:
                ways += [np.rint(step * there)] if step >= 0 else []
                ways += [np.rint(-step * back)] if step <= 0 and back >= 0 else []
            ms = min(ways, default=FAR) + self.connector[area] + connector
            if ms <= limit:
                found[area] = int(ms)
        return found


@settings(max_examples=150)
@given(seed=st.integers(0, 10**6), size=st.integers(1, 26), limit=st.sampled_from([60, 300, 900, 10**6]))
def test_a_search_over_cells_finds_every_shortest_way(seed, size, limit) -> None:
    """On streets at random, cut into cells of any size: the areas within the limit and their milliseconds, exactly."""
    town = Town(seed)
    cells, right = town.cells(size), town.by_brute_force(limit)
    assert town.asked(cells, limit) == right
    for ms in right.values():  # the way that is just as long as the limit is found too
        assert town.asked(cells, ms) == {area: found for area, found in right.items() if found <= ms}


@settings(max_examples=60)
@given(
    seed=st.integers(0, 10**6),
    mode=st.sampled_from(["car", "walk"]),
    roads_in_cell=st.integers(2, 60),
    limit=st.sampled_from([20_000, 90_000, 10**7]),
)
def test_cells_change_nothing(seed: int, mode: str, roads_in_cell: int, limit: int) -> None:
    """A search from border to border of cells of any size finds the same areas and seconds as a plain one."""
    roads, places = grid(seed, size=9)
    network = ModeNetwork.of(roads, Pace(mode, 4.8, 15.0), RULES)
    put = network.place(places[:, 0], places[:, 1], 200.0)
    plain, cut = network.graph(put), network.graph(put, 0, roads_in_cell)
    assert plain.cells is None
    assert cut.cells is not None
    for site in range(len(places)):
        for one, two in zip(plain.column(put, site, limit), cut.column(put, site, limit), strict=True):
            np.testing.assert_array_equal(one, two)


@given(seed=st.integers(0, 10**6), count=st.integers(0, 60), size=st.integers(1, 60))
def test_cells_are_halves_of_halves(seed, count, size) -> None:
    """The least number of halvings after which no cell is above the size; all cells alike to one road, none empty."""
    rng = np.random.default_rng(seed)
    cell = _cut(rng.random(count), rng.random(count), size)
    cuts = 0
    while count > size * 2**cuts:
        cuts += 1
    sizes = np.bincount(cell) if count else np.zeros(0, int)
    assert len(sizes) == min(count, 2**cuts)
    assert set(sizes) <= {count // 2**cuts, -(-count // 2**cuts)}


@pytest.mark.parametrize(("north", "cell"), [(0.0, [0, 1, 0, 1]), (60.0, [0, 0, 1, 1])])
def test_a_cell_is_cut_across_its_longer_side_on_the_ground(north, cell) -> None:
    """1.5 degrees east and 1 north: at the equator longer to the east, at 60 degrees, where a degree is half, not."""
    east = np.array([0.0, 1.5, 0.0, 1.5])
    assert _cut(east, north + np.array([0.0, 0.0, 1.0, 1.0]), 2).tolist() == cell


def test_a_link_passes_no_third_border() -> None:
    """Along A, B and C, all borders: links join neighbours alone, since the way from A to C goes by B."""
    # In the west A, B and C are joined by D; in the east by the street A to B, and by B to E to C.
    tail, head = np.array([0, 1, 2, 0, 1, 4], np.int32), np.array([3, 3, 3, 1, 4, 2], np.int32)
    ms = np.array([90, 90, 90, 5, 3, 4], np.int32)
    arcs = np.append(tail, head), np.append(head, tail), np.append(ms, ms), np.tile(np.arange(6), 2)
    nobody = np.empty(0, np.int32)
    east = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    cells = Cells.of(arcs, (east, np.zeros(6)), np.arange(6), 6, (nobody,) * 5, 3)
    rows = np.repeat(np.arange(3), np.diff(cells.link_start))
    links = sorted(zip(rows.tolist(), cells.link_to.tolist(), cells.link_ms.tolist(), strict=True))
    straight = [(0, 1, 5), (1, 0, 5), (1, 2, 7), (2, 1, 7)]
    round_by_d = [(one, two, 180) for one in range(3) for two in range(3) if one != two]
    assert links == sorted(straight + round_by_d)


def test_cells_come_back_from_a_file_as_they_were() -> None:
    """Of the arrays by name the same cells are made again; a file without them has none."""
    town = Town(4)
    cells = town.cells(5)
    again = Cells.of_arrays(cells.arrays() | {"other": np.zeros(1)})
    assert again is not None
    assert town.asked(again, 900) == town.asked(cells, 900) != {}
    assert Cells.of_arrays({"other": np.zeros(1)}) is None
