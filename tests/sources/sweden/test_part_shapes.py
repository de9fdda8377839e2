"""The parts of a small area share its land: nothing is lost, neighbours meet, and a locality is as large as it is."""

from dataclasses import fields

import numpy as np
import pytest
import shapely

from narvaro.sources.sweden.areas import swedish_area_shapes, swedish_areas
from narvaro.sources.sweden.part_shapes import part_shapes, shared_out
from narvaro.sources.sweden.parts import AreaPart
from narvaro.sources.sweden.small_areas import small_area_shapes
from narvaro.sources.sweden.tables import read_table

SQUARE = shapely.box(0, 0, 10_000, 10_000)


def part(id_: str, x: float, y: float, extent_km: float, settlement: str = "b") -> AreaPart:
    return AreaPart(id_, id_, "r", settlement, "", x, y, 100, extent_km)


def test_a_whole_small_area_keeps_its_polygon() -> None:
    """One part has all the land, corner for corner."""
    assert shared_out([part("r", 5_000, 5_000, 1.0)], SQUARE)["r"] is SQUARE


def test_a_locality_is_a_disc_of_its_size_and_the_rest_goes_to_the_nearest_point() -> None:
    """A disc of 1.5 km round the middle; what is left of the square is halved between west and east."""
    west, east = part("w", 2_000, 5_000, 2.0, "a"), part("e", 8_000, 5_000, 2.0, "a")
    found = shared_out([west, part("t", 5_000, 5_000, 1.0), east], SQUARE)
    assert found["t"].area == pytest.approx(np.pi * 1_500**2, rel=0.03)
    assert found["t"].bounds == (3_500, 3_500, 6_500, 6_500)
    assert found["w"].area == pytest.approx(found["e"].area) == pytest.approx((1e8 - found["t"].area) / 2)
    assert found["w"].covers(shapely.Point(2_000, 5_000))
    assert found["w"].bounds[2] <= 5_000 <= found["e"].bounds[0] + 1e-6


def test_a_smaller_disc_lies_over_a_larger_one() -> None:
    """Of two localities on one point the small one is whole, and the large one is a ring round it."""
    rural = part("a", 100, 100, 3.0, "a")
    found = shared_out([part("l", 5_000, 5_000, 2.0), rural, part("s", 5_000, 5_000, 1.0)], SQUARE)
    assert found["s"].covers(shapely.Point(5_000, 5_000))
    assert not found["l"].covers(shapely.Point(5_000, 5_000))
    assert (found["l"].area + found["s"].area) == pytest.approx(np.pi * 3_000**2, rel=0.03)


@pytest.mark.parametrize(("rest", "holds"), [("r", "r"), ("x", "x")])
def test_without_countryside_the_rest_is_one_part(rest: str, holds: str) -> None:
    """It is what others were cut out of, however small its own disc; else the part with the largest disc."""
    extent = 0.3 if rest == "r" else 2.0
    found = shared_out([part(rest, 5_000, 5_000, extent), part("p", 2_000, 2_000, 1.0)], SQUARE)
    assert found["p"].area == pytest.approx(np.pi * 1_500**2, rel=0.03)
    assert found[holds].area == pytest.approx(1e8 - found["p"].area)


def test_a_point_on_no_land_has_the_land_nearest_to_it() -> None:
    """A locality whose island was simplified away is half a disc at the shore."""
    found = shared_out([part("i", -900, 5_000, 1.0), part("a", 5_000, 5_000, 3.0, "a")], SQUARE)
    assert found["i"].area == pytest.approx(np.pi * 1_500**2 / 2, rel=0.03)


def test_the_shipped_polygons_are_one_coverage_of_the_small_areas() -> None:
    """One for each of 6,925 areas, valid, none empty; neighbours meet; and those of a small area are its land."""
    shapes = swedish_area_shapes()
    polygons = shapes.geometry.to_numpy()
    areas = swedish_areas()
    assert list(shapes["code"]) == list(areas.index)
    assert list(shapes["name"]) == list(areas["name"])
    assert shapely.is_valid(polygons).all()
    assert shapely.coverage_is_valid(polygons)
    # but for what is won and lost as corners come to lie on whole metres
    land = small_area_shapes().area
    shared = shapes.area.groupby(areas["small_area_code"].to_numpy()).sum()
    assert (shared / land - 1).abs().max() < 0.002
    assert shapes.area.min() > 20_000


def test_the_shipped_polygons_are_these() -> None:
    """Those of a county made anew from the table of areas are the shipped ones."""
    table = read_table("areas")
    table = table[table["small_area_code"].str.startswith("09")]
    parts = [AreaPart(**{f.name: row[f.name] for f in fields(AreaPart)}) for row in table.to_dict("records")]
    made = part_shapes(parts, small_area_shapes())
    shipped = swedish_area_shapes().set_index("code").geometry[made.index]
    assert (made.symmetric_difference(shipped).area / shipped.area).max() < 0.02
