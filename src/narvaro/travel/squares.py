"""Squares: streets drawn as areas, walked along their outlines and straight across.

The outlines are streets like any other. Across, the rule is: between every two points of the outline where
another street (or another square) touches it, the straight line, if it stays inside the area; neighbours on the
outline need none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from narvaro.travel.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Lines:
    """Drawn lines, before any is cut.

    Parameters
    ----------
    start
        First point of each line; one more entry than lines.
    ref
        The number of each point.
    lon, lat
        Where each point lies, degrees; NaN where nobody knows.
    """

    start: Ints
    ref: Ints
    lon: Floats
    lat: Floats

    @property
    def line_of(self) -> Ints:
        """The line of each point."""
        return np.repeat(np.arange(self.start.size - 1), np.diff(self.start))


@dataclass(frozen=True)
class Across:
    """Straight ways across areas.

    Parameters
    ----------
    area
        Position of the area of each way.
    first, last
        Positions among the points of the lines where it begins and ends.
    uncrossed
        Areas without a closed outline that does not cross itself.
    """

    area: Ints
    first: Ints
    last: Ints
    uncrossed: Ints


def ways_across(lines: Lines, area_of: Ints, whole: Bools, walked: Bools, most: int) -> Across:
    """Return the straight ways across areas.

    Parameters
    ----------
    lines
        Streets, and the outlines of areas.
    area_of
        The area of each line, numbered from 0; -1 for an ordinary street.
    whole
        By area: all lines of its outline are there.
    walked
        By line: people may walk on it.
    most
        An area where more points are touched than this is crossed between so many of them, picked at equal
        steps in the order of their numbers.
    """
    touched = _touched(lines, area_of, walked)
    parts: list[list[int]] = [[] for _ in whole]
    for row in np.flatnonzero(area_of >= 0):
        parts[area_of[row]].append(int(row))
    found: list[tuple[int, Ints, Ints]] = []
    uncrossed = []
    for number, rows in enumerate(parts):
        shape = _shape(lines, rows) if whole[number] else None
        if shape is None:
            uncrossed.append(number)
            continue
        points = [np.arange(lines.start[row], lines.start[row + 1]) for row in rows]
        refs, first = np.unique(lines.ref[np.concatenate(points)], return_index=True)
        entries = np.concatenate(points)[first[np.isin(refs, touched)]]
        if entries.size > most:
            entries = entries[np.arange(most) * entries.size // most]
        one, two = np.triu_indices(entries.size, 1)
        begin, end = entries[one], entries[two]
        # Between neighbours the outline is the straight line.
        steps = np.concatenate([np.stack([part[:-1], part[1:]]) for part in points], axis=1)
        apart = ~np.isin(_pairs(lines, begin, end, refs), _pairs(lines, steps[0], steps[1], refs))
        found.append((number, *_inside(lines, shape, begin[apart], end[apart])))
    none = np.empty(0, np.int64)
    return Across(
        np.concatenate([none, *(np.full(begin.size, number) for number, begin, _ in found)]),
        np.concatenate([none, *(begin for _, begin, _ in found)]),
        np.concatenate([none, *(end for _, _, end in found)]),
        np.array(uncrossed, dtype=np.int64),
    )


def _touched(lines: Lines, area_of: Ints, walked: Bools) -> Ints:
    """Return the numbers of the points on outlines that more than one street or area shares."""
    line_of = lines.line_of
    outline = np.unique(lines.ref[area_of[line_of] >= 0])
    on = np.isin(lines.ref, outline) & walked[line_of]
    # All lines of an area are one owner of their points; a street is its own.
    owner = np.where(area_of >= 0, -1 - area_of, np.arange(area_of.size))[line_of[on]]
    shared = np.unique(np.column_stack([lines.ref[on], owner]), axis=0)[:, 0]
    return np.asarray(np.unique(shared[:-1][shared[:-1] == shared[1:]]), dtype=np.int64)


def _shape(lines: Lines, rows: Sequence[int]) -> Any:
    """Return the area inside some lines, or None where they close none."""
    parts = [np.arange(lines.start[row], lines.start[row + 1]) for row in rows]
    points = np.concatenate([np.empty(0, np.int64), *parts])
    drawn = np.column_stack([lines.lon[points], lines.lat[points]])
    if not points.size or np.isnan(drawn).any():
        return None
    which = np.repeat(np.arange(len(parts)), [part.size for part in parts])
    outline: Any = shapely.linestrings(drawn, indices=which)
    shape = shapely.build_area(shapely.multilinestrings(outline))
    return None if shapely.is_empty(shape) or not shapely.is_valid(shape) else shape


def _pairs(lines: Lines, begin: Ints, end: Ints, refs: Ints) -> Ints:
    """Return a number for each pair of points, the same in both directions."""
    one, two = (np.searchsorted(refs, lines.ref[points]) for points in (begin, end))
    return np.asarray(np.minimum(one, two) * refs.size + np.maximum(one, two), dtype=np.int64)


def _inside(lines: Lines, shape: Any, begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return the pairs of points whose straight line stays inside."""
    if not begin.size:
        return begin, end
    drawn = np.stack([lines.lon[[begin, end]], lines.lat[[begin, end]]], axis=-1).swapaxes(0, 1)
    shapely.prepare(shape)
    inside = shapely.covers(shape, shapely.linestrings(drawn))
    return begin[inside], end[inside]
