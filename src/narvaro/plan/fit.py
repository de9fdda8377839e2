"""Does a policy fit a case: columns, sizes, codes and travel modes that it names must be there."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from narvaro.case import Case, Policy
from narvaro.errors import Fault, PolicyError, TravelError
from narvaro.plan.keys import key_faults
from narvaro.plan.leases import never_closes
from narvaro.plan.money import Appropriation
from narvaro.plan.objectives import CRITERIA, criterion_of
from narvaro.plan.question import Question
from narvaro.travel import TravelTimes, reaches_nobody

FILE = "policy.toml"
MOST_TO_AN_OFFICE = 1_000
"""A sum of more than so many times what one office may cost is in another unit."""


def require_fit(case: Case, policy: Policy, money: Appropriation) -> None:
    """Raise unless everything that the policy names is in the case, and no year's money is below zero.

    Parameters
    ----------
    case, policy
        What there is, and what is wanted.
    money
        What the policy gives, as reckoned for the plan itself.

    Raises
    ------
    PolicyError
        With every fault, each naming its setting and what the case has.
    """
    faults = [
        *_definition(case, policy),
        *_columns(case, policy),
        *_sizes(case, policy),
        *_extra(policy),
        *_max_load(policy),
        *_money(case, policy, money),
        *never_closes(case, policy),
    ]
    if faults:
        raise PolicyError(faults)


def modes_of(policy: Policy) -> tuple[str, ...]:
    """Return the modes whose minutes a policy needs.

    Examples
    --------
    >>> from narvaro.case import Money
    >>> modes_of(Policy(years=(2027,), money=Money(change=(1.0,))))
    ('car',)
    """
    on_foot = policy.money.earmark or criterion_of(policy).on_foot
    return tuple(dict.fromkeys([policy.objective.mode, *(["walk"] if on_foot else [])]))


def question_of(case: Case, policy: Policy, times: TravelTimes) -> Question:
    """Return what is asked, with travel times in the order of the case and the modes that the policy needs.

    Raises
    ------
    TravelError
        If areas, sites or a mode are missing, or nobody reaches any site by the mode of the objective.
    """
    for mode in modes_of(policy):
        times.require(mode)
    found = times.select(tuple(case.areas.index), tuple(case.sites.index))
    mode = policy.objective.mode
    lived_in = case.areas["people"].to_numpy() > 0
    nobody = not any(np.isfinite(block[lived_in[rows]]).any() for rows, block in found.blocks(mode))
    if lived_in.any() and (nobody or reaches_nobody(found, mode)):
        # Every plan would be as good as any other: all minutes are those of the cutoff.
        raise TravelError("plan.reaches_nobody", mode=mode, areas=int(lived_in.sum()), sites=len(case.sites))
    return Question(case, policy, found)


def _definition(case: Case, policy: Policy) -> Iterable[Fault]:
    name = policy.definition
    if name is None:
        return
    columns = [str(c) for c in case.areas.columns if case.areas[c].dtype == bool]
    if name not in columns:
        yield Fault(
            "plan.no_definition", {"value": name, "allowed": columns or "–"}, FILE, None, "definition"
        )
    elif not float(case.areas.loc[case.areas[name], "people"].sum()) > 0:
        yield Fault("plan.empty_definition", {"value": name}, FILE, None, "definition")


def _columns(case: Case, policy: Policy) -> Iterable[Fault]:
    plain = {"name", "lon", "lat", "status", "size", "services", "assumed", "source", "locked_by"}
    has = [str(c) for c in case.sites.columns if c not in plain and not _blank(case.sites[c])]
    in_both = [name for name in has if name in case.areas]
    limits = policy.limits
    if limits.keep_one_in is not None and limits.keep_one_in not in has:
        data = {"value": limits.keep_one_in, "allowed": has or "–"}
        yield Fault("plan.no_column_keep_one_in", data, FILE, None, "limits.keep_one_in")
    if limits.one_opening_in is not None and limits.one_opening_in not in has:
        data = {"value": limits.one_opening_in, "allowed": has or "–"}
        yield Fault("plan.no_column_keep_one_in", data, FILE, None, "limits.one_opening_in")
    if limits.room_in is not None and limits.room_in not in in_both:
        data = {"value": limits.room_in, "allowed": in_both or "–"}
        yield Fault("plan.no_column_room_in", data, FILE, None, "limits.room_in")
    codes = case.sites["municipality_code"]
    if policy.limits.leave_municipality != "yes" and _blank(codes):
        yield Fault("plan.no_municipalities", {}, FILE, None, "limits.leave_municipality")
    yield from key_faults(case, policy, FILE)


def _blank(column: pd.Series) -> bool:
    return bool((column.astype(str) == "").all())


def _sizes(case: Case, policy: Policy) -> Iterable[Fault]:
    known = [size.id for size in case.sizes]
    given = {
        "objective.walk_sizes": policy.objective.walk_sizes or (),
        "objective.extra_min": policy.objective.extra_min,
    }
    for place, names in given.items():
        unknown = [name for name in names if name not in known]
        if unknown:
            yield Fault("plan.unknown_size", {"sizes": unknown, "allowed": known}, FILE, None, place)


def _extra(policy: Policy) -> Iterable[Fault]:
    if policy.objective.extra_min and not criterion_of(policy).counts_extra:
        kinds = [kind for kind, criterion in CRITERIA.items() if criterion.counts_extra]
        yield Fault("plan.extra_of_kind", {"kinds": kinds}, FILE, None, "objective.extra_min")


def _max_load(policy: Policy) -> Iterable[Fault]:
    # people are assigned by minutes: the kinds that extra minutes go with are made of these
    if policy.limits.max_load is not None and not criterion_of(policy).counts_extra:
        kinds = [kind for kind, criterion in CRITERIA.items() if criterion.counts_extra]
        yield Fault("plan.max_load_of_kind", {"kinds": kinds}, FILE, None, "limits.max_load")


def _money(case: Case, policy: Policy, money: Appropriation) -> Iterable[Fault]:
    unit, most = case.money, MOST_TO_AN_OFFICE * case.money.largest_office
    given = {"base": [policy.money.base or 0.0], "change": policy.money.change}
    for name, figures in given.items():
        largest = max(figures, key=abs)
        if abs(largest) > most:
            data = {"cost": largest, "right": largest / unit.per_figure, "money": unit.label}
            key = "plan.money_too_much_in_all" if unit.unit == "one" else "plan.money_too_much"
            yield Fault(key, data, FILE, None, f"money.{name}")
    for year, figure in zip(policy.years, money.given.tolist(), strict=True):
        if figure < 0:
            data = {"year": str(year), "cost": figure / 1000, "money": unit.label}
            yield Fault("plan.money_below_zero", data, FILE, None, "money.change")
