"""The embedded sites of the counties, each in the area that holds it."""

from __future__ import annotations

import geopandas as gpd
import shapely
from shapely.geometry import box

from narvaro.sources.sweden.geometry import to_metres
from narvaro.sources.sweden.municipalities import border_of
from narvaro.sources.sweden.scb.sites import embedded_sites

WEST, SOUTH, EAST, NORTH = border_of("0980").bounds
MIDDLE = (SOUTH + NORTH) / 2
HALVES = gpd.GeoDataFrame(
    geometry=[box(WEST, SOUTH, EAST, MIDDLE), box(WEST, MIDDLE, EAST, NORTH)],
    index=["south", "north"],
    crs=3006,
)


def test_sites_of_other_counties_are_left_out() -> None:
    """Gotland alone; without a choice all 148 offices."""
    sites = embedded_sites(HALVES, ("09",))
    assert set(sites["county_code"]) == {"09"}
    assert (embedded_sites(HALVES, ())["status"] == "may_close").sum() == 148


def test_a_site_names_the_half_that_it_stands_in() -> None:
    """North or south of the middle, as its own point says."""
    sites = embedded_sites(HALVES, ("09",))
    north = shapely.get_y(shapely.points(to_metres(sites["lon"], sites["lat"]))) > MIDDLE
    assert sites["area_id"].tolist() == ["north" if one else "south" for one in north]
    assert set(sites["area_id"]) == {"north", "south"}


def test_a_site_outside_every_area_names_none() -> None:
    """The case then takes the nearest."""
    assert set(embedded_sites(HALVES.loc[["south"]], ("09",))["area_id"]) == {"south", ""}
