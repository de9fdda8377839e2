"""A step of a road that no street takes is told with its place; what joins two roads in memory is no step."""

import pytest
from tests.travel.few_roads import RULES, roads_of

from narvaro.travel.long_steps import long_steps

SHORT, FERRY = RULES.figure("step_km") * 1000, RULES.figure("ferry_step_km") * 1000


def told(lines, **said):
    found = long_steps(roads_of(lines, **said), RULES, "town.osm.pbf")
    assert len(found) <= 1
    return dict(found[0].data) if found else None


def test_roads_far_apart_have_no_step_between_them() -> None:
    """Two streets of a kilometre, 100 km from each other: the step from the one to the other is no road."""
    assert told([[(0, 0), (1_000, 0)], [(100_000, 0), (101_000, 0)]]) is None
    assert told([]) is None


def test_a_long_step_is_told_with_its_ends() -> None:
    """Of three steps of 1, 12 and 11 km on one road the longest is placed, and the road is counted once."""
    found = told([[(0, 0), (1_000, 0), (13_000, 0), (24_000, 0)], [(0, 0), (0, 500)]])
    assert found == {
        "file": "town.osm.pbf",
        "count": 1,
        "limit": SHORT / 1000,
        "ferry_limit": FERRY / 1000,
        "km": 12.0,
        "from": "0.00000 0.00898",
        "to": "0.00000 0.11678",
    }


def test_roads_with_a_long_step_are_counted() -> None:
    """Three roads, two of them with a step of 15 and of 20 km."""
    found = told([[(0, 0), (15_000, 0)], [(0, 0), (0, 1_000)], [(0, 1_000), (0, 21_000)]])
    assert (found["count"], found["km"]) == (2, 20.0)


@pytest.mark.parametrize(("kind", "limit"), [("residential", SHORT), ("ferry", FERRY)])
def test_the_limit_of_a_step_goes_by_its_class(kind, limit) -> None:
    """A hundred metres below the limit is believed and a hundred above is told; ferries are drawn with few points."""
    assert told([[(0, 0), (limit - 100, 0)]], kind=kind) is None
    assert told([[(0, 0), (limit + 100, 0)]], kind=kind)["count"] == 1
