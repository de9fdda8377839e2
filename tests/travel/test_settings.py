"""What a run is asked to do."""

import inspect
from dataclasses import FrozenInstanceError, fields
from datetime import datetime
from pathlib import Path

import pytest

from narvaro.app.cli import travel_command
from narvaro.errors import SettingError
from narvaro.travel import RunSettings
from narvaro.travel.speeds import SpeedFactors

OPTIONS = {"window": "window_min", "speeds": "speed_factors"}
"""Options of the command line whose name is not that of the setting."""
FACTORS = SpeedFactors((("*", ("tue",), 7, 9, 0.5),), "rush")


def test_texts_and_sequences_come_to_one_form() -> None:
    """Paths, feeds, modes and the moment may be given as text or lists; equal runs have equal settings."""
    loose = RunSettings(osm="a.osm.pbf", gtfs=["f.zip"], modes=["walk"], depart="2026-03-11T08:30")
    strict = RunSettings(
        Path("a.osm.pbf"), gtfs=(Path("f.zip"),), modes=("walk",), depart=datetime(2026, 3, 11, 8, 30)
    )
    assert loose == strict
    assert hash(loose) == hash(strict)
    with pytest.raises(FrozenInstanceError):
        loose.osm = None


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"modes": ["car", "boat"]}, "no mode boat"),
        ({"modes": ["transit"]}, "no data for the mode transit"),
        ({"max_minutes": 0}, "must be above zero"),
        ({"max_minutes": float("nan")}, "must be above zero"),
        ({"max_minutes": 2_000}, "longer than can be stored"),
        ({"window_min": 1_441}, "longer than a day"),
        ({"depart": "tomorrow"}, "is no moment"),
        ({"roads": "r.gpkg"}, "Two street networks"),
        ({"gtfs": ["f.zip"], "depart": "2026-03-10T22:30"}, "past midnight"),
        ({"modes": ["walk"], "speed_factors": "rush.csv"}, "rush.csv"),
    ],
)
def test_settings_that_cannot_be_used(asked, text) -> None:
    """Each setting that makes no sense is named, with what would."""
    with pytest.raises(SettingError, match=text):
        RunSettings(**{"osm": "streets.osm.pbf", **asked})


def test_all_faults_come_at_once() -> None:
    """A mode that is not there, one without data, limits, a moment and factors without roads: all in one error."""
    with pytest.raises(SettingError) as error:
        RunSettings(
            modes=["boat", "transit"],
            max_minutes=-1,
            depart="tomorrow",
            window_min=2_000,
            speed_factors=FACTORS,
        )
    found = [fault.key.removeprefix("travel.") for fault in error.value.faults]
    assert sorted(found) == sorted(
        [
            "unknown_mode",
            "mode_without_data",
            "setting_positive",
            "no_moment",
            "long_window",
            "past_midnight",
            "speed_without_roads",
        ]
    )


def test_public_transport_brings_walking_along() -> None:
    """Its ways begin and end on foot; the modes come in one order, and without modes all there are data for."""
    feed = {"osm": "a.osm.pbf", "gtfs": ["f.zip"]}
    assert RunSettings(**feed, modes=["transit", "car"]).asked == ("car", "walk", "transit")
    assert RunSettings(**feed).asked == ("car", "walk", "bicycle", "transit")
    assert RunSettings().asked == ("car", "walk", "bicycle")


def test_factors_are_those_given_or_those_of_the_table(tmp_path) -> None:
    """A table is read when it is needed and not at birth, so that settings can be made where the file is not."""
    own = {"osm": "a.osm.pbf"}
    assert RunSettings(**own).factors() is None
    assert RunSettings(**own, speed_factors=FACTORS).factors() is FACTORS
    table = tmp_path / "rush.csv"
    settings = RunSettings(**own, speed_factors=table)
    with pytest.raises(SettingError):
        settings.factors()
    table.write_text("class,days,from_hour,to_hour,factor\n*,tue,7,9,0.5\n")
    assert settings.factors().rows == FACTORS.rows


def test_the_command_line_has_the_same_defaults() -> None:
    """What is not given on the command line is as it is in Python; it may not import the settings to say so."""
    defaults = {one.name: one.default for one in fields(RunSettings)}
    shared = 0
    for name, option in inspect.signature(travel_command).parameters.items():
        setting = OPTIONS.get(name, name)
        if setting not in defaults or option.default in (None, inspect.Parameter.empty):
            continue
        given = RunSettings(depart=option.default).depart if setting == "depart" else option.default
        assert given == defaults[setting], name
        shared += 1
    assert shared == 5
