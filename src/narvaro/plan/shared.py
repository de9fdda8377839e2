"""The rule `max_load` as the siting engine is given it: what each office may take, and what is too much costs.

Nothing here is used where a finished plan is reckoned (`assignment`), so that the two are held against each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from narvaro.plan.layers import Floats, people_weight, service_groups
from narvaro.plan.question import Question
from narvaro.siting import Layer, SharedCapacity


def shared_capacity(
    question: Question, layers: Sequence[Layer], today: NDArray[np.int8]
) -> SharedCapacity | None:
    r"""Return what offices may take in a year, in visits; None where the policy has no such rule.

    For :math:`x` times the room :math:`c_s` of a size, and :math:`v_j` visits today,

    .. math:: q_{js} = \max(x c_s,\; v_j [c_s \ge c_{s_j}])

    so an office as large as today may always keep the visits of today.

    Parameters
    ----------
    layers
        Those of the problem: first the person-minutes, one for each group of services, then others.
    today
        Size of each site, or -1, shape (n_sites,).
    """
    case, policy = question.case, question.policy
    limits = policy.limits
    if limits.max_load is None:
        return None
    counted = people_weight(question) > 0
    visits = case.areas["people"].to_numpy(float)[counted] * limits.visits_per_person
    loads: list[Floats | None] = [
        visits * (len(names) / len(case.services)) for names, _ in service_groups(case)
    ]
    now = np.zeros(len(today))
    here = np.flatnonzero(today >= 0)
    for layer, load in zip(layers, loads, strict=False):
        now[here] += _at_nearest(layer, here, today[here].astype(np.int64), load)
    room = case.room
    grown = (today >= 0)[:, None] & (room >= room[np.arange(len(today)), today][:, None])
    most = np.maximum(limits.max_load * room, np.where(grown, now[:, None], 0.0))
    price = policy.objective.overload_min / limits.visits_per_person / len(policy.years)
    loads += [None] * (len(layers) - len(loads))
    return SharedCapacity(tuple(loads), most, price)


def _at_nearest(layer: Layer, here: NDArray[np.intp], size: NDArray[np.int64], load: Floats | None) -> Floats:
    """Return what comes to each open office where all go to the nearest, shape (len(here),)."""
    extra = np.zeros(len(here)) if layer.penalty is None else layer.penalty[size]
    found = np.zeros(len(here))
    reach = layer.reach_cost()
    assert load is not None
    for rows, block in layer.blocks():
        some = np.asarray(block, np.float64)[:, here]
        ways = np.where(np.isnan(some), np.inf, some) + extra
        if ways.shape[1]:
            near = ways.argmin(axis=1)
            served = ways[np.arange(len(near)), near] < reach[rows]
            found += np.bincount(near[served], load[rows][served], len(here))
    return found
