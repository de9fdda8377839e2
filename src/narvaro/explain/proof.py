"""What the plan's proof says of a single place: how much worse is every plan that goes the other way there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from narvaro.explain.decision import Decision

Standing = Literal["proven", "within_gap", "forbidden", "none"]


@dataclass(frozen=True)
class Proof:
    """What is proven of a place.

    Attributes
    ----------
    worse_by_at_least
        How much more than this plan every plan costs that goes the other way at this place, in the unit of
        the objective; 0 where the proof cannot tell them apart, infinite where the rules leave no such plan,
        NaN where there is no proof.
    share
        The same as a share of this plan's value.
    standing
        `proven`; `within_gap` (a tie as far as the proof goes); `forbidden` (no plan within the rules does
        it); `none` (nothing computed).
    """

    worse_by_at_least: float
    share: float
    standing: Standing


def proof_against(decision: Decision, site_id: str, state: str) -> Proof:
    r"""Return what is proven of all plans in which a site ends in another state than in this plan.

    .. math:: w = L_{forced} - V

    with *V* the value of this plan and :math:`L_{forced}` the lower bound for all plans that end with the
    site `open` (or `closed`), from the multipliers and reduced costs of the solver's certificate.
    """
    forced = decision.at_least(site_id, state)
    if np.isnan(forced):
        return Proof(float("nan"), float("nan"), "none")
    if np.isinf(forced):
        return Proof(float("inf"), float("inf"), "forbidden")
    value = decision.plan.objective.after
    worse = forced - value
    if worse <= 1e-9 * max(1.0, abs(value)):
        return Proof(0.0, 0.0, "within_gap")
    return Proof(worse, worse / abs(value) if value else float("inf"), "proven")
