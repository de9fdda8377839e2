"""Why not there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from tests.explain.plans import MakePlan, mixed
from tests.explain.worlds import COUNTRY, worlds

from narvaro.access import nearest
from narvaro.case import Case, Policy
from narvaro.explain.evidence import NOTICED_MIN, gather
from narvaro.explain.why_not import _if_closed, _if_opened, why_not
from narvaro.language import LANGUAGES
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


def test_a_place_not_opened_by_hand(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """The harbour would give the isle, which has no way, one of 10 minutes, and take the village from 40 to 35."""
    (harbour,) = [place for place in why_not(gather(case, plan, travel)) if place.action == "open"]
    assert (harbour.rank, harbour.name, harbour.size) == (1, "Harbour", "small")
    assert (harbour.people_changed, harbour.people_reach) == (100, 50)
    assert harbour.person_minutes == 50 * 230 + 100 * 5
    assert (harbour.people_standard, harbour.people_walk, harbour.people_walk_definition) == (50, 50, 0)
    assert (harbour.running_year, harbour.opening) == (4.0, 1.0)
    assert harbour.allowed
    assert (harbour.proof, harbour.worse_by_at_least, harbour.worse_share) == ("worse", 50.0, 0.05)
    assert (harbour.nearest_office, np.isnan(harbour.nearest_min)) == ("", True)


def test_an_office_that_stays_by_hand(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Without the square the town would have 10 minutes more and the village 5; the town none on foot."""
    (square,) = [place for place in why_not(gather(case, plan, travel)) if place.action == "close"]
    assert (square.name, square.size, square.running_year) == ("Square", "medium", 8.0)
    assert square.people_changed == 700
    assert square.person_minutes == 600 * 10 + 100 * 5
    assert (square.people_standard, square.people_walk) == (0, 600)
    assert (square.nearest_office, square.nearest_min) == ("Station", 15.0)
    assert (square.proof, square.worse_by_at_least) == ("worse", 500.0)


def test_what_the_plan_does_is_not_asked_again(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Places that the plan opens or closes have their reason elsewhere."""
    told = {(place.action, place.site_id) for place in why_not(gather(case, plan, travel))}
    assert told == {("open", "s4"), ("close", "s1")}


def test_nothing_is_asked_that_the_policy_does_not_offer(
    case: Case, policy: Policy, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """No candidates where candidates may not open; no closings where the plan closes nothing."""
    shut = policy.model_copy(update={"limits": policy.limits.model_copy(update={"open_candidates": False})})
    assert why_not(gather(case, make_plan_of([], [], policy=shut), travel)) == ()
    only_open = why_not(gather(case, make_plan_of([], []), travel))
    assert {place.action for place in only_open} == {"open"}


def test_an_office_that_must_stay_is_not_asked(
    case: Case, travel: TravelTimes, policy: Policy, make_plan_of: MakePlan
) -> None:
    """Only offices that may close are told among those that stay."""
    sites = case.sites.assign(size="small", status=["must_stay", "may_close", "may_close", "may_close"])
    locked = Case("locked", case.areas, sites, sizes=case.sizes)
    plan = make_plan_of([("close", "s3", "")], [], case=locked)
    told = why_not(gather(locked, plan, travel))
    assert {place.site_id for place in told if place.action == "close"} == {"s2", "s4"}


def test_the_earmark_says_who_may_not(
    case: Case, policy: Policy, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """With the earmark the harbour, far from the listed suburb, may not open, and the reason says so."""
    money = policy.money.model_copy(update={"earmark": True})
    earmarked = policy.model_copy(update={"money": money})
    plan = make_plan_of([], [], policy=earmarked, certificate={"s4": (float("inf"), 990.0)})
    told = {place.site_id: place for place in why_not(gather(case, plan, travel))}
    assert told["s2"].allowed
    assert not told["s4"].allowed
    assert "explain.why_not.earmark" in {note.key for note in told["s4"].why}
    # allowed places are told first, whatever the others would gain
    assert [place.site_id for place in sorted(told.values(), key=lambda one: one.rank)] == ["s2", "s4"]


@pytest.mark.parametrize(
    ("changes", "first"), [({"kind": "minutes"}, "s4"), ({"kind": "mix", "walk_weight_min": 600.0}, "s2")]
)
def test_strength_is_what_the_policy_is_about(
    case: Case, policy: Policy, travel: TravelTimes, make_plan_of: MakePlan, changes: dict, first: str
) -> None:
    """By minutes the harbour is the strongest place; with a high charge for walking distance the listed suburb is."""
    other = policy.model_copy(update={"objective": mixed(**changes)})
    told = why_not(gather(case, make_plan_of([], [], policy=other), travel))
    assert told[0].site_id == first


def test_neighbours_are_told_once(
    case: Case, travel: TravelTimes, policy: Policy, make_plan_of: MakePlan
) -> None:
    """Of two places nearer to each other than to any office only the stronger is told."""
    sites = case.sites.reset_index()
    twin = sites.iloc[[3]].assign(id="s5", name="Old harbour", lon=19.51)
    both = Case("both", case.areas, pd.concat([sites, twin], ignore_index=True), sizes=case.sizes)
    minutes = {
        mode: np.column_stack([travel.to_dense(mode), travel.to_dense(mode)[:, 3] + 1])
        for mode in ("car", "walk")
    }
    wider = TravelTimes.from_dense(travel.area_ids, (*travel.site_ids, "s5"), minutes)
    told = why_not(gather(both, make_plan_of([], [], case=both), wider))
    assert {place.site_id for place in told} == {"s2", "s4"}


@given(worlds())
def test_figures_equal_trying_each_place(world: tuple[TravelTimes, Plan]) -> None:
    """The figures of all places at once are those of opening or closing each alone and measuring again."""
    travel, plan = world
    evidence = gather(COUNTRY, plan, travel)
    after = set(evidence.decision.after)
    people, member = evidence.people.to_numpy(), evidence.definition.to_numpy()
    opened, closed = _if_opened(evidence), _if_closed(evidence)
    for site, row in [*opened.iterrows(), *closed.iterrows()]:
        other = after - {site} if site in after else after | {site}
        figures = {}
        for mode, limit in (("car", 30.0), ("walk", 20.0)):
            now, then = (
                nearest(travel, mode=mode, sites=sorted(one))["minutes"].to_numpy() for one in (after, other)
            )
            crossed = (now <= limit) != (then <= limit)
            figures[mode] = people[crossed].sum(), people[crossed & member].sum()
            if mode == "car":
                change = np.abs(
                    np.fmin(np.nan_to_num(now, nan=240.0), 240.0)
                    - np.fmin(np.nan_to_num(then, nan=240.0), 240.0)
                )
                assert row["person_minutes"] == pytest.approx(people @ change)
                assert row["people_changed"] == pytest.approx(people[np.abs(now - then) >= NOTICED_MIN].sum())
                assert row["people_reach"] == pytest.approx(people[np.isnan(now) != np.isnan(then)].sum())
        assert row["people_standard"] == pytest.approx(figures["car"][0])
        assert row[["people_walk", "people_walk_definition"]].tolist() == pytest.approx(figures["walk"])


def test_every_why_not_reads_in_both_languages(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Each sentence is told in Swedish and English, with no hole left in it."""
    for place in why_not(gather(case, plan, travel)):
        for lang in LANGUAGES:
            for note in place.why:
                assert "{" not in note.text(lang)
