"""How far people live from the point of their area, held against where the people of Dalarna are."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from narvaro.sources.sweden.geometry import to_metres
from narvaro.sources.sweden.scb.areas import areas_table
from narvaro.sources.sweden.scb.editions import edition
from narvaro.sources.sweden.scb.points import points_of

LAYERS = {
    "regso": ("regso_2025_simplified_100m_epsg3006.gpkg", "regsokod"),
    "deso": ("deso_2018_four_counties_epsg3006.gpkg", "deso"),
}


@pytest.mark.parametrize("detail", ["regso", "deso"])
def test_the_extent_is_that_of_the_people_in_dalarna(real: Path, detail: str) -> None:
    """Over all people of the 1 km grid, the extent and the true mean distance differ by at most a tenth."""
    name, code = LAYERS[detail]
    areas = gpd.read_file(real / name).set_index(code)
    areas = areas[areas.index.str[:2] == "20"][["geometry"]]
    areas["municipality_code"], areas["name"] = areas.index.str[:4], ""
    cells = pd.read_csv(real / "dalarna_population_1km_2025.csv", dtype={"rutid": "str"})
    grid = gpd.GeoDataFrame(cells, geometry=gpd.points_from_xy(cells["e"], cells["n"]), crs=3006)
    which, area = areas.sindex.query(grid.geometry, predicate="within")
    inside = grid.iloc[which].assign(id=areas.index[area])
    people = inside.groupby("id")["befolkning_2025"].sum().reindex(areas.index, fill_value=0).astype(float)
    points = points_of(areas)
    at = (
        pd.DataFrame(to_metres(points["lon"], points["lat"]), index=points.index).loc[inside["id"]].to_numpy()
    )
    km = np.hypot(inside["e"].to_numpy() - at[:, 0], inside["n"].to_numpy() - at[:, 1]) / 1_000
    table = areas_table(areas, people, points, edition(detail, 2025).spread)
    true = np.average(km, weights=inside["befolkning_2025"])
    assert np.average(table["extent_km"], weights=people) == pytest.approx(true, rel=0.1)
