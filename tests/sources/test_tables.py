"""A user's own tables: every form gives the same case, and every fault of both files is told at once."""

import json
import sqlite3
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, Polygon, box

from narvaro.case import open_case, save_case
from narvaro.errors import InputError, SettingError, TableError
from narvaro.sources.tables import new_case, read_table, services_named, sizes_named

AREAS = pd.DataFrame(
    {
        "id": ["a1", "a2"],
        "name": ["Norr", "Söder"],
        "lon": [18.0, 18.2],
        "lat": [59.3, 59.4],
        "people": [900, 100],
        "kind": ["town", "country"],
    }
)
SITES = pd.DataFrame(
    {"id": ["s1"], "name": ["Torget"], "lon": [18.1], "lat": [59.35], "status": ["may_close"]}
)


def shaped(table: pd.DataFrame, crs: str | None = "EPSG:4326") -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(table["lon"], table["lat"], crs=crs)
    return gpd.GeoDataFrame(table.drop(columns=["lon", "lat"]), geometry=points)


def written(folder: Path, areas: pd.DataFrame = AREAS, sites: pd.DataFrame = SITES) -> tuple[Path, Path]:
    areas.to_csv(folder / "areas.csv", index=False)
    sites.to_csv(folder / "sites.csv", index=False)
    return folder / "areas.csv", folder / "sites.csv"


def refused(areas: Path, sites: Path, crs: str | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        new_case(areas, sites, crs)
    return caught.value


def test_a_case_is_made_from_two_csv_files(tmp_path: Path) -> None:
    """Areas, sites, grouping columns and the checksums of both files are in the case."""
    case = new_case(*written(tmp_path), name="Ö-stad")
    assert (case.name, case.people_total, list(case.areas["kind"])) == ("Ö-stad", 1000.0, ["town", "country"])
    assert case.existing_ids == ("s1",)
    assert [(row.table, row.edition, len(row.checksum)) for row in case.provenance] == [
        ("areas", "areas.csv", 64),
        ("sites", "sites.csv", 64),
    ]


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "parquet"])
def test_every_form_of_a_table_gives_the_same_areas(tmp_path: Path, suffix: str) -> None:
    """GeoPackage, GeoJSON and GeoParquet give the areas that CSV gives."""
    areas, sites = written(tmp_path)
    shapes = tmp_path / f"shapes.{suffix}"
    if suffix == "parquet":
        shaped(AREAS).to_parquet(shapes)
    else:
        shaped(AREAS).to_file(shapes)
    got, expected = new_case(shapes, sites).areas, new_case(areas, sites).areas
    pd.testing.assert_frame_equal(got[expected.columns], expected, check_dtype=False)


def test_parquet_without_geometry_is_read_by_its_columns(tmp_path: Path) -> None:
    """A plain Parquet table with columns lon and lat is as good as one with geometry."""
    _, sites = written(tmp_path)
    AREAS.to_parquet(tmp_path / "plain.parquet")
    assert new_case(tmp_path / "plain.parquet", sites).areas["lon"].tolist() == [18.0, 18.2]


def test_of_a_polygon_a_point_inside_it_is_taken(tmp_path: Path) -> None:
    """The point of a crescent lies on the crescent, where its centre of mass does not."""
    _, sites = written(tmp_path)
    crescent = Polygon([(18, 59), (19, 59), (19, 60), (18.9, 60), (18.9, 59.1), (18, 59.1)])
    assert not crescent.contains(crescent.centroid)
    table = gpd.GeoDataFrame(
        {"id": ["c"], "name": ["C"], "people": [5]}, geometry=[crescent], crs="EPSG:4326"
    )
    table.to_file(tmp_path / "polygons.gpkg")
    area = new_case(tmp_path / "polygons.gpkg", sites).areas.loc["c"]
    assert crescent.contains(Point(area["lon"], area["lat"]))


def test_polygons_are_kept_for_the_maps(tmp_path: Path) -> None:
    """Each by the id of its area, in the system they are in; a file of points, or of both, leaves none."""
    _, sites = written(tmp_path)
    west, east = box(670_000, 6_580_000, 680_000, 6_590_000), box(680_000, 6_580_000, 690_000, 6_590_000)
    columns = {"id": [7, 8], "name": ["W", "E"], "people": [5, 6]}
    gpd.GeoDataFrame(columns, geometry=[west, east], crs=3006).to_file(tmp_path / "polygons.gpkg")
    case = new_case(tmp_path / "polygons.gpkg", sites)
    own = case.shapes["areas"]
    assert own["code"].tolist() == case.areas.index.tolist() == ["7", "8"]
    assert own["name"].tolist() == ["W", "E"]
    assert own.geometry.iloc[1].equals(east)
    assert case.polygons is not None
    assert open_case(save_case(case, tmp_path / "folder")).polygons.notna().all()  # type: ignore[union-attr]
    mixed = gpd.GeoDataFrame(columns, geometry=[west, east.centroid], crs=3006)
    mixed.to_file(tmp_path / "mixed.gpkg")
    assert new_case(tmp_path / "mixed.gpkg", sites).polygons is None


@pytest.mark.parametrize("names", [("lon", "lat"), ("x", "y"), ("easting", "northing")])
def test_columns_in_another_system_become_degrees(tmp_path: Path, names: tuple[str, str]) -> None:
    """SWEREF 99 TM has easting 500 km at 15 degrees east; 60 degrees north is 0.9996 x 6 654 072.8 m up."""
    areas = AREAS.assign(lon=500_000, lat=6_651_411).rename(
        columns=dict(zip(("lon", "lat"), names, strict=True))
    )
    sites = SITES.assign(lon=674_580, lat=6_580_700)
    area = new_case(*written(tmp_path, areas, sites), crs="EPSG:3006").areas.iloc[0]
    assert (area["lon"], area["lat"]) == (pytest.approx(15, abs=1e-6), pytest.approx(60, abs=1e-5))


def test_the_geometry_own_system_counts_before_the_one_given(tmp_path: Path) -> None:
    """A GeoPackage in SWEREF 99 TM is read as such beside a CSV in another system."""
    shaped(AREAS).to_crs("EPSG:3006").to_file(tmp_path / "a.gpkg")
    lambert = shaped(SITES).to_crs("EPSG:3035")
    _, sites = written(tmp_path, sites=SITES.assign(lon=lambert.geometry.x, lat=lambert.geometry.y))
    case = new_case(tmp_path / "a.gpkg", sites, crs="EPSG:3035")
    assert case.areas["lon"].tolist() == pytest.approx([18.0, 18.2], abs=1e-6)
    assert case.sites["lat"].tolist() == pytest.approx([59.35], abs=1e-6)


def test_sizes_and_services_are_those_the_sites_name(tmp_path: Path) -> None:
    """No list of sizes or services is asked for; every size has the default cost, marked as assumed."""
    sites = SITES.assign(size="big", services="post; bank")
    case = new_case(*written(tmp_path, sites=sites))
    assert [(size.id, size.origin) for size in case.sizes] == [("big", "assumed")]
    assert case.sites.loc["s1", "services"] == ("post", "bank")
    assert sizes_named(SITES)[0].id == "standard"
    assert services_named(SITES)[0].id == "service"


def test_faults_of_both_files_are_told_at_once(tmp_path: Path) -> None:
    """A missing number in one file and an unknown status in the other stand in one message, with row and column."""
    areas = AREAS.assign(people=["", "100"])
    sites = SITES.assign(status="ajar")
    text = refused(*written(tmp_path, areas, sites)).text("en")
    assert "areas.csv, row 2, column people: The number is missing." in text
    assert "sites.csv, row 2, column status: “ajar” is not known here." in text
    assert "Faults found: 2." in text


def test_a_file_that_cannot_be_read_does_not_hide_the_faults_of_the_other(tmp_path: Path) -> None:
    """A broken encoding of the sites and a negative number of people are told together."""
    areas, sites = written(tmp_path, AREAS.assign(people=[-3, 5]))
    sites.write_bytes("id,name,lon,lat\ns1,Łódź,18,59\n".encode("cp1250"))
    error = refused(areas, sites)
    assert "sites.csv, row 2: The letters beyond a to z make no words" in error.text("en")
    assert "areas.csv, row 2, column people: -3 is below zero." in error.text("en")
    assert "Spara filen på nytt som ”CSV UTF-8”" in error.text("sv")


def test_rows_of_a_geopackage_are_numbered_as_a_map_program_does(tmp_path: Path) -> None:
    """The second feature is row 2, where the second line of data in a CSV is row 3."""
    twice = AREAS.assign(id="same")
    _, sites = written(tmp_path)
    shaped(twice).to_file(tmp_path / "a.gpkg")
    text = refused(tmp_path / "a.gpkg", sites).text("en")
    assert "a.gpkg, row 2, column id: The id same already stands in row 1." in text


def test_one_geopackage_may_hold_both_layers(tmp_path: Path) -> None:
    """Layers named areas and sites are found, and faults say which one they are in."""
    both = tmp_path / "net.gpkg"
    shaped(AREAS).to_file(both, layer="areas")
    shaped(SITES).to_file(both, layer="sites")
    assert new_case(both, both).people_total == 1000
    shaped(SITES.assign(status="ajar")).to_file(both, layer="sites")
    assert "net.gpkg (sites), row 1, column status: “ajar” is not known here." in refused(both, both).text(
        "en"
    )


def test_several_layers_without_a_known_name_are_refused(tmp_path: Path) -> None:
    """The fault names the layers there are and the option that says which."""
    path = tmp_path / "many.gpkg"
    shaped(AREAS).to_file(path, layer="one")
    shaped(AREAS).to_file(path, layer="two")
    with pytest.raises(TableError) as caught:
        read_table(path, "areas")
    assert "one, two" in caught.value.text("sv")
    assert '--areas-sheet "one"' in caught.value.text("en")
    assert read_table(f"{path}#two", "areas").table["id"].tolist() == ["a1", "a2"]


def test_a_row_without_geometry_is_named(tmp_path: Path) -> None:
    """A feature without a point is told of by its row, never placed at zero."""
    _, sites = written(tmp_path)
    table = shaped(AREAS)
    table.loc[1, "geometry"] = None
    table.to_file(tmp_path / "a.gpkg")
    assert (
        "a.gpkg, row 2, column geometry: The row has no point." in refused(tmp_path / "a.gpkg", sites).text()
    )


def test_a_geometry_that_does_not_say_its_system_needs_one(tmp_path: Path) -> None:
    """Without a system the points are refused; with --crs they are read."""
    _, sites = written(tmp_path)
    shaped(AREAS, crs=None).to_parquet(tmp_path / "a.parquet")
    assert "does not say which coordinate system" in refused(tmp_path / "a.parquet", sites).text("en")
    assert new_case(tmp_path / "a.parquet", sites, crs="EPSG:4326").areas["lat"].tolist() == [59.3, 59.4]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"PK", "The file cannot be read"),
        ("a.pdf", b"%PDF", "Files of the kind “.pdf” are not read."),
        ("a.gpkg", b"not a database", "The file cannot be read"),
        ("a.parquet", b"PAR1nonsense", "The file cannot be read"),
        ("a.geojson", b"{", "The file cannot be read"),
        ("a.csv", b"", "The file is empty."),
        ("a", b"id", "Files of the kind “–” are not read."),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_plain_words(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    """A wrong or damaged file gives one sentence on what would be right, whatever library failed on it."""
    _, sites = written(tmp_path)
    (tmp_path / name).write_bytes(content)
    assert words in refused(tmp_path / name, sites).text("en")


@pytest.mark.parametrize("name", ["gone.csv", "gone.gpkg", "gone.parquet"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    """The fault carries the path as the user gave it."""
    _, sites = written(tmp_path)
    assert f"{tmp_path / name}: The file is not there." in refused(tmp_path / name, sites).text("en")


def test_an_unknown_system_is_a_fault_of_the_option(tmp_path: Path) -> None:
    """`--crs EPSG:99999` is refused before any file is read."""
    with pytest.raises(SettingError) as caught:
        new_case("gone.csv", "gone.csv", crs="EPSG:99999")
    assert "“EPSG:99999” is not a coordinate system" in caught.value.text("en")
    assert "är inte ett koordinatsystem" in caught.value.text("sv")


def test_east_and_north_swapped_in_another_system_are_seen(tmp_path: Path) -> None:
    """Northing in lon and easting in lat would lie outside the country; turned round they lie in it."""
    areas = AREAS.assign(lon=6_580_700, lat=674_580)
    text = refused(*written(tmp_path, areas, SITES.assign(lon=674_580, lat=6_580_700)), crs="EPSG:3006").text(
        "en"
    )
    assert "areas.csv, column lon, lat: Longitude and latitude look swapped." in text


def test_degrees_under_a_metric_system_are_refused(tmp_path: Path) -> None:
    """Degrees read as metres would put everybody at one point in the Atlantic; the fault names the system."""
    error = refused(*written(tmp_path), crs="EPSG:3006")
    assert "such as (18, 59.3), are degrees, but are said to be in EPSG:3006 (SWEREF99 TM)" in error.text(
        "en"
    )
    assert "utelämna --crs" in error.text("sv")


def test_a_word_among_the_coordinates_is_named_with_its_row(tmp_path: Path) -> None:
    """Turning into degrees leaves what is no number for the check to tell of."""
    areas = AREAS.assign(lon=["674580", "east"], lat=["6580700", "6580700"])
    sites = SITES.assign(lon=674_580, lat=6_580_700)
    text = refused(*written(tmp_path, areas, sites), crs="EPSG:3006").text("en")
    assert "areas.csv, row 3, column lon: “east” is not a number." in text


def test_a_point_that_the_system_does_not_know_is_named(tmp_path: Path) -> None:
    """One impossible point among good ones is told of by its row."""
    areas = AREAS.assign(lon=[674_580, 1e30], lat=[6_580_700, 1e30])
    sites = SITES.assign(lon=674_580, lat=6_580_700)
    text = refused(*written(tmp_path, areas, sites), crs="EPSG:3006").text("en")
    assert "areas.csv, row 3, column lon, lat: The point" in text


def test_an_ordinary_database_is_no_table_of_points(tmp_path: Path) -> None:
    """A GeoPackage suffix on a database without layers is refused in plain words."""
    _, sites = written(tmp_path)
    path = tmp_path / "other.gpkg"
    connection = sqlite3.connect(path)
    connection.execute("create table t (x)")
    connection.commit()
    connection.close()
    assert isinstance(refused(path, sites), TableError)


def test_a_ring_that_is_not_closed_is_a_fault_of_its_file(tmp_path: Path) -> None:
    """What the geometry library refuses is told in plain words, as what the file reader refuses."""
    written(tmp_path)
    ring = [[18.0, 59.0], [18.1, 59.0], [18.1, 59.1]]
    feature = {
        "type": "Feature",
        "properties": {"id": "a", "name": "A", "people": 5},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    areas = tmp_path / "areas.geojson"
    areas.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    (fault,) = refused(areas, tmp_path / "sites.csv").faults
    assert (fault.key, fault.file) == ("table.unreadable", "areas.geojson")
