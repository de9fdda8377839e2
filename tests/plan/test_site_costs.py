"""Costs that sites say of themselves: by hand, by brute force over all plans, and by the separate check."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, times_of

from narvaro.access import measure_load
from narvaro.case import Case
from narvaro.errors import CheckError, FolderError, InfeasibleError
from narvaro.plan import Edit, evaluate, evaluator, make_plan
from narvaro.plan.recheck import recheck

YEARS = (2025, 2026)
STATUS = ("may_close", "may_close", "candidate", "candidate")


def with_costs(size=("large", "small", "small", ""), **costs) -> Case:
    return case_of([40, 30, 20, 10], STATUS, sizes=[SMALL, LARGE], sites={"size": list(size), **costs})


def policy(*change, **limits):
    return policy_of(
        change,
        objective={"kind": "minutes", "extra_min": {"small": 3.0}},
        limits={"resize": "smaller", "opening_month": 7, "closing_month": 6, **limits},
        money={"lasting": True},
    )


def test_a_year_is_paid_at_what_the_place_says():
    """Site 0 costs 9 of its own as large, 2 to close; site 2 opens in July at 6 a year and nothing to open."""
    case = with_costs(running_year=[9, None, 6, None], closing=[2, 9, 9, 9], opening=[None, None, 0, None])
    ready = evaluator(case, policy(0.0, 0.0))
    found = evaluate(ready, [Edit("s0", 2025, ""), Edit("s2", 2025, "small")])
    first = found.years[0]
    parts = {name: first.money[name] for name in ("running", "opening", "closing", "appropriation")}
    assert parts == {
        "running": 4_500 + 4_000 + 3_000,
        "opening": 0,
        "closing": 2_000,
        "appropriation": 13_000,
    }
    assert [(a.cost_milli, a.running_change_milli) for a in first.actions] == [(0, 6_000), (2_000, -9_000)]
    assert found.afterwards["running"] == 4_000 + 6_000
    assert "plan.check_ledger" not in {fault.key for fault in found.broken}


def test_an_office_that_shrinks_goes_by_the_size_that_it_comes_to():
    """Large it costs 9 and 3 to close, of its own; small it is as any small one: half a year each, and 3 - 0.5 once."""
    ready = evaluator(with_costs(running_year=[9, "", "", ""], closing=[3, "", "", ""]), policy(0.0, 0.0))
    year = evaluate(ready, [Edit("s0", 2025, "small")]).years[0]
    assert (year.money["running"], year.money["resizing"]) == (4_500 + 2_000 + 4_000, 2_500)


def test_the_plan_opens_where_it_is_cheap_though_all_is_else_alike():
    """Two candidates with the same people near, and money for the one that says it costs less."""
    case = case_of(
        [50, 10, 10],
        ["must_stay", "candidate", "candidate"],
        sizes=[SMALL],
        sites={"running_year": [4, 4, 1]},
    )
    times = times_of(case, [[0, 50, 50], [50, 0, 50], [50, 50, 0]])
    plan = make_plan(case, policy_of([3.0], objective={"kind": "minutes"}), travel=times)
    assert [action.site_id for _, action in plan.actions] == ["s2"]
    assert recheck(case, plan, times) == dict(plan.checks)


def test_sites_share_choices_only_where_their_costs_are_the_same():
    """Of three candidates alike but for the cost of opening, each pays its own."""
    sites = {"opening": [None, 0.25, 3.5]}
    case = case_of([1], ["candidate"] * 3, sizes=[SMALL], sites=sites)
    paths = make_plan(case, policy_of([0.0], objective={"kind": "minutes"})).formulation.paths
    opening = {int(s): int(o) for s, o in zip(paths.site, paths.spend.opening[:, 0], strict=True) if o}
    assert opening == {0: 1_000, 1: 250, 2: 3_500}


def test_a_plan_made_for_other_costs_is_refused():
    """The tables are other tables; and where only the word of the file were believed, the ledger would differ."""
    case = with_costs(running_year=[9, None, 6, None])
    times = times_of(case, np.ones((4, 4)))
    plan = make_plan(case, policy(0.0, 0.0), travel=times)
    other = with_costs(running_year=[9.5, None, 6, None])
    with pytest.raises(FolderError):
        recheck(other, plan, times)
    with pytest.raises(CheckError) as caught:
        recheck(other, replace(plan, case_checksum=other.checksum), times)
    assert any("running" in str(fault.column) for fault in caught.value.faults)


def test_a_visit_costs_what_the_place_costs():
    """9 million over 40 people of 0.27 visits each."""
    case = with_costs(running_year=[9, None, None, None])
    ways = np.where(np.eye(4, dtype=bool), 0.0, 50.0)
    load = measure_load(case, times_of(case, ways)).offices
    assert load.loc["s0", "cost_year"] == 9.0
    assert load.loc["s1", "cost_year"] == 4.0
    assert load.loc["s0", "cost_visit"] == pytest.approx(9e6 / (load.loc["s0", "people"] * 0.27))


def draw(seed: int):
    rng = np.random.default_rng(seed)

    def own(low: int, high: int):
        return [None if rng.random() < 0.3 else float(rng.integers(low, high)) / 4 for _ in STATUS]

    case = with_costs(running_year=own(4, 40), opening=own(0, 12), closing=own(0, 12))
    change = [float(c) for c in rng.integers(-6, 8, 2)]
    return case, policy(*change), times_of(case, rng.integers(1, 60, (4, 4)).astype(float))


@settings(max_examples=8)
@given(st.integers(0, 2**32 - 1))
def test_the_best_of_all_plans(seed: int):
    """Every path of every site evaluated by hand: the plan is the best that breaks no rule, and is rechecked."""
    case, wanted, times = draw(seed)
    ready = evaluator(case, wanted, travel=times)
    offices = [[], *([Edit("s", year, size)] for year in YEARS for size in ("", "small"))]
    candidates = [[], *([Edit("s", year, size)] for year in YEARS for size in ("small", "large"))]
    closings, small = (
        [w for w in ways if not w or w[0].size == size]
        for ways, size in ((offices, ""), (candidates, "small"))
    )
    ways = [offices, closings, small, candidates]
    best = np.inf
    for chosen in product(*ways):
        edits = [replace(e, site_id=f"s{j}") for j, way in enumerate(chosen) for e in way]
        found = evaluate(ready, edits)
        assert "plan.check_ledger" not in {fault.key for fault in found.broken}
        if not found.broken:
            best = min(best, found.objective.after)
    try:
        plan = make_plan(case, wanted, travel=times)
    except InfeasibleError:
        assert best == np.inf
        return
    assert plan.objective.after == pytest.approx(best)
    assert recheck(case, plan, times) == dict(plan.checks)
