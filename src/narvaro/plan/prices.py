"""What each rule of a policy costs: the best plan without it, beside the plan with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from narvaro.case import Policy
from narvaro.errors import Fault, UnsettledError
from narvaro.plan.plan import Plan
from narvaro.plan.what_if import Changed, best_with

TIGHTER = ("less_money", "no_leaving")
"""Changes that ask more of a plan; the others take a rule off, or ask less."""


@dataclass(frozen=True, eq=False)
class Price:
    """A rule taken away, or a little more asked, and the best plan then.

    Parameters
    ----------
    kind
        `price.<kind>` in the catalogue, such as `without_earmark` or `more_money`.
    changed
        The change of the policy.
    plan
        The best plan then, with its bound; None where there is none.
    clashes
        Why there is none.
    """

    kind: str
    changed: Changed
    plan: Plan | None
    clashes: tuple[Fault, ...] = ()


def variants(policy: Policy, *, municipalities: bool = True) -> Iterator[tuple[str, Changed]]:
    """Yield each rule that a policy has as the change that takes it away, and what may be asked beside.

    Parameters
    ----------
    municipalities
        Whether the case knows the municipality of any site; without, nobody can be told not to leave one.

    Examples
    --------
    >>> from narvaro.case import Money
    >>> [kind for kind, _ in variants(Policy(years=(2027,), definition="d", money=Money(change=(5.0,), earmark=True)))]
    ['without_earmark', 'more_money', 'less_money', 'no_leaving']
    """
    limits = policy.limits
    if policy.money.earmark:
        yield "without_earmark", Changed(settings={"money.earmark": False})
    for name in ("keep_one_in", "room_in", "one_opening_in", "max_openings_year", "within_min"):
        if getattr(limits, name) is not None:
            yield f"without_{name}", Changed(settings={f"limits.{name}": None})
    yield "more_money", Changed(money=dict.fromkeys(policy.years, 1.0))
    yield "less_money", Changed(money=dict.fromkeys(policy.years, -1.0))
    if municipalities and limits.leave_municipality != "no":
        yield "no_leaving", Changed(settings={"limits.leave_municipality": "no"})
    if limits.leave_municipality != "yes":
        yield "free_leaving", Changed(settings={"limits.leave_municipality": "yes"})


def unpriced(policy: Policy) -> tuple[str, ...]:
    """Return the settings of a policy that limit a plan and that `variants` gives no price.

    Examples
    --------
    >>> from narvaro.case import Money
    >>> unpriced(Policy(years=(2027,), money=Money(change=(5.0,), lasting=False)))
    ('money.saving_pct = 0.0', 'money.credit_pct = 0.0')
    """
    limits, money = policy.limits, policy.money
    found = [
        f"limits.{name}" for name in ("max_closings_year", "max_load") if getattr(limits, name) is not None
    ]
    if not limits.open_candidates:
        found.append("limits.open_candidates = false")
    if limits.resize != "any":
        found.append(f"limits.resize = {limits.resize}")
    if money.lasting:
        found.append("money.lasting = true")
    return (*found, f"money.saving_pct = {money.saving_pct}", f"money.credit_pct = {money.credit_pct}")


def prices(
    plan: Plan,
    *,
    time_limit: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Price, ...]:
    """Return the price of each rule of a plan's policy.

    Parameters
    ----------
    plan
        A plan that was made, or was opened with what it was made from.
    time_limit
        Seconds for each plan.
    progress
        Called with how many are done, and of how many.

    Examples
    --------
    Two villages of 300 and 100 people, an office in the larger; 1 more a year pays for a second one.

    >>> import pandas as pd
    >>> from narvaro.case import Case, Money
    >>> from narvaro.plan.make import make_plan
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> sites = areas.drop(columns="people").assign(status=["may_close", "candidate"])
    >>> plan = make_plan(Case("two", areas, sites), Policy(years=(2027,), money=Money(change=(5.0,))))
    >>> [(price.kind, price.plan.objective.after == 0.0) for price in prices(plan)]
    [('more_money', True), ('less_money', False)]
    """
    if plan.formulation is None:
        raise ValueError("the plan was read from a file alone; open it with what it was made from")
    known = bool((plan.formulation.question.case.sites["municipality_code"] != "").any())
    asked, found = list(variants(plan.policy, municipalities=known)), []
    for done, (kind, changed) in enumerate(asked, 1):
        try:
            found.append(Price(kind, changed, *best_with(plan, changed, time_limit=time_limit)))
        except UnsettledError as error:
            found.append(Price(kind, changed, None, (Fault(error.key, dict(error.data)),)))
        if progress is not None:
            progress(done, len(asked))
    return tuple(found)
