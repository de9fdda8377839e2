"""How offices fill, before and after: the tables of the findings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from narvaro.access import measure_load
from narvaro.case import Case, Money, Objective, Policy, Rules, Size
from narvaro.explain.load import load_by_office, load_by_year, loads_of, newly_full, open_sizes
from narvaro.plan.assignment import assignments
from narvaro.plan.question import Question
from narvaro.travel import TravelTimes

AREAS = pd.DataFrame(
    {
        "id": ["a", "b"],
        "name": ["A", "B"],
        "lon": [18.0, 18.5],
        "lat": [59.0, 59.0],
        "people": [90_000, 50_000],
    }
)
SITES = AREAS.drop(columns="people").assign(status="may_close", size="small", municipality=["X", "Y"])
SIZES = (Size("small", 0, 4.0, 1.0, 1.0, 5.0, 15_000.0), Size("none", 1, 4.0, 1.0, 1.0, 5.0, 0.0))
CASE = Case("two", AREAS, SITES, sizes=SIZES)
TRAVEL = TravelTimes.from_dense(["a", "b"], ["a", "b"], {"car": [[5, 40], [30, 5]]})


def loads(**networks: dict[str, str]) -> dict[str, object]:
    """Return the load of networks by name."""
    return {name: measure_load(CASE, TRAVEL, sizes=sizes) for name, sizes in networks.items()}


def test_by_hand() -> None:
    """24,300 and 13,500 visits in room for 15,000; with b closed 37,800, two and a half times the room of a."""
    found = load_by_office(CASE, loads(before={"a": "small", "b": "small"}, after={"a": "small"}))
    assert found.index.tolist() == ["a", "b"]
    assert found.loc["a", ["visits_before", "visits_after"]].tolist() == [24_300.0, 37_800.0]
    assert found["share_of_room_before"].round(2).tolist() == [1.62, 0.9]
    assert found.loc["a", "share_of_room_after"] == 2.52
    assert found["size_after"].tolist() == ["small", ""]
    assert np.isnan(found.loc["b", "visits_after"])


def test_the_fullest_afterwards_stand_first_and_the_closed_last() -> None:
    """An office without room that people go to stands before all; today's order decides among the closed."""
    found = load_by_office(
        CASE, loads(before={"a": "small", "b": "small"}, after={"a": "small", "b": "none"})
    )
    assert found.index.tolist() == ["b", "a"]
    closed = load_by_office(CASE, loads(before={"a": "small", "b": "small"}, after={}))
    assert closed.index.tolist() == ["a", "b"]


def test_without_a_plan_there_is_only_today() -> None:
    """No column speaks of afterwards."""
    found = load_by_office(CASE, loads(before={"a": "small", "b": "small"}))
    assert not [name for name in found if name.endswith("_after")]


def test_the_network_by_year() -> None:
    """Sums and counts of each network: one past its room and one and a half times it, then one of one."""
    years = load_by_year(loads(before={"a": "small", "b": "small"}, after={"a": "small"}, nothing={}))
    rows = years.set_index("when")
    assert rows["offices"].tolist() == [2, 1, 0]
    assert rows["visits"].tolist() == [37_800.0, 37_800.0, 0.0]
    assert rows["full"].tolist() == rows["crowded"].tolist() == [1, 1, 0]
    assert rows["fullest"].tolist() == ["a", "a", ""]
    assert rows["people_unreached"].tolist() == [0.0, 0.0, 140_000.0]
    assert (rows["staff_needed"] >= 0).all()


def test_newly_full_is_what_is_too_full_and_was_not() -> None:
    """Site a is past its room with b open; b alone is past it, and was not; what is too full in both is not new."""
    both, alone = loads(both={"a": "small", "b": "small"}, alone={"b": "small"}).values()
    assert newly_full(alone, both) == ["b"]
    assert newly_full(both, alone) == ["a"]
    assert newly_full(both, both) == []
    assert open_sizes(CASE, ["small", ""]) == {"a": "small"}


def test_under_a_limit_on_load_it_is_the_plan_s_own_assignment() -> None:
    """What does not fit in a, with 24,300 visits near it, is sent on, and the load is what the plan reckons with."""
    more = CASE.areas.assign(people=[90_000, 30_000]).reset_index()
    objective = Objective(kind="minutes", overload_min=600.0)
    policy = Policy(
        years=(2027,), objective=objective, money=Money(change=(0.0,)), limits=Rules(max_load=1.2)
    )
    # a is new, so that what it has today is no excuse
    sites = SITES.assign(status=["candidate", "may_close"])
    case = Case("two", more, sites, sizes=SIZES)
    found = loads_of(case, policy, TRAVEL, {"after": {"a": "small", "b": "small"}})["after"]
    assert found.by == "given"
    question = Question(case, policy, TRAVEL)
    (sent,) = assignments(question, np.array([[0], [0]], np.int8))
    assert found.offices["visits"].tolist() == pytest.approx(sent.visits.tolist())
    assert found.people_past == pytest.approx(sent.people_past)
    assert found.people_past > 0
