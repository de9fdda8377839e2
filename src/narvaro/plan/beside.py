"""What to set beside a plan: the same question in all but one thing, and how surely it is to be answered."""

from __future__ import annotations

from narvaro.case import Case, Policy
from narvaro.case.editions import other_edition
from narvaro.plan.objectives import criterion_of
from narvaro.plan.plan import Plan
from narvaro.plan.policies import with_definition, without_earmark

BESIDE_OPTIMAL, BESIDE_OTHERS = 0.0005, 0.004
"""How near to its bound a plan must come that is set beside one proven to be the best, and beside any other."""


def compared_gap(plan: Plan) -> float:
    """Return how near to its bound a plan must come that is set beside another: that of the policy, or a wider one.

    It is there for its size, not for its last office: `narvaro prices` proves what a rule costs.
    """
    return max(plan.policy.solver.gap, BESIDE_OPTIMAL if plan.status == "optimal" else BESIDE_OTHERS)


def other_policies(case: Case, policy: Policy) -> dict[str, Policy]:
    """Return what to set beside a policy, by kind; only what can make a difference."""
    found = {}
    if policy.money.earmark:
        found["without_earmark"] = without_earmark(policy)
    decides = policy.money.earmark or criterion_of(policy).on_foot
    other = other_edition(case, policy.definition) if decides else None
    if other is not None:
        found["other_definition"] = with_definition(policy, other)
    return found
