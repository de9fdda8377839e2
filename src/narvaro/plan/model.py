"""A case and a policy as a siting problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.case import Case, Policy
from narvaro.plan.fit import fitting_times, modes_of, require_fit
from narvaro.plan.layers import DENSE_CELLS, Aim, aim_of, ceiling_layer
from narvaro.plan.limits import Rule, may_open, rules_of
from narvaro.plan.measure import people_weight, walk_sizes
from narvaro.plan.money import Appropriation, appropriation
from narvaro.plan.options import Choices, choices
from narvaro.plan.sharpen import sharpened
from narvaro.siting import Layer, Limits, Options, Problem
from narvaro.travel import TravelTimes, straight_line


@dataclass(frozen=True, eq=False)
class Model:
    """What a plan is made from: the problem, and what its rows and columns mean.

    Parameters
    ----------
    case, policy
        What was asked.
    times
        Travel times in the order of the case.
    money
        The pots of money.
    paths
        What each site may do; a row is an option of the problem.
    rules
        What the limits mean, one for each row.
    aim
        The objective as layers, and how its sum is read.
    hard
        Layers that hold a rule and cost nothing.
    """

    case: Case
    policy: Policy
    times: TravelTimes
    money: Appropriation
    paths: Choices
    rules: tuple[Rule, ...]
    aim: Aim
    hard: tuple[Layer, ...]

    def problem(
        self, layers: Sequence[Layer] | None = None, cost: NDArray[np.float64] | None = None
    ) -> Problem:
        """Return the siting problem, with other layers than those of the aim or costs of the paths where given."""
        count = len(self.paths.site)
        return Problem(
            n_sites=len(self.case.sites),
            n_states=len(self.case.sizes),
            n_years=len(self.policy.years),
            layers=(*(self.aim.layers if layers is None else layers), *self.hard),
            options=Options(self.paths.site, self.paths.state, np.zeros(count) if cost is None else cost),
            limits=limits_from([sharpened(rule, self.paths) for rule in self.rules], count),
            site_names=tuple(map(str, self.case.sites.index)),
        )


def limits_from(rules: Sequence[Rule], n_paths: int) -> Limits:
    """Return rules as the limits of a siting problem."""
    if not rules:
        return Limits.none(n_paths)
    matrix = sparse.csr_array(sparse.vstack([sparse.csr_array(rule.coefficients[None, :]) for rule in rules]))
    return Limits(
        matrix,
        np.array([rule.lower for rule in rules], float),
        np.array([rule.upper for rule in rules], float),
        tuple(rule.name for rule in rules),
    )


def build(case: Case, policy: Policy, travel: TravelTimes | None = None) -> Model:
    """Turn a case and a policy into a siting problem.

    Parameters
    ----------
    travel
        Travel times; along a straight line at the speeds of the case where not given.

    Raises
    ------
    PolicyError
        If the policy names what the case has not.
    """
    require_fit(case, policy)
    modes = modes_of(policy)
    times = held(fitting_times(case, policy, straight_line(case, modes) if travel is None else travel), modes)
    money = appropriation(case, policy)
    paths = paths_of(case, policy, times)
    rules = rules_of(case, policy, paths, money)
    hard = (_within(case, policy, times),) if policy.limits.within_min is not None else ()
    return Model(case, policy, times, money, paths, rules, aim_of(case, policy, times), hard)


def paths_of(case: Case, policy: Policy, times: TravelTimes) -> Choices:
    """Return what each site may do over the years."""
    return choices(case, policy, may_open(case, policy, times), _worth(case, policy))


def held(times: TravelTimes, modes: Sequence[str]) -> TravelTimes:
    """Return travel times kept in memory where they are few, so that they are worked out once."""
    if times.shape[0] * times.shape[1] * len(modes) > DENSE_CELLS:
        return times
    minutes = {mode: times.to_dense(mode) for mode in modes}
    kept = TravelTimes.from_dense(times.area_ids, times.site_ids, minutes)
    return replace(times, modes=kept.modes, source=kept.source)


def _worth(case: Case, policy: Policy) -> NDArray[np.float64] | None:
    """Return what objective and rules see of each size, lower is better, or None where they see no difference."""
    objective = policy.objective
    extra = [objective.extra_min.get(size.id, 0.0) for size in case.sizes]
    on_foot = objective.kind == "mix" and policy.definition is not None
    counts = walk_sizes(case, policy) if on_foot else np.ones(len(extra), bool)
    room = [-size.visits_year if policy.limits.room_in else 0.0 for size in case.sizes]
    seen = np.column_stack([np.array(extra), (~counts).astype(float), np.array(room)])
    return None if (seen == seen[0]).all() else seen


def _within(case: Case, policy: Policy, times: TravelTimes) -> Layer:
    weight = people_weight(case, policy)
    share = policy.limits.within_share
    most = float(weight.sum() * (1.0 - share)) if share < 1 else None
    return ceiling_layer(case, policy, times, policy.limits.within_min or 0.0, most, weight)
