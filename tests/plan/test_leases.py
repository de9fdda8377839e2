"""Notice, lease and closings a year: by hand, by brute force over all plans, and by the separate check."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narvaro.case import Case, Money, Objective, Policy, Rules, Size
from narvaro.errors import InfeasibleError, PolicyError
from narvaro.plan import Edit, evaluate, evaluator, make_plan
from narvaro.plan.leases import leases_of, rent_afterwards
from narvaro.travel import TravelTimes

SIZES = (Size("only", 0, 12.0, 2.0, 1.0, 5.0, 10_000.0),)
YEARS = (2027, 2028, 2029)


def case_of(count: int = 1, **columns: object) -> Case:
    """Return so many villages with an office each."""
    areas = pd.DataFrame(
        {
            "id": [f"a{i}" for i in range(count)],
            "name": [f"A{i}" for i in range(count)],
            "lon": [18.0 + 0.3 * i for i in range(count)],
            "lat": 59.0,
            "people": [100 * (i + 1) for i in range(count)],
        }
    )
    sites = areas.drop(columns="people").assign(**{"status": "may_close", **columns})
    return Case("villages", areas, sites, sizes=SIZES)


def policy_of(*change: float, **limits: object) -> Policy:
    """Return a policy of minutes by car, closing at the end of July."""
    return Policy(
        years=YEARS[: len(change)],
        objective=Objective(kind="minutes"),
        money=Money(change=change, lasting=False, saving_pct=100.0, credit_pct=100.0),
        limits=Rules(**limits),
    )


def test_rent_is_paid_to_the_end_of_the_lease() -> None:
    """Closed in July 2027 with a lease to March 2028 at 6 a year: 2.5 this year and 1.5 the next, and 1 for closing."""
    case = case_of(lease_end="2028-03-31", rent_year=6.0)
    found = evaluate(evaluator(case, policy_of(0.0, 0.0, 0.0)), [Edit("a0", 2027, "")])
    assert [year.money["closing"] for year in found.years] == [3_500, 1_500, 0]
    assert [year.money["running"] for year in found.years] == [7_000, 0, 0]
    assert [fault.key for fault in found.broken] == []
    stays = evaluate(evaluator(case, policy_of(0.0, 0.0, 0.0)))
    assert [year.money["closing"] for year in stays.years] == [0, 0, 0]


@pytest.mark.parametrize(("until", "due"), [("2030-03-31", 1_500), ("2029-12-31", 0), ("2039-12-31", 60_000)])
def test_rent_beyond_the_last_year_is_told_apart(until: str, due: int) -> None:
    """At 6 a year: what the years of the plan hold and what is due afterwards are the whole rent after the closing."""
    case = case_of(lease_end=until, rent_year=6.0)
    found = evaluate(evaluator(case, policy_of(0.0, 0.0, 0.0)), [Edit("a0", 2028, "")])
    within = sum(year.money["closing"] for year in found.years) - 1_000
    after = rent_afterwards(case, {"a0": 2028}, policy_of(0.0).limits.closing_month, 2029)
    assert after == ({"a0": due} if due else {})
    assert within == 6_000 * 17 // 12
    assert rent_afterwards(case_of(), {"a0": 2028}, 7, 2029) == {}


@pytest.mark.parametrize(
    ("earliest", "month", "first"),
    [("2027", 7, 0), ("2027-08", 7, 0), ("2027-08-02", 7, 1), ("2028", 12, 0), ("2028-01-02", 12, 1), ("", 7, 0),
     ("2031", 7, 3)],
)  # fmt: skip
def test_the_first_year_in_which_an_office_may_close(earliest: str, month: int, first: int) -> None:
    """The day after the end of the closing month is not before the date."""
    case = case_of(earliest_close=earliest)
    assert leases_of(case, policy_of(0.0, 0.0, 0.0, closing_month=month)).first.tolist() == [first]


def test_what_must_close_but_may_not_in_time_is_refused() -> None:
    """The plan says so, and not that there is no plan."""
    case = case_of(2, status=["must_close", "may_close"], earliest_close=["2031", ""])
    with pytest.raises(PolicyError) as caught:
        make_plan(case, policy_of(0.0, 0.0))
    assert [fault.key for fault in caught.value.faults] == ["plan.closes_too_late"]


def test_more_than_may_close_in_a_year_is_refused_with_what_would_do() -> None:
    """Three must close in two years, one a year: the limit must be two."""
    case = case_of(3, status=["must_close"] * 3)
    with pytest.raises(InfeasibleError) as caught:
        make_plan(case, policy_of(0.0, 0.0, max_closings_year=1))
    (fault,) = caught.value.faults
    assert (fault.key, fault.data["least"]) == ("plan.too_many_must_close", 2)


def test_so_many_close_in_a_year_and_no_more() -> None:
    """An office closed in July saves 4 in its year: with 4 and then 16 less, one each year just keeps the money."""
    plan = make_plan(case_of(3), policy_of(-4.0, -16.0, max_closings_year=1))
    assert [sum(a.action == "close" for a in year.actions) for year in plan.years] == [1, 1]
    assert plan.checks["closings"]
    ready = evaluator(case_of(3), policy_of(-4.0, -16.0, max_closings_year=1))
    both = evaluate(ready, [Edit("a0", 2027, ""), Edit("a1", 2027, "")])
    assert [fault.key for fault in both.broken] == ["plan.check_closings"]


def test_a_limit_that_clashes_with_the_money_is_named() -> None:
    """With 10 and then 20 less, two would have to close in the first year."""
    with pytest.raises(InfeasibleError) as caught:
        make_plan(case_of(3), policy_of(-10.0, -20.0, max_closings_year=1))
    assert "plan.clash_closings" in {fault.key for fault in caught.value.faults}


def random_case(seed: int) -> tuple[Case, Policy, TravelTimes]:
    """Three offices with leases and notice drawn, and money that makes some close."""
    rng = np.random.default_rng(seed)
    dates = ["", "2027", "2028-03", "2028-08-01", "2029", "2030-06-30"]
    case = case_of(
        3,
        earliest_close=[dates[k] for k in rng.integers(0, len(dates), 3)],
        lease_end=[dates[k] for k in rng.integers(0, len(dates), 3)],
        rent_year=rng.integers(0, 8, 3).astype(float),
    )
    change = tuple(float(x) for x in -rng.integers(0, 30, 3))
    most = None if rng.random() < 0.4 else int(rng.integers(0, 3))
    limits = {} if most is None else {"max_closings_year": most}
    minutes = rng.integers(1, 90, (3, 3)).astype(float)
    ids = [f"a{i}" for i in range(3)]
    return case, policy_of(*change, **limits), TravelTimes.from_dense(ids, ids, {"car": minutes})


@settings(max_examples=8)
@given(st.integers(0, 2**32 - 1))
def test_the_best_of_all_plans(seed: int) -> None:
    """Every choice of a year to close, or none, evaluated: the plan is the best of those that break no rule."""
    case, policy, travel = random_case(seed)
    ready = evaluator(case, policy, travel=travel)
    best = np.inf
    for years in product((None, *YEARS), repeat=3):
        edits = [Edit(f"a{i}", year, "") for i, year in enumerate(years) if year is not None]
        found = evaluate(ready, edits)
        if not found.broken:
            best = min(best, found.objective.after)
    try:
        plan = make_plan(case, replace_gap(policy), travel=travel)
    except InfeasibleError:
        assert best == np.inf
        return
    assert plan.objective.after == pytest.approx(best)


def replace_gap(policy: Policy) -> Policy:
    """Return the policy asked to the end."""
    return policy.model_copy(update={"solver": policy.solver.model_copy(update={"gap": 0.0})})
