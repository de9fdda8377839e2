"""Figures of single rows that look right but cannot be meant."""

import pandas as pd
import pytest
from pyproj import CRS

from narvaro.case import Case
from narvaro.case.conform import conform_areas
from narvaro.case.folder import open_case, save_case
from narvaro.errors import TableError
from narvaro.sources.coordinates import Pointed, to_degrees


def keys(**columns):
    n = len(next(iter(columns.values())))
    table = {"id": [f"a{i}" for i in range(n)], "name": ["A"] * n, "lon": [18.0 + i / 10 for i in range(n)]}
    table |= {"lat": [59.3] * n, "people": ["5"] * n} | columns
    found = conform_areas(pd.DataFrame(table), "areas.csv")[1]
    assert all(fault.text(lang) for fault in found for lang in ("sv", "en"))
    return [(fault.key, fault.row) for fault in found]


@pytest.mark.parametrize(
    ("people", "wanted"),
    [
        (["5.200", "987", "3.600"], [("table.thousands", 2), ("table.thousands", 4)]),
        (["5.200", "987.5", "3.6"], []),
        (["0.125", "987", "3"], []),
        (["5.200", "0.420", "3.600"], [("table.thousands", k) for k in (2, 3, 4)]),
        (["5.200", "0.42", "3.600"], []),
        (["0.000", "0.420", "0.500"], []),
        (["5.2000", "987", "3"], []),
        (["1234.567", "9", "3"], []),
        (["5 200", "5\u00a0200", "5\u2009200"], [("table.marked_number", k) for k in (2, 3, 4)]),
        (["5'200", "5\u2019200", "987"], [("table.marked_number", k) for k in (2, 3)]),
        (["5,200", "5%", "9 pers"], [("table.thousands", 2), *(("table.not_a_number", k) for k in (3, 4))]),
        (["1E+05", "1.2e3", "9"], [("table.shortened", 2), ("table.shortened", 3)]),
        (["1e20", "9", "9"], [("table.shortened", 2)]),
        (["100000000000000000000", "9", "9"], [("table.crowded", None)]),
        (["\u22125", "9", "9"], [("table.marked_number", 2)]),
    ],
)
def test_counts_that_may_mean_two_things_are_asked_about(people, wanted):
    """Thousands, shortened figures and marks; fractions that cannot be thousands pass."""
    assert keys(people=people) == wanted


def test_a_folder_never_writes_a_fraction_that_it_would_ask_about(tmp_path):
    """12.345 people given as a number are written as 12.3450 and read again as they were."""
    table = {
        "id": ["a", "b"],
        "name": ["A", "B"],
        "lon": [18.0, 18.1],
        "lat": [59.0, 59.0],
        "people": [12.345, 9],
    }
    sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [18.0], "lat": [59.0]})
    save_case(Case("x", pd.DataFrame(table), sites), tmp_path)
    assert open_case(tmp_path).areas["people"].tolist() == [12.345, 9.0]


@pytest.mark.parametrize(
    ("lon", "lat", "wanted"),
    [
        ([18.0, 18.2, 18.1, 18.2, 59.35], [59.3, 59.4, 59.35, 59.3, 18.1], [("table.turned_round", 6)]),
        ([18.0, 18.2, 18.1, 18.2, 18.1], [59.3, 59.4, 59.35, 59.3, 5.935], [("table.misplaced", 6)]),
        ([18.0, 18.2, 18.1, 18.2, 1.81], [59.3, 59.4, 59.35, 59.3, 59.35], [("table.misplaced", 6)]),
        # Saint-Pierre, the Azores, Réunion, Hawaii: far away and meant
        ([2.3, -1.5, 7.7, 5.4, -5.1, -50.2], [48.9, 47.2, 48.6, 43.3, 48.5, 46.8], []),
        ([-9.1, -8.6, -8.4, -8.0, -31.1], [38.7, 41.1, 40.2, 37.0, 39.4], []),
        ([2.3, -1.5, 7.7, 5.4, 55.5], [48.9, 47.2, 48.6, 43.3, -21.1], []),
        ([-74.0, -118.2, -87.6, -95.4, -157.8], [40.7, 34.0, 41.9, 29.8, 21.3], []),
    ],
)
def test_a_point_among_the_others_but_for_a_slip_is_a_fault_and_a_distant_one_is_not(lon, lat, wanted):
    """Swapped figures or a point moved are faults of their row; distant parts of a country pass."""
    assert keys(lon=lon, lat=lat) == wanted


@pytest.mark.parametrize(
    ("east", "north"),
    [(6_580_500.0, 674_500.0), (674_500.0, 658_050.0), (67_450.0, 6_580_500.0), (674_500.0, 65_805_000.0)],
)
def test_one_projected_row_that_is_swapped_or_lacks_a_digit_is_named(east, north):
    """Around Stockholm in SWEREF 99 TM; the other rows are as they should be."""
    table = pd.DataFrame(
        {"lon": [674e3, 675e3, 676e3, 674.2e3, east], "lat": [6_580e3, 6_581e3, 6_582e3, 6_581e3, north]}
    )
    with pytest.raises(TableError) as caught:
        to_degrees(Pointed(table, CRS.from_epsg(3006)), "a.csv", 2)
    assert [fault.row for fault in caught.value.faults] == [6]
    right = table.assign(lon=[*table["lon"][:4], 320e3], lat=[*table["lat"][:4], 7_300e3])
    assert len(to_degrees(Pointed(right, CRS.from_epsg(3006)), "a.csv", 2)) == 5  # Lapland is far, and meant


@pytest.mark.parametrize(
    ("x", "y", "key"),
    [(0.0, 0.0, "table.no_place"), (7238.67, 722_000.0, "table.misplaced"), (307_238.67, 722_000.0, None)],
)
def test_zeros_and_lost_first_digits_in_metres_are_faults(x, y, key):
    """0, 0 is no place in Scotland; 7,238.67 lacks the first two digits of 307,238.67."""
    table = pd.DataFrame(
        {"lon": [x, 307e3, 308e3, 309e3, 306e3, 310e3], "lat": [y, 722e3, 723e3, 721e3, 720e3, 724e3]}
    )
    if key is None:
        assert len(to_degrees(Pointed(table, CRS.from_epsg(27700)), "a.csv", 2)) == 6
        return
    with pytest.raises(TableError) as caught:
        to_degrees(Pointed(table, CRS.from_epsg(27700)), "a.csv", 2)
    assert [(fault.key, fault.row) for fault in caught.value.faults] == [(key, 2)]
