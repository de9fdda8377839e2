"""When no plan keeps all rules: how much money, how long a way or how many openings would do, by asking the engine.

Every figure is worked out under all the other rules and rounded so that the figure as it is shown works. What the time
does not allow to be settled is told as a lower bound, never as the smallest that works.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narvaro.case import Case
from narvaro.errors import Fault, InfeasibleError, UnsettledError
from narvaro.plan.formulation import Formulation
from narvaro.plan.layers import ceiling_layer, people_weight
from narvaro.plan.limits import Rule
from narvaro.plan.question import Question
from narvaro.siting import Layer, solve

TIME_LIMIT_S = 30.0
"""So long all the questions of one message may take together."""
TENTHS = 10
"""A limit in minutes is named to a tenth, which is how it is shown."""
_HAIR = 1e-12


@dataclass(frozen=True)
class Least:
    """The least sum that a plan found spends, and what no plan goes below; both infinite where there is no plan."""

    value: float
    bound: float
    option: NDArray[np.int64] | None = None

    @property
    def exact(self) -> bool:
        """Whether no plan spends one whole unit less."""
        return math.isfinite(self.value) and math.ceil(self.bound - 1e-6) >= round(self.value)


class Asked:
    """Questions about the plans of a formulation under some of its rules, which may take so long together.

    Parameters
    ----------
    formulation
        What is asked about.
    seconds
        After this nothing more is settled.
    """

    def __init__(self, formulation: Formulation, seconds: float = TIME_LIMIT_S) -> None:
        self.formulation = formulation
        self.question = formulation.question
        self.until = time.perf_counter() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.until - time.perf_counter()

    def possible(self, rules: Sequence[Rule], within_min: float | None) -> bool | None:
        """Return whether a plan keeps some rules and a limit to the way; None where that is not settled."""
        if self.left <= 0:
            return None
        limits, layer, most = self.question.policy.limits, self._nobody(), 0.0
        if within_min is not None:
            weight = people_weight(self.question)
            most = float(weight.sum() * (1.0 - limits.within_share)) if limits.within_share < 1 else 0.0
            beyond = ceiling_layer(self.question, within_min, most, weight)
            layer = replace(beyond, price=1.0, at_most=None)
            most += _HAIR * float(weight.sum())
        asked = replace(self.formulation, rules=tuple(rules), hard=())
        try:
            found = solve(asked.problem((layer,)), time_limit=self.left)
        except InfeasibleError:
            return False
        except UnsettledError:
            return None
        return True if found.value <= most else False if found.bound > most else None

    def least(self, cost: NDArray[Any], rules: Sequence[Rule]) -> Least:
        """Return the least sum of a cost of the paths that a plan needs that keeps some rules and the reach."""
        unknown = Least(np.inf, 0.0)
        if self.left <= 0:
            return unknown
        asked = replace(self.formulation, rules=tuple(rules))
        try:
            found = solve(asked.problem((self._nobody(),), cost.astype(float)), time_limit=self.left)
        except InfeasibleError:
            none = self.possible(rules, self.question.policy.limits.within_min) is False
            return Least(np.inf, np.inf) if none else unknown
        except UnsettledError:
            return unknown
        return Least(found.value, found.bound, np.asarray(found.option))

    def _nobody(self) -> Layer:
        shape = len(self.question.case.sites), len(self.question.policy.years)
        return Layer("nobody", np.zeros((1, shape[0])), np.zeros((1, shape[1])), 0.0)


def smallest(low: int, high: int, works: Callable[[int], bool | None]) -> tuple[int, bool]:
    """Return the smallest whole number that works, and whether that is settled; else what it is at least.

    All below `low` are known not to work, `high` and all above are known to.

    Examples
    --------
    >>> smallest(0, 100, lambda n: n >= 37), smallest(0, 100, lambda n: None if n > 5 else False)
    ((37, True), (0, False))
    """
    while low < high:
        at = (low + high) // 2
        answer = works(at)
        if answer is None:
            return low, False
        low, high = (low, at) if answer else (at + 1, high)
    return low, True


def minutes_that_work(asked: Asked, least: float) -> tuple[float, bool] | None:
    """Return the smallest limit to the way, to a tenth of a minute, and whether that is settled.

    Parameters
    ----------
    least
        Below this no limit works, minutes.

    Returns
    -------
    tuple or None
        The limit, or where it is not settled what it is at least; None where no limit works.
    """
    formulation = asked.formulation
    low, high = math.ceil(TENTHS * least - 1e-9), math.ceil(TENTHS * _longest_way(asked.question))

    def works(tenths: int) -> bool | None:
        return asked.possible(formulation.rules, tenths / TENTHS)

    at_low = works(low)
    if low >= high or at_low:
        return low / TENTHS, bool(at_low)
    end = works(high)
    if end is False:
        return None
    at, settled = smallest(low, high, works) if end else (low, False)
    return at / TENTHS, settled


def _longest_way(question: Question) -> float:
    longest = 0.0
    for _, block in question.times.blocks(question.policy.objective.mode):
        longest = max(longest, float(np.max(block[np.isfinite(block)], initial=0.0)))
    return longest


def openings_that_work(asked: Asked) -> tuple[int, bool] | None:
    """Return how many openings a year would do, and whether that is settled; None where no number does."""
    rules, limits = asked.formulation.rules, asked.question.policy.limits
    most, within = limits.max_openings_year or 0, limits.within_min

    def works(count: int) -> bool | None:
        changed = [replace(rule, upper=count) if rule.family == "openings" else rule for rule in rules]
        return asked.possible(changed, within)

    every = len(asked.question.case.sites)
    end = works(every)
    if end is False:
        return None
    return smallest(most + 1, every, works) if end else (most + 1, False)


def money_that_works(asked: Asked) -> list[Fault]:
    """Return a fault for each sum of money that must rise; none where the rules clash whatever the money.

    Each sum is first asked for alone, under all rules but the money. Where all of them together let a plan through,
    each is the smallest that works. Else they are what the sums must be at least, beside what the cheapest plan spends.
    """
    formulation, case = asked.formulation, asked.question.case
    money = [rule for rule in formulation.rules if rule.family == "money"]
    others = [rule for rule in formulation.rules if rule.family != "money"]
    each = [asked.least(rule.coefficients, others) for rule in money]
    if any(found.bound == np.inf for found in each):
        return []
    bounds = [max(rule.upper, math.ceil(found.bound - 1e-6)) for rule, found in zip(money, each, strict=True)]
    raised = [(rule, low) for rule, low in zip(money, bounds, strict=True) if low > rule.upper]
    within = asked.question.policy.limits.within_min
    together = asked.possible([*_lifted(money, bounds), *others], within)
    if together:
        return [money_fault(case, "short", rule, low) for rule, low in raised]
    if not raised and (alone := _one_alone(asked, money)):
        return alone
    faults = [money_fault(case, "at_least", rule, low) for rule, low in raised]
    cheapest = asked.least(_whole_cost(formulation), others)
    if cheapest.option is None:
        return faults
    for rule in money:
        spent = float(rule.coefficients[cheapest.option].sum())
        if spent > rule.upper:
            faults.append(money_fault(case, "cheapest", rule, spent))
    return faults


def _one_alone(asked: Asked, money: Sequence[Rule]) -> list[Fault]:
    """Return what each sum of money must be if it alone is changed; nothing where none alone would do."""
    faults = []
    for rule in money:
        found = asked.least(
            rule.coefficients, [other for other in asked.formulation.rules if other is not rule]
        )
        if found.exact and found.value > rule.upper:
            faults.append(money_fault(asked.question.case, "short", rule, found.value))
    return faults


def _lifted(money: Sequence[Rule], bounds: Sequence[float]) -> list[Rule]:
    """Return the rules of money with higher ceilings; what is added to a pot's last year counts afterwards too."""
    more: dict[tuple[str, tuple[int, int]], float] = {}
    for rule, low in zip(money, bounds, strict=True):
        key = (rule.subject, rule.years)
        more[key] = max(more.get(key, 0.0), low - rule.upper)
    return [replace(rule, upper=rule.upper + more[rule.subject, rule.years]) for rule in money]


def _whole_cost(formulation: Formulation) -> NDArray[np.int64]:
    """Return what the paths cost over all years and a full year after them."""
    after = np.sum([rule.coefficients for rule in formulation.rules if rule.when.endswith("-")], axis=0)
    return np.asarray(formulation.paths.spend.total.sum(axis=1) + after)


def money_fault(case: Case, kind: str, rule: Rule, needed_milli: float) -> Fault:
    """Return the fault of a pot that is too small: `short` of the smallest that works, `at_least` or `cheapest`."""
    data = {"when": rule.when, "given": rule.upper / 1000, "needed": needed_milli / 1000}
    data["money"] = case.money.label
    return Fault(f"plan.money_{kind}_{rule.subject}", data)


def clashing_with_reach(asked: Asked) -> list[Rule]:
    """Return a smallest set of rules that clash with the reach: without any one of them a plan exists.

    Rules are left out kind by kind, then one by one (the deletion filter of Chinneck and Dravnieks 1991). What is not
    settled stays in.
    """
    within = asked.question.policy.limits.within_min
    core = list(asked.formulation.rules)
    kinds: Iterable[list[Rule]] = [
        [r for r in core if r.family == f] for f in dict.fromkeys(r.family for r in core)
    ]
    for step in (kinds, [[rule] for rule in core]):
        for some in step:
            rest = [rule for rule in core if all(rule is not one for one in some)]
            if len(rest) < len(core) and asked.possible(rest, within) is False:
                core = rest
    return core
