"""A plan followed up: what it said of each year beside what the events say happened, and each action with its fate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from narvaro.access import History, Times, nearest, weighted_mean
from narvaro.case import Case
from narvaro.case.events import Event, outside_places
from narvaro.plan import Plan

HAPPENED = {"open": "opened", "close": "closed", "resize": "resized"}
"""The event that carries out each kind of action."""
MOVES = ("opened", "closed")
"""Events that every register tells of; one without changes of size may just not have them."""
FATES = THERE, NEAR, NOT, LATER, UNKNOWN = ("there", "municipality", "not", "later", "unknown")
"""Whether an action was carried out at its site, by another site of its municipality, or not at all; lies later than
all events; or is of a kind that the events never tell of."""


@dataclass(frozen=True, eq=False)
class FollowUp:
    """A plan beside what happened.

    Parameters
    ----------
    years
        By year of the plan as far as the events go: `planned_offices`, `planned_min` (mean way by the plan), and as it
        happened `least`, `most` (offices), `low`, `high` (mean way).
    actions
        One row an action: `year, action, site_id, name, municipality, fate` (one of `FATES`) and
        `event`, the place in the register of what carried it out, -1 where nothing did.
    others
        Openings and closings in the years of the plan that it did not have: places in the register.
    """

    years: pd.DataFrame
    actions: pd.DataFrame
    others: tuple[int, ...]


def follow_up(
    case: Case,
    plan: Plan,
    history: History,
    times: Times,
    people: Mapping[int, pd.Series[Any]],
    unreached_min: float | None = None,
) -> FollowUp:
    """Set a plan beside what happened.

    Parameters
    ----------
    case, plan
        The case, and a plan of it.
    history
        What happened.
    times
        Minutes to every site of the plan.
    people
        People by year.
    unreached_min
        Minutes at which people without an office within reach are counted.
    """
    actions, used = _actions(case, plan)
    return FollowUp(
        _years(case, plan, history, times, people, unreached_min), actions, _others(case, plan, used)
    )


def _years(
    case: Case,
    plan: Plan,
    history: History,
    times: Times,
    people: Mapping[int, pd.Series[Any]],
    unreached_min: float | None,
) -> pd.DataFrame:
    networks, band = plan.networks(case), history.band("mean_min")
    rows = {}
    for year in networks:
        if year in history.years:
            open_then = networks.index[networks[year] != ""]
            way = nearest(times, mode=history.mode, sites=open_then)["minutes"]
            planned = weighted_mean(way, people[year], unreached_min=unreached_min)
            rows[year] = (len(open_then), planned, *history.offices.loc[year], *band.loc[year])
    columns = ["planned_offices", "planned_min", "least", "most", "low", "high"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("year")


def _actions(case: Case, plan: Plan) -> tuple[pd.DataFrame, set[int]]:
    """Return the actions with their fate, and the events that they used up.

    Each event carries out one action at most: at its very site where it can, else the nearest in its municipality.
    """
    planned, places = plan.actions, _places(case)
    pairs = []
    for k, (_, action) in enumerate(planned):
        for place, event in enumerate(case.register.events):
            if event.kind == HAPPENED[action.action] and event.site_id in places.index:
                here, there = places.loc[action.site_id], places.loc[event.site_id]
                if action.site_id == event.site_id:
                    pairs.append((-1.0, k, place, THERE))
                elif here["municipality_code"] == there["municipality_code"] != "":
                    pairs.append((_away(here, there), k, place, NEAR))
    found: dict[int, tuple[str, int]] = {}
    used: set[int] = set()
    for _, k, place, fate in sorted(pairs):
        if k not in found and place not in used:
            found[k] = (fate, place)
            used.add(place)
    rows = [
        (
            year,
            one.action,
            one.site_id,
            one.name,
            one.municipality,
            *found.get(k, (_undone(case, year, one.action), -1)),
        )
        for k, (year, one) in enumerate(planned)
    ]
    columns = ["year", "action", "site_id", "name", "municipality", "fate", "event"]
    return pd.DataFrame(rows, columns=columns), used


def _undone(case: Case, year: int, action: str) -> str:
    """Return the fate of an action that no event carried out."""
    register = case.register
    if year > register.years[-1]:
        return LATER
    return NOT if HAPPENED[action] in {*MOVES, *(event.kind for event in register.events)} else UNKNOWN


def _places(case: Case) -> pd.DataFrame:
    """Return where each site lies, also those that events alone speak of: `lon, lat, municipality_code`."""
    outside = outside_places(case.events, case.sites).set_index("id")
    return pd.concat([case.sites, outside])[["lon", "lat", "municipality_code"]]


def _away(here: Any, there: Any) -> float:
    """Return how far two rows of places are from each other, degrees of latitude: enough to tell the nearer."""
    east = (here["lon"] - there["lon"]) * math.cos(math.radians(here["lat"]))
    return math.hypot(east, here["lat"] - there["lat"])


def _others(case: Case, plan: Plan, used: set[int]) -> tuple[int, ...]:
    years = [year.year for year in plan.years]

    def within(event: Event) -> bool:
        return event.span.last.year >= years[0] and event.span.first.year <= years[-1]

    return tuple(
        place
        for place, event in enumerate(case.register.events)
        if event.kind in MOVES and place not in used and within(event)
    )
