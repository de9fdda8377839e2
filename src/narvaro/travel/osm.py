"""Roads from an OpenStreetMap extract (`.osm.pbf`)."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from narvaro.errors import Fault, TravelError
from narvaro.language.shown import cut
from narvaro.travel.arrays import Ints
from narvaro.travel.long_steps import long_steps
from narvaro.travel.osm_tags import AREA_CLASSES, STREET_KEYS, TAGS_OF_WAYS, TAGS_READ, Reading, read_tags
from narvaro.travel.roads import BACKWARD, KMH_OF_METRES_A_MINUTE, DrawnWays, Roads, along_m, cut_at_junctions
from narvaro.travel.rules import WALK, RoadRules, road_rules
from narvaro.travel.squares import Lines, ways_across

LONGEST_WORD = 40
"""Letters of a value of a tag that are told; several stand in one sentence."""
MOST_IDS = 5
"""Objects with several versions that are named: enough to find them in a file that is then known to be no snapshot."""
MOST_NAMED = 3
"""Values that are named in a notice, the commonest first."""
CLOSING = ("area", "access", "foot", "vehicle", "bicycle", "motor_vehicle", "motorcar", "oneway", "motorroad")
"""Tags for which a way of a known class can be left out."""
MOST_PASSED = 10
"""Kinds of ways that an extract without roads is said to have."""
SMALL_FILE = 20_000_000
"""In files of fewer bytes looking at every object is quicker than a filter, which begins by filling its bits."""
DEGREES_OF_OSMIUM = 1e-7
"""osmium counts places in whole ten-millionths of a degree, about a centimetre."""
NOWHERE = -(2**31)
"""Where a point without a place lies, in both coordinates: far outside 180 degrees, in the unit of osmium."""
LONG_FERRY_MIN = 30
"""A slow ferry is only doubted from so many minutes on: a cable ferry takes its time, and waits, over a strait."""


@dataclass(frozen=True, eq=False)
class Extract:
    """What was read from an extract.

    Parameters
    ----------
    roads
        All modes in one network.
    notices
        What a reader must know: points without a place, words not understood, what was left out.
    """

    roads: Roads
    notices: tuple[Fault, ...]


def read_osm(path: Path | str, rules: RoadRules | None = None) -> Roads:
    """Return the roads of an OpenStreetMap extract; see `read_extract`."""
    return read_extract(path, rules).roads


def read_extract(path: Path | str, rules: RoadRules | None = None) -> Extract:
    """Read the roads, paths, squares and ferries of an OpenStreetMap extract.

    A way is cut wherever it shares a point with another way or itself. The order of the file does not matter,
    and ids may be negative. Points without a place are left out and the way is cut there. `docs/travel.md`
    lists the tags that are read, and what is not read.

    Parameters
    ----------
    path
        A file ending in `.osm.pbf`; the other formats of osmium are read too.
    rules
        Defaults by road class; those of the package where none are given.

    Returns
    -------
    Extract
        The roads, and what a reader must know of them.

    Raises
    ------
    TravelError
        If the file is missing, cut short, of another kind, holds several versions of an object, or has no
        roads.
    """
    path = Path(path)
    rules = rules or road_rules()
    if not path.is_file():
        raise TravelError("travel.no_file", file=str(path))
    try:
        import osmium
    except ImportError as error:
        raise TravelError("travel.needs_package", package="osmium", extra="network") from error
    collected = _Collected(path, rules)
    try:
        collected.read()
    except (RuntimeError, osmium.InvalidLocationError) as error:
        raise TravelError("travel.broken_osm", file=path.name, problem=str(error)) from error
    roads = cut_at_junctions(collected.ways())
    return Extract(roads, (*collected.notices(), *long_steps(roads, rules, path.name)))


def _objects(path: Path, kind: Any, ids: Ints) -> Iterator[Any]:
    """Yield the nodes or ways with the given ids, which rise.

    The filter of osmium takes a bit for every id up to the highest there is and knows no negative ones: for such
    ids, and in small files, all objects are looked at one by one.
    """
    import osmium

    file = osmium.FileProcessor(str(path), kind)
    if ids.size and (ids[0] < 0 or path.stat().st_size < SMALL_FILE):
        wanted = set(ids.tolist())
        yield from (found for found in file if found.id in wanted)
    elif ids.size:
        tracker = osmium.IdTracker()
        add = tracker.add_node if kind == osmium.osm.NODE else tracker.add_way
        for number in ids:
            add(number)
        yield from file.with_filter(tracker.id_filter())


class _Collected:
    """Lines as they come out of the file, in flat arrays."""

    def __init__(self, path: Path, rules: RoadRules) -> None:
        self.path, self.rules = path, rules
        self.start, self.refs = array("q", [0]), array("q")
        self.of, self.area = array("q"), array("q")
        self.seen = array("q")
        self.readings: dict[tuple[tuple[str, str], ...], int] = {}
        self.means: list[Reading] = []
        self.of_square, self.whole = array("q"), list[bool]()
        self.squares: set[int] = set()
        self.told: Counter[str] = Counter()
        self.passed: Counter[int] = Counter()
        self.unknown: Counter[tuple[str, str]] = Counter()

    def read(self) -> None:
        """Read relations and ways, then the points that they need, wherever in the file those stand."""
        import osmium

        path = str(self.path)
        squares: dict[int, tuple[int, list[int]]] = {}
        header = osmium.io.Reader(path, osmium.osm.NOTHING).header()
        if header.has_multiple_object_versions:
            raise TravelError("travel.osm_history", file=self.path.name)
        kinds = osmium.osm.WAY | osmium.osm.RELATION
        found: Any
        for found in osmium.FileProcessor(path, kinds).with_filter(osmium.filter.KeyFilter(*STREET_KEYS)):
            if found.deleted:
                self.told["deleted"] += 1
                if found.is_way():
                    self.seen.extend((found.id, -1, 0))
                continue
            number = self._reading(found.tags, TAGS_OF_WAYS if found.is_way() else TAGS_READ)
            if found.is_way():
                self._add_way(found, number)
            elif found.tags.get("type") == "multipolygon" and self._is_square(self.means[number]):
                square = number, [member.ref for member in found.members if member.type == "w"]
                if squares.setdefault(found.id, square) != square:
                    raise self._versions("relation", [found.id])
        self._refuse_versions("way", np.asarray(self.seen).reshape(-1, 3))
        self._add_outlines(squares.values())
        self.lines = self._place()

    def _reading(self, tags: Any, keys: frozenset[str]) -> int:
        """Return the number of what some tags say; ways with equal tags are read once."""
        read = tuple((tag.k, tag.v) for tag in tags if tag.k in keys)
        number = self.readings.setdefault(read, len(self.means))
        if number == len(self.means):
            self.means.append(read_tags(dict(read), self.rules))
        return number

    def _is_square(self, means: Reading) -> bool:
        """Say whether an area is walked; yards for vehicles are counted."""
        open_ = bool(means.road_class) and means.access > 0
        if open_ and means.road_class not in AREA_CLASSES:
            self.told["yards"] += 1
        return open_ and means.road_class in AREA_CLASSES

    def _add_way(self, way: Any, number: int) -> None:
        means = self.means[number]
        self.unknown.update(means.unknown)
        refs = [node.ref for node in way.nodes]
        self.seen.extend((way.id, number, hash(tuple(refs))))
        if not (means.road_class and means.access) or (means.area and not self._is_square(means)):
            self.passed[number] += 1
            return
        if len(set(refs)) < 2:
            self.told["short"] += 1
            return
        if means.area:
            if way.id in self.squares:
                return
            self.squares.add(way.id)
            self._begin_square(number, whole=True)
        self._append(number, refs, len(self.whole) - 1 if means.area else -1)

    def _begin_square(self, number: int, *, whole: bool) -> None:
        self.of_square.append(number)
        self.whole.append(whole)

    def _append(self, number: int, refs: list[int], area: int) -> None:
        self.refs.extend(refs)
        self.start.append(len(self.refs))
        self.of.append(number)
        self.area.append(area)

    def _add_outlines(self, relations: Collection[tuple[int, list[int]]]) -> None:
        """Read the outlines of squares that are drawn as relations, whatever their own tags say."""
        import osmium

        wanted = np.array(sorted({row for _, rows in relations for row in rows}), dtype=np.int64)
        drawn: dict[int, list[int]] = {}
        for way in _objects(self.path, osmium.osm.WAY, wanted):
            refs = [node.ref for node in way.nodes]
            if drawn.setdefault(way.id, refs) != refs:
                raise self._versions("way", [way.id])
        for number, rows in relations:
            self.unknown.update(self.means[number].unknown)
            self._begin_square(number, whole=bool(rows) and all(row in drawn for row in rows))
            for row in rows:
                if len(set(drawn.get(row, ()))) > 1:
                    self._append(number, drawn[row], len(self.whole) - 1)

    def _refuse_versions(self, kind: str, rows: Ints) -> Ints:
        """Raise where one id (the first column) says different things; return the rows in order of their ids."""
        if (np.diff(rows[:, 0]) < 0).any():
            rows = rows[np.argsort(rows[:, 0], kind="stable")]
        clash = (rows[1:, 0] == rows[:-1, 0]) & (rows[1:] != rows[:-1]).any(axis=1)
        if clash.any():
            raise self._versions(kind, rows[1:, 0][clash].tolist())
        return rows

    def _versions(self, kind: str, ids: list[int]) -> TravelError:
        first = ", ".join(str(number) for number in sorted(set(ids))[:MOST_IDS])
        return TravelError(
            "travel.osm_versions", file=self.path.name, kind=kind, count=len(set(ids)), first=first
        )

    def _place(self) -> Lines:
        """Return the lines with the place of each point."""
        import osmium

        refs = np.asarray(self.refs, dtype=np.int64)
        needed = np.unique(refs)
        places = array("q")
        for node in _objects(self.path, osmium.osm.NODE, needed):
            place = node.location
            there = not node.deleted and place.valid()
            places.extend((node.id, *((place.x, place.y) if there else (NOWHERE, NOWHERE))))
        rows = self._refuse_versions("node", np.asarray(places).reshape(-1, 3))
        found = np.full((needed.size, 2), NOWHERE, dtype=np.int64)
        found[np.searchsorted(needed, rows[:, 0])] = rows[:, 1:]
        # In the sea, where no street is: so points are written whose place somebody lost.
        at_zero = (found == 0).all(axis=1)
        self.told["zero"], found[at_zero] = int(at_zero.sum()), NOWHERE
        degrees = np.where(found == NOWHERE, np.nan, found * DEGREES_OF_OSMIUM)[np.searchsorted(needed, refs)]
        return Lines(np.asarray(self.start), refs, degrees[:, 0].copy(), degrees[:, 1].copy())

    def ways(self) -> DrawnWays:
        """Return the lines cut where a point has no place, with the ways across squares."""
        lines, of, area = self.lines, np.asarray(self.of, np.int64), np.asarray(self.area, np.int64)
        access = np.array([means.access for means in self.means], dtype=np.uint8)
        walked = (access[of] & (WALK | WALK << BACKWARD)) > 0
        most = int(self.rules.figure("area_entries"))
        across = ways_across(lines, area, np.array(self.whole, dtype=bool), walked, most)
        self.told["uncrossed"] = across.uncrossed.size
        self.lost = int(np.unique(lines.ref[np.isnan(lines.lon)]).size)
        self.lost -= self.told["zero"]
        line, counts, points = _unbroken(lines)
        # The way across a square is as its outline.
        row = np.concatenate([of[line], np.asarray(self.of_square, np.int64)[across.area]])
        points = np.concatenate([points, np.column_stack([across.first, across.last]).ravel()])
        counts = np.concatenate([counts, np.full(across.first.size, 2)])
        if not row.size:
            lacking = {"count": self.lost + self.told["zero"], "of": int(np.unique(lines.ref).size)}
            if lacking["count"]:
                raise TravelError("travel.osm_nowhere", file=self.path.name, **lacking)
            raise self._no_roads()
        start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return self._attributed(start, lines, points, row, access)

    def _no_roads(self) -> TravelError:
        """Return the error of an extract without roads; it names the ways that are there and left out."""
        tags = {number: dict(read) for read, number in self.readings.items()}
        found: Counter[str] = Counter()
        for number, count in self.passed.items():
            kind = next(key for key in STREET_KEYS if key in tags[number])
            why = [key for key in CLOSING if key in tags[number]] if self.means[number].road_class else []
            found[" ".join(f"{key}={cut(tags[number][key], LONGEST_WORD)}" for key in (kind, *why))] += count
        if not found:
            return TravelError("travel.no_roads", file=self.path.name)
        named = ", ".join(f"{said} ({count})" for said, count in found.most_common(MOST_PASSED))
        rest = found.total() - sum(count for _, count in found.most_common(MOST_PASSED))
        data = {"count": found.total(), "values": f"{named}, … ({rest})" if rest else named}
        return TravelError("travel.no_roads_but", file=self.path.name, **data)

    def _attributed(self, start: Ints, lines: Lines, points: Ints, row: Ints, access: Any) -> DrawnWays:
        """Return lines with their class, speeds and permissions; `row` is the reading of each."""
        number = {name: position for position, name in enumerate(self.rules.classes)}
        classes = np.array([number.get(means.road_class, 0) for means in self.means], dtype=np.uint8)[row]
        lon, lat = lines.lon[points], lines.lat[points]
        ferry = classes == number["ferry"]
        minutes = np.array([means.minutes for means in self.means])[row]
        minutes[self._not_believed(start, lon, lat, minutes)] = np.nan
        total_s = ferry_seconds(start, lon, lat, ferry & np.isnan(minutes), minutes * 60.0, self.rules)
        total_s += np.where(ferry, 60.0 * self.rules.figure("ferry_board_min"), 0.0)
        speeds = np.array([(means.along_kmh, means.against_kmh) for means in self.means], dtype=np.float32)
        flags = np.array([means.flags for means in self.means], dtype=np.uint8)[row]
        return DrawnWays(
            start,
            lines.ref[points],
            lon,
            lat,
            classes,
            access[row],
            speeds[row, 0],
            speeds[row, 1],
            flags,
            total_s.astype(np.float32),
        )

    def _not_believed(self, start: Ints, lon: Any, lat: Any, minutes: Any) -> Ints:
        """Return the ferries whose stated minutes make them too fast or too slow, and count those."""
        fast, slow = self.rules.figure("ferry_most_kmh"), self.rules.figure("ferry_least_kmh")
        found = []
        for way in np.flatnonzero(~np.isnan(minutes)):
            part = slice(start[way], start[way + 1])
            kmh = along_m(lon[part], lat[part]).sum() * KMH_OF_METRES_A_MINUTE / minutes[way]
            if kmh > fast or (kmh < slow and minutes[way] > LONG_FERRY_MIN):
                found.append(way)
                self.unknown["duration", f"{minutes[way]:g} min, {kmh:.3g} km/h"] += 1
        return np.array(found, dtype=np.int64)

    def notices(self) -> Iterator[Fault]:
        """Yield what a reader must know of the roads."""
        file = self.path.name
        if self.lost:
            total = int(np.unique(self.lines.ref).size)
            yield Fault("travel.osm_places", {"count": self.lost, "of": total, "file": file})
        for tag in sorted({tag for tag, _ in self.unknown}):
            words = Counter({value: count for (key, value), count in self.unknown.items() if key == tag})
            named = ", ".join(
                f"{cut(word, LONGEST_WORD)} ({count})" for word, count in words.most_common(MOST_NAMED)
            )
            data = {"tag": tag, "count": words.total(), "values": named, "file": file}
            yield Fault("travel.osm_kinds" if tag == "highway" else "travel.osm_words", data)
        for kind in ("zero", "yards", "uncrossed", "short", "deleted"):
            if self.told[kind]:
                yield Fault(f"travel.osm_{kind}", {"count": self.told[kind], "file": file})


def _unbroken(lines: Lines) -> tuple[Ints, Ints, Ints]:
    """Return the stretches of lines of which every point has a place, two points or more.

    Returns
    -------
    tuple
        The line of each stretch, how many points it has, and those points, one stretch after the other.
    """
    placed = np.flatnonzero(~np.isnan(lines.lon))
    line = lines.line_of[placed]
    begins = np.ones(placed.size, dtype=bool)
    begins[1:] = (np.diff(placed) > 1) | (np.diff(line) > 0)
    stretch = np.cumsum(begins) - 1
    counts = np.bincount(stretch)
    return line[begins][counts > 1], counts[counts > 1], placed[(counts > 1)[stretch]]


def ferry_seconds(start: Any, lon: Any, lat: Any, unstated: Any, total_s: Any, rules: RoadRules) -> Any:
    """Return seconds by way, with ferries whose minutes nobody states at the assumed speed."""
    total_s = total_s.copy()
    for way in np.flatnonzero(unstated):
        part = slice(start[way], start[way + 1])
        total_s[way] = along_m(lon[part], lat[part]).sum() * 3.6 / rules.figure("ferry_kmh")
    return total_s
