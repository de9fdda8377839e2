"""The rules of the road are those of the file that comes with the package, whole and named by its checksum."""

import hashlib
import tomllib
from importlib import resources

import pytest

from narvaro.travel.rules import BICYCLE, CAR, MODE_BITS, WALK, road_rules

FILE = resources.files("narvaro.travel") / "road_rules.toml"


def test_each_class_has_its_modes_and_its_speed() -> None:
    """Letters are modes: w 1, b 2, c 4; every class in the order of the file, since roads keep its position."""
    table, rules = tomllib.loads(FILE.read_text(encoding="utf-8")), road_rules()
    assert rules.classes == tuple(table["classes"])
    assert (WALK, BICYCLE, CAR) == (MODE_BITS["walk"], MODE_BITS["bicycle"], MODE_BITS["car"]) == (1, 2, 4)
    for name, entry in table["classes"].items():
        assert {mode[0] for mode, bit in MODE_BITS.items() if rules.modes[name] & bit} == set(entry["modes"])
        assert rules.car_kmh[name] == entry["car_kmh"] > 0
    assert rules.figures == table["figures"]


def test_what_minutes_are_named_by_changes_with_the_rules() -> None:
    """The checksum is that of the file's bytes."""
    assert road_rules().checksum == hashlib.sha256(FILE.read_bytes()).hexdigest()


def test_a_figure_that_is_not_there_is_an_error() -> None:
    """No default stands in for a name that nobody wrote."""
    assert road_rules().figure("fragment_m") == 500.0
    with pytest.raises(KeyError):
        road_rules().figure("fragment_km")


def test_classes_fit_in_the_byte_that_a_road_keeps() -> None:
    """A road keeps the position of its class in one byte; "road" and "ferry", looked up by name, are there."""
    rules = road_rules()
    assert len(rules.classes) <= 256
    assert {"road", "ferry", "steps"} <= set(rules.classes)


def test_speeds_that_are_believed_are_not_refused_elsewhere() -> None:
    """The least and the most speed of a car enclose every default, and those of ferries the assumed one."""
    rules = road_rules()
    least, most = rules.figure("least_car_kmh"), rules.figure("most_car_kmh")
    assert all(least <= kmh <= most for kmh in rules.car_kmh.values())
    assert rules.figure("ferry_least_kmh") < rules.figure("ferry_kmh") < rules.figure("ferry_most_kmh")
