"""Roads from an OpenStreetMap extract (`.osm.pbf`)."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np

from narvaro.errors import TravelError
from narvaro.travel.roads import DISMOUNT, STEPS, Roads, Ways, cut_at_junctions
from narvaro.travel.rules import BICYCLE, CAR, WALK, RoadRules, road_rules

ALLOWED = frozenset({"yes", "designated", "permissive", "destination", "customers", "official"})
DENIED = frozenset(
    {
        "no",
        "private",
        "use_sidepath",
        "delivery",
        "agricultural",
        "forestry",
        "permit",
        "military",
        "emergency",
    }
)
CHAINS = {
    "walk": ("access", "foot"),
    "bicycle": ("access", "vehicle", "bicycle"),
    "car": ("access", "vehicle", "motor_vehicle", "motorcar"),
}
"""Tags that decide who may use a road, from the general to the particular."""
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")

Tags = Mapping[str, str]


def read_osm(path: Path | str, rules: RoadRules | None = None) -> Roads:
    """Read the roads, paths and ferries of an OpenStreetMap extract.

    A way is cut wherever it shares a point with another way or itself. Points outside the extract are left
    out and the way is cut there. Not read: turn restrictions, barriers, traffic lights, heights, and
    ferries that stand only in relations; `docs/travel.md` says what that means.

    Parameters
    ----------
    path
        A file ending in `.osm.pbf`.
    rules
        Defaults by road class; those of the package where none are given.

    Returns
    -------
    Roads
        All modes in one network.

    Raises
    ------
    TravelError
        If the file is missing, cut short, not a PBF file, or has no roads.
    """
    path = Path(path)
    rules = rules or road_rules()
    if not path.is_file():
        raise TravelError("travel.no_file", file=str(path))
    collected = _Collected(rules)
    try:
        import osmium
    except ImportError as error:
        raise TravelError("travel.needs_package", package="osmium", extra="network") from error
    try:
        ways = (
            osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
            .with_locations()
            .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
            .with_filter(osmium.filter.KeyFilter("highway", "route"))
        )
        for way in ways:
            collected.add(dict(way.tags), cast("osmium.osm.Way", way).nodes)
    except (RuntimeError, osmium.InvalidLocationError) as error:
        raise TravelError("travel.broken_osm", file=path.name, problem=str(error)) from error
    if not collected.classes:
        raise TravelError("travel.no_roads", file=path.name)
    return cut_at_junctions(collected.ways())


class _Collected:
    """Ways as they come out of the file, in flat arrays."""

    def __init__(self, rules: RoadRules) -> None:
        self.rules = rules
        self.start, self.refs = array("q", [0]), array("q")
        self.x, self.y = array("i"), array("i")
        self.classes, self.access, self.flags = array("B"), array("B"), array("B")
        self.speed, self.back = array("f"), array("f")
        self.share, self.minutes, self.whole = array("f"), array("f"), array("i")
        self.number = {name: position for position, name in enumerate(rules.classes)}
        self.count = 0

    def add(self, tags: dict[str, str], nodes: Any) -> None:
        road_class = class_of(tags, self.number)
        if road_class is None:
            return
        access, flags = permissions(tags, road_class, self.rules)
        if access == 0:
            return
        posted = posted_speeds(tags, self.rules)
        minutes = duration_min(tags.get("duration", "")) if road_class == "ferry" else None
        run: list[tuple[int, int, int]] = []
        self.count += 1
        for node in nodes:
            if node.location.valid():
                run.append((node.ref, node.x, node.y))
            else:
                self._keep(run, road_class, access, flags, posted, minutes)
                run = []
        self._keep(run, road_class, access, flags, posted, minutes)

    def _keep(
        self,
        run: list[tuple[int, int, int]],
        road_class: str,
        access: int,
        flags: int,
        posted: tuple[float, float],
        minutes: float | None,
    ) -> None:
        if len(run) < 2:
            return
        for ref, x, y in run:
            self.refs.append(ref)
            self.x.append(x)
            self.y.append(y)
        self.start.append(len(self.refs))
        self.classes.append(self.number[road_class])
        self.access.append(access)
        self.flags.append(flags)
        self.speed.append(posted[0])
        self.back.append(posted[1])
        self.minutes.append(float("nan") if minutes is None else minutes)

    def ways(self) -> Ways:
        ferry = self.number["ferry"]
        lon, lat = np.asarray(self.x) * 1e-7, np.asarray(self.y) * 1e-7
        start, classes = np.asarray(self.start), np.asarray(self.classes)
        total_s = np.asarray(self.minutes, dtype=np.float64) * 60.0
        unstated = (classes == ferry) & np.isnan(total_s)
        total_s = ferry_seconds(start, lon, lat, unstated, total_s, self.rules)
        total_s += np.where(classes == ferry, 60.0 * self.rules.figure("ferry_board_min"), 0.0)
        return Ways(
            start,
            np.asarray(self.refs),
            lon,
            lat,
            classes,
            np.asarray(self.access),
            np.asarray(self.speed),
            np.asarray(self.back),
            np.asarray(self.flags),
            total_s.astype(np.float32),
        )


def ferry_seconds(start: Any, lon: Any, lat: Any, unstated: Any, total_s: Any, rules: RoadRules) -> Any:
    """Return seconds by way, with ferries whose minutes nobody states at the assumed speed."""
    from narvaro.travel.roads import along_m

    total_s = total_s.copy()
    for way in np.flatnonzero(unstated):
        part = slice(start[way], start[way + 1])
        total_s[way] = along_m(lon[part], lat[part]).sum() * 3.6 / rules.figure("ferry_kmh")
    return total_s


def class_of(tags: Tags, known: Mapping[str, int]) -> str | None:
    """Return the road class of a way, or None where it is not a road.

    Examples
    --------
    >>> class_of({"highway": "residential"}, {"residential": 0})
    'residential'
    >>> class_of({"highway": "construction"}, {"residential": 0}) is None
    True
    """
    if tags.get("area") in _YES:
        return None
    if tags.get("route") == "ferry":
        return "ferry"
    highway = tags.get("highway")
    return highway if highway in known else None


def permissions(tags: Tags, road_class: str, rules: RoadRules) -> tuple[int, int]:
    """Return who may use a way in which direction, and its flags.

    The most particular tag decides (`motorcar` before `motor_vehicle` before `vehicle` before `access`); a
    general yes never opens a class that is closed by default. Walkers ignore one-way signs.

    Returns
    -------
    tuple[int, int]
        Bits as in `Roads.access`, flags as in `Roads.flags`.

    Examples
    --------
    A one-way street: walkers both ways (1 + 8), bicycles and cars along it (2 + 4).

    >>> permissions({"highway": "residential", "oneway": "yes"}, "residential", road_rules())
    (15, 0)
    """
    default = rules.modes[road_class]
    flags = STEPS if road_class == "steps" else 0
    walk = _may("walk", tags, bool(default & WALK))
    car = _may("car", tags, bool(default & CAR))
    if tags.get("bicycle") == "dismount":
        flags |= DISMOUNT
        bicycle = True
    else:
        bicycle = _may("bicycle", tags, bool(default & BICYCLE))
    along, against = _directions(tags, road_class)
    bike_along, bike_against = along, against
    if flags & DISMOUNT or tags.get("oneway:bicycle") in _NO or _contraflow(tags):
        bike_along = bike_against = True
    bits = (WALK | WALK << 3) * walk
    bits |= (BICYCLE * bike_along | (BICYCLE << 3) * bike_against) * bicycle
    bits |= (CAR * along | (CAR << 3) * against) * car
    return bits, flags


def _may(mode: str, tags: Tags, default: bool) -> bool:
    allowed = default
    chain = CHAINS[mode]
    for key in chain:
        value = tags.get(key)
        if value in DENIED:
            allowed = False
        elif value in ALLOWED:
            allowed = True if key == chain[-1] or tags.get("route") == "ferry" else default
    return allowed


def _directions(tags: Tags, road_class: str) -> tuple[bool, bool]:
    oneway = tags.get("oneway")
    if oneway in ("-1", "reverse"):
        return False, True
    forced = (tags.get("junction") == "roundabout" or road_class == "motorway") and oneway not in _NO
    return True, not (oneway in _YES or forced)


def _contraflow(tags: Tags) -> bool:
    sides = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")
    return any(
        tags.get(side, "").startswith("opposite") or tags.get(f"{side}:oneway") in _NO for side in sides
    )


def posted_speeds(tags: Tags, rules: RoadRules) -> tuple[float, float]:
    """Return the posted speed along and against a way, km/h, NaN where none is posted.

    Examples
    --------
    >>> posted_speeds({"maxspeed": "40", "maxspeed:backward": "30 mph"}, road_rules())
    (40.0, 48.28032)
    """
    both = speed_kmh(tags.get("maxspeed", ""), rules)
    along = speed_kmh(tags.get("maxspeed:forward", ""), rules)
    against = speed_kmh(tags.get("maxspeed:backward", ""), rules)
    return (both if along is None else along) or float("nan"), (
        both if against is None else against
    ) or float("nan")


def speed_kmh(text: str, rules: RoadRules) -> float | None:
    """Return a posted speed, km/h, or None where it is no speed.

    Examples
    --------
    >>> rules = road_rules()
    >>> [speed_kmh(text, rules) for text in ("50", "20 mph", "SE:rural", "walk", "signals")]
    [50.0, 32.18688, 70.0, 7.0, None]
    """
    named = {"walk": "walk_tag_kmh", "none": "no_limit_kmh"}
    if text in named:
        return rules.figure(named[text])
    if text.endswith(":urban"):
        return rules.figure("urban_kmh")
    if text.endswith(":rural"):
        return rules.figure("rural_kmh")
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?", text.split(";")[0].strip())
    if match is None or float(match[1]) <= 0:
        return None
    return max(float(match[1]) * (1.609344 if match[2] == "mph" else 1.0), rules.figure("least_car_kmh"))


def duration_min(text: str) -> float | None:
    """Return a `duration` tag as minutes, or None where it cannot be read.

    Examples
    --------
    >>> [duration_min(text) for text in ("25", "01:30", "00:04:30", "PT1H20M", "a while")]
    [25.0, 90.0, 4.5, 80.0, None]
    """
    text = text.strip()
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    if match := re.fullmatch(r"(\d+):(\d{2})(?::(\d{2}))?", text):
        return int(match[1]) * 60 + int(match[2]) + int(match[3] or 0) / 60
    if (match := re.fullmatch(r"P(?:T)?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", text)) and any(match.groups()):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 60 + minutes + seconds / 60
    return None
