import numpy as np
import pytest

from narvaro.travel.osm import read_osm
from narvaro.travel.osm_tags import permissions, posted_speeds
from narvaro.travel.rules import road_rules

RULES = road_rules()
W, B, C = 1, 2, 4
BOTH = 9


@pytest.mark.parametrize(
    ("road_class", "tags", "along", "against"),
    [
        ("residential", {}, W | B | C, W | B | C),
        ("residential", {"oneway": "yes"}, W | B | C, W),
        ("residential", {"oneway": "-1"}, W, W | B | C),
        ("residential", {"oneway": "yes", "oneway:bicycle": "no"}, W | B | C, W | B),
        ("residential", {"oneway": "yes", "cycleway": "opposite_lane"}, W | B | C, W | B),
        ("tertiary", {"junction": "roundabout"}, W | B | C, W),
        ("tertiary", {"junction": "roundabout", "oneway": "no"}, W | B | C, W | B | C),
        ("motorway", {}, C, 0),
        ("footway", {}, W, W),
        ("footway", {"access": "yes"}, W, W),
        ("footway", {"bicycle": "yes"}, W | B, W | B),
        ("footway", {"bicycle": "dismount", "oneway": "yes"}, W | B, W | B),
        ("service", {"access": "private"}, 0, 0),
        ("service", {"access": "private", "foot": "yes"}, W, W),
        ("service", {"access": "destination"}, W | B | C, W | B | C),
        ("track", {"motor_vehicle": "agricultural"}, W | B, W | B),
        ("residential", {"motor_vehicle": "no", "motorcar": "yes"}, W | B | C, W | B | C),
        ("trunk", {}, B | C, B | C),
        ("ferry", {"route": "ferry"}, W | B, W | B),
        ("ferry", {"route": "ferry", "motor_vehicle": "yes", "bicycle": "no"}, W | C, W | C),
    ],
)
def test_who_may_use_a_road(road_class: str, tags: dict[str, str], along: int, against: int) -> None:
    """Tags from the general to the particular, one-way signs and their exceptions give each direction."""
    bits, _ = permissions({"highway": road_class, **tags}, road_class, RULES)
    assert (bits & 7, bits >> 3) == (along, against)


def test_posted_speeds_go_by_direction() -> None:
    """A speed for one direction goes before the speed for both; none posted is NaN."""
    along, against = posted_speeds({"maxspeed": "50", "maxspeed:backward": "30"}, RULES)
    assert (along, against) == (50, 30)
    assert np.isnan(posted_speeds({}, RULES)).all()


def test_ways_are_cut_where_they_meet(write_osm) -> None:
    """A street crossed in its middle becomes two roads; a point that only bends stays shape."""
    path = write_osm(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 50), 5: (150, 10)},
        [((1, 2, 5, 3), {"highway": "residential"}), ((2, 4), {"highway": "footway"})],
    )
    roads = read_osm(path)
    assert len(roads.node_lon) == 4
    bend = np.hypot(50, 10) * 2
    assert sorted(roads.length_m.round(1)) == [50, 100, round(bend, 1)]
    assert roads.shape_start[-1] == 2 + 3 + 2


def test_what_is_no_road_is_left_out(write_osm) -> None:
    """Yards drawn as areas, streets not built and streets closed to all are no roads."""
    path = write_osm(
        {1: (0, 0), 2: (100, 0), 3: (100, 100)},
        [
            ((1, 2), {"highway": "residential"}),
            ((1, 2, 3, 1), {"highway": "service", "area": "yes"}),
            ((2, 3), {"highway": "construction"}),
            ((1, 3), {"highway": "service", "access": "no"}),
        ],
    )
    assert len(read_osm(path)) == 1


def test_a_ferry_takes_its_own_minutes(write_osm) -> None:
    """A stated duration is kept whatever the length; without one the assumed speed gives it."""
    path = write_osm(
        {1: (0, 0), 2: (3000, 0), 3: (0, 1500)},
        [
            ((1, 2), {"route": "ferry", "duration": "00:25"}),
            ((1, 3), {"route": "ferry"}),
        ],
    )
    roads = read_osm(path)
    assert sorted(roads.fixed_s.round()) == [360, 1500]  # 1.5 km at 15 km/h is 6 minutes


def test_points_outside_the_extract_cut_the_way(write_osm) -> None:
    """A way that leaves the extract and comes back is two roads; the lost part is not bridged."""
    path = write_osm(
        {1: (0, 0), 2: (100, 0), 4: (300, 0), 5: (400, 0)},
        [((1, 2, 3, 4, 5), {"highway": "residential"})],
    )
    assert read_osm(path).length_m.round().tolist() == [100, 100]
