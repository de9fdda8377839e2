"""Words and figures in a user's own road lines are understood or refused by row, never taken for no."""

from datetime import datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, MultiLineString, Point

from narvaro.errors import SettingError, TableError, TravelError
from narvaro.travel.lines import read_lines
from narvaro.travel.rules import BICYCLE, CAR, WALK, road_rules
from narvaro.travel.speeds import SpeedFactors, factors_in_use, read_speed_factors

RULES = road_rules()
MONDAY = datetime(2026, 3, 9, 8)


def line(number, length=1000.0):
    return LineString([(674_000 + 5000 * number, 6_580_000), (674_000 + 5000 * number + length, 6_580_000)])


def read(tmp_path, geometry=None, name="roads.parquet", **columns):
    rows = len(next(iter(columns.values())))
    path = tmp_path / name
    shapes = [line(n) for n in range(rows)] if geometry is None else geometry
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=3006)
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    return read_lines(path)


def faults(tmp_path, **columns):
    with pytest.raises(TableError) as error:
        read(tmp_path, **columns)
    return [(fault.row, fault.column, fault.key) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("oneway", "along", "against"),
    [
        (["F", "T", "B"], [True, False, True], [False, True, True]),
        (["FT", "TF", ""], [True, False, True], [False, True, True]),
        (["FT", "N", None], [True, False, True], [False, False, True]),
        (["ja", "nej", "reverse"], [True, True, False], [False, True, True]),
        (pd.Series([1.0, None, -1.0]), [True, True, False], [False, True, True]),
    ],
)
def test_directions_of_cars_and_walkers(tmp_path, oneway, along, against) -> None:
    """Cars go where the code says, walkers both ways whatever it says."""
    access = read(tmp_path, speed_kmh=[50.0] * 3, oneway=oneway).access
    assert [bool(a & CAR) for a in access] == along
    assert [bool(a & CAR << 3) for a in access] == against
    assert all(a & WALK and a & WALK << 3 for a in access)


def test_yes_and_no_columns(tmp_path) -> None:
    """Ja and 1.0 open, nej and 0 close, a blank lets the class decide (a cycleway is closed to cars)."""
    classes = ["cycleway", "primary", "cycleway"]
    access = read(tmp_path, **{"class": classes}, car=["ja", "nej", " "]).access
    assert [bool(a & CAR) for a in access] == [True, False, False]
    access = read(tmp_path, speed_kmh=[50.0] * 3, bicycle=pd.Series([1.0, 0.0, None])).access
    assert [bool(a & BICYCLE) for a in access] == [True, False, True]


def test_unknown_words_are_faults_by_row(tmp_path) -> None:
    """All faults of all columns are told at once, each with its row; an open question asks."""
    found = faults(
        tmp_path,
        speed_kmh=["50", "999 km/h", "fast", "-3"],
        oneway=["x", "no", "T", "yes"],
        car=["ja", "x", "", "no"],
        **{"class": ["primary", "Primary", "boulevard", ""]},
    )
    assert sorted(found) == [
        (1, "oneway", "travel.line_one_way"),
        (2, "car", "travel.line_yes_no"),
        (2, "speed_kmh", "travel.line_speed"),
        (3, "class", "travel.line_class"),
        (3, "speed_kmh", "travel.line_speed"),
        (4, "speed_kmh", "travel.line_value"),
    ]
    assert faults(tmp_path, speed_kmh=[50.0, 50.0], oneway=["T", ""]) == [
        (1, "oneway", "travel.line_one_way_asks")
    ]


def test_speeds_with_units(tmp_path) -> None:
    """Texts with units count beside a class; a blank takes the class, and back is as along where blank."""
    roads = read(
        tmp_path,
        speed_kmh=["110 km/h", "", "50 mph"],
        speed_back_kmh=["", "", "70,5"],
        **{"class": ["primary"] * 3},
    )
    np.testing.assert_allclose(roads.car_kmh, [110, np.nan, 80.4672], rtol=1e-6)
    np.testing.assert_allclose(roads.car_back_kmh, [110, np.nan, 70.5], rtol=1e-6)


@pytest.mark.parametrize("kmh", [151.0, 999.0, 0.5, np.inf])
def test_speeds_out_of_bounds(tmp_path, kmh) -> None:
    """A speed that no road has is refused along and back."""
    for column in ("speed_kmh", "speed_back_kmh"):
        row = {"speed_kmh": [50.0], column: [kmh]}
        assert faults(tmp_path, **row) == [(1, column, "travel.line_speed")]


def test_a_row_that_says_nothing_of_its_speed(tmp_path) -> None:
    """Where all of speed, class and minutes are blank there is nothing to go by, in whatever columns there are."""
    found = faults(tmp_path, speed_kmh=["", "50"], minutes=["", ""], **{"class": [None, ""]})
    assert found == [(1, "speed_kmh", "travel.line_no_speed")]


def test_minutes_out_of_bounds(tmp_path) -> None:
    """Minutes longer than can be stored, and words, are refused; "17 min" is not."""
    assert faults(tmp_path, minutes=["2000", "long", "17 min"]) == [
        (1, "minutes", "travel.line_minutes"),
        (2, "minutes", "travel.line_minutes"),
    ]


def test_rows_are_those_of_the_file(tmp_path) -> None:
    """A line of two parts before it does not shift the row of a fault, and is named once itself."""
    parts = MultiLineString([line(0), line(1)])
    found = faults(tmp_path, speed_kmh=[999.0, 998.0], geometry=[parts, line(3)])
    assert [row for row, _, _ in found] == [1, 2]


def test_a_row_without_a_line(tmp_path) -> None:
    """Rows with a point or nothing are told, not dropped."""
    found = faults(tmp_path, speed_kmh=[50.0] * 3, geometry=[line(0), Point(674_000, 6_580_000), None])
    assert found == [(2, None, "travel.line_geometry"), (3, None, "travel.line_geometry")]


def test_a_column_twice(tmp_path) -> None:
    """Two columns that differ in capitals only are one column twice."""
    assert faults(tmp_path, speed_kmh=[50.0], Speed_kmh=[60.0])[0] == (
        None,
        "speed_kmh",
        "table.column_twice",
    )


def test_several_layers_are_not_guessed_among(tmp_path) -> None:
    """A file of two layers is refused, and both are named."""
    path = tmp_path / "roads.gpkg"
    frame = gpd.GeoDataFrame({"speed_kmh": [50.0]}, geometry=[line(0)], crs=3006)
    for layer in ("north", "south"):
        frame.to_file(path, layer=layer)
    with pytest.raises(TravelError, match="north, south"):
        read_lines(path)


# Tables of speed factors

HEAD = "class,days,from_hour,to_hour,factor\n"


def factors_of(tmp_path, text):
    path = tmp_path / "f.csv"
    path.write_text(text, encoding="utf-8")
    return read_speed_factors(path, RULES)


def test_factors_as_spreadsheets_write_them(tmp_path) -> None:
    """Semicolons, decimal commas, Swedish days, capitals, 07:00 and 9.0 all say the same."""
    one = factors_of(tmp_path, HEAD + "primary,mon-fri,7,9,0.7\n")
    other = factors_of(tmp_path, HEAD.replace(",", ";") + "Primary;Mån-Fre;07:00;9.0;0,7\n")
    assert one.rows == other.rows == (("primary", ("mon", "tue", "wed", "thu", "fri"), 7, 9, 0.7),)


def test_days_past_sunday(tmp_path) -> None:
    """fri-mon is Friday to Monday, not no day at all."""
    factors = factors_of(tmp_path, HEAD + "*,fri-mon,0,24,0.5\n")
    assert [factors.at("primary", day, 8) for day in range(7)] == [0.5, 1, 1, 1, 0.5, 0.5, 0.5]


@pytest.mark.parametrize(
    "row", ["primary,,0,24,1", "primary,mon,7.5,9,1", "primary,mon,7,9,70 %", "x,mon,7,9,1"]
)
def test_factor_rows_that_are_refused(tmp_path, row) -> None:
    """Blank days, half hours, percentages and unknown classes are named with their row."""
    with pytest.raises(SettingError) as error:
        factors_of(tmp_path, HEAD + "primary,sun,0,24,1\n" + row + "\n")
    assert [fault.row for fault in error.value.faults] == [3]


def test_factor_rows_that_contradict(tmp_path) -> None:
    """Two factors for one class and hour are a fault of the later row; the same factor twice is none."""
    with pytest.raises(SettingError, match="row 3: Row 2 gives another factor"):
        factors_of(tmp_path, HEAD + "primary,mon-fri,7,9,0.7\nprimary,fri,8,10,0.8\n")
    factors_of(tmp_path, HEAD + "primary,mon-fri,7,9,0.7\nprimary,fri,8,10,0.7\n*,mon,0,24,0.9\n")


def test_factors_for_classes_that_no_road_has(tmp_path) -> None:
    """A table that holds for no road is refused with the classes there are; one row that holds is enough."""
    roads = read(tmp_path, speed_kmh=[50.0], **{"class": ["primary"]})
    for name in ("motorway", "cycleway"):
        with pytest.raises(SettingError, match="have the classes primary"):
            factors_in_use(SpeedFactors(((name, ("mon",), 7, 9, 0.7),), "f.csv"), roads, RULES, MONDAY)
    for name in ("primary", "*"):
        factors_in_use(SpeedFactors(((name, ("mon",), 7, 9, 0.7),), "f.csv"), roads, RULES, MONDAY)
