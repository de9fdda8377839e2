"""A folder's shapes are polygons that lie where the areas lie, or they are refused by name; so are odd settings."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, box

from narvaro.case import Case
from narvaro.case.folder import open_case, save_case
from narvaro.errors import FolderError


@pytest.fixture
def folder(tmp_path):
    """A folder with two areas near Stockholm, one site, and a frame of shapes around them."""
    areas = {"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.1], "lat": [59.3, 59.4], "people": [9, 8]}
    sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [18.0], "lat": [59.3]})
    shapes = {"county": gpd.GeoDataFrame({"code": ["01"]}, geometry=[box(17, 59, 19, 60)], crs=4326)}
    save_case(Case("x", pd.DataFrame(areas), sites, shapes=shapes), tmp_path)
    return tmp_path


def refused(folder):
    with pytest.raises(FolderError) as caught:
        open_case(folder)
    assert all(fault.text(lang) for fault in caught.value.faults for lang in ("sv", "en"))
    return [(fault.key, fault.file, fault.column) for fault in caught.value.faults]


def test_shapes_around_the_areas_are_read(folder):
    """Also in another coordinate system, as long as the file says which."""
    assert list(open_case(folder).shapes) == ["county"]
    path = folder / "shapes" / "county.parquet"
    gpd.read_parquet(path).to_crs(3006).to_parquet(path)
    assert list(open_case(folder).shapes) == ["county"]


@pytest.mark.parametrize(
    ("geometry", "crs", "key"),
    [
        ([box(2, 48, 3, 49)], 4326, "folder.shapes_elsewhere"),
        ([box(17, 59, 19, 60)], 3006, "folder.shapes_elsewhere"),
        ([Point(18, 59)], 4326, "folder.shapes_other"),
        ([], 4326, "folder.shapes_other"),
    ],
)
def test_shapes_of_another_layer_are_refused(folder, geometry, crs, key):
    """Another country, a wrong system, points, and nothing at all."""
    codes = [str(k) for k in range(len(geometry))]
    path = folder / "shapes" / "county.parquet"
    gpd.GeoDataFrame({"code": codes}, geometry=geometry, crs=crs).to_parquet(path)
    assert refused(folder) == [(key, "shapes/county.parquet", None)]


def test_a_file_of_another_kind_among_the_shapes_is_told(folder):
    """What is not read is not left lying without a word."""
    (folder / "shapes" / "county.geojson").write_text("{}", encoding="utf-8")
    assert refused(folder) == [("folder.shapes_kind", "shapes/county.geojson", None)]


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ('name = "x"', 'name = "x"\nsize = 3', ("policy.unknown", "narvaro.toml", "size")),
        ('name = "x"', "name = [1, 2]", ("policy.form_text", "narvaro.toml", "name")),
        ('name = "x"', 'name = "x"\n"\\u001b[2J" = 1', ("document.control", "narvaro.toml", None)),
        ("[travel]", "[travels]", ("policy.unknown", "narvaro.toml", "travels")),
    ],
)
def test_what_stands_at_the_top_of_the_settings_is_known(folder, before, after, wanted):
    """An unknown setting is refused, with the known ones named, and a name must be a text."""
    path = folder / "narvaro.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    found = refused(folder)
    assert wanted in found
    assert all("\x1b" not in str(fault) for fault in found)
