"""An area is told its nearest offices now and after, and every site that would bring it within the standard."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from tests.plan.cases import case_of, policy_of, times_of

from narvaro.case import Case, Service
from narvaro.explain.why_area import WhyArea, area_title, why_area
from narvaro.plan import Plan, make_plan
from narvaro.plan.question import Question
from narvaro.travel import TravelTimes

MakePlan = Callable[..., Plan]


def asked(case: Case, travel: TravelTimes, plan: Plan, area: str) -> WhyArea:
    """The answer for an area of the small country."""
    return why_area(Question(case, plan.policy, travel), plan, area)


def keys(found: WhyArea) -> list[str]:
    """What is said, by key."""
    return [note.key.removeprefix("explain.area.") for note in found.notes]


def test_a_closed_office_is_what_would_bring_its_own_area_back(
    case: Case, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """Church closes: the village of 100 has its way from it to another, and by foot falls outside the standard."""
    plan = make_plan_of([("close", "s3", "")], [])
    found = asked(case, travel, plan, "village")
    car = found.ways[found.ways["mode"] == "car"].iloc[0]
    minutes = travel.to_dense("car")[2]
    assert (car["office_before"], car["office_after"]) == ("Church", "Square")
    assert (car["min_before"], car["min_after"]) == (minutes[2], minutes[0])
    near = found.within[found.within["site_id"] == "s3"]
    assert set(near["closes"]) == {True}
    assert set(near["people_within"]) == {100.0}
    assert set(near["running_year"]) == {4.0}
    assert "kept" in keys(found)
    assert "leaves" in keys(found)


def test_only_what_is_near_enough_would_help(case: Case, travel: TravelTimes, make_plan_of: MakePlan) -> None:
    """Every site that is told is closed after the plan and within the limit; all such sites are told."""
    plan = make_plan_of([("close", "s3", "")], [])
    after = {"s1"}
    for area_number, area in enumerate(case.areas.index):
        found = asked(case, travel, plan, str(area))
        for mode, mine in found.ways.groupby("mode"):
            limit = mine["limit_min"].iloc[0]
            ways = travel.to_dense(str(mode))[area_number]
            beyond = not ways[0] <= limit
            told = set(found.within.loc[found.within["mode"] == mode, "site_id"])
            near = {f"s{j + 1}" for j in np.flatnonzero(ways <= limit)} - after
            assert told == (near if beyond else set())


def test_an_area_that_is_near_is_told_so_and_an_isle_that_nobody_reaches_too(
    case: Case, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """The town has its office now and after; the isle is reached from its own harbour alone."""
    plan = make_plan_of([("close", "s3", "")], [])
    assert keys(asked(case, travel, plan, "town"))[0] == "stays_within"
    isle = asked(case, travel, plan, "isle")
    assert np.isnan(isle.ways["min_after"]).all()
    assert set(isle.within["site_id"]) <= {"s4"}
    assert isle.to_json()["ways"][0]["min_after"] is None
    opened = asked(case, travel, make_plan_of([("open", "s4", "small")], []), "isle")
    assert keys(opened)[0] == "comes_within"
    assert area_title(opened).text("sv") == "Isle, 50 personer"


def test_services_that_are_near_are_told_apart_from_those_that_are_not() -> None:
    """Post is 5 minutes away and tax 45: only tax is beyond the standard, and its name is told."""
    services = (Service("post", "Post", "Post"), Service("tax", "Skatt", "Tax"))
    sites = {"services": [("post",), ("tax",)]}
    here = case_of([9], ["must_stay", "must_stay"], sites=sites, services=services)
    times = times_of(here, [[5.0, 45.0]])
    plan = make_plan(here, policy_of([0.0]), travel=times)
    found = why_area(Question(here, plan.policy, times), plan, str(here.areas.index[0]))
    assert [note.text("sv") for note in found.notes][
        1
    ] == "– det gäller bara Skatt; övriga tjänster finns inom målet"
    assert keys(found)[:2] == ["beyond", "some_services"]
