"""What it would take: the least extra money with which a plan that goes the other way at a place is as good."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from narvaro.errors import InfeasibleError, UnsettledError
from narvaro.plan.forcing import begun_from, decided, forced, made_from
from narvaro.plan.formulate import build
from narvaro.plan.options import CLOSED
from narvaro.plan.plan import Plan
from narvaro.plan.policies import with_change
from narvaro.plan.settle import ROUNDS
from narvaro.plan.settled import End
from narvaro.plan.wishes import holding

TRIES = 7
"""Halvings of the bracket."""
MOST = 8.0
"""Times the running cost of the dearest size that are tried at most."""
HAIR = 1e-9


@dataclass(frozen=True)
class MoneyItTakes:
    """A bracket on the least extra money a year.

    Parameters
    ----------
    not_enough, enough
        With the first it is proven that every plan that goes that way is worse than the plan at hand (zero where that
        is not known of any sum); with the second a plan that is as good is at hand (infinite where none was found).
        Figures of the case, added in each year.
    size
        The size that the office has at the end in the plan at hand for `enough`; empty where it has none.
    """

    not_enough: float
    enough: float
    size: str = ""


def money_it_takes(
    plan: Plan, site_id: str, end: End, *, rounds: float = ROUNDS, tries: int = TRIES
) -> MoneyItTakes:
    """Return how much more money each year makes a plan that goes the other way at a place as good as this one.

    Every sum that is tried is decided by the engine: a plan, or a bound that is checked.

    Parameters
    ----------
    plan
        A plan that was made, or was opened with what it was made from.
    site_id, end
        How the site should end: `open`, `closed`, or `unchanged`.
    rounds
        Work for each sum.
    tries
        Sums tried between the bracket's ends.

    Raises
    ------
    ValueError
        If the plan was read from a file alone.

    Examples
    --------
    Two villages of 300 and 100 people, an office in the larger. An office in the other opens for 5.45 a year at least.

    >>> import pandas as pd
    >>> from narvaro.case import Case, Money, Policy
    >>> from narvaro.plan.make import make_plan
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> sites = areas.drop(columns="people").assign(status=["may_close", "candidate"])
    >>> plan = make_plan(Case("two", areas, sites), Policy(years=(2027,), money=Money(change=(0.0,))))
    >>> found = money_it_takes(plan, "b", "open")
    >>> 0 < found.not_enough < found.enough < 7
    True
    """
    former, _ = made_from(plan)
    dearest = max(size.running_year for size in former.question.case.sizes)
    low, high, top = 0.0, np.inf, MOST * dearest
    more, size = dearest, ""
    while more <= top and high == np.inf:
        good, such = _as_good(plan, site_id, end, more, rounds)
        low, high = (more, high) if good is False else (low, more) if good else (low, high)
        size = such if good else size
        more *= 2.0
    for _ in range(tries if high < np.inf else 0):
        middle = round((low + high) / 2, 3)
        good, such = _as_good(plan, site_id, end, middle, rounds)
        if good is None or not low < middle < high:
            break
        low, high = (low, middle) if good else (middle, high)
        size = such if good else size
    return MoneyItTakes(low, float(high), size)


def _as_good(plan: Plan, site_id: str, end: End, more: float, rounds: float) -> tuple[bool | None, str]:
    """Return whether so much more money lets a plan that goes that way be as good, and the office's size in it.

    None where it is not settled.
    """
    former, solution = made_from(plan)
    policy = with_change(plan.policy, [round(change + more, 3) for change in plan.policy.money.change])
    richer = holding(build(former.question.case, policy, former.given, former=former), plan.wishes)
    site = int(former.question.case.sites.index.get_loc(site_id))  # type: ignore[arg-type]
    such = forced(richer, site, end)
    if such is None:
        return False, ""
    level = solution.value + HAIR * abs(solution.value)
    try:
        found = decided(such, level, rounds, begun_from(solution, former.paths, such.paths))
    except InfeasibleError:
        return False, ""
    except UnsettledError:
        return None, ""
    if found.value <= level:
        last = int(such.paths.state[found.option[site], -1])
        return True, "" if last == CLOSED else former.question.case.sizes[last].id
    return (False if found.bound > level else None), ""
