"""How offices fill: the load of each before and after a plan, and of the whole network year by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from narvaro.access import Load, measure_load, measure_loads
from narvaro.case import Case, Policy
from narvaro.plan.assignment import assignments
from narvaro.plan.options import states_of
from narvaro.plan.question import Question
from narvaro.travel import TravelTimes

FULL, CROWDED = 1.0, 1.5
"""An office is full at its room, and crowded at one and a half times it."""
BEFORE, AFTER = "before", "after"
FIGURES = ("visits", "room", "share_of_room", "staff", "staff_needed", "cost_visit")


def loads_of(
    case: Case, policy: Policy, travel: TravelTimes, networks: Mapping[str, Mapping[str, str]]
) -> dict[str, Load]:
    """Return the load of each network by the assignment that the plan itself goes by.

    Under `max_load` that is who goes where so that all fit, which the plan's own figures rest on; else everyone goes to
    the nearest office.

    Parameters
    ----------
    networks
        By name: size by open office.
    """
    if policy.limits.max_load is None:
        return measure_loads(case, policy, travel, networks)
    times = travel.select(tuple(case.areas.index), tuple(case.sites.index))
    state = states_of(case, networks.values())
    found = assignments(Question(case, policy, times), state)
    mode, visits = policy.objective.mode, policy.limits.visits_per_person
    loads = {}
    for (name, sizes), sent in zip(networks.items(), found, strict=True):
        load = measure_load(
            case, times, mode=mode, sizes=sizes, visits_per_person=visits, by="given", shares=sent.shares
        )
        # past the office that they would go to, as the plan counts it: extra minutes of a size and services are in it
        loads[name] = replace(load, people_past=sent.people_past)
    return loads


def open_sizes(case: Case, sizes: Iterable[str]) -> dict[str, str]:
    """Return the size of each open office by site, from the size of every site in the order of the case."""
    return {str(site): str(size) for site, size in zip(case.sites.index, sizes, strict=True) if size}


def newly_full(load: Load, beside: Load) -> list[str]:
    """Return the offices that get more visits than they have room for, and did not in the network beside.

    Parameters
    ----------
    load
        The load of one network.
    beside
        That of another, such as today's; an office that it does not have was not too full in it.

    Returns
    -------
    Ids, the fullest first.
    """
    before, full = (set(one.beyond(FULL).index) for one in (beside, load))
    return [str(site) for site in load.fullest_first().index if site in full - before]


def load_by_office(case: Case, loads: Mapping[str, Load]) -> pd.DataFrame:
    """Return the load of each office before and after, the fullest afterwards first.

    Parameters
    ----------
    loads
        With `before`, and with `after` where there is a plan; the rest are not looked at.

    Returns
    -------
    Index site id; `name, municipality`, then for `size` and for each of `visits, room, share_of_room, staff,
    staff_needed, cost_visit` (in whole units of the currency) the columns `<figure>_before` and `<figure>_after`,
    missing where the office is not there then. Offices that are closed afterwards stand last, the fullest of them
    before first.
    """
    whens = [when for when in (BEFORE, AFTER) if when in loads]
    here = [site for site in case.sites.index if any(site in loads[when].offices.index for when in whens)]
    table = case.sites.loc[here, ["name", "municipality"]].rename_axis("id").astype(object)
    for when in whens:
        found = loads[when].offices.reindex(here)
        table[f"size_{when}"] = found["size"].fillna("").astype(object)
        for figure in FIGURES:
            table[f"{figure}_{when}"] = found[figure].astype(float)
    keys = [_fullness(table, when) for when in reversed(whens)]
    order = np.lexsort([-key for key in reversed(keys)])
    return table.iloc[order]


def _fullness(table: pd.DataFrame, when: str) -> np.ndarray:
    """Return what offices are ordered by: visits over room, infinite without room, below zero where closed."""
    share = table[f"share_of_room_{when}"].to_numpy(float)
    closed = table[f"size_{when}"].to_numpy(object) == ""
    return np.where(closed, -1.0, np.where(np.isnan(share), np.inf, share))


def load_by_year(loads: Mapping[str, Load]) -> pd.DataFrame:
    """Return the load of the whole network, a row for each.

    Returns
    -------
    Columns `when` (as the loads are named), `offices, visits, room`, `full` (offices with more visits than room),
    `crowded` (with more than one and a half times it), `fullest` (id) and `fullest_share`, `staff, staff_needed`,
    `people_unreached` and `people_past` (sent past their nearest office).
    """
    rows = []
    for when, load in loads.items():
        offices = load.offices
        first = load.fullest_first().head(1)
        rows.append(
            {
                "when": when,
                "offices": len(offices),
                "visits": float(offices["visits"].sum()),
                "room": float(offices["room"].sum()),
                "full": len(load.beyond(FULL)),
                "crowded": len(load.beyond(CROWDED)),
                "fullest": str(first.index[0]) if len(first) else "",
                "fullest_share": float(first["share_of_room"].iloc[0]) if len(first) else float("nan"),
                "staff": float(offices["staff"].sum()),
                "staff_needed": float(offices["staff_needed"].sum()),
                "people_unreached": load.people_unreached,
                "people_past": load.people_past,
            }
        )
    return pd.DataFrame(rows)
