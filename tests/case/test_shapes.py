"""A folder's shapes are polygons that lie where the areas lie, or they are refused by name; so are odd settings."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, box

from narvaro.case import Case
from narvaro.case.folder import open_case, save_case
from narvaro.case.shapes import points_inside
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


def write_own(folder, codes, boxes, column="code"):
    """Write polygons of the areas themselves."""
    table = gpd.GeoDataFrame({column: codes}, geometry=boxes, crs=4326)
    table.to_parquet(folder / "shapes" / "areas.parquet")


AROUND_A, AROUND_B = box(17.95, 59.25, 18.05, 59.35), box(18.05, 59.35, 18.15, 59.45)


def test_areas_have_their_polygons_by_their_ids(folder):
    """In the order of the areas, whatever that of the file; in degrees; missing for an area that has none."""
    assert open_case(folder).polygons is None
    write_own(folder, ["b", "a"], [AROUND_B, AROUND_A])
    found = open_case(folder).polygons
    assert found.index.tolist() == ["a", "b"]
    assert found["a"].bounds == AROUND_A.bounds
    path = folder / "shapes" / "areas.parquet"
    gpd.read_parquet(path).to_crs(3006).iloc[1:].to_parquet(path)
    found = open_case(folder).polygons
    assert found["a"].bounds == pytest.approx(AROUND_A.bounds, abs=0.01)
    assert found.isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("codes", "boxes", "column", "faults"),
    [
        (["a", "b"], [AROUND_A, AROUND_B], "id", [("folder.area_shapes_code", None)]),
        (["a", "c"], [AROUND_A, AROUND_B], "code", [("folder.area_shapes_unknown", "code")]),
        (["a", "a"], [AROUND_A, AROUND_B], "code", [("folder.area_shapes_twice", "code")]),
        (
            ["c", "c"],
            [AROUND_A, AROUND_B],
            "code",
            [("folder.area_shapes_twice", "code"), ("folder.area_shapes_unknown", "code")],
        ),
        (["a", "b"], [AROUND_B, AROUND_A], "code", [("folder.area_shapes_points", None)]),
    ],
)
def test_polygons_of_other_areas_are_refused(folder, codes, boxes, column, faults):
    """Without codes, with an unknown one or one twice, all at once, and with each round the point of another area."""
    write_own(folder, codes, boxes, column)
    assert refused(folder) == [(key, "shapes/areas.parquet", at) for key, at in faults]


def test_a_point_beside_its_polygon_is_no_fault(folder):
    """Half of them may: a lake may lie between."""
    write_own(folder, ["a", "b"], [AROUND_A, box(18.2, 59.35, 18.3, 59.45)])
    case = open_case(folder)
    assert points_inside(case.polygons, case.areas).tolist() == [True, False]


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
