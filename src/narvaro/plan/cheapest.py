"""The cheapest plan that keeps every rule but the money: what a budget must be at least for all years together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from narvaro.errors import Fault, InfeasibleError, UnsettledError
from narvaro.plan.model import Model
from narvaro.siting import Layer, solve

TIME_LIMIT_S = 30.0
"""So long the cheapest plan is looked for; what is found until then works, though it may not be the very cheapest."""


def money_that_works(model: Model) -> list[Fault]:
    """Return a fault for each sum of money that the cheapest plan goes beyond; none where other rules clash.

    The cheapest plan spends the least over all years and a full year after them.
    """
    after = np.sum([rule.coefficients for rule in model.rules if rule.when.endswith("-")], axis=0)
    cost = model.paths.spend.total.sum(axis=1) + after
    others = replace(model, rules=tuple(rule for rule in model.rules if rule.family != "money"))
    nobody = Layer(
        "nobody", np.zeros((1, len(model.case.sites))), np.zeros((1, len(model.policy.years))), 0.0
    )
    try:
        found = solve(others.problem((nobody,), cost.astype(float)), time_limit=TIME_LIMIT_S)
    except (InfeasibleError, UnsettledError):
        return []
    chosen = np.asarray(found.option)
    faults = []
    for rule in model.rules:
        spent = float(rule.coefficients[chosen].sum())
        if rule.family == "money" and spent > rule.upper:
            data = {"when": rule.when, "given": rule.upper / 1000, "needed": spent / 1000}
            faults.append(Fault(f"plan.money_cheapest_{rule.subject}", data))
    return faults
