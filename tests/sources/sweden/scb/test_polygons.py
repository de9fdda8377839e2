"""Areas come with their names and municipalities, cut by county by the service or by us, and valid."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import Polygon
from tests.sources.official.server import Server
from tests.sources.sweden.scb.world import CORNERS, NAMES, SIDE

from narvaro.errors import SourceError
from narvaro.sources.official.supply import Supply
from narvaro.sources.sweden.scb.editions import edition
from narvaro.sources.sweden.scb.polygons import polygons_of, require_match
from narvaro.sources.sweden.scb.services import layer_file

REGSO = edition("regso", 2025)


def test_areas_have_name_and_municipality_in_the_order_of_their_codes(supply: Supply) -> None:
    """Five squares of 400 km²."""
    table, records = polygons_of(supply, REGSO, layer_file(REGSO), ())
    assert table["name"].to_dict() == dict(sorted(NAMES.items()))
    assert table["municipality_code"].tolist() == ["0980"] * 3 + ["2021"] * 2
    assert set(table.geometry.area) == {SIDE**2}
    assert len(records) == 3


def test_the_service_cuts_by_county(supply: Supply, served: Server) -> None:
    """The filter stands in the question, in the language of the service."""
    table, _ = polygons_of(supply, REGSO, layer_file(REGSO), ("20",))
    assert table.index.tolist() == ["2021R001", "2021R002"]
    assert any("CQL_FILTER=lanskod IN ('20')" in asked for asked in served.asked)


def test_a_file_is_cut_by_us_and_mended(supply: Supply, tmp_path) -> None:
    """A border that crosses itself becomes a valid area, without its neighbours of other counties."""
    west, south = CORNERS["0980R001"]
    bow = Polygon([(west, south), (west + 10, south + 10), (west + 10, south), (west, south + 10)])
    gpd.GeoDataFrame(
        {"regsokod": ["0980R001", "2021R001"], "regsonamn": ["A", None], "kommunkod": ["0980", "2021"]},
        geometry=[bow, bow],
        crs=3006,
    ).to_file(tmp_path / "RegSO_2025.gpkg")
    supply.files = tmp_path
    table, records = polygons_of(supply, REGSO, layer_file(REGSO), ("09",))
    assert table.index.tolist() == ["0980R001"]
    assert table.geometry.is_valid.all()
    assert table.geometry.area.tolist() == [50.0]
    assert records[0].address == "RegSO_2025.gpkg"


def test_areas_and_figures_must_be_the_same(supply: Supply) -> None:
    """Each side's own areas are named."""
    table, _ = polygons_of(supply, REGSO, layer_file(REGSO), ("20",))
    require_match(table, ["2021R002", "2021R001"], REGSO, "TAB6574")
    with pytest.raises(SourceError) as caught:
        require_match(table, ["2021R001", "2021R009"], REGSO, "TAB6574")
    assert [fault.key for fault in caught.value.faults] == ["source.no_figure", "source.no_polygon"]
    assert "2021R002" in str(caught.value)
    assert "2021R009" in str(caught.value)
