"""Squares: streets drawn as areas are walked along their outline and straight across."""

import numpy as np
import pytest
from tests.travel.test_osm_files import node, relation, told, way, write

from narvaro.travel import RunSettings, travel_times
from narvaro.travel.osm import read_extract

SQUARE = {"highway": "pedestrian", "area": "yes"}
CORNERS = [node(1, 0, 0), node(2, 300, 0), node(3, 300, 400), node(4, 0, 400)]
STREETS = [
    node(11, -1_000, 0),
    node(12, 1_300, 400),
    way(1, (11, 1), tags={"highway": "residential"}),
    way(2, (3, 12), tags={"highway": "residential"}),
]
FROM, TO = (-1_000, 0), (1_300, 400)


def minutes(make_case, folder, path, mode="walk", start=FROM, end=TO):
    times = travel_times(
        make_case([start], [end]), folder, RunSettings(osm=path, modes=[mode], max_minutes=300)
    )
    return float(times.to_dense(mode)[0, 0])


def walk(metres):
    return pytest.approx(metres / 80, abs=1 / 60)  # 4.8 km/h are 80 metres a minute


def test_a_square_is_crossed_where_streets_touch_it(make_case, tmp_path) -> None:
    """300 x 400 metres from corner to corner are 500 metres across, not 700 around."""
    path = write(tmp_path / "n.osm.pbf", *CORNERS, *STREETS, way(3, (1, 2, 3, 4, 1), tags=SQUARE))
    assert minutes(make_case, tmp_path, path) == walk(2_500)


def test_a_square_drawn_as_a_relation_is_crossed_outside_its_holes(make_case, tmp_path) -> None:
    """The same square of two open ways: 500 metres across; with a pond in the middle 700 around."""
    halves = [way(3, (1, 2, 3), tags={}), way(4, (3, 4, 1), tags={})]
    pond = [node(5, 100, 100), node(6, 200, 100), node(7, 200, 300), node(8, 100, 300)]
    hole = way(5, (5, 6, 7, 8, 5), tags={"natural": "water"})
    tags = {"type": "multipolygon", "highway": "pedestrian"}
    rims = [("w", 3, "outer"), ("w", 4, "outer")]
    open_ = write(tmp_path / "a.osm.pbf", *CORNERS, *STREETS, *halves, relation(1, rims, tags))
    assert minutes(make_case, tmp_path / "a", open_) == walk(2_500)
    wet = relation(1, [*rims, ("w", 5, "inner")], tags)
    path = write(tmp_path / "b.osm.pbf", *CORNERS, *pond, *STREETS, *halves, hole, wet)
    assert minutes(make_case, tmp_path / "b", path) == walk(2_700)


def test_a_square_said_twice_is_one_square(tmp_path) -> None:
    """Joined extracts repeat their objects: the same square again touches nothing and adds no way across."""
    rims = [way(3, (1, 2, 3), tags={}), way(4, (3, 4, 1), tags={})]
    members = [("w", 3, "outer"), ("w", 4, "outer")]
    around = relation(1, members, {"type": "multipolygon", "highway": "pedestrian"})
    for square in ([way(3, (1, 2, 3, 4, 1), tags=SQUARE)], [*rims, around]):
        once, twice = (
            read_extract(write(tmp_path / f"{count}.osm.pbf", *CORNERS, *STREETS, *square * count)).roads
            for count in (1, 2)
        )
        assert len(once) == len(twice) == 2 + 2 + 1


def test_a_corner_that_bends_inwards_is_walked_around(make_case, tmp_path) -> None:
    """In an L the straight line between its ends leaves the area: the way goes by the outline, 700 metres."""
    bend = [*CORNERS[:3], node(4, 280, 400), node(5, 280, 20), node(6, 0, 20)]
    path = write(tmp_path / "n.osm.pbf", *bend, *STREETS, way(3, (1, 2, 3, 4, 5, 6, 1), tags=SQUARE))
    assert minutes(make_case, tmp_path, path) == walk(2_700)


def test_two_squares_that_touch_are_crossed_one_after_the_other(make_case, tmp_path) -> None:
    """A point that two squares share is a way from one into the other: 500 metres twice."""
    more = [node(5, 600, 400), node(6, 600, 800), node(7, 300, 800), node(13, 1_600, 800)]
    path = write(
        tmp_path / "n.osm.pbf",
        *CORNERS,
        *more,
        *STREETS[:3],
        way(2, (6, 13), tags={"highway": "residential"}),
        way(3, (1, 2, 3, 4, 1), tags=SQUARE),
        way(4, (3, 5, 6, 7, 3), tags=SQUARE),
    )
    assert minutes(make_case, tmp_path, path, end=(1_600, 800)) == walk(3_000)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "service", "area": "yes"},
        {"highway": "pedestrian", "area": "yes", "access": "private"},
        {"highway": "pedestrian", "area": "yes", "foot": "no"},
        {"place": "square", "area": "yes"},
        {"amenity": "parking", "area": "yes"},
        {"highway": "proposed", "area": "yes"},
    ],
)
def test_areas_that_are_not_for_walking_join_nothing(make_case, tmp_path, tags) -> None:
    """Yards for vehicles, closed squares and areas that are no street leave the two streets apart."""
    path = write(tmp_path / "n.osm.pbf", *CORNERS, *STREETS, way(3, (1, 2, 3, 4, 1), tags=tags))
    assert np.isnan(minutes(make_case, tmp_path, path))


def test_a_street_that_is_closed_to_walkers_is_no_way_in(make_case, tmp_path) -> None:
    """A square is crossed between points where people can come in; a motor road beside it makes none."""
    road = way(2, (3, 12), tags={"highway": "motorway"})
    lane = way(4, (3, 12), tags={"highway": "residential"})
    for last, roads in ((road, 1 + 1 + 2), (lane, 1 + 1 + 2 + 1)):
        path = write(
            tmp_path / "n.osm.pbf", *CORNERS, *STREETS[:3], last, way(3, (1, 2, 3, 4, 1), tags=SQUARE)
        )
        assert len(read_extract(path).roads) == roads


def test_cars_do_not_drive_on_squares(make_case, tmp_path) -> None:
    """Even where a car may, nobody drives across: the streets stay apart for cars and are joined for bicycles."""
    tags = {**SQUARE, "motor_vehicle": "yes", "bicycle": "yes"}
    path = write(tmp_path / "n.osm.pbf", *CORNERS, *STREETS, way(3, (1, 2, 3, 4, 1), tags=tags))
    assert np.isnan(minutes(make_case, tmp_path, path, "car"))
    assert minutes(make_case, tmp_path, path, "bicycle") == pytest.approx(2_500 / 250, abs=1 / 60)


@pytest.mark.parametrize(
    ("outline", "lost"),
    [((1, 2, 3, 4), ()), ((1, 2, 3, 4, 1), (4,)), ((1, 3, 2, 4, 1), ())],
    ids=["open", "a point is lost", "crosses itself"],
)
def test_what_closes_no_area_is_walked_along_and_told(tmp_path, outline, lost) -> None:
    """An open outline, one without all its points or one that crosses itself is counted; nothing goes across."""
    corners = [corner for corner in CORNERS if corner.id not in lost]
    path = write(tmp_path / "n.osm.pbf", *corners, *STREETS, way(3, outline, tags=SQUARE))
    extract = read_extract(path)
    assert told(extract)["osm_uncrossed"]["count"] == 1
    assert not np.isclose(extract.roads.length_m, 500, atol=1).any() or outline == (1, 3, 2, 4, 1)


def test_a_large_square_has_a_bounded_number_of_ways_across(tmp_path) -> None:
    """Of 150 streets that touch a square 100 have ways across: 4,950 pairs, without 50 neighbours."""
    turn = np.linspace(0, 2 * np.pi, 150, endpoint=False)
    rim = [node(n + 1, 500 * np.cos(a), 500 * np.sin(a)) for n, a in enumerate(turn)]
    out = [node(n + 1_001, 600 * np.cos(a), 600 * np.sin(a)) for n, a in enumerate(turn)]
    ways = [way(n, (n, n + 1_000), tags={"highway": "footway"}) for n in range(1, 151)]
    path = write(tmp_path / "n.osm.pbf", *rim, *out, *ways, way(999, (*range(1, 151), 1), tags=SQUARE))
    assert len(read_extract(path).roads) == 150 + 150 + 4_950 - 50
