"""How long a step of the subgradient is: for the bound without capacity and with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from narvaro.siting.form.problem import Floats
from narvaro.siting.layout.layout import Choices

__all__ = ["StepLength", "on_their_side"]


@dataclass
class StepLength:
    """Polyak's step towards a target, shortened where the bound has not risen for some rounds.

        step = theta (target - bound) / |direction|^2

    A step towards the value of the best plan is too long where that is no bound that can be reached, so theta falls
    (Held, Wolfe and Crowder 1974).

    Parameters
    ----------
    theta
        Share of the way to the target, about 2 at most.
    patience
        Rounds without a better bound after which theta is shortened.
    shorter
        What theta is then multiplied by.
    least_gain
        Share of itself that a bound must rise by to be a better one.
    best
        The best bound so far.

    Examples
    --------
    >>> length = StepLength(theta=1.0, patience=2, shorter=0.5)
    >>> [length.note(bound) for bound in (3.0, 2.0, 1.0)], length.best, length.theta
    ([True, False, False], 3.0, 0.5)
    >>> length.towards(7.0, 3.0, 4.0)
    0.5
    """

    theta: float
    patience: int
    shorter: float
    least_gain: float = 0.0
    best: float = -np.inf
    stale: int = 0

    def note(self, bound: float) -> bool:
        """Return whether a bound is the best so far; shorten the step after some rounds without one."""
        # infinite: a site has no option left
        gain = self.least_gain * abs(bound) if np.isfinite(bound) else 0.0
        if bound > self.best + gain:
            self.best, self.stale = bound, 0
            return True
        self.stale += 1
        if self.stale >= self.patience:
            self.stale, self.theta = 0, self.theta * self.shorter
        return False

    def towards(self, target: float, bound: float, norm: float) -> float:
        """Return the step's length; `norm` is the square of the direction's."""
        return self.theta * (target - bound) / norm


def on_their_side(choices: Choices, limit: Floats) -> Floats:
    """Return multipliers of limits, zero where they would put a price on an edge that is not there.

    Such a price would make the bound minus infinity.
    """
    limit = np.where(choices.upper == np.inf, np.minimum(limit, 0.0), limit)
    return np.where(choices.lower == -np.inf, np.maximum(limit, 0.0), limit)
