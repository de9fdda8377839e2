"""A place among the others."""

from __future__ import annotations

import numpy as np

from narvaro.case import Case
from narvaro.explain.evidence import gather
from narvaro.explain.places import home_areas, surroundings
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


def test_home_is_the_area_named_or_else_the_nearest_with_people(case: Case) -> None:
    """A site lies in the area it names; one that names none lies in the nearest area where people live."""
    assert home_areas(case, ["s1", "s3"]) == ["town", "village"]
    sites = case.sites.assign(area_id=["isle", "", "", ""], lon=[18.0, 18.2, 18.89, 19.5])
    named = Case("named", case.areas, sites, sizes=case.sizes)
    assert home_areas(named, ["s1", "s2"]) == ["isle", "suburb"]
    # s3 now stands beside the wood, where nobody lives; the village is the nearest area with people
    assert home_areas(named, ["s3"]) == ["village"]
    assert home_areas(case, []) == []


def test_the_nearest_other_office(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """From the village the nearest other office is the square, 40 minutes; from the isle there is none."""
    around = surroundings(gather(case, plan, travel), ["s3", "s4"])
    assert around.other_office("s3", ["s3", "s2", "s1"]) == ("s1", 40.0)
    assert around.other_office("s3", ["s2", "s3"]) == ("s2", 45.0)
    for offices in (["s1"], ["s4"], []):
        name, minutes = around.other_office("s4", offices)
        assert name == ""
        assert np.isnan(minutes)
