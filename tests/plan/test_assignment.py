"""Who goes where under `max_load`: by hand, and the best plan against every plan that can be made."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.cases import LARGE, SMALL, case_of, figures, policy_of, question_of, times_of

from narvaro.errors import PolicyError
from narvaro.plan import Edit, evaluate, evaluator, make_plan
from narvaro.plan.assignment import assignments

# a person makes one visit in a year, so that people and visits are the same figures
ONE_VISIT = {"visits_per_person": 1.0}


def towns(max_load=1.0, overload_min=60.0, **limits):
    """Two towns of 10,000 and 8,000, 20 minutes apart, and a village of 4,000 by the first, 10 from it."""
    case = case_of(
        [10_000, 4_000, 8_000],
        ["may_close", "candidate", "candidate"],
        sizes=[SMALL, LARGE],
        sites={"size": ["small", "small", "large"]},
    )
    times = times_of(case, [[0, 10, 20], [10, 0, 25], [20, 25, 0]])
    goal = {"kind": "minutes", "overload_min": overload_min}
    rules = {**ONE_VISIT, "max_load": max_load, **limits}
    return case, policy_of([10.0], objective=goal, limits=rules), times


def test_the_office_of_today_keeps_its_visits_and_sends_on_those_who_lose_least():
    """All 22,000 go to the one office today, and may; with a second one at the village nobody is sent anywhere."""
    case, policy, times = towns()
    (today,) = assignments(question_of(case, policy, times), np.array([[0], [-1], [-1]], np.int8))
    assert today.visits.tolist() == [22_000, 0, 0]
    assert today.most.tolist() == [22_000, 0, 0]
    assert (today.people_too_many, today.people_past) == (0, 0)


def test_a_new_office_fills_and_sends_people_on():
    """Of 8,000 at a new small office with room for 10,000, and 4,000 who would follow, 2,000 go to the old one."""
    case = case_of([8_000, 4_000], ["may_close", "candidate"], sizes=[SMALL])
    times = times_of(case, [[30, 0], [30, 5]])
    policy = policy_of([9.0], objective={"kind": "minutes"}, limits={**ONE_VISIT, "max_load": 1.0})
    (found,) = assignments(question_of(case, policy, times), np.array([[0], [0]], np.int8))
    assert found.visits.tolist() == [2_000, 10_000]
    assert found.people_past == 2_000
    assert found.shares.toarray().tolist() == [[0, 1], [0.5, 0.5]]
    assert found.person_minutes == 2_000 * 30 + 2_000 * 5


def test_who_would_go_too_far_counts_as_too_many():
    """Where the other office is 20 minutes further and being too many counts as 10, all stay."""
    case = case_of([8_000, 4_000], ["may_close", "candidate"], sizes=[SMALL])
    times = times_of(case, [[30, 0], [30, 5]])
    goal = {"kind": "minutes", "overload_min": 10.0}
    policy = policy_of([9.0], objective=goal, limits={**ONE_VISIT, "max_load": 1.0})
    parts, value = figures(case, policy, times, [[0], [0]])
    assert parts == {"person_minutes": (20_000,), "too_many": (2_000,), "sent_past": (0,)}
    assert value == 20_000 + 10 * 2_000


def test_an_office_that_is_made_smaller_does_not_keep_the_visits_of_today():
    """As small it may have one and a half times the room of small, whatever came to it when it was large."""
    case = case_of([40_000], ["may_close"], sizes=[SMALL, LARGE], sites={"size": ["large"]})
    policy = policy_of([0.0], objective={"kind": "minutes"}, limits={**ONE_VISIT, "max_load": 1.5})
    question = question_of(case, policy)
    (large,) = assignments(question, np.array([[1]], np.int8))
    (small,) = assignments(question, np.array([[0]], np.int8))
    assert (large.most.tolist(), large.people_too_many) == ([40_000], 0)
    assert (small.most.tolist(), small.people_too_many) == ([15_000], 25_000)


def every_plan(case, policy, times):
    """Return the least value of any plan that keeps the rules, found by evaluating them all."""
    ready = evaluator(case, policy, travel=times)
    names = [size.id for size in case.sizes]
    ways = [["", *names]] * len(case.sites)
    best = np.inf
    for sizes in itertools.product(*ways):
        edits = [Edit(site, 2025, size) for site, size in zip(case.sites.index, sizes, strict=True)]
        found = evaluate(ready, edits)
        if not found.broken:
            best = min(best, found.objective.after)
    return best


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.7, 1.0, 1.5]))
def test_no_plan_is_better_than_the_bound_and_the_plan_is_the_best(seed, max_load):
    """Against every plan of three sites and two sizes, each evaluated by separate code."""
    rng = np.random.default_rng(seed)
    people = (rng.integers(1, 12, 4) * 1_000).tolist()
    case = case_of(
        people,
        ["may_close", "candidate", "candidate"],
        sizes=[SMALL, LARGE],
        sites={"size": ["small", "", ""]},
    )
    times = times_of(case, rng.integers(0, 60, (4, 3)))
    rules = {**ONE_VISIT, "max_load": max_load}
    policy = policy_of([float(rng.integers(0, 15))], objective={"kind": "minutes"}, limits=rules)
    plan, best = make_plan(case, policy, travel=times), every_plan(case, policy, times)
    assert plan.objective.bound <= best * (1 + 1e-9)
    assert best * (1 - 1e-9) <= plan.objective.after <= best * 1.05


def test_a_looser_rule_is_never_worse_and_an_endless_one_is_none():
    """The bound with more room lies at or below the plan with less; without end it is the plan without the rule."""
    case, _, times = towns()
    found = [make_plan(case, towns(load)[1], travel=times) for load in (0.5, 1.0, 2.0, 1e6)]
    for tight, loose in itertools.pairwise(found):
        assert loose.objective.bound <= tight.objective.after + 1e-6
    plain = towns()[1].model_copy(update={"limits": towns()[1].limits.model_copy(update={"max_load": None})})
    without = make_plan(case, plain, travel=times)
    assert found[-1].objective.after == pytest.approx(without.objective.after)


def test_a_kind_that_is_not_made_of_minutes_is_refused():
    """People are sent by minutes, so the rule goes with the kinds minutes and mix alone."""
    case, policy, times = towns()
    for kind in ("beyond", "worst", "kolm_pollak"):
        goal = policy.objective.model_copy(update={"kind": kind})
        with pytest.raises(PolicyError, match="max_load"):
            make_plan(case, policy.model_copy(update={"objective": goal}), travel=times)


def test_the_kind_mix_counts_the_walk_and_the_load():
    """The same people too many and sent past beside those without an office on foot."""
    case, policy, times = towns()
    areas = case.areas.assign(poor=[True, False, False])
    case = replace(case, areas=areas.reset_index())
    goal = policy.objective.model_copy(update={"kind": "mix"})
    policy = policy.model_copy(update={"objective": goal, "definition": "poor"})
    parts, value = figures(case, policy, times, [[0], [-1], [-1]])
    assert list(parts) == ["person_minutes", "without_walk", "too_many", "sent_past"]
    assert value == parts["person_minutes"][0] + 60 * parts["without_walk"][0]
