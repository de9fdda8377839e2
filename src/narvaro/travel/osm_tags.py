"""What the tags of a street in OpenStreetMap say: its class, who may use it, how fast, and words not understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from narvaro.travel.roads import BACKWARD, DISMOUNT, STEPS
from narvaro.travel.rules import BICYCLE, CAR, WALK, RoadRules

Tags = Mapping[str, str]
"""Tags of a way by their key, their values in lower case and without outer blanks."""

TAG_YES = frozenset({"yes", "true", "1"})
TAG_NO = frozenset({"no", "false", "0"})
TAG_AGAINST = frozenset({"-1", "reverse"})
"""Values of `oneway` for a way whose traffic goes against the direction it is drawn in."""
REVERSIBLE, ALTERNATING = "reversible", "alternating"
ALLOWED = frozenset(
    {"yes", "designated", "permissive", "destination", "customers", "official", "discouraged"}
)
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
SIDES = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")
SPEEDS = ("maxspeed", "maxspeed:forward", "maxspeed:backward")
STREET_KEYS = ("highway", "route", "railway", "public_transport")
"""A way without any of these is no street."""

AREA_CLASSES = frozenset({"pedestrian", "footway", "path", "corridor", "platform"})
"""Classes that are walked when they are drawn as areas; areas of other classes are yards for vehicles."""

NO_STREETS = frozenset(
    [
        "construction",
        "proposed",
        "planned",
        "abandoned",
        "disused",
        "razed",
        "demolished",
        "dismantled",
        "removed",
        "historic",
        "no",
        "none",
        "raceway",
        "bus_guideway",
        "busway",
        "escape",
        "rest_area",
        "services",
        "emergency_bay",
        "emergency_access_point",
        "via_ferrata",
        "bus_stop",
        "crossing",
        "ladder",
        "trailhead",
        "street_lamp",
        "traffic_signals",
        "milestone",
        "hitchhiking",
    ]
)
"""Values of `highway` that are known, and are no street that is read."""
UNTOLD_SPEEDS = frozenset({"signals", "variable"})
"""Values of `maxspeed` that are known and give no figure: the default of the class stands."""

_WAYS = TAG_YES | TAG_NO | TAG_AGAINST
VOCABULARY: Mapping[str, frozenset[str]] = {
    "area": TAG_YES | TAG_NO,
    "motorroad": TAG_YES | TAG_NO,
    "oneway": _WAYS | {REVERSIBLE, ALTERNATING},
    "oneway:bicycle": _WAYS,
    **{f"{side}:oneway": _WAYS for side in SIDES},
    **{key: ALLOWED | DENIED for chain in CHAINS.values() for key in chain},
    "bicycle": ALLOWED | DENIED | {"dismount"},
}
"""The words that are understood, by tag. Any other word changes nothing, and is counted and told."""

TAGS_READ = frozenset({*STREET_KEYS, "type", "junction", "duration", *SIDES, *SPEEDS, *VOCABULARY})
"""Every tag that is read. The reader of an extract passes on these and no others."""
TAGS_OF_WAYS = TAGS_READ - {"type"}
"""The same for a way, which is no multipolygon whatever it calls itself."""


@dataclass(frozen=True)
class Reading:
    """What the tags of a way say.

    Parameters
    ----------
    road_class
        Its class; empty where it is no street.
    area
        It is drawn as an area.
    access, flags
        As in `Roads`.
    along_kmh, against_kmh
        Posted speed, km/h; NaN where none is posted.
    minutes
        Minutes that a ferry states; NaN for all else.
    unknown
        Tags and values that were not understood.
    """

    road_class: str
    area: bool = False
    access: int = 0
    flags: int = 0
    along_kmh: float = float("nan")
    against_kmh: float = float("nan")
    minutes: float = float("nan")
    unknown: tuple[tuple[str, str], ...] = ()


def read_tags(tags: Tags, rules: RoadRules) -> Reading:
    """Return what the tags of a way say.

    Examples
    --------
    >>> from narvaro.travel.rules import road_rules
    >>> read_tags({"highway": "Residential ", "oneway": "perhaps"}, road_rules()).unknown
    (('oneway', 'perhaps'),)
    """
    tags = {key: value.strip().lower() for key, value in tags.items()}
    road_class = class_of(tags, rules)
    if road_class is None:
        highway = tags.get("highway")
        strange = highway is not None and highway not in NO_STREETS and tags.get("route") != "ferry"
        return Reading("", unknown=(("highway", str(highway)),) if strange else ())
    access, flags = permissions(tags, road_class, rules)
    area = tags.get("area") in TAG_YES or tags.get("type") == "multipolygon"
    if area:
        access &= ~(CAR | CAR << BACKWARD)
    along, against = posted_speeds(tags, rules)
    minutes = duration_min(tags.get("duration", "")) if road_class == "ferry" else None
    nan = float("nan")
    unknown = _unknown(tags, road_class, access, rules)
    return Reading(
        road_class, area, access, flags, along, against, nan if minutes is None else minutes, unknown
    )


def _unknown(tags: Tags, road_class: str, access: int, rules: RoadRules) -> tuple[tuple[str, str], ...]:
    """Return the tags whose values are not understood, where another value could change the answer."""
    found = [(key, tags[key]) for key in VOCABULARY if key in tags and tags[key] not in VOCABULARY[key]]
    if access & (CAR | CAR << BACKWARD) and road_class != "ferry":
        found += [
            (key, tags[key])
            for key in SPEEDS
            if key in tags and tags[key] not in UNTOLD_SPEEDS and speed_kmh(tags[key], rules) is None
        ]
    if road_class == "ferry" and "duration" in tags and duration_min(tags["duration"]) is None:
        found.append(("duration", tags["duration"]))
    return tuple(found)


def class_of(tags: Tags, rules: RoadRules) -> str | None:
    """Return the road class of a way, or None where it is not a road.

    Examples
    --------
    >>> from narvaro.travel.rules import road_rules
    >>> class_of({"highway": "residential"}, road_rules()), class_of({"railway": "platform"}, road_rules())
    ('residential', 'platform')
    >>> class_of({"highway": "construction"}, road_rules()) is None
    True
    """
    if tags.get("route") == "ferry":
        return "ferry"
    highway = tags.get("highway")
    if highway is None and "platform" in (tags.get("railway"), tags.get("public_transport")):
        return "platform"
    # The rules name a class for ferries, which are drawn with `route`: the word under `highway` means nothing.
    return highway if highway in rules.modes and highway != "ferry" else None


def permissions(tags: Tags, road_class: str, rules: RoadRules) -> tuple[int, int]:
    """Return who may use a way in which direction, and its flags.

    The most particular tag decides (`motorcar` before `motor_vehicle` before `vehicle` before `access`); a
    general yes never opens a class that is closed by default. Walkers ignore one-way signs; a cyclist who
    must dismount goes where walkers may.

    Returns
    -------
    tuple[int, int]
        Bits as in `Roads.access`, flags as in `Roads.flags`.

    Examples
    --------
    A one-way street: walkers both ways (1 + 8), bicycles and cars along it (2 + 4).

    >>> from narvaro.travel.rules import road_rules
    >>> permissions({"highway": "residential", "oneway": "yes"}, "residential", road_rules())
    (15, 0)
    """
    default = rules.modes[road_class]
    if tags.get("motorroad") in TAG_YES:
        default &= CAR
    flags = STEPS if road_class == "steps" else 0
    walk = _may("walk", tags, bool(default & WALK))
    car = _may("car", tags, bool(default & CAR))
    if tags.get("bicycle") == "dismount":
        flags |= DISMOUNT
        bicycle = walk
    else:
        bicycle = _may("bicycle", tags, bool(default & BICYCLE))
    along, against = _directions(tags, road_class)
    bike_along, bike_against = _bicycle_directions(tags, along, against)
    bits = (WALK | WALK << BACKWARD) * walk
    bits |= (BICYCLE * bike_along | (BICYCLE << BACKWARD) * bike_against) * bicycle
    bits |= (CAR * along | (CAR << BACKWARD) * against) * car
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
    if oneway in TAG_AGAINST:
        return False, True
    if oneway == REVERSIBLE:
        # The direction goes by the hour, which nobody states: neither can be relied on.
        return False, False
    forced = tags.get("junction") in ("roundabout", "circular") or road_class == "motorway"
    return True, not (oneway in TAG_YES or (forced and oneway not in TAG_NO))


def _bicycle_directions(tags: Tags, along: bool, against: bool) -> tuple[bool, bool]:
    own = tags.get("oneway:bicycle")
    contraflow = any(
        tags.get(side, "").startswith("opposite") or tags.get(f"{side}:oneway") in TAG_NO for side in SIDES
    )
    if tags.get("bicycle") == "dismount" or own in TAG_NO or contraflow:
        return True, True
    if own in TAG_YES or own in TAG_AGAINST:
        return own in TAG_YES, own in TAG_AGAINST
    return along, against


def posted_speeds(tags: Tags, rules: RoadRules) -> tuple[float, float]:
    """Return the posted speed along and against a way, km/h, NaN where none is posted.

    Examples
    --------
    >>> from narvaro.travel.rules import road_rules
    >>> posted_speeds({"maxspeed": "40", "maxspeed:backward": "30 mph"}, road_rules())
    (40.0, 48.28032)
    """
    both, along, against = (speed_kmh(tags.get(key, ""), rules) for key in SPEEDS)
    nan = float("nan")
    return (along or both or nan), (against or both or nan)


_UNITS = {"mph": 1.609344, "knots": 1.852}
"""Kilometres an hour of a statute and of a nautical mile an hour, both by definition."""
_SPEED = re.compile(r"([0-9]+(?:\.[0-9]+)?) *(mph|knots|km/h|kmh|kph)?")
_ZONE = re.compile(r"[a-z]{2}:(?:zone:?)?([0-9]+)")
_NAMED = {"walk": "walk_tag_kmh", "none": "no_limit_kmh", "urban": "urban_kmh", "rural": "rural_kmh"}


def speed_kmh(text: str, rules: RoadRules) -> float | None:
    """Return a posted speed, km/h, or None where it is no speed to be believed.

    Of several with semicolons between them the lowest is taken. Zero and what is above `most_car_kmh` are not
    believed.

    Examples
    --------
    >>> from narvaro.travel.rules import road_rules
    >>> rules = road_rules()
    >>> [speed_kmh(text, rules) for text in ("50", "20 mph", "se:rural", "walk", "de:zone30", "50;70")]
    [50.0, 32.18688, 70.0, 7.0, 30.0, 50.0]
    >>> [speed_kmh(text, rules) for text in ("999", "0", "signals", "50;fast")]
    [None, None, None, None]
    """
    if ";" in text:
        parts = [speed_kmh(part.strip(), rules) for part in text.split(";")]
        speeds = [part for part in parts if part is not None]
        return min(speeds) if len(speeds) == len(parts) else None
    country, _, name = text.rpartition(":")
    if name in _NAMED and (re.fullmatch("[a-z]{2}", country) or not country):
        return rules.figure(_NAMED[name])
    if re.fullmatch("[a-z]{2}", country) and name in ("motorway", "trunk", "living_street"):
        return rules.car_kmh[name]
    if zone := _ZONE.fullmatch(text):
        text = zone[1]
    match = _SPEED.fullmatch(text)
    if match is None:
        return None
    kmh = float(match[1]) * _UNITS.get(match[2], 1.0)
    return max(kmh, rules.figure("least_car_kmh")) if 0 < kmh <= rules.figure("most_car_kmh") else None


def duration_min(text: str) -> float | None:
    """Return a `duration` tag as minutes, or None where it cannot be read or is nothing.

    Examples
    --------
    >>> [duration_min(text) for text in ("25", "01:30", "00:04:30", "pt1h20m", "a while", "1:5", "0")]
    [25.0, 90.0, 4.5, 80.0, None, None, None]
    """
    found = 0.0
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        found = float(text)
    elif match := re.fullmatch(r"([0-9]+):([0-5][0-9])(?::([0-5][0-9]))?", text):
        found = int(match[1]) * 60 + int(match[2]) + int(match[3] or 0) / 60
    elif match := re.fullmatch(r"p(?:([0-9]+)d)?(?:t(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?)?", text):
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        found = days * 1_440 + hours * 60 + minutes + seconds / 60
    return found or None
