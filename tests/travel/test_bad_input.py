"""Every file that cannot be used says what is wrong and what would be right, and leaves nothing behind."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, Point

from narvaro.errors import NarvaroError, SettingError, TableError, TravelError
from narvaro.travel import RunSettings, travel_times
from narvaro.travel.lines import read_lines
from narvaro.travel.rules import road_rules
from narvaro.travel.speeds import read_speed_factors
from narvaro.travel.timetable import check_timetable

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


def test_an_extract_that_does_not_cover_the_areas(street, make_case, tmp_path) -> None:
    """Says how many areas lie outside and which; with `partial` it goes on, they are unreachable and told."""
    case = make_case([(0, 0), (90_000, 0), (0, 80_000)], [(500, 0)])
    error = refuse(case, tmp_path / "p", "Areas outside the street network: 2 (a1, a2)", osm=street)
    assert isinstance(error, TravelError)
    times = travel_times(case, tmp_path / "p", RunSettings(osm=street, partial=True, modes=["car"]))
    assert np.isnan(times.to_dense("car")[:, 0]).tolist() == [False, True, True]
    assert [(n.key, n.data["names"]) for n in times.notices] == [("travel.far_area.many", ["a1", "a2"])]


def test_an_extract_that_covers_neither_all_areas_nor_all_sites(street, make_case, tmp_path) -> None:
    """Both are told at once, five of each by name and id, and how many there are."""
    areas = [(0, 0), *((90_000 + n, 0) for n in range(7))]
    case = make_case(areas, [(0, 0), (90_000, 0)])
    case.areas["name"] = [f"Area {n}" for n in range(8)]
    first = (
        "7 (Area 1 [a1], Area 2 [a2], Area 3 [a3], Area 4 [a4], Area 5 [a5], …). Sites outside it: 1 (s1)."
    )
    error = refuse(case, tmp_path / "p", first, osm=street)
    assert "Platser utanför det: 1 (s1)" in error.text("sv")
    assert all("--partial" in error.text(lang) for lang in ("sv", "en"))


def test_an_extract_that_does_not_cover_the_sites(street, make_case, tmp_path) -> None:
    """Sites are named as areas are."""
    case = make_case([(0, 0)], [(0, 0), (90_000, 0)])
    refuse(case, tmp_path / "p", "Sites outside the street network: 1 (s1)", osm=street)


@pytest.mark.parametrize("partial", [True, False])
def test_none_covered_is_refused_even_if_partial(street, make_case, tmp_path, partial) -> None:
    """A network of somewhere else altogether is an error whatever the settings, and nobody is told to set them."""
    case = make_case([(900_000, 0)], [(0, 0)])
    error = refuse(
        case, tmp_path / "p", "All areas lie outside the street network: 1", osm=street, partial=partial
    )
    assert "--partial" not in error.text("en")
    case = make_case([(0, 0)], [(900_000, 0)])
    refuse(case, tmp_path / "p", "All sites lie outside the street network: 1", osm=street, partial=partial)


# Timetables


@pytest.mark.parametrize("table", ["stops.txt", "routes.txt", "trips.txt", "stop_times.txt"])
def test_a_feed_with_a_missing_table(feed_tables, write_feed, table) -> None:
    """The missing table is named."""
    tables = {name: text for name, text in feed_tables.items() if name != table}
    with pytest.raises(TableError, match=f"The table {table} is missing"):
        check_timetable(write_feed(tables))


def test_a_feed_without_any_calendar(feed_tables, write_feed) -> None:
    """One of the two calendars must be there."""
    tables = {name: text for name, text in feed_tables.items() if not name.startswith("calendar")}
    with pytest.raises(TableError, match=r"calendar.txt / calendar_dates.txt is missing"):
        check_timetable(write_feed(tables))


def test_a_feed_with_missing_tables_and_columns_at_once(feed_tables, write_feed) -> None:
    """Everything missing stands in one message."""
    tables = {name: text for name, text in feed_tables.items() if name != "routes.txt"}
    tables["stops.txt"] = "stop_id,stop_name\nS1,x\n"
    with pytest.raises(TableError) as error:
        check_timetable(write_feed(tables))
    assert [fault.column for fault in error.value.faults] == [None, "stop_lat", "stop_lon"]


@pytest.mark.parametrize(
    ("table", "old", "new", "text"),
    [
        ("stop_times.txt", "06:00:20", "6 o'clock", "row 2, column departure_time: 6 o'clock is no time"),
        ("stop_times.txt", "06:00:20", "06:61:20", "06:61:20 is no time"),
        ("stop_times.txt", "t1f0,06:00:00,06:00:20,S1", "t1f0,06:00:00,06:00:20,S99", "S99 stands in no other table"),
        ("trips.txt", "T1,week,t1f0\n", "T9,week,t1f0\n", "trips.txt, row 2, column route_id: T9 stands in no other"),
        ("stops.txt", "S1,S1,60.166", "S1,S1,600.166", "is no coordinate"),
        ("calendar.txt", "20260301", "1 March", "1 March is no date"),
        ("calendar_dates.txt", "20260311,2", "2026-03-11,2", "2026-03-11 is no date"),
    ],
)  # fmt: skip
def test_a_feed_with_broken_values(feed_tables, write_feed, table, old, new, text) -> None:
    """Broken times, dates, coordinates and references are named with table, row and column."""
    assert old in feed_tables[table]
    tables = {**feed_tables, table: feed_tables[table].replace(old, new, 1)}
    with pytest.raises(TableError) as error:
        check_timetable(write_feed(tables))
    assert text in str(error.value)


def test_no_feed_at_all(tmp_path) -> None:
    """A file that is no zip is refused."""
    fake = tmp_path / "feed.zip"
    fake.write_text("no zip")
    with pytest.raises(TravelError, match=r"The timetables in feed.zip cannot be read"):
        check_timetable(fake)


def test_nothing_runs_on_the_date(helsinki, feed_tables, write_feed, make_case, tmp_path) -> None:
    """A date outside the feed is refused, and the dates it covers are said."""
    case = make_case([[24.94, 60.17]], [[24.945, 60.172]], metres=False)
    text = "No trip that people can ride runs on 2027-01-12. The timetables cover feed.zip: 2026-03-01 - 2026-03-31"
    feed = write_feed(feed_tables)
    refuse(
        case, tmp_path / "p", text, osm=helsinki, gtfs=[feed], modes=["transit"], depart="2027-01-12T10:00"
    )
    assert [name for name in nothing_left(tmp_path / "p") if name.endswith((".cafein", ".part"))] == []


def test_what_a_feed_covers(feed_tables, write_feed) -> None:
    """A sound feed tells its dates and how many trips run; an excepted date has none of its service."""
    found = check_timetable(write_feed(feed_tables))
    assert tuple(day.isoformat() for day in found.ends()) == ("2026-03-01", "2026-03-31")
    assert pd.Timestamp("2026-03-11").date() not in found.services["week"]
    assert pd.Timestamp("2026-03-11").date() in found.services["holiday"]


# Lines


def lines(tmp_path, rows, crs=3006, name="roads.gpkg"):
    path = tmp_path / name
    gpd.GeoDataFrame(rows, crs=crs).to_file(path)
    return path


STRAIGHT = LineString([(500_000, 6_500_000), (501_000, 6_500_000)])


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"name": ["x"]}, "The roads need a speed"),
        ({"speed_kmh": [0.0]}, "row 1, column speed_kmh: 0.0 is not above zero"),
        ({"speed_kmh": [np.nan]}, "row 1, column speed_kmh: The line has neither"),
        ({"class": ["boulevard"]}, "boulevard is no class of the road rules"),
    ],
)
def test_lines_with_faults(tmp_path, row, text) -> None:
    """Lines without speed, with a speed of zero, or of an unknown class are named by row."""
    with pytest.raises(TableError) as error:
        read_lines(lines(tmp_path, {**row, "geometry": [STRAIGHT]}))
    assert text in str(error.value)


def test_lines_that_are_none(tmp_path) -> None:
    """A file of points has no roads; a file that is no map cannot be read; one without a system says so."""
    with pytest.raises(TravelError, match="There are no roads"):
        read_lines(lines(tmp_path, {"speed_kmh": [5.0], "geometry": [Point(0, 0)]}))
    broken = tmp_path / "broken.gpkg"
    broken.write_text("no map")
    with pytest.raises(TravelError, match="cannot be read as roads"):
        read_lines(broken)
    bare = tmp_path / "bare.parquet"
    gpd.GeoDataFrame({"speed_kmh": [5.0], "geometry": [STRAIGHT]}).to_parquet(bare)
    with pytest.raises(TravelError, match="does not say its coordinate system"):
        read_lines(bare)
    with pytest.raises(TravelError, match="is not there"):
        read_lines(tmp_path / "none.gpkg")


# Speed factors


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("boulevard,mon,0,24,0.9", "row 2, column class: “boulevard” is no road class"),
        ("primary,monday,0,24,0.9", "monday"),
        ("primary,mon,9,8,0.9", "“8” is not after from_hour, “9”"),
        ("primary,mon,0,24,0", "“0” is no factor"),
        ("primary,mon,0,24,fast", "fast"),
    ],
)
def test_speed_factors_with_faults(tmp_path, row, text) -> None:
    """Each row that cannot be used is named."""
    path = tmp_path / "f.csv"
    path.write_text("class,days,from_hour,to_hour,factor\n" + row + "\n")
    with pytest.raises(SettingError) as error:
        read_speed_factors(path, road_rules())
    assert text in str(error.value)


def test_speed_factors_without_columns(tmp_path) -> None:
    """Missing columns are named one by one; a missing file is an error of the settings."""
    path = tmp_path / "f.csv"
    path.write_text("class,factor\nprimary,0.9\n")
    with pytest.raises(SettingError) as error:
        read_speed_factors(path, road_rules())
    assert [fault.column for fault in error.value.faults] == ["days", "from_hour", "to_hour"]
    with pytest.raises(SettingError, match="cannot be read"):
        read_speed_factors(tmp_path / "none.csv", road_rules())
