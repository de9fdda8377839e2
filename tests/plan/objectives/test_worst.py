"""The longest way: found by bisection, equal to trying everything, with an honest bound."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.plan.cases import SMALL, case_of, figures, policy_of, question_of, times_of

from narvaro.plan import make_plan
from narvaro.plan.answer import Request
from narvaro.plan.formulate import build
from narvaro.plan.objectives import worst as room

CUTOFF = 100.0
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def longest(table, opened):
    ways = np.where(np.isnan(table), CUTOFF, np.minimum(table, CUTOFF))
    return CUTOFF if not opened else float(ways[:, list(opened)].min(axis=1).max())


@FEW
@given(st.data(), st.integers(1, 4), st.integers(1, 4), st.integers(0, 3))
def test_the_longest_way_is_as_short_as_any_choice_makes_it(data, n, m, p):
    """With money for p offices the value is the best over all choices of p sites, and so is the bound."""
    minutes = st.one_of(st.just(float("nan")), st.integers(0, 120).map(float))
    table = np.array(data.draw(st.lists(st.lists(minutes, min_size=m, max_size=m), min_size=n, max_size=n)))
    assume(np.isfinite(table).any())  # where nobody reaches any site a plan is refused
    case = case_of([10] * n, ["candidate"] * m, sizes=[SMALL])
    policy = policy_of([4.0 * p], money={"base": 0.0}, objective={"kind": "worst", "cutoff_min": CUTOFF})
    plan = make_plan(case, policy, travel=times_of(case, table))
    best = min(longest(table, opened) for opened in combinations(range(m), min(p, m)))
    assert plan.objective.after == plan.objective.bound == pytest.approx(best)
    assert plan.status == "optimal"


def test_among_plans_with_the_same_longest_way_people_on_the_whole_have_it_short():
    """Both sites give 60 minutes at most; the one where most people live opens."""
    case = case_of([10, 500], ["candidate"] * 2, sizes=[SMALL])
    policy = policy_of([4.0], money={"base": 0.0}, objective={"kind": "worst"})
    plan = make_plan(case, policy, travel=times_of(case, [[0, 60], [60, 0]]))
    assert [a.site_id for _, a in plan.actions] == ["s1"]
    assert plan.objective.part("person_minutes").after == 600.0


def test_a_radius_without_a_proof_leaves_the_gap_open(monkeypatch):
    """Where the engine proves nothing about a radius, the bound stays below the value."""
    case = case_of([10, 10, 10], ["candidate"] * 3, sizes=[SMALL])
    table = [[0, 30, 60], [30, 0, 30], [60, 30, 0]]
    policy = policy_of([4.0], money={"base": 0.0}, objective={"kind": "worst"})
    formulation = build(case, policy, times_of(case, table))
    real = room.solve

    def unsure(problem, **settings):
        from dataclasses import replace

        found = real(problem, **settings)
        return replace(found, bound=0.0, status="feasible", stopped_by="step") if found.value > 0 else found

    monkeypatch.setattr(room, "solve", unsure)
    monkeypatch.setattr(room, "check", lambda problem, solution: None)
    found = room.shortest_longest_way(formulation, Request(None, 0.0))
    assert (found.value, found.bound) == (30.0, 0.0)


def test_the_longest_way_is_that_of_the_last_year_and_of_people_who_exist():
    """An empty area has no longest way; the plan is judged when it is done."""
    case = case_of([10, 0], ["may_close", "candidate"])
    policy = policy_of([0.0, 0.0], objective={"kind": "worst"})
    assert figures(case, policy, times_of(case, [[50, 20], [90, 90]]), [[0, 0], [-1, 0]])[1] == 20.0


def test_radius_layers_count_areas_not_people():
    """Each area with people counts once when the last year ends."""
    case = case_of([10, 0, 30], ["may_close"])
    question = question_of(case, policy_of([0.0, 0.0]), times_of(case, [[5], [6], [50]]))
    layers = room.radius_layers(question, 20.0)
    assert [layer.weight.tolist() for layer in layers] == [[[0.0, 1.0], [0.0, 1.0]]]
