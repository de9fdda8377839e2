"""Random small cases whose every plan can be listed, to hold answers about forced places against."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from tests.plan.cases import SMALL, case_of, policy_of, times_of

from narvaro.plan import Plan, make_plan
from narvaro.plan.formulation import Formulation
from narvaro.siting.check.exact import least_costs

STATUS = ("may_close", "may_close", "candidate", "candidate", "candidate")


def random_plan(seed: int, more: float | None = None) -> Plan:
    """Return the best plan of a small random case: five sites, eight areas, two years."""
    rng = np.random.default_rng(seed)
    case = case_of(rng.integers(1, 50, 8).tolist(), STATUS, sizes=[SMALL])
    minutes = rng.integers(1, 60, (8, 5)).astype(float)
    change = float(rng.choice([-2.0, 0.0, 3.0, 6.0, 9.0])) if more is None else more
    policy = policy_of([change, change], objective={"kind": "minutes"})
    return make_plan(case, policy, travel=times_of(case, minutes), gap=0.0)


def every_value(formulation: Formulation) -> Iterator[tuple[np.ndarray, float]]:
    """Yield the paths and the value of each plan within the rules, priced by separate code."""
    problem, paths = formulation.problem(), formulation.paths
    limits = problem.limits
    by_site = [np.flatnonzero(paths.site == j) for j in range(len(paths.today))]
    for chosen in map(np.array, itertools.product(*by_site)):
        used = np.asarray(limits.matrix[:, chosen].sum(axis=1)).ravel()
        if (used > limits.upper + 1e-9).any() or (used < limits.lower - 1e-9).any():
            continue
        state = paths.state[chosen]
        cost = sum(
            float((layer.weight * least_costs(problem, layer, state)).sum()) for layer in problem.layers
        )
        yield chosen, cost
