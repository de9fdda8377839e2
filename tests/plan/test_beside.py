"""What is set beside a plan can make a difference, and is as sure as the plan or near enough."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.plan.cases import case_of, policy_of, times_of

from narvaro.case import Case, Money, Objective, Policy
from narvaro.plan import make_plan
from narvaro.plan.beside import compared_gap, other_policies


def with_lists(**columns: list[bool]) -> Case:
    table = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [1.0, 2.0], "lat": [1.0, 2.0]})
    return Case("c", table.assign(people=[5, 5], **columns), table)


def policy(kind: str, *, earmark: bool = False) -> Policy:
    return Policy(
        years=(2027,),
        definition="list_2019",
        objective=Objective(kind=kind),  # type: ignore[arg-type]
        money=Money(change=(1.0,), earmark=earmark),
    )


EDITIONS = {"list_2019": [True, False], "list_2021": [True, True], "list_2025": [False, True]}


@pytest.mark.parametrize(
    ("kind", "earmark", "kinds"),
    [
        ("mix", True, ["without_earmark", "other_definition"]),
        ("mix", False, ["other_definition"]),
        ("minutes", True, ["without_earmark", "other_definition"]),
        ("minutes", False, []),
    ],
)
def test_only_what_can_make_a_difference_is_set_beside(kind: str, earmark: bool, kinds: list[str]) -> None:
    """Without an earmark, and with minutes alone, another edition of the list would give the same plan."""
    assert list(other_policies(with_lists(**EDITIONS), policy(kind, earmark=earmark))) == kinds


def test_what_is_set_beside_a_plan_is_as_sure_as_the_plan_or_near_enough() -> None:
    """Beside a plan proven to be the best stand plans within 0.05 percent; beside another, 0.4 percent will do."""
    case = case_of([100, 300], ["must_stay", "candidate"])
    plan = make_plan(case, policy_of([10.0]), travel=times_of(case, [[50.0, 0.0], [20.0, 70.0]]))
    assert (plan.status, compared_gap(plan)) == ("optimal", 0.0005)
    assert compared_gap(replace(plan, status="feasible")) == 0.004
