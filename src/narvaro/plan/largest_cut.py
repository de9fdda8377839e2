"""How large a share of the money may go each year, where what was said leaves too little for any plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from narvaro.case import Case, Policy
from narvaro.errors import Fault
from narvaro.plan.cheapest import Asked, smallest
from narvaro.plan.formulation import Formulation
from narvaro.plan.limits import money_ceilings
from narvaro.plan.money import appropriation

NEEDED = ("plan.money_short_", "plan.money_at_least_")
"""Clashes that tell what every plan within the other rules costs at least."""


def largest_cut(
    case: Case,
    policy_at: Callable[[int], Policy],
    problem_of: Callable[[Policy], Formulation],
    tenths: int,
    clashes: Sequence[Fault],
) -> Fault | None:
    """Return the largest cut, to a tenth of a percent, that leaves what plans need, and whether a plan exists then.

    Parameters
    ----------
    case
        The case.
    policy_at
        The policy where so many tenths of a percent are cut each year.
    problem_of
        The problem of a policy.
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
        policy = policy_at(cut)
        ceilings = money_ceilings(policy, appropriation(case, policy))
        return all(needed.get(what, 0.0) <= most + 0.5 for what, most in ceilings.items())

    if not needed or leaves_enough(tenths) or not leaves_enough(0):
        return None
    cut = tenths - smallest(1, tenths, lambda less: leaves_enough(tenths - less))[0]
    problem = problem_of(policy_at(cut))
    within = problem.question.policy.limits.within_min
    found = Asked(problem).possible(problem.rules, within)
    key = "plan.largest_cut" if found else "plan.largest_cut_at_most"
    return Fault(key, {"works": cut / 1000, "fails": (cut + 1) / 1000})
