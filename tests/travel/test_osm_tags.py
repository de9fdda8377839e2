"""What the tags of a street say, and which of them are not understood."""

import ast
import inspect
from pathlib import Path

import numpy as np
import pytest

from narvaro.travel import osm, osm_tags
from narvaro.travel.osm_tags import TAGS_READ, VOCABULARY, duration_min, read_tags, speed_kmh
from narvaro.travel.rules import road_rules

RULES = road_rules()
W, B, C = 1, 2, 4
PAGE = Path(__file__).parents[2] / "docs" / "travel.md"


def both_ways(tags: dict[str, str]) -> tuple[int, int]:
    access = read_tags(tags, RULES).access
    return access & 7, access >> 3


@pytest.mark.parametrize(
    ("oneway", "along", "against"),
    [
        *[(word, W | B | C, W) for word in ("yes", "true", "1", "Yes", " yes ")],
        *[(word, W, W | B | C) for word in ("-1", "reverse")],
        *[(word, W | B | C, W | B | C) for word in ("no", "false", "0", "alternating")],
        ("reversible", W, W),
    ],
)
def test_each_word_for_one_way_is_understood(oneway: str, along: int, against: int) -> None:
    """Along, against, both, or neither where the direction goes by an hour that nobody states."""
    tags = {"highway": "residential", "oneway": oneway}
    assert both_ways(tags) == (along, against)
    assert read_tags(tags, RULES).unknown == ()


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ("oneway", "ja"),
        ("oneway", "yes;no"),
        ("oneway", "2"),
        ("access", "residents"),
        ("foot", "ja"),
        ("bicycle", "maybe"),
        ("motor_vehicle", "yes @ (mo-fr)"),
        ("motorroad", "ja"),
        ("maxspeed", "fast"),
        ("maxspeed", "999"),
        ("maxspeed", "0"),
        ("maxspeed:forward", "50 @ (22:00-06:00)"),
        ("maxspeed:backward", "50,5"),
    ],
)
def test_a_word_that_is_not_understood_is_told_and_changes_nothing(tag: str, value: str) -> None:
    """Junk, several values, conditions and speeds that no country posts leave the default and are named."""
    plain, odd = (read_tags({"highway": "residential", **more}, RULES) for more in ({}, {tag: value}))
    assert odd.unknown == ((tag, value),)
    assert odd.access == plain.access
    assert np.isnan([odd.along_kmh, odd.against_kmh]).all()


def test_words_where_they_could_not_matter_are_not_told() -> None:
    """The speed limit of a footpath binds nobody; signals and variable limits are known to give no figure."""
    assert read_tags({"highway": "footway", "maxspeed": "slow"}, RULES).unknown == ()
    for word in ("signals", "variable"):
        assert read_tags({"highway": "residential", "maxspeed": word}, RULES).unknown == ()


def test_a_kind_of_street_that_is_not_known_is_told() -> None:
    """A misspelt class is told; a street that is only planned is known to be none."""
    assert read_tags({"highway": "residental"}, RULES).unknown == (("highway", "residental"),)
    assert read_tags({"highway": "proposed"}, RULES).unknown == ()
    assert read_tags({"railway": "rail"}, RULES) == read_tags({}, RULES)


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50),
        ("50 km/h", 50),
        ("50 mph", 80.4672),
        ("30 knots", 55.56),
        ("walk", 7),
        ("de:walk", 7),
        ("none", 120),
        ("se:urban", 50),
        ("se:rural", 70),
        ("se:motorway", 110),
        ("de:zone:30", 30),
        ("50;70", 50),
        ("70; 50", 50),
        ("5", 5),
        ("3", 5),
        ("150", 150),
        ("151", None),
        ("999", None),
        ("100 mph", None),
        ("0", None),
        ("-50", None),
        ("50;x", None),
        ("signals", None),
        ("५०", None),
        ("", None),
    ],
)
def test_speeds_have_units_and_bounds(text: str, kmh: float | None) -> None:
    """Miles (1.609344 km), knots (1.852 km), named limits, the lowest of several; nothing above 150 km/h."""
    found = speed_kmh(text, RULES)
    assert found is None if kmh is None else found == pytest.approx(kmh)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("20", 20),
        ("01:30", 90),
        ("00:20:00", 20),
        ("00:00:30", 0.5),
        ("pt1h", 60),
        ("pt90m", 90),
        ("p1dt2h", 1_560),
        ("1:5", None),
        ("00:75", None),
        ("00:00", None),
        ("p", None),
        ("pt", None),
        ("an hour", None),
    ],
)
def test_durations_are_read_in_three_forms(text: str, minutes: float | None) -> None:
    """Minutes, clock and ISO 8601; what is in none of them, or nothing at all, is no duration."""
    assert duration_min(text) == minutes


@pytest.mark.parametrize(
    ("tags", "along"),
    [
        ({"highway": "trunk", "motorroad": "yes"}, C),
        ({"highway": "primary", "motorroad": "yes"}, C),
        ({"highway": "primary", "motorroad": "yes", "foot": "yes"}, W | C),
        ({"highway": "primary", "motorroad": "yes", "bicycle": "dismount"}, C),
        ({"highway": "primary", "motorroad": "no"}, W | B | C),
        ({"highway": "motorway", "access": "yes"}, C),
        ({"highway": "motorway", "foot": "yes"}, W | C),
        ({"highway": "path", "foot": "no", "bicycle": "dismount"}, 0),
        ({"highway": "footway", "access": "private", "bicycle": "dismount"}, 0),
        ({"highway": "residential", "access": "no", "foot": "designated"}, W),
        ({"highway": "residential", "vehicle": "no"}, W),
        ({"public_transport": "platform"}, W),
        ({"highway": "pedestrian", "area": "yes", "motor_vehicle": "yes", "bicycle": "yes"}, W | B),
    ],
)
def test_who_may_go_where_vehicles_alone_belong(tags: dict[str, str], along: int) -> None:
    """Roads for motor vehicles are closed to others unless a tag of theirs opens them; who dismounts is a walker."""
    assert both_ways(tags)[0] == along


def test_a_bicycle_has_one_way_signs_of_its_own() -> None:
    """`oneway:bicycle` decides for bicycles, also against the direction of cars."""
    for word, expected in (("yes", (W | B | C, W | C)), ("-1", (W | C, W | B | C)), ("no", (W | B | C,) * 2)):
        assert both_ways({"highway": "residential", "oneway:bicycle": word}) == expected
    assert both_ways({"highway": "residential", "junction": "circular"}) == (W | B | C, W)


def test_no_tag_is_asked_for_that_is_not_listed() -> None:
    """Every key that the code takes from a way stands in `TAGS_READ`, and the reader passes on no others."""
    tree = ast.parse(inspect.getsource(osm_tags)), ast.parse(inspect.getsource(osm))
    calls = [node for part in tree for node in ast.walk(part) if isinstance(node, ast.Call)]
    keys = {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "get" and call.args
        if isinstance(call.func.value, ast.Name) and call.func.value.id == "tags"
        if isinstance(call.args[0], ast.Constant)
    }
    assert {"highway", "oneway", "motorroad", "type"} <= keys <= TAGS_READ


def test_every_tag_that_is_read_stands_in_the_docs() -> None:
    """The page of the room has a row for each tag that the reader passes on, and for each word it knows."""
    page = PAGE.read_text(encoding="utf-8")
    table = page[page.index("| tag that is read |") : page.index("| left out |")]
    assert [tag for tag in sorted(TAGS_READ) if f"`{tag}`" not in table] == []
    words = {word for known in VOCABULARY.values() for word in known}
    assert [word for word in sorted(words) if f"`{word}`" not in table] == []
