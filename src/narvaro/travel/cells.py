"""Large networks cut into cells, so that a search touches only their borders.

The roads are cut into cells of about a thousand. A junction with roads in two cells is a border. Beforehand,
within each cell, the time from every junction and area to every border of the cell is worked out; a search
then goes from border to border, and the areas of a cell take the best of its borders. Every shortest way is
cut at the borders it crosses, so the answer is exactly that of a plain search, and in whole milliseconds the
same to the last one; a test holds the two against each other.

References
----------
D. Delling, A. V. Goldberg, T. Pajor and R. F. Werneck (2017), Customizable Route Planning in Road Networks,
Transportation Science 51(2), 566-591 (overlays of cells; here one level, from all areas to one site).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from narvaro.travel.arrays import Floats, Int32s, Ints
from narvaro.travel.cell_kernels import FAR, Borders, CellAreas, Home, inside_of_cell, reached_areas
from narvaro.travel.kernel import Arcs, AreaStands, SiteStand, spread

ROADS_IN_CELL = 1_500
"""Smaller cells have more borders to go through, larger ones more areas to give a way from every border.
No answer depends on it."""

WORTH_IT = 20_000
"""Networks with fewer junctions are searched plainly: a search of so few is quicker than the making of cells."""


@dataclass(frozen=True, eq=False)
class Cells:
    """A network cut into cells, for one direction of search.

    Parameters
    ----------
    start, other, ms
        The graph within cells: a junction with roads in two cells appears in both. By rows as in `ModeGraph`.
    first_local
        First local junction of each cell.
    local_node
        The junction of each local junction; rising within a cell.
    border
        The border that a local junction is, -1 for those inside.
    first_border, border_local
        Local junctions that are borders, by cell.
    link_start, link_to, link_ms
        Ways from border to border within a cell that pass no third border, by rows.
    first_area, area
        Areas by cell.
    first_way, way_ms
        Milliseconds between each border and each area of a cell: one run of areas for each border.
    area_one, area_two, one_ms, two_ms
        Local junctions at the ends of each area's road, and milliseconds to them, -1 where closed.
    road_cell
        The cell of each road of the network, -1 for roads not in use.
    """

    start: Int32s
    other: Int32s
    ms: Int32s
    first_local: Ints
    local_node: Int32s
    border: Int32s
    first_border: Ints
    border_local: Int32s
    link_start: Ints
    link_to: Int32s
    link_ms: Int32s
    first_area: Ints
    area: Int32s
    first_way: Ints
    way_ms: Int32s
    area_one: Int32s
    area_two: Int32s
    one_ms: Int32s
    two_ms: Int32s
    road_cell: Int32s

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays by name, for the graph file."""
        return {f"cell_{name}": array for name, array in vars(self).items()}

    @classmethod
    def of_arrays(cls, arrays: dict[str, npt.NDArray[Any]]) -> Cells | None:
        """Return the cells of a graph file, or None where it has none."""
        if "cell_start" not in arrays:
            return None
        return cls(**{f.name: arrays[f"cell_{f.name}"] for f in fields(cls)})

    @classmethod
    def of(
        cls,
        arcs: tuple[Int32s, Int32s, Int32s, Ints],
        middle: tuple[Floats, Floats],
        kept: Ints,
        road_count: int,
        areas: tuple[Int32s, Int32s, Int32s, Int32s, Int32s],
        roads_in_cell: int = ROADS_IN_CELL,
    ) -> Cells:
        """Cut a network into cells.

        Parameters
        ----------
        arcs
            Junction the search comes from, junction it goes to, milliseconds, and which of the kept roads.
        middle
            Longitude and latitude of each kept road.
        kept, road_count
            Positions of the kept roads among all roads, and how many those are.
        areas
            Road of each area (-1 for none), its two junctions, and milliseconds to each, -1 where closed.
        roads_in_cell
            Size of a cell.
        """
        cell_of_kept = _cut(*middle, roads_in_cell)
        cells = int(cell_of_kept.max(initial=-1)) + 1
        begin, end, ms, road = arcs
        # A cell and a junction as one number: wide enough for all cells times all junctions.
        cell = cell_of_kept[road].astype(np.int64)
        width = np.int64(max(int(begin.max(initial=0)), int(end.max(initial=0))) + 1)
        pairs, local = np.unique(
            np.concatenate([cell * width + begin, cell * width + end]), return_inverse=True
        )
        local_begin, local_end = local[: begin.size], local[begin.size :]
        node, local_cell = (pairs % width).astype(np.int32), pairs // width
        # In an order of their own, so that the cells do not depend on the order of the roads.
        order = np.lexsort((ms, local_end, local_begin))
        start = np.zeros(pairs.size + 1, dtype=np.int32)
        np.cumsum(np.bincount(local_begin, minlength=pairs.size), out=start[1:])
        other, arc_ms = local_end[order].astype(np.int32), ms[order].astype(np.int32)
        shared = np.bincount(node, minlength=int(width)) > 1
        number = np.cumsum(shared) - 1
        border = np.where(shared[node], number[node], -1).astype(np.int32)
        border_local = np.flatnonzero(border >= 0).astype(np.int32)
        first_local = np.searchsorted(local_cell, np.arange(cells + 1))
        first_border = np.searchsorted(local_cell[border_local], np.arange(cells + 1))
        road_cell = np.full(road_count, -1, dtype=np.int32)
        road_cell[kept] = cell_of_kept
        area_road, one, two, one_ms, two_ms = areas
        area_cell = np.where(area_road >= 0, road_cell[np.maximum(area_road, 0)], -1).astype(np.int32)
        by_cell = np.argsort(area_cell, kind="stable").astype(np.int32)
        first_area = np.searchsorted(area_cell[by_cell], np.arange(cells + 1))
        ends = [
            np.searchsorted(pairs, np.maximum(area_cell, 0) * width + junction).astype(np.int32)
            for junction in (one, two)
        ]
        first_way = np.concatenate([[0], np.cumsum(np.diff(first_border) * np.diff(first_area))])
        way_ms = np.full(int(first_way[-1]), FAR, dtype=np.int32)
        borders = Borders(border, first_border, border_local)
        ways = CellAreas(first_area, by_cell, first_way, way_ms)
        arcs_within = Arcs(start, other, arc_ms)
        links: tuple[Int32s, Int32s, Int32s] = inside_of_cell(
            arcs_within, first_local, borders, ways, ends[0], ends[1], one_ms, two_ms
        )
        link_start, link_to, link_ms = _by_row(links[0], links[1], links[2], int(shared.sum()))
        return cls(
            start, other, arc_ms, first_local, node, border, first_border, border_local,
            link_start, link_to, link_ms, first_area, by_cell, first_way, way_ms,
            ends[0], ends[1], one_ms, two_ms, road_cell,
        )  # fmt: skip

    def column(
        self, site: SiteStand, seeds: Int32s, seed_ms: Int32s, limit_ms: int, areas: AreaStands
    ) -> tuple[Int32s, Int32s]:
        """Return the areas within reach of a site and their milliseconds, in no particular order.

        Parameters
        ----------
        site
            Where the site is.
        seeds, seed_ms
            Junctions the search begins at, and milliseconds already spent there.
        limit_ms
            Longest way kept, milliseconds.
        areas
            Where the areas stand; their ends are taken from the cells.
        """
        cell = int(self.road_cell[site.road])
        first, last = int(self.first_local[cell]), int(self.first_local[cell + 1])
        local = (first + np.searchsorted(self.local_node[first:last], seeds)).astype(np.int32)
        inside = np.full(last - first, FAR, dtype=np.int32)
        # The way between site and street is the same for every area, so it is taken off the limit once.
        limit = max(0, limit_ms - site.connector_ms)
        spread(Arcs(self.start, self.other, self.ms), first, local, seed_ms, limit, inside)
        begin = self.border_local[self.first_border[cell] : self.first_border[cell + 1]]
        at = np.full(self.link_start.size - 1, FAR, dtype=np.int32)
        links = Arcs(self.link_start, self.link_to, self.link_ms)
        spread(links, 0, self.border[begin], inside[begin - first], limit, at)
        out_area, out_ms = np.empty(self.area.size, np.int32), np.empty(self.area.size, np.int32)
        borders = Borders(self.border, self.first_border, self.border_local)
        ways = CellAreas(self.first_area, self.area, self.first_way, self.way_ms)
        stands = areas._replace(one=self.area_one, two=self.area_two, one_ms=self.one_ms, two_ms=self.two_ms)
        home = Home(cell, first, inside)
        count = reached_areas(at, borders, ways, home, stands, site, limit, limit_ms, out_area, out_ms)
        return out_area[:count], out_ms[:count]


def _cut(east: Floats, north: Floats, size: int) -> Int32s:
    """Return the cell of each road: halves of halves, each cut across its longer side."""
    cell = np.zeros(len(east), dtype=np.int64)
    # A degree east is shorter than one north; which side is longer is to be seen on the ground.
    x, y = east * np.cos(np.radians(np.mean(north) if len(north) else 0.0)), north
    for _ in range(max(0, int(np.ceil(np.log2(max(1, len(east)) / size))))):
        by_cell = np.argsort(cell, kind="stable")
        first = np.flatnonzero(np.diff(cell[by_cell], prepend=-1))
        spans = [
            np.maximum.reduceat(v[by_cell], first) - np.minimum.reduceat(v[by_cell], first) for v in (x, y)
        ]
        wide = np.zeros(int(cell.max()) + 1, dtype=bool)
        wide[cell[by_cell[first]]] = spans[0] >= spans[1]
        order = np.lexsort((np.where(wide[cell], x, y), cell))
        counts = np.diff(np.append(first, len(cell)))
        rank = np.arange(len(cell)) - np.repeat(first, counts)
        half = np.empty(len(cell), dtype=np.int64)
        half[order] = rank >= np.repeat((counts + 1) // 2, counts)
        cell = 2 * cell + half
    return np.unique(cell, return_inverse=True)[1].astype(np.int32)


def _by_row(row: Int32s, to: Int32s, ms: Int32s, count: int) -> tuple[Ints, Int32s, Int32s]:
    order = np.lexsort((ms, to, row))
    start = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(row, minlength=count), out=start[1:])
    return start, to[order], ms[order]
