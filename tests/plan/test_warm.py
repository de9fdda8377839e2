"""A plan read from a file answers as the one that was made, and a wrong start harms nothing."""

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.forced import random_plan

from narvaro.plan.plan import Plan
from narvaro.plan.settle import settle
from narvaro.plan.warm import begun_again, start_of


def read_again(plan: Plan) -> Plan:
    """Return the plan as its file tells it."""
    return replace(Plan.from_json(plan.to_json()), certificate=plan.certificate)


@pytest.mark.parametrize("seed", range(8))
def test_a_plan_begun_again_answers_as_before(seed: int) -> None:
    """Each place is settled alike, with the start, without it, and with one of another problem."""
    plan = random_plan(seed)
    formulation = plan.formulation
    assert formulation is not None
    case, bare = formulation.question.case, replace(plan, certificate=None)
    asked = [(str(site), end) for site in case.sites.index for end in ("open", "closed")]
    known = {place: one.standing for place, one in settle(bare, asked).settled.items()}  # type: ignore[arg-type]
    wrong = {name: np.ones((3, 3)) for name in start_of(plan)}
    for start in (start_of(plan), {}, wrong):
        again = begun_again(case, read_again(plan), formulation.given, start)
        again = replace(again, certificate=None)
        assert again.solution is not None
        assert again.solution.value == pytest.approx(plan.objective.after)
        found = settle(again, asked).settled  # type: ignore[arg-type]
        assert {place: one.standing for place, one in found.items()} == known


def test_a_plan_that_was_made_stays_as_it_is() -> None:
    """Nothing is set up anew."""
    plan = random_plan(1)
    assert begun_again(plan.formulation.question.case, plan, None, {}) is plan  # type: ignore[union-attr]


def test_a_plan_that_its_policy_lets_nobody_do_is_refused() -> None:
    """A given plan may do what no path does; it is not asked."""
    plan = random_plan(2, more=9.0)
    formulation = plan.formulation
    assert formulation is not None
    assert plan.actions
    narrow = plan.policy.model_copy(
        update={"limits": plan.policy.limits.model_copy(update={"open_candidates": False})}
    )
    with pytest.raises(ValueError, match="lets no site do"):
        begun_again(
            formulation.question.case, replace(read_again(plan), policy=narrow), formulation.given, {}
        )


def test_nothing_is_left_where_there_is_no_proof() -> None:
    """A plan without a solution has no start."""
    assert start_of(replace(random_plan(1), solution=None)) == {}
