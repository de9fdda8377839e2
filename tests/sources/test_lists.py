"""A user's own definition from a file: polygons or codes name the areas that they mean, or say what is wrong."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from narvaro.errors import TableError
from narvaro.sources.lists import read_list


@pytest.fixture
def areas() -> pd.DataFrame:
    """Three areas along a road near Stockholm, in two municipalities."""
    return pd.DataFrame(
        {
            "name": ["West", "Middle", "East"],
            "lon": [18.0, 18.1, 18.2],
            "lat": [59.3, 59.3, 59.3],
            "municipality_code": ["0180", "0180", "0182"],
        },
        index=pd.Index(["w", "m", "e"], name="id"),
    )


def layer(*boxes: tuple[float, float, float, float], crs: object = 4326) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"n": range(len(boxes))}, geometry=[shapely.box(*box) for box in boxes], crs=crs)


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "parquet"])
def test_an_area_lies_in_a_polygon_where_its_point_does(
    areas: pd.DataFrame, tmp_path: Path, suffix: str
) -> None:
    """West and east lie in one polygon each; the column is named after the file; in any form and system."""
    path = tmp_path / f"our areas.{suffix}"
    shapes = layer((17.95, 59.25, 18.05, 59.35), (18.15, 59.25, 18.25, 59.35))
    if suffix == "geojson":
        shapes.to_file(path)
    elif suffix == "gpkg":
        shapes.to_crs(3006).to_file(path)
    else:
        shapes.to_crs(3006).to_parquet(path)
    found = read_list(path, areas)
    assert (found.name, found.tolist()) == ("our areas", [True, False, True])
    assert found.index.equals(areas.index)


def test_polygons_that_cross_themselves_are_mended(areas: pd.DataFrame, tmp_path: Path) -> None:
    """A bow tie drawn by hand holds what lies in its two wings."""
    tie = shapely.Polygon([(17.9, 59.2), (18.3, 59.4), (18.3, 59.2), (17.9, 59.4)])
    gpd.GeoDataFrame(geometry=[tie], crs=4326).to_file(tmp_path / "tie.geojson")
    assert read_list(tmp_path / "tie.geojson", areas).tolist() == [True, True, True]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id\nm\n", [False, True, False]),
        ("name;municipality_code\nEkerö;0182\n", None),
        ("municipality_code\n0180\n", [True, True, False]),
        ("why,id\nfar,e\nfar,\n", [False, False, True]),
    ],
)
def test_codes_are_found_in_the_column_of_their_name(
    areas: pd.DataFrame, tmp_path: Path, text: str, told: list[bool] | None
) -> None:
    """The first column that the areas have too says which codes are meant; a blank cell means nothing."""
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    if told is None:  # `name` comes first, and no area is called so
        with pytest.raises(TableError, match="Ekerö"):
            read_list(tmp_path / "mine.csv", areas)
    else:
        assert read_list(tmp_path / "mine.csv", areas).tolist() == told


def test_each_fault_says_what_to_do(areas: pd.DataFrame, tmp_path: Path) -> None:
    """A taken name, no column, unknown codes, no area, points, another place, no system, another kind, no file."""
    (tmp_path / "name.csv").write_text("id\nm\n")
    (tmp_path / "other.csv").write_text("code\nm\n")
    (tmp_path / "lost.csv").write_text("id\nm\nx\n180\n")
    (tmp_path / "none.csv").write_text("id,why\n,far\n")
    (tmp_path / "list.xlsx").write_text("")
    gpd.GeoDataFrame(geometry=[shapely.Point(18, 59)], crs=4326).to_file(tmp_path / "points.geojson")
    layer((0, 0, 1, 1)).to_file(tmp_path / "elsewhere.geojson")
    layer((674_000, 6_570_000, 675_000, 6_590_000), crs=None).to_parquet(tmp_path / "unsaid.parquet")
    layer((674_000, 6_570_000, 675_000, 6_590_000)).to_file(tmp_path / "metres.geojson")
    wanted = {
        "name.csv": "definitions.list_taken",
        "other.csv": "definitions.list_no_column",
        "lost.csv": "definitions.list_lost",
        "none.csv": "definitions.list_empty",
        "points.geojson": "definitions.list_no_polygons",
        "elsewhere.geojson": "definitions.list_empty",
        "unsaid.parquet": "definitions.list_no_system",
        "metres.geojson": "definitions.list_no_system",
        "list.xlsx": "table.unreadable",
        "absent.csv": "table.absent",
    }
    found = {}
    for name in wanted:
        with pytest.raises(TableError) as caught:
            read_list(tmp_path / name, areas)
        found[name] = caught.value.faults[0].key
        assert caught.value.text("sv") != caught.value.text("en")
    assert found == wanted


def test_unknown_codes_are_counted_and_named(areas: pd.DataFrame, tmp_path: Path) -> None:
    """Of 180 and x both are told, so that a lost zero is seen."""
    (tmp_path / "lost.csv").write_text("municipality_code\n0180\n180\nx\n")
    with pytest.raises(TableError) as caught:
        read_list(tmp_path / "lost.csv", areas)
    (fault,) = caught.value.faults
    assert (fault.data["count"], fault.data["codes"], fault.column) == (2, ["180", "x"], "municipality_code")
