"""Every file that cannot be used says what is wrong and what would be right, and leaves nothing behind."""

import geopandas as gpd
import pytest
from shapely.geometry import Point

from narvaro.errors import NarvaroError
from narvaro.travel import RunSettings, travel_times

NODES = {1: (0, 0), 2: (1000, 0), 3: (1000, 1000)}
WAYS = [((1, 2, 3), {"highway": "residential"})]


@pytest.fixture
def street(write_osm):
    return write_osm(NODES, WAYS)


def nothing_left(project):
    folder = project / "travel"
    return [p.name for p in folder.rglob("*") if p.is_file() and p.name != ".lock"] if folder.exists() else []


def refuse(case, project, text, **asked):
    with pytest.raises(NarvaroError) as error:
        travel_times(case, project, RunSettings(**asked))
    assert text in str(error.value)
    assert error.value.exit_code == 2
    return error.value


def test_a_cut_extract(helsinki, make_case, tmp_path) -> None:
    """Half an extract is refused as cut short, by name."""
    cut = tmp_path / "half.osm.pbf"
    cut.write_bytes(helsinki.read_bytes()[:300_000])
    case = make_case([[24.94, 60.17]], [[24.945, 60.172]], metres=False)
    refuse(case, tmp_path / "p", "half.osm.pbf cannot be read as an OpenStreetMap extract", osm=cut)
    assert nothing_left(tmp_path / "p") == []


def test_not_an_extract(make_case, tmp_path) -> None:
    """A text file with the right name is refused."""
    fake = tmp_path / "fake.osm.pbf"
    fake.write_text("this is no map" * 100)
    case = make_case([(0, 0)], [(10, 0)])
    refuse(case, tmp_path / "p", "cannot be read as an OpenStreetMap extract", osm=fake)


def test_no_such_file(make_case, tmp_path) -> None:
    """A path that leads nowhere is named."""
    refuse(
        make_case([(0, 0)], [(10, 0)]), tmp_path / "p", "nowhere.osm.pbf is not there", osm="nowhere.osm.pbf"
    )


def test_an_extract_without_roads(write_osm, make_case, tmp_path) -> None:
    """Only a stream and a square: there are no roads."""
    path = write_osm(NODES, [((1, 2), {"waterway": "stream"})])
    refuse(make_case([(0, 0)], [(10, 0)]), tmp_path / "p", "There are no roads", osm=path)


def test_an_extract_of_ways_left_out_names_them(write_osm, make_case, tmp_path) -> None:
    """Streets that are built, private, unknown or yards: each kind with its count, the commonest first."""
    built, private = {"highway": "construction"}, {"highway": "service", "access": "private"}
    yard = {"highway": "service", "area": "yes"}
    ways = [((1, 2), built)] * 3 + [((1, 3), private)] * 2 + [((2, 3), {"highway": "strasse"})]
    path = write_osm(NODES, [*ways, ((1, 2, 3, 1), yard)])
    error = refuse(make_case([(0, 0)], [(10, 0)]), tmp_path / "p", "There are no roads", osm=path)
    assert error.data["count"] == 7
    assert error.data["values"] == (
        "highway=construction (3), highway=service access=private (2), highway=strasse (1), "
        "highway=service area=yes (1)"
    )
    assert "highway=construction (3)" in error.text("sv")


def test_many_kinds_of_ways_left_out_are_summed_up(write_osm, make_case, tmp_path) -> None:
    """Ten kinds are named, the rest counted."""
    path = write_osm(NODES, [((1, 2), {"highway": f"kind{n}"}) for n in range(14)])
    error = refuse(make_case([(0, 0)], [(10, 0)]), tmp_path / "p", "There are no roads", osm=path)
    assert error.data["values"].endswith("highway=kind9 (1), … (4)")


def test_a_file_of_points_is_no_file_of_roads(make_case, tmp_path) -> None:
    """What the rows are is said."""
    path = tmp_path / "points.gpkg"
    gpd.GeoDataFrame({"speed_kmh": [50.0, 50.0]}, geometry=[Point(0, 0), Point(0, 1)], crs=4326).to_file(path)
    refuse(make_case([(0, 0)], [(10, 0)]), tmp_path / "p", "Rows by kind: Point (2)", roads=path)


# Timetables


def test_nothing_runs_on_the_date(helsinki, feed_tables, write_feed, make_case, tmp_path) -> None:
    """A date outside the feed is refused, and the dates it covers are said."""
    case = make_case([[24.94, 60.17]], [[24.945, 60.172]], metres=False)
    text = "No trip that people can ride runs on 2027-01-12. The timetables cover feed.zip: 2026-03-01 - 2026-03-31"
    feed = write_feed(feed_tables)
    refuse(
        case, tmp_path / "p", text, osm=helsinki, gtfs=[feed], modes=["transit"], depart="2027-01-12T10:00"
    )
    assert [name for name in nothing_left(tmp_path / "p") if name.endswith((".cafein", ".part"))] == []
