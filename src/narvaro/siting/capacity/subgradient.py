"""Multipliers where the linear relaxation is too large: a deflected subgradient on the bound with capacity.

The length of a step is found as in the bound without capacity (`bound.step`). The direction is not: there the kernels
count the sites that a client would be served by; here a full site serves a share of a client, which only filling its
room tells. The figures are its own, too: rounds are dear and begin from good multipliers, so they are few and lose
patience soon.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.bound.lagrangian import used_by
from narvaro.siting.bound.step import StepLength, on_their_side
from narvaro.siting.capacity.bound import lagrangian, shares_served
from narvaro.siting.form.clock import Clock
from narvaro.siting.form.problem import Floats
from narvaro.siting.form.solution import Multipliers
from narvaro.siting.layout.layout import Model
from narvaro.siting.run.effort import EFFORT

__all__ = ["Climbed", "climb"]

_LEAST_SCALE = 1e-3  # share of the clients' mean as which smaller multipliers move: zero would else stay zero
_TINY = 1e-12  # the same where all stand at zero, in the problem's own units
_LEAST_EDGE = 1e-9  # of a limit, where both its edges and its coefficients are next to nothing


@dataclass(frozen=True, eq=False)
class Climbed:
    """The best multipliers found, the bound they give, each option's bound, and how often each was picked of late."""

    at: Multipliers
    value: float
    each: Floats
    picked: Floats


def _limit_step(model: Model, lam: Floats, pick: NDArray[np.int64], size: float) -> tuple[Floats, Floats]:
    """Return how far the picks pass each limit, and the scale of its multiplier."""
    c = model.choices
    used = used_by(model, pick)
    upper, lower = np.where(np.isfinite(c.upper), c.upper, 0.0), np.where(np.isfinite(c.lower), c.lower, 0.0)
    over = np.where(used > c.upper, used - upper, np.where(used < c.lower, used - lower, 0.0))
    over = np.where(lam > 0, used - upper, np.where(lam < 0, used - lower, over))
    edge = np.maximum(np.maximum(np.abs(upper), np.abs(lower)), np.maximum(c.scale, _LEAST_EDGE))
    return over, size / edge**2


def climb(model: Model, start: Multipliers, target: float, clock: Clock) -> Climbed:
    """Climb from some multipliers towards the value of a plan, until nothing is gained or the time is over.

    Multipliers of clients move in proportion to themselves, by Polyak's rule; those of ceilings stay as given.
    """
    c, v, lam = model.choices, start.client, start.limit
    cap = model.lists.cap[:, None]
    w = model.base * (model.prices[:, None] + start.ceiling)[model.lists.layer]
    e, h = np.zeros_like(v), np.zeros_like(lam)
    best: Climbed | None = None
    picked = np.zeros(len(model.order))
    length = StepLength(EFFORT.theta_capacity, EFFORT.capacity_patience, EFFORT.capacity_shorter)
    for _ in range(EFFORT.capacity_rounds):
        at = Multipliers(v, lam, start.ceiling)
        value, each = lagrangian(model, at)
        pick = np.lexsort((each, c.site))[c.site_ptr[:-1]]
        picked *= 1.0 - EFFORT.capacity_mean_weight
        picked[pick] += EFFORT.capacity_mean_weight
        if length.note(value) or best is None:
            best = Climbed(at, value, each, picked)
        if length.theta < EFFORT.capacity_spent or value >= target or clock.over:
            break
        # a full site serves a part of a client, so the direction counts shares where `Dual` counts sites
        e = 1.0 - shares_served(model, at, pick) + EFFORT.capacity_deflect * e
        scale = np.maximum(v, _LEAST_SCALE * float(v.mean()) + _TINY)
        over, metric = _limit_step(model, lam, pick, abs(value) * EFFORT.capacity_limit_pace)
        h = over + EFFORT.capacity_deflect * h
        norm = float((w * e**2 * scale).sum() + (metric * h**2).sum())
        if norm <= 0:
            break
        step = length.towards(target, value, norm)
        v = np.minimum(np.maximum(v + step * e * scale, 0.0), cap)
        lam = on_their_side(c, lam + step * metric * h)
    assert best is not None
    return Climbed(best.at, best.value, best.each, picked)
