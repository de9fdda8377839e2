"""Prices on a shared capacity: a deflected subgradient on clients, limits and prices at once.

It begins at the multipliers of the problem without the capacity. Any prices from zero to that of the overload prove a
bound, so nothing rests on where it ends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.bound import lagrangian_kernels
from narvaro.siting.bound.lagrangian import used_by
from narvaro.siting.bound.step import StepLength, on_their_side
from narvaro.siting.form.clock import Clock
from narvaro.siting.form.problem import Floats
from narvaro.siting.form.shared import SharedCapacity
from narvaro.siting.form.solution import Multipliers
from narvaro.siting.layout.layout import Model
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.shared import climb_kernels

__all__ = ["PricedBound", "climb"]

_LEAST_SCALE = 1e-3  # share of the mean as which smaller multipliers move: zero would else stay zero
_TINY = 1e-12  # the same where all stand at zero
_LEAST_EDGE = 1e-9  # of a limit, where both its edges and its coefficients are next to nothing


@dataclass(frozen=True, eq=False)
class PricedBound:
    """Multipliers with prices on the capacity, shape (n_years, n_sites), the bound, and each option's own price."""

    at: Multipliers
    price: Floats
    value: float
    each: Floats


class Climb:
    """The bound of one problem as multipliers and prices move."""

    def __init__(self, model: Model, shared: SharedCapacity, clock: Clock) -> None:
        self.model, self.shared, self.clock = model, shared, clock
        load = np.concatenate(
            [
                np.zeros(layer.n_areas) if one is None else one
                for layer, one in zip(model.problem.layers, shared.load, strict=True)
            ]
        )
        self.weight = model.weight
        self.per_cost = np.divide(
            load[:, None], self.weight, out=np.zeros_like(self.weight), where=self.weight > 0
        )
        # room of each option in each year: zero where it is closed
        room = np.where(np.isinf(shared.capacity), load.sum(), shared.capacity)
        room = np.column_stack([room, np.zeros(len(room))])  # state -1 reads the last
        self.room = room[model.choices.site[:, None], model.state]  # (K, n_years)
        self.size = np.maximum(room.max(axis=1), _TINY)

    def evaluate(self, at: Multipliers, price: Floats) -> tuple[float, Floats, NDArray[np.int64]]:
        """Return the bound, each option's own price and what each site picks."""
        model = self.model
        c = model.choices
        gains = np.zeros(model.n_channels * model.n_years * model.problem.n_sites)
        args = (model.lists, c, at.client, self.weight, self.per_cost, price, model.problem.n_sites, gains)
        served = climb_kernels.add_gains(*args)
        cost = c.cost - (self.room * price.T[c.site]).sum(axis=1)
        rc, pick = np.zeros(len(cost)), np.zeros(model.problem.n_sites, np.int64)
        total = lagrangian_kernels.price_options(
            c._replace(cost=cost), gains, at.limit, model.allowed, rc, pick
        )
        edge = np.where(at.limit > 0, c.upper, c.lower)
        held = float((at.limit * np.where(at.limit != 0, edge, 0.0)).sum())
        return model.problem.offset + served + total - held, rc, pick

    def run(self, start: Multipliers, price: Floats, target: float) -> PricedBound:
        """Climb until nothing is gained or the time is over."""
        model, v, lam = self.model, start.client, start.limit
        cap, w = model.lists.cap[:, None], self.weight
        e, h, g = np.zeros_like(v), np.zeros_like(lam), np.zeros_like(price)
        count = np.zeros(v.shape, np.int64)
        best: PricedBound | None = None
        length = StepLength(EFFORT.theta_shared, EFFORT.shared_patience, EFFORT.shared_shorter)
        # what a unit of the capacity may be worth, about: that of the way
        worth = float((v * w).sum()) / max(float((self.per_cost * w).sum()), _TINY)
        for _ in range(EFFORT.shared_rounds):
            at = Multipliers(v, lam, start.ceiling)
            value, each, pick = self.evaluate(at, price)
            if length.note(value) or best is None:
                best = PricedBound(at, price, value, each)
            if length.theta < EFFORT.shared_spent or value >= target or self.clock.over:
                break
            load = np.zeros_like(price)
            climb_kernels.add_loads(model.lists, v, w, self.per_cost, price, model.opened(pick), count, load)
            e = 1.0 - count + EFFORT.shared_deflect * e
            e = np.where(((e > 0) & (v >= cap)) | (w == 0), 0.0, e)
            g = load - self.room[pick].T + EFFORT.shared_deflect * g
            g = np.where(((g < 0) & (price <= 0)) | ((g > 0) & (price >= self.shared.overload)), 0.0, g)
            h, limit_metric = self._limits(lam, pick, h, abs(value))
            scale = np.maximum(v, _LEAST_SCALE * float(v.mean()) + _TINY)
            price_metric = EFFORT.shared_pace * worth / self.size
            norm = float((w * e**2 * scale).sum() + (limit_metric * h**2).sum() + (price_metric * g**2).sum())
            if norm <= 0:
                break
            step = length.towards(target, value, norm)
            v = np.minimum(np.maximum(v + step * e * scale, 0.0), cap)
            lam = on_their_side(model.choices, lam + step * limit_metric * h)
            price = np.clip(price + step * price_metric * g, 0.0, self.shared.overload)
        assert best is not None
        return best

    def _limits(self, lam: Floats, pick: NDArray[np.int64], h: Floats, size: float) -> tuple[Floats, Floats]:
        """Return how far the picks pass each limit, deflected, and the scale of its multiplier."""
        c = self.model.choices
        used = used_by(self.model, pick)
        upper = np.where(np.isfinite(c.upper), c.upper, 0.0)
        lower = np.where(np.isfinite(c.lower), c.lower, 0.0)
        over = np.where(used > c.upper, used - upper, np.where(used < c.lower, used - lower, 0.0))
        over = np.where(lam > 0, used - upper, np.where(lam < 0, used - lower, over))
        edge = np.maximum(np.maximum(np.abs(upper), np.abs(lower)), np.maximum(c.scale, _LEAST_EDGE))
        return over + EFFORT.shared_deflect * h, size * EFFORT.shared_limit_pace / edge**2


def climb(
    model: Model, shared: SharedCapacity, start: Multipliers, price: Floats, target: float, clock: Clock
) -> PricedBound:
    """Climb from some multipliers and prices towards the value of a plan."""
    return Climb(model, shared, clock).run(start, price, target)
