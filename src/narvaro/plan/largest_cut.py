"""How large a share of the money may go each year, where what was said leaves too little for any plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from narvaro.errors import Fault
from narvaro.plan.cheapest import Asked, smallest
from narvaro.plan.formulation import Formulation

NEEDED = ("plan.money_short_", "plan.money_at_least_")
"""Clashes that tell what every plan within the other rules costs at least."""


def largest_cut(at_cut: Callable[[int], Formulation], tenths: int, clashes: Sequence[Fault]) -> Fault | None:
    """Return the largest cut, to a tenth of a percent, that leaves what plans need, and whether a plan exists then.

    Parameters
    ----------
    at_cut
        The problem where so many tenths of a percent are cut each year.
    tenths
        A cut that leaves too little.
    clashes
        Why: what every plan costs at least, whatever the money.

    Returns
    -------
    Fault or None
        `plan.largest_cut` where a plan was found under it, `plan.largest_cut_at_most` where none was; a tenth more is
        proven to leave too little in both. None where the money without a cut is too little, or is not to blame.
    """
    needed = {
        (fault.key.rpartition("_")[2], str(fault.data["when"])): 1000.0 * float(fault.data["needed"])
        for fault in clashes
        if fault.key.startswith(NEEDED)
    }

    def leaves_enough(cut: int) -> bool:
        money = (rule for rule in at_cut(cut).rules if rule.family == "money")
        return all(needed.get((rule.subject, rule.when), 0.0) <= rule.upper + 0.5 for rule in money)

    if not needed or leaves_enough(tenths) or not leaves_enough(0):
        return None
    cut = tenths - smallest(1, tenths, lambda less: leaves_enough(tenths - less))[0]
    problem = at_cut(cut)
    within = problem.question.policy.limits.within_min
    found = Asked(problem).possible(problem.rules, within)
    key = "plan.largest_cut" if found else "plan.largest_cut_at_most"
    return Fault(key, {"works": cut / 1000, "fails": (cut + 1) / 1000})
