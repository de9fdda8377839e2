"""A plan beside what happened: each action has its fate, and events that it did not have are counted."""

from types import SimpleNamespace
from typing import Any, cast

import pandas as pd

from narvaro.access import measure_history
from narvaro.case import Case
from narvaro.explain.follow_up import follow_up
from narvaro.plan import Plan

AREAS = pd.DataFrame(
    {"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.1], "lat": 59.3, "people": [10, 30]}
)
SITES = pd.DataFrame(
    {
        "id": ["s1", "s2", "s3", "s4"],
        "name": ["S1", "S2", "S3", "S4"],
        "lon": [18.0, 18.1, 18.12, 18.05],
        "lat": 59.3,
        "status": ["may_close", "candidate", "candidate", "candidate"],
        "municipality_code": ["01", "02", "02", "03"],
    }
)
TIMES = pd.DataFrame(
    {"s1": [5.0, 25.0], "s2": [30.0, 5.0], "s3": [30.0, 10.0], "s4": [20.0, 20.0]}, index=["a", "b"]
)


def plan_of(case: Case, *actions: tuple[int, str, str]) -> Plan:
    """Return what the follow-up asks of a plan: its years, its actions and the network at the end of each year."""
    years = sorted({2021, 2022} | {year for year, _, _ in actions})
    told = [
        (
            year,
            SimpleNamespace(action=kind, site_id=site, name=case.sites["name"][site], municipality=""),
        )
        for year, kind, site in actions
    ]
    now, networks = case.sites["size"].where(case.existing, ""), {}
    for year in years:
        now = now.copy()
        for when, action in told:
            if when == year:
                now[action.site_id] = "" if action.action == "close" else "standard"
        networks[year] = now
    plan: Any = SimpleNamespace(
        actions=told,
        years=[SimpleNamespace(year=year) for year in years],
        networks=lambda _: pd.DataFrame(networks),
    )
    return cast(Plan, plan)


def test_an_action_is_done_at_its_site_or_in_its_municipality_or_not() -> None:
    """S3 opened in the municipality where S2 was planned; S4 opened as planned; S1 never closed."""
    events = pd.DataFrame(
        {
            "site_id": ["s3", "s4", "s1"],
            "date": ["2022", "2021-06", "2021"],
            "event": ["opened", "opened", "days"],
            "days": ["", "", "3"],
        }
    )
    case = Case("mini", AREAS, SITES, events=events)
    history = measure_history(case.register, TIMES, case.areas["people"])
    plan = plan_of(case, (2021, "open", "s2"), (2021, "open", "s4"), (2022, "close", "s1"))
    people = dict.fromkeys(history.years, case.areas["people"])
    found = follow_up(case, plan, history, TIMES, people)
    assert found.actions["fate"].tolist() == ["municipality", "there", "not"]
    told = [case.register.events[k].site_id if k >= 0 else "" for k in found.actions["event"]]
    assert told == ["s3", "s4", ""]
    assert found.others == ()
    # by the plan s1, s2 and s4: (10·5 + 30·5)/40; then s2 and s4: (10·20 + 30·5)/40. As it was s1 and s4, then s3 too.
    assert found.years["planned_min"].tolist() == [5.0, 8.75]
    assert found.years["low"].tolist() == found.years["high"].tolist() == [16.25, 8.75]
    assert found.years[["planned_offices", "least", "most"]].to_numpy().tolist() == [[3, 2, 2], [2, 3, 3]]


def test_what_was_not_planned_is_told_for_the_years_of_the_plan() -> None:
    """An opening in those years is; one before them is not; a year beyond the last event is left out."""
    events = pd.DataFrame(
        {"site_id": ["s3", "s2"], "date": ["2019", ""], "from": ["", "2022"], "event": ["opened", "opened"]}
    )
    case = Case("mini", AREAS, SITES, events=events.fillna(""))
    history = measure_history(case.register, TIMES, case.areas["people"])
    people = dict.fromkeys(history.years, case.areas["people"])
    found = follow_up(case, plan_of(case, (2025, "open", "s4")), history, TIMES, people)
    assert [case.register.events[place].site_id for place in found.others] == ["s2"]
    assert found.years.index.tolist() == [2021, 2022]


def test_what_lies_after_the_events_is_not_yet_and_sizes_that_none_tell_of_are_not_known() -> None:
    """Events end in 2021: a closing of 2022 is not yet, a resize of 2021 is not known as no event tells of one."""
    events = pd.DataFrame({"site_id": ["s3"], "date": ["2021"], "event": ["opened"]})
    case = Case("mini", AREAS, SITES, events=events)
    history = measure_history(case.register, TIMES, case.areas["people"])
    plan = plan_of(case, (2021, "resize", "s1"), (2021, "close", "s1"), (2022, "close", "s1"))
    people = dict.fromkeys(history.years, case.areas["people"])
    found = follow_up(case, plan, history, TIMES, people)
    assert found.actions["fate"].tolist() == ["unknown", "not", "later"]
