"""Single points that a slip has moved far away, and places that are simply far."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from narvaro.case import Case
from narvaro.case.slips import far_alone, slips
from narvaro.errors import TableError

LON = [-3.436, -3.425, -3.452, -3.441, -3.335, -3.215, -3.530]
LAT = [56.395, 56.399, 56.401, 56.388, 56.372, 56.354, 56.438]


def tables(lon: list[float], lat: list[float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Four areas and three sites at seven points."""
    rows = pd.DataFrame({"id": list("abcdefg"), "name": list("ABCDEFG"), "lon": lon, "lat": lat})
    return rows.iloc[:4].assign(people=10), rows.iloc[4:].reset_index(drop=True)


SLIPS = [
    ({"lon": -34.25}, "table.slipped"),  # the point moved
    ({"lon": -33.425}, "table.slipped"),  # a digit twice
    ({"lon": 3.425}, "table.slipped"),  # a lost minus
    ({"lat": 6.399}, "table.slipped"),  # a lost digit
    ({"lat": 65.399}, "table.slipped"),  # two digits in the other order
    ({"lat": 5.6399}, "table.slipped"),
    ({"lat": 46.399}, "table.slipped"),  # another digit
    ({"lon": 0.0, "lat": 0.0}, "table.no_place"),
    ({"lon": 0.0}, "table.no_place"),
    ({"lon": 56.399, "lat": -3.425}, "table.turned_round"),
]


@pytest.mark.parametrize(("slip", "key"), SLIPS)
@pytest.mark.parametrize(("row", "file"), [(1, "areas"), (5, "sites")])
def test_a_slip_of_one_row_is_a_fault_of_that_row(
    row: int, file: str, slip: dict[str, float], key: str
) -> None:
    """Areas and sites alike, whatever the slip; six other points show where it belongs."""
    lon, lat = list(LON), list(LAT)
    lon[row], lat[row] = slip.get("lon", lon[row]), slip.get("lat", lat[row])
    areas, sites = tables(lon, lat)
    with pytest.raises(TableError) as caught:
        Case("mini", areas, sites)
    found = caught.value.faults
    assert [(fault.file, fault.row) for fault in found] == [(file, row + 2 if file == "areas" else row - 2)]
    # a table that shows it by itself says it in its own words
    assert found[0].key in {key, "table.misplaced"}
    assert all(found[0].text(lang) for lang in ("sv", "en"))


def test_the_meant_place_is_named() -> None:
    """A lost minus: the fault says where the point would lie among the others."""
    lon = [3.425, *LON]
    assert slips(np.array(lon), np.array([56.399, *LAT])) == {0: (-3.425, 56.399)}


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        ([-28.6, -27.2, -25.7], [38.5, 38.7, 37.7]),  # the Azores: 28.6 without its first digit is 8.6
        ([-17.0], [32.7]),  # Madeira, a single row: both figures lie outside
        ([], []),
    ],
)
def test_islands_of_a_country_pass(lon: list[float], lat: list[float]) -> None:
    """Portugal from Faro to Braga with its islands: no slip of one row brings them home."""
    mainland = np.array([-9.1, -8.6, -8.4, -7.9, -8.4, -7.5, -8.8, -8.2])
    assert slips(np.r_[mainland, lon], np.r_[38.7, 41.1, 40.2, 37.0, 41.5, 40.3, 39.7, 39.6, lat]) == {}


def test_a_point_that_lies_alone_is_told_with_its_way() -> None:
    """6 degrees east of Stockholm are 6 × cos 59.3° × 111.2 = 341 km; from the nearest, 0.2° less, 329."""
    lon = np.array([18.0, 18.1, 18.2, 18.0, 18.1, 24.0])
    assert far_alone(lon, np.full(6, 59.3)) == {5: pytest.approx(5.8 * np.cos(np.deg2rad(59.3)) * 111.2)}
    assert far_alone(lon[:5], np.full(5, 59.3)) == {}


def test_few_points_and_points_within_a_degree_are_taken_as_they_are() -> None:
    """Five points, or 0.9 degrees in all: nothing can be said."""
    assert slips(np.array([3.4, -3.4, -3.5, -3.4, -3.3]), np.full(5, 56.4)) == {}
    assert slips(np.array([-0.4, *[0.4] * 8]), np.full(9, 56.4)) == {}
