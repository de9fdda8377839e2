"""Roads as lines with speeds, in the coordinates of a national road database."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, MultiLineString, Point

from narvaro.case import Case
from narvaro.errors import TableError, TravelError
from narvaro.travel import RunSettings, travel_times
from narvaro.travel.lines import read_line_file, read_lines
from narvaro.travel.rules import BICYCLE, CAR, WALK

EAST, NORTH = 674_000, 6_580_000  # Stockholm in SWEREF 99 TM (EPSG:3006), metres


def road(*points):
    return LineString([(EAST + x, NORTH + y) for x, y in points])


def write(tmp_path, rows):
    path = tmp_path / "roads.gpkg"
    gpd.GeoDataFrame(rows, crs=3006).to_file(path)
    return path


def case_at(areas, sites):
    def table(points, letter):
        place = gpd.GeoSeries(gpd.points_from_xy(*np.add(points, [EAST, NORTH]).T), crs=3006).to_crs(4326)
        names = [f"{letter}{n}" for n in range(len(points))]
        return pd.DataFrame({"id": names, "name": names, "lon": place.x, "lat": place.y})

    return Case("lines", table(areas, "a").assign(people=1.0), table(sites, "s"))


def test_minutes_follow_the_speed_of_each_line(tmp_path) -> None:
    """Two kilometres at 60 and three at 90 km/h are two minutes and two minutes."""
    path = write(
        tmp_path,
        {"speed_kmh": [60.0, 90.0], "geometry": [road((0, 0), (2000, 0)), road((2000, 0), (5000, 0))]},
    )
    case = case_at([(0, 0), (2000, 0)], [(5000, 0)])
    found = travel_times(case, tmp_path, RunSettings(roads=path, modes=["car"])).to_dense("car")
    np.testing.assert_allclose(found[:, 0], [4, 2], atol=0.01)


def test_lines_meet_at_their_ends_only(tmp_path) -> None:
    """A bridge over a road: the lines cross and do not meet, so the way goes round by the end."""
    over, under = road((0, 0), (2000, 0)), road((1000, -1000), (1000, 1000))
    apart = write(tmp_path, {"speed_kmh": [60.0, 60.0], "geometry": [over, under]})
    case = case_at([(0, 0)], [(1000, 1000)])
    assert np.isnan(
        travel_times(case, tmp_path, RunSettings(roads=apart, modes=["car"])).to_dense("car")[0, 0]
    )
    ramp = road((2000, 0), (1000, 1000))
    joined = write(tmp_path, {"speed_kmh": [60.0] * 3, "geometry": [over, under, ramp]})
    found = travel_times(case, tmp_path, RunSettings(roads=joined, modes=["car"])).to_dense("car")[0, 0]
    assert found == pytest.approx(2 + np.sqrt(2), abs=0.03)


def test_one_way_lines(tmp_path) -> None:
    """`oneway` closes the way against the line, "-1" the way along it; walkers go both ways."""
    path = write(
        tmp_path,
        {
            "speed_kmh": [60.0, 60.0, 60.0],
            "oneway": ["yes", "-1", None],
            "geometry": [road((0, 0), (1000, 0)), road((0, 0), (0, 1000)), road((0, 0), (0, -1000))],
        },
    )
    access = read_lines(path).access
    assert [bool(a & CAR) for a in access] == [True, False, True]
    assert [bool(a & (CAR << 3)) for a in access] == [False, True, True]
    assert all(a & WALK and a & (WALK << 3) for a in access)


def test_a_ferry_has_its_own_minutes(tmp_path) -> None:
    """A line with minutes takes them, for every mode that may board."""
    path = write(
        tmp_path,
        {
            "speed_kmh": [60.0, np.nan, 60.0],
            "minutes": [np.nan, 17.0, np.nan],
            "class": [None, "ferry", None],
            "geometry": [road((0, 0), (1000, 0)), road((1000, 0), (3000, 0)), road((3000, 0), (4000, 0))],
        },
    )
    case = case_at([(0, 0)], [(4000, 0)])
    times = travel_times(case, tmp_path, RunSettings(roads=path, modes=["car", "walk"]))
    assert times.to_dense("car")[0, 0] == pytest.approx(19, abs=0.03)
    assert times.to_dense("walk")[0, 0] == pytest.approx(17 + 25, abs=0.02)
    assert times.notices == ()


def test_minutes_of_a_road_are_those_of_cars(tmp_path) -> None:
    """Two km of road in 3 minutes: by car 3, on foot at 4.8 km/h 25, by bicycle at 15 km/h 8; midway one may live."""
    for number, kind in enumerate((None, "residential", "primary")):
        row = {"minutes": [3.0], "class": [kind], "geometry": [road((0, 0), (2000, 0))]}
        path = write(tmp_path, row)
        case = case_at([(0, 0), (1000, 0)], [(2000, 0)])
        times = travel_times(case, tmp_path / f"p{number}", RunSettings(roads=path))
        for mode, whole in (("car", 3), ("walk", 25), ("bicycle", 8)):
            np.testing.assert_allclose(times.to_dense(mode)[:, 0], [whole, whole / 2], atol=0.03)
        assert [(n.key, n.data["count"]) for n in times.notices] == [("travel.lines_minutes", 1)]


def test_minutes_do_not_open_a_cycleway_for_cars(tmp_path) -> None:
    """The class says who may go there; only a ferry with minutes takes cars."""
    line = road((0, 0), (900, 0))
    roads = read_lines(
        write(tmp_path, {"minutes": [1.0, 1.0], "class": ["cycleway", "ferry"], "geometry": [line] * 2})
    )
    assert [bool(a & CAR) for a in roads.access] == [False, True]


def test_the_minutes_of_a_row_are_shared_by_its_parts(tmp_path) -> None:
    """A crossing drawn in two parts of 500 and 1,500 m takes 20 minutes in all, and so does a road."""
    parts = MultiLineString([road((0, 0), (500, 0)), road((500, 0), (2000, 0))])
    for kind in ("ferry", "residential"):
        rows = {"minutes": [20.0, np.nan], "class": [kind, "residential"]}
        path = write(tmp_path, {**rows, "geometry": [parts, road((2000, 0), (2000, 900))]})
        case = case_at([(0, 0)], [(2000, 0)])
        found = travel_times(
            case, tmp_path / kind, RunSettings(roads=path, modes=["car"], snap_limit_m=5_000)
        )
        roads = read_lines(path)
        if kind == "ferry":
            assert roads.fixed_s[:2].tolist() == pytest.approx([300, 900], abs=0.1)
        else:
            assert found.to_dense("car")[0, 0] == pytest.approx(20, abs=0.03)


def test_minutes_that_make_a_car_too_fast_are_told(tmp_path) -> None:
    """Five kilometres in 1.5 minutes are 200 km/h: told with the row; in 2.5 minutes they are 120."""
    lines = [road((0, 0), (5_000, 0)), road((5_000, 0), (10_000, 0))]
    path = write(tmp_path, {"minutes": [2.5, 1.5], "geometry": lines})
    fast = read_line_file(path).notices[-1]
    assert (fast.key, fast.data["count"], fast.data["row"]) == ("travel.lines_fast", 1, "2")


def test_classes_decide_where_columns_do_not(tmp_path) -> None:
    """A motorway is for cars, a cycleway for feet and wheels; a column of yes and no goes before the class."""
    path = write(
        tmp_path,
        {
            "class": ["motorway", "cycleway", "residential"],
            "walk": [None, None, "no"],
            "geometry": [road((0, 0), (9, 0)), road((0, 0), (0, 9)), road((0, 0), (9, 9))],
        },
    )
    roads = read_lines(path)
    assert [a & 7 for a in roads.access] == [CAR, WALK | BICYCLE, BICYCLE | CAR]
    assert np.isnan(roads.car_kmh).all()


def test_lines_of_several_parts_and_heights(tmp_path) -> None:
    """Lines of several parts are taken apart, heights are left out, and ends a decimetre apart meet."""
    parts = MultiLineString([road((0, 0), (100, 0)), road((100.02, 0), (200, 0))])
    high = LineString([(EAST + 200, NORTH, 12.0), (EAST + 300, NORTH, 99.0)])
    roads = read_lines(write(tmp_path, {"Speed_kmh": [50.0, 50.0], "geometry": [parts, high]}))
    assert len(roads) == 3
    assert len(roads.node_lon) == 4


def test_a_step_that_no_road_takes_is_told(tmp_path) -> None:
    """A line with a point 40 km aside is used as drawn, and told with where it goes."""
    lines = [road((0, 0), (5_000, 0), (5_000, 40_000)), road((0, 0), (0, 9_000))]
    [notice] = read_line_file(write(tmp_path, {"speed_kmh": [60.0, 60.0], "geometry": lines})).notices
    assert (notice.key, notice.data["count"]) == ("travel.long_steps", 1)
    assert notice.data["km"] == pytest.approx(40, abs=0.1)
    assert all("roads.gpkg" in notice.text(lang) for lang in ("sv", "en"))


# Files that cannot be used


STRAIGHT = LineString([(500_000, 6_500_000), (501_000, 6_500_000)])


def lines(tmp_path, rows, crs=3006, name="roads.gpkg"):
    path = tmp_path / name
    gpd.GeoDataFrame(rows, crs=crs).to_file(path)
    return path


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
