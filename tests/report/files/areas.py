"""Countries whose areas are drawn as polygons, for tests of layers."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
from tests.report.countries import plain

from narvaro.report.material import Material
from narvaro.report.voice import Voice


def with_polygons(every: bool = True, lang: str = "en") -> Material:
    """Return the villages with a disc each, or with discs for all but the first three."""
    told = plain("close")
    points = gpd.points_from_xy(told.case.areas["lon"], told.case.areas["lat"])
    discs = gpd.GeoDataFrame({"code": told.case.areas.index}, geometry=points.buffer(0.02), crs=4326)
    case = replace(told.case, shapes={"areas": discs if every else discs.iloc[3:]})
    return Material(case, told.plan.to_json(), told.findings, Voice(lang, case.money.label))
