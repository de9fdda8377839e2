"""The actions of a kept plan are evaluated with the tables of now, by the policy that the plan is held to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from narvaro.app.kept_now import evaluated_now, made_ready, policy_now
from narvaro.app.plans import plan_project
from narvaro.case import read_policy
from narvaro.errors import Fault
from narvaro.plan import Plan


def test_a_plan_of_a_site_that_is_gone_cannot_be_evaluated(small: Path) -> None:
    """The same tables give the same value; where a site is gone, the fault names it."""
    planned = plan_project(small)
    case, plan = planned.case, planned.plan
    again = evaluated_now(made_ready(small, case), plan, plan.policy)
    assert isinstance(again, Plan)
    assert again.objective.after == plan.objective.after
    gone = plan.actions[0][1].site_id
    fewer = replace(case.bare(), sites=case.sites.drop(index=gone))
    fault = evaluated_now(made_ready(small, fewer), plan, plan.policy)
    assert isinstance(fault, Fault)
    assert fault.data["given"] == gone


def test_a_policy_is_made_ready_once(small: Path) -> None:
    """As it takes seconds."""
    planned = plan_project(small)
    ready = made_ready(small, planned.case)
    assert ready(planned.plan.policy) is ready(read_policy(small / "policy.toml"))


def test_a_plan_with_a_policy_of_its_own_keeps_it(small: Path) -> None:
    """The folder's policy holds for plans that were made with it, and where it can be read."""
    plan = plan_project(small).plan
    other = plan.policy.model_copy(update={"scenario": "other"})
    assert policy_now(plan, other) is other
    assert policy_now(plan, None) is plan.policy
    assert policy_now(replace(plan, policy_file="cut/policy.toml"), other) is plan.policy
