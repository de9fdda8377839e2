"""The road there: goal, offices, people outside the standard and money, today and at the end of each year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from narvaro.case import Case
from narvaro.explain.between import beyond_standard, network_of
from narvaro.language import Label, Note
from narvaro.plan import Plan
from narvaro.plan.formulate import asked
from narvaro.plan.leases import rent_afterwards
from narvaro.plan.money import MILLI
from narvaro.plan.options import states_of
from narvaro.travel import TravelTimes

TODAY = "before"
FIGURES = ("goal", "people_beyond")
"""What is worse the larger it is."""
SEEN_SHARE, SEEN_PEOPLE = 1e-4, 0.5
"""A year in between is worse than another where it is so by more than this: of the goal's figure, and persons."""


def road(plan: Mapping[str, Any], beyond: Sequence[float]) -> pd.DataFrame:
    """Return today and each year of a plan, a row each.

    Parameters
    ----------
    plan
        The tables of plan.json.
    beyond
        People outside the standard by the mode of the policy: today, and when each year ends.

    Returns
    -------
    Columns `when` (`before`, or the year), `goal` (the figure that the plan makes small), `people_beyond, offices`, and
    `spent, appropriation` in the money of the case, missing for today.
    """
    years = plan["years"]
    none = float("nan")
    return pd.DataFrame(
        {
            "when": [TODAY, *(str(year["year"]) for year in years)],
            "goal": goal_by_year(plan),
            "people_beyond": [float(people) for people in beyond],
            "offices": [int(plan["counts"]["offices_before"]), *(int(year["offices"]) for year in years)],
            "spent": [none, *(float(year["spent"]) for year in years)],
            "appropriation": [none, *(float(year["appropriation"]) for year in years)],
        }
    )


def goal_by_year(plan: Mapping[str, Any]) -> list[float]:
    """Return the figure that a plan makes small, today and in each year; of kind mix with the charge in it.

    Parameters
    ----------
    plan
        The tables of plan.json.
    """
    parts = {part["name"]: [part["before"], *part["by_year"]] for part in plan["objective"]["parts"]}
    first = next(iter(parts.values()))
    charge = float(plan["policy"]["objective"]["walk_weight_min"])
    charged = parts.get("without_walk", [0.0] * len(first))
    return [float(figure + charge * people) for figure, people in zip(first, charged, strict=True)]


def beyond_by_year(case: Case, plan: Plan, travel: TravelTimes) -> list[float]:
    """Return the people outside the standard by the mode of the policy, today and when each year ends."""
    question = asked(case, plan.policy, travel) if plan.formulation is None else plan.formulation.question
    networks = plan.networks(case)
    return [
        beyond_standard(question, network)
        for network in (network_of(question, None), *states_of(case, (networks[year] for year in networks)).T)
    ]


def worse_between(table: pd.DataFrame) -> pd.DataFrame:
    """Return the years in between that are worse than both ends: than today and than the last year.

    Returns
    -------
    Columns `year, figure` (`goal` or `people_beyond`), `value, today, last`, by year and figure.

    Examples
    --------
    >>> rows = {"when": ["before", "2027", "2028"], "goal": [9.0, 8.0, 7.0], "people_beyond": [50.0, 80.0, 40.0]}
    >>> worse_between(pd.DataFrame(rows)).to_dict("records")
    [{'year': '2027', 'figure': 'people_beyond', 'value': 80.0, 'today': 50.0, 'last': 40.0}]
    """
    first, last = table.iloc[0], table.iloc[-1]
    rows = []
    for _, year in table.iloc[1:-1].iterrows():
        for figure in FIGURES:
            value, today, end = (float(row[figure]) for row in (year, first, last))
            least = SEEN_PEOPLE if figure == "people_beyond" else SEEN_SHARE * abs(value)
            if value - max(today, end) > least:
                rows.append(
                    {"year": str(year["when"]), "figure": figure, "value": value, "today": today, "last": end}
                )
    return pd.DataFrame(rows, columns=["year", "figure", "value", "today", "last"])


def road_warnings(table: pd.DataFrame, goal: Note, limit_min: float, by: Label, total: float) -> list[Note]:
    """Return a warning for each figure that is worse in a year in between than at both ends.

    Parameters
    ----------
    table
        As :func:`road` makes it.
    goal
        What the plan makes small: `objective.<kind>`.
    limit_min, by
        The standard, minutes, and how a way is gone.
    total
        Everybody, persons.
    """
    last = str(table["when"].iloc[-1])
    found = []
    for _, row in worse_between(table).iterrows():
        data = {"year": str(row["year"]), "last_year": last, "limit": limit_min, "by": by, "total": total}
        data |= {name: float(row[name]) for name in ("value", "today", "last")}
        if row["figure"] == "goal":
            data["what"] = goal
        found.append(Note(f"said.road.worse.{row['figure']}", data))
    return found


def closes_though_money_rises(case: Case, change: Sequence[float], closed: int) -> Note | None:
    """Return that offices may close although the money rises, and how many do; nothing where it does not, or none may.

    Parameters
    ----------
    change
        What is added to the money or cut, by year.
    closed
        How many offices the plan closes.
    """
    free = int(case.sites["status"].isin(["may_close", "must_close"]).sum())
    if min(change) < 0 or max(change) <= 0 or not free:
        return None
    closes = Note("said.road.closes", {"n": closed})
    return Note("said.road.though_money_rises", {"n": free, "closes": closes})


def rent_goes_on(case: Case, closed: Mapping[str, int], closing_month: int, last: int) -> Note | None:
    """Return that rent is due after a plan's last year for offices that it closes; nothing where none is.

    Parameters
    ----------
    closed, closing_month, last
        As for `narvaro.plan.leases.rent_afterwards`.
    """
    due = rent_afterwards(case, closed, closing_month, last)
    if not due:
        return None
    names = [str(case.sites.loc[site, "name"]) for site in due]
    data = {"n": len(due), "names": names, "sum": sum(due.values()) / MILLI, "year": str(last)}
    return Note("said.road.rent_goes_on", {**data, "money": case.money.label})
