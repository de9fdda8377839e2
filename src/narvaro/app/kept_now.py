"""What a kept plan means now: its actions evaluated with the tables, travel times and policy of the folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from narvaro.app.project import POLICY
from narvaro.app.travelling import travel_times_of
from narvaro.case import Case, Policy
from narvaro.errors import Fault, NarvaroError, SettingError
from narvaro.plan import Evaluator, Plan, evaluate, evaluator
from narvaro.plan.given import edits_of, plan_of

MadeReady: TypeAlias = Callable[[Policy], Evaluator]


def made_ready(folder: Path, case: Case) -> MadeReady:
    """Return what makes a policy ready to evaluate plans with the tables of now; each only once."""
    known: dict[str, Evaluator] = {}

    def ready(policy: Policy) -> Evaluator:
        if policy.checksum not in known:
            travel = travel_times_of(folder, case, policy.objective.mode)
            known[policy.checksum] = evaluator(case, policy, travel=travel)
        return known[policy.checksum]

    return ready


def policy_now(plan: Plan, policy: Policy | None) -> Policy:
    """Return the policy that a plan is held to now: the folder's where it was made with that, else its own.

    Parameters
    ----------
    plan
        A kept plan.
    policy
        The folder's policy; None where it cannot be read.
    """
    return policy if policy is not None and plan.policy_file == POLICY else plan.policy


def evaluated_now(ready: MadeReady, plan: Plan, policy: Policy) -> Plan | Fault:
    """Return a plan's actions as they are evaluated now, or why they cannot be.

    An action whose site already is as it should be does nothing any more; one of a site that is gone, or of a year that
    the policy no longer has, cannot be done.
    """
    try:
        made = ready(policy)
        return plan_of(made, evaluate(made, edits_of(plan)))
    except SettingError as error:
        return error.faults[0]
    except NarvaroError as error:
        faults = getattr(error, "faults", ())
        return faults[0] if faults else Fault(error.key, error.data)
