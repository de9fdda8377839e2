"""A plan changed by hand is what a fresh evaluation by separate code says it is, and no broken rule is hidden."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, times_of, worth_of

from narvaro.case import Service
from narvaro.errors import CheckError, FolderError, SettingError
from narvaro.plan import Edit, build, evaluate, evaluator, make_plan
from narvaro.plan.limits import rules_of
from narvaro.plan.money import SiteCosts
from narvaro.plan.options import Paths, spend_of
from narvaro.plan.verify import verify
from narvaro.siting.check.exact import least_costs
from narvaro.sources import scenario, scenario_names

STATUS = ["must_stay", "may_close", "may_close", "candidate", "candidate", "must_close", "must_open"]
LIMITS = {
    "keep_one_in": "county",
    "leave_municipality": "with_consent",
    "consent": ["22"],
    "max_openings_year": 1,
    "one_opening_in": "municipality_code",
    "room_in": "county",
    "visits_per_person": 30.0,
    "within_min": 40.0,
    "within_share": 0.6,
    "resize": "smaller",
}
FAMILIES = {
    "money": "plan.check_money",
    "keep": "plan.check_region",
    "stay": "plan.check_left",
    "openings": "plan.check_openings",
    "one": "plan.check_one_opening",
    "room": "plan.check_room_for",
}
"""By what name the replay calls a broken rule of the limits."""


def small_case():
    rng = np.random.default_rng(3)
    case = case_of(
        [300, 200, 100, 50],
        STATUS,
        sizes=[SMALL, LARGE],
        services=(Service("tax", "Skatt", "Tax"), Service("aid", "Stöd", "Aid")),
        areas={"poor": [False, True, False, True], "county": ["1", "1", "2", "2"], "need": [1, 2, 1, 3]},
        sites={
            "size": ["large", "small", "small", "", "small", "small", "small"],
            "county": ["1", "1", "2", "1", "2", "2", "1"],
            "municipality_code": ["11", "12", "21", "11", "22", "22", "11"],
            "services": ["tax;aid", "tax", "tax;aid", "aid", "tax", "tax", "aid"],
        },
    )
    car = rng.integers(1, 70, (4, 7)).astype(float)
    car[0, 4] = np.nan
    return case, times_of(case, car, 5 * car)


CASE, TIMES = small_case()
EDITS = st.lists(
    st.builds(
        Edit,
        st.sampled_from([f"s{j}" for j in range(len(STATUS))]),
        st.sampled_from([2025, 2026, 2027]),
        st.sampled_from(["", "small", "large"]),
    ),
    max_size=5,
)
KINDS = ["minutes", "mix", "beyond", "kolm_pollak"]


def policy_for(kind, earmark=False):
    extra = {"extra_min": {"small": 3.0}} if kind in ("minutes", "mix") else {}
    return policy_of(
        [9.0, 12.0, 12.0],
        definition="poor",
        money={"earmark": earmark, "saving_pct": 10.0, "credit_pct": 5.0},
        limits=LIMITS,
        objective={"kind": kind, "standard_min": 20.0, "need_weighted": True, **extra},
    )


READY = {
    (kind, pots): evaluator(CASE, policy_for(kind, pots), travel=TIMES)
    for kind in KINDS
    for pots in (False, True)
}
AIMS = {kind: build(CASE, policy_for(kind), TIMES).aim for kind in KINDS}


def network_of(ready, found):
    """Return the networks of an evaluation as one path for each site."""
    sizes = {"": -1, **{size.id: k for k, size in enumerate(CASE.sizes)}}
    state = np.array([[sizes[size] for size in row] for row in found.networks.to_numpy()], np.int8)
    today = np.array(
        [sizes[size] if there else -1 for size, there in zip(CASE.sites["size"], CASE.existing, strict=True)],
        np.int8,
    )
    spend = spend_of(today, state, SiteCosts.of(CASE), ready.question.policy)
    return Paths(np.arange(len(STATUS)), state, spend, today)


def broken_limits(ready, network):
    """Return the rules that are broken, by name, from the limits that the engine is given."""
    broken = set()
    for rule in rules_of(ready.question, network, ready.money):
        if not rule.lower <= rule.coefficients.sum() <= rule.upper:
            lasting = rule.family == "money" and rule.when.endswith("-")
            broken.add("plan.check_lasting" if lasting else FAMILIES[rule.family])
    return broken


def broken_otherwise(ready, network):
    """Return the other rules that are broken, by name, each by its definition."""
    policy, state, broken = ready.question.policy, network.state, set()
    before = np.column_stack([network.today, state[:, :-1]])
    acts, last = before != state, state[:, -1] >= 0
    for j, status in enumerate(STATUS):
        wrong = {"must_stay": acts[j].any(), "must_close": last[j], "must_open": not last[j]}
        broken |= {"plan.check_lock"} if wrong.get(status) else set()
        broken |= {"plan.check_twice"} if acts[j].sum() > 1 else set()
        own = CASE.sites["size"].iloc[j]
        opens = (before[j] < 0) & (state[j] >= 0)
        if own and network.today[j] < 0 and {CASE.sizes[k].id for k in state[j] if k >= 0} - {own}:
            broken.add("plan.broken_size")
        if ((before[j] >= 0) & (state[j] >= 0) & (state[j] > before[j])).any():
            broken.add("plan.broken_resize_smaller")
        poor = CASE.areas["poor"].to_numpy()
        if policy.money.earmark and opens.any():
            far = TIMES.to_dense("walk")[poor, j].min() > policy.objective.walk_standard_min
            broken |= {"plan.check_earmark"} if far else set()
    weight = (CASE.areas["people"] * CASE.areas["need"]).to_numpy()
    near = (TIMES.to_dense("car")[:, last] <= policy.limits.within_min).any(axis=1)
    short = weight[near].sum() < policy.limits.within_share * weight.sum()
    return broken | ({"plan.check_within"} if short else set())


@settings(max_examples=150)
@given(edits=EDITS, kind=st.sampled_from(KINDS), earmark=st.booleans())
def test_value_money_and_rules_are_those_of_the_problem_as_a_whole(edits, kind, earmark):
    """The engine's layers add up to the value, and a rule is named just where its limit or its definition breaks."""
    ready = READY[kind, earmark]
    found = evaluate(ready, edits)
    network = network_of(ready, found)
    assert found.objective.after == pytest.approx(worth_of(AIMS[kind], network.state), rel=1e-6)
    assert [year.money["spent"] for year in found.years] == network.spend.total.sum(axis=0).tolist()
    named, wanted = {fault.key for fault in found.broken}, broken_limits(ready, network)
    if (
        network.state[0] < 0
    ).any():  # the problem never lets go of what must stay, so its limits do not speak of it
        wanted |= named & {"plan.check_region", "plan.check_left"}
    assert named == wanted | broken_otherwise(ready, network)
    assert all(fault.text(lang) for fault in found.broken for lang in ("sv", "en"))


@settings(max_examples=40)
@given(edits=EDITS, kind=st.sampled_from(KINDS))
def test_the_whole_check_passes_what_breaks_no_rule_and_refuses_the_rest(edits, kind):
    """`verify` replays the years with a fresh look at every table, and finds the same rules broken and nothing else."""
    ready = READY[kind, False]
    found, question = evaluate(ready, edits), ready.question
    reckoned = found.objective.after
    own = {fault.text() for fault in found.broken if fault.key.startswith("plan.check")}
    try:
        assert all(verify(question, found.years, (reckoned, reckoned)).values())
        refused = []
    except CheckError as error:
        refused = error.faults
    assert {fault.text() for fault in refused} == own


@settings(max_examples=40)
@given(first=EDITS, second=EDITS)
def test_an_evaluation_leaves_nothing_behind_for_the_next(first, second):
    """What was evaluated before does not change what comes after."""
    ready, fresh = READY["mix", True], evaluator(CASE, policy_for("mix", True), travel=TIMES)
    evaluate(ready, first)
    one, other = evaluate(ready, second), evaluate(fresh, second)
    assert (one.objective, one.years, one.afterwards) == (other.objective, other.years, other.afterwards)
    assert [fault.text() for fault in one.broken] == [fault.text() for fault in other.broken]
    assert one.networks.equals(other.networks)


def test_without_an_edit_a_plan_is_what_it_says():
    """The plan's own figures, years and counts come out, and no rule is broken."""
    case = case_of([300, 100], ["may_close", "candidate"])
    times, policy = times_of(case, [[5, 30], [30, 5]]), policy_of([7.0, 20.0])
    plan = make_plan(case, policy, travel=times)
    ready = evaluator(case, policy, travel=times)
    found = evaluate(ready, start=plan)
    assert found.objective == replace(plan.objective, bound=0.0, gap=found.objective.gap)
    assert (found.years, found.afterwards, found.counts) == (plan.years, plan.afterwards, plan.counts)
    assert found.broken == ()
    assert found.networks.equals(plan.networks(case))
    closed = evaluate(ready, [Edit("s1", 2025, "")], start=plan)
    assert (closed.objective.after, closed.years[0].actions) == (5 * 300 + 30 * 100, ())


def test_a_policy_that_opens_nothing_and_changes_no_size_is_held_too():
    """What a plan that is made never does is named when it is done by hand."""
    case = case_of(
        [300, 100], ["may_close", "candidate"], sizes=[SMALL, LARGE], sites={"size": ["small", ""]}
    )
    ready = evaluator(case, policy_of([50.0], limits={"open_candidates": False, "resize": "no"}))
    found = evaluate(ready, [Edit("s0", 2025, "large"), Edit("s1", 2025, "small")])
    assert [fault.key for fault in found.broken] == ["plan.broken_opening", "plan.broken_resize_no"]


def test_what_is_not_there_is_named_all_at_once():
    """Sites, years and sizes that are not there are one error."""
    with pytest.raises(SettingError) as caught:
        evaluate(READY["mix", False], [Edit("nowhere", 2025, "small"), Edit("s1", 1999, "huge")])
    assert [fault.key for fault in caught.value.faults] == [
        "plan.edit_site",
        "plan.edit_year",
        "plan.edit_size",
    ]
    assert all(fault.text(lang) for fault in caught.value.faults for lang in ("sv", "en"))


def test_a_plan_for_another_case_or_other_years_is_refused():
    """The plan that is changed must be one for the case and the years of the policy."""
    case = case_of([300, 100], ["may_close", "candidate"])
    plan = make_plan(case, policy_of([0.0]), travel=times_of(case, [[5, 30], [30, 5]]))
    with pytest.raises(FolderError):
        evaluate(READY["mix", False], start=plan)
    with pytest.raises(SettingError):
        evaluate(evaluator(case, policy_of([0.0, 0.0])), start=plan)


@pytest.mark.slow
@pytest.mark.parametrize("name", scenario_names())
def test_changes_of_an_embedded_scenario_agree_with_its_problem(name):
    """The engine's sum over its layers is the value, and the limits of all paths are broken where a rule is named."""
    case, policy = scenario(name)
    ready, formulation = evaluator(case, policy), build(case, policy)
    paths, rng = formulation.paths, np.random.default_rng(1)
    problem = formulation.problem()
    for _ in range(3):
        picked = rng.choice(len(case.sites), 4, replace=False)
        chosen = [int(rng.choice(np.flatnonzero(paths.site == j))) for j in picked]
        years, ids = policy.years, [*(size.id for size in case.sizes), ""]
        edits = [
            Edit(str(case.sites.index[j]), years[t], ids[paths.state[k, t]])
            for j, k in zip(picked, chosen, strict=True)
            for t in range(len(years))
        ]
        found = evaluate(ready, edits)
        state = np.array([[ids.index(size) for size in row] for row in found.networks.to_numpy()])
        state[state == len(case.sizes)] = -1
        option = [
            int(np.flatnonzero((paths.site == j) & (paths.state == state[j]).all(axis=1))[0])
            for j in range(len(state))
        ]
        worth = sum(
            float((layer.weight * least_costs(problem, layer, paths.state[option])).sum() * layer.price)
            for layer in problem.layers
        )
        assert found.objective.after == pytest.approx(formulation.aim.read(worth), rel=1e-9)
        broken = {
            "plan.check_lasting" if rule.when.endswith("-") else FAMILIES[rule.family]
            for rule in formulation.rules
            if not rule.lower <= rule.coefficients[option].sum() <= rule.upper
        }
        assert {fault.key for fault in found.broken} == broken
