"""Rows that another reading brings among the others are told by their numbers, with what they would be."""

from pathlib import Path

import numpy as np
import pytest
from pyproj import CRS, Transformer

from narvaro.errors import TableError
from narvaro.sources.mixed_systems import DEGREES, inside, mixed_faults, short, strangers
from narvaro.sources.tables import read_table

SWEREF = CRS.from_epsg(3006)
LON, LAT = np.linspace(17.5, 18.5, 10), np.linspace(59.0, 59.9, 10)


def given(code: int, rows: slice, turned: bool = False, base: CRS = DEGREES) -> tuple[np.ndarray, np.ndarray]:
    """Ten places of which some are in another system."""

    def told(system: CRS) -> tuple[np.ndarray, np.ndarray]:
        return Transformer.from_crs(DEGREES, system, always_xy=True).transform(LON, LAT)

    east, north = (np.array(x) for x in told(base))
    x, y = told(CRS.from_epsg(code))
    east[rows], north[rows] = (y[rows], x[rows]) if turned else (x[rows], y[rows])
    return east, north


@pytest.mark.parametrize("base", [DEGREES, SWEREF], ids=["degrees", "metres"])
@pytest.mark.parametrize("turned", [False, True], ids=["as it should", "turned round"])
@pytest.mark.parametrize("code", [4326, 3006, 3021, 2154, 3035, 3857])
def test_the_rows_of_another_system_are_found_with_their_system(base: CRS, code: int, turned: bool) -> None:
    """Also where they are most of the table; a system of its own in its order is no other."""
    east, north = given(code, slice(2, 9), turned, base)
    found = strangers(east, north, base)
    if (CRS.from_epsg(code) == base and not turned) or (base == DEGREES and code == 4326):
        assert found == []  # points in degrees that are turned round are told by the check of the table
        return
    (group,) = found
    assert group.rows.tolist() == list(range(2, 9))
    assert (group.system.to_epsg(), group.swapped) == (code, turned)
    assert group.place == pytest.approx((LON[2], LAT[2]), abs=1e-3)


def test_two_groups_are_told_one_by_one() -> None:
    """Each with its rows and its system; a point that no reading brings home is left to other checks."""
    east, north = given(3006, slice(0, 2))
    x, y = given(3021, slice(5, 8), turned=True)
    east[5:8], north[5:8] = x[5:8], y[5:8]
    east[9] = 1e30
    faults = mixed_faults(east, north, DEGREES, "a.csv", np.arange(2, 12))
    assert [(fault.key, fault.row, fault.data["rows"]) for fault in faults] == [
        ("table.rows_other_swapped", 7, "7–9"),
        ("table.rows_other", 2, "2–3"),
    ]
    assert "EPSG:3021 (RT90 2.5 gon V) with east and north swapped" in faults[0].text("en")
    assert "3 rader (7–9) är i ett annat system" in faults[0].text("sv")


@pytest.mark.parametrize("where", [(18.0, 59.3), (-62.8, 17.9), (170.5, -45.9)])
def test_rows_that_are_where_they_should_be_have_no_fault(where: tuple[float, float]) -> None:
    """Distant parts of a country are no strangers in degrees."""
    assert strangers(np.array([2.3, where[0]]), np.array([48.9, where[1]]), DEGREES) == []


def test_a_table_of_another_system_as_a_whole_is_left_to_the_check_of_the_whole() -> None:
    """There are no others to be among."""
    east, north = given(3006, slice(0, 10))
    assert strangers(east, north, DEGREES) == []
    assert not inside(east, north, SWEREF).any()
    assert (short(east[0]), short(18.123456789)) == (f"{east[0]:.0f}", "18.1235")


def test_the_fault_of_a_file_names_its_rows(tmp_path: Path) -> None:
    """As a spreadsheet numbers them: the first row of data is 2."""
    east, north = given(3006, slice(4, 6))
    rows = [f"a{i},A{i},{east[i]},{north[i]},5" for i in range(10)]
    (tmp_path / "a.csv").write_text("\n".join(["id,name,lon,lat,people", *rows]), encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_table(tmp_path / "a.csv", "areas")
    (fault,) = caught.value.faults
    assert (fault.row, fault.data["rows"], fault.data["system"]) == (6, "6–7", "EPSG:3006 (SWEREF99 TM)")
