"""What a user is told when no plan exists: each rule that takes part, and what of it would do with the others kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narvaro.errors import Fault
from narvaro.plan.cheapest import (
    TIME_LIMIT_S,
    Asked,
    clashing_with_reach,
    minutes_that_work,
    money_that_works,
    openings_that_work,
)
from narvaro.plan.conflicts import OUT_OF_REACH, WITHIN, translated
from narvaro.plan.formulation import Formulation

MONEY = ("plan.clash_money_", "plan.money_")
OPENINGS = "plan.clash_openings"


def told_apart(
    formulation: Formulation, faults: Sequence[Fault], seconds: float = TIME_LIMIT_S
) -> list[Fault]:
    """Return conflicts found before solving, with the limit to the way that works where that alone is to blame."""
    if [fault.key for fault in faults] != [OUT_OF_REACH]:
        return list(faults)
    (fault,) = faults
    found = minutes_that_work(Asked(formulation, seconds), float(fault.data["least"]))
    if found is None or not found[1]:
        return [fault]
    return [Fault("plan.out_of_reach_needs", {**fault.data, "least": found[0]})]


def in_words_of_the_plan(formulation: Formulation, faults: Sequence[Fault]) -> list[Fault]:
    """Return the engine's clashes as rules of the plan, each with the smallest change that works under the others."""
    question = formulation.question
    found, asked = translated(faults, formulation.rules, question), Asked(formulation)
    if [fault.key for fault in found] == [WITHIN]:  # the engine names no rule beside a share of the people
        core = clashing_with_reach(asked)
        clashes = [Fault("infeasible.clash", {"name": rule.name, "given": rule.upper}) for rule in core]
        found += translated(clashes, formulation.rules, question)
    money = [fault for fault in found if fault.key.startswith(MONEY)]
    if money and (works := money_that_works(asked)):
        found = [fault for fault in found if fault not in money] + works
    found = _openings(asked, found)
    return [_within(asked, fault) if fault.key == WITHIN else fault for fault in found]


def _openings(asked: Asked, found: list[Fault]) -> list[Fault]:
    """Put one sentence on the limit of openings, which holds for every year, in the place of one for each year."""
    some = [fault for fault in found if fault.key == OPENINGS]
    answer = openings_that_work(asked) if some else None
    if answer is None:
        return found
    data = {"most": asked.question.policy.limits.max_openings_year, "needed": answer[0]}
    fault = Fault("plan.openings_short" if answer[1] else "plan.openings_at_least", data)
    return [fault, *(other for other in found if other not in some)]


def _within(asked: Asked, fault: Fault) -> Fault:
    answer = minutes_that_work(asked, float(fault.data["minutes"]))
    if answer is None:
        return fault
    key = "plan.clash_within_needs" if answer[1] else fault.key
    return replace(fault, key=key, data={**fault.data, **({"needed": answer[0]} if answer[1] else {})})
