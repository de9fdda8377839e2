"""Multipliers where the linear relaxation is too large: a deflected subgradient on the bound with capacity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.bound.lagrangian import used_by
from narvaro.siting.capacity.bound import lagrangian, shares_served
from narvaro.siting.form.clock import Clock
from narvaro.siting.form.problem import Floats
from narvaro.siting.form.solution import Multipliers
from narvaro.siting.layout.layout import Model

__all__ = ["Climbed", "climb"]

_ROUNDS = 150
_DEFLECT = 0.7
_PATIENCE = 6  # rounds without a better bound before the step is shortened
_MEAN = 0.1  # weight of the last round in the running mean of picks


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
    edge = np.maximum(np.maximum(np.abs(upper), np.abs(lower)), np.maximum(c.scale, 1e-9))
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
    picked, theta, stale = np.zeros(len(model.order)), 0.5, 0
    for _ in range(_ROUNDS):
        at = Multipliers(v, lam, start.ceiling)
        value, each = lagrangian(model, at)
        pick = np.lexsort((each, c.site))[c.site_ptr[:-1]]
        picked *= 1.0 - _MEAN
        picked[pick] += _MEAN
        if best is None or value > best.value:
            best, stale = Climbed(at, value, each, picked), 0
        else:
            stale += 1
            if stale >= _PATIENCE:
                stale, theta = 0, theta * 0.6
        if theta < 0.01 or value >= target or clock.over:
            break
        e = 1.0 - shares_served(model, at, pick) + _DEFLECT * e
        scale = np.maximum(v, 1e-3 * float(v.mean()) + 1e-12)
        over, metric = _limit_step(model, lam, pick, abs(value) * 0.1)
        h = over + _DEFLECT * h
        norm = float((w * e**2 * scale).sum() + (metric * h**2).sum())
        if norm <= 0:
            break
        step = theta * (target - value) / norm
        v = np.minimum(np.maximum(v + step * e * scale, 0.0), cap)
        lam = lam + step * metric * h
        lam = np.where(np.isinf(c.upper), np.minimum(lam, 0.0), lam)
        lam = np.where(np.isinf(c.lower), np.maximum(lam, 0.0), lam)
    assert best is not None
    return Climbed(best.at, best.value, best.each, picked)
