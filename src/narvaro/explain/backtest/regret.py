"""Regret: offices that one decision opened and a later one closed; what each gave, for how long, for what money."""

from __future__ import annotations

from datetime import date

import pandas as pd

from narvaro.case.decided import DONE, span_of
from narvaro.explain.evidence import BEFORE, Evidence, people_by_office
from narvaro.explain.one_by_one import if_closed

DAYS_A_YEAR = 365.25
COLUMNS = (
    "municipality",
    "site_id",
    "name",
    "opened",
    "closed",
    "least_years",
    "most_years",
    "people_nearest",
    "people_shorter",
    "people_walk_definition",
    "least_cost",
    "most_cost",
    "assumed",
)


def regret_table(evidence: Evidence, earlier: pd.DataFrame, closings: pd.DataFrame) -> pd.DataFrame:
    """Return the offices that an earlier decision opened and this one closed, as they stood in the case's network.

    Parameters
    ----------
    earlier
        Rows of earlier decisions; those that opened offices count.
    closings
        Rows of the decision; those carried out count.

    Returns
    -------
    Columns `COLUMNS`: the two dates as they are told, `least_years` and `most_years` between them (missing where one is
    not known); people whose nearest office it was, of them those with a way shorter by at least a minute than to the
    next one, and people of the definition within the walking standard of no other; running cost for that time with
    opening and closing cost in the money of the case, `assumed` where size or cost is.
    """
    case, before = evidence.case, evidence.decision.before
    opened = earlier[(earlier["action"] == "open") & (earlier["status"] == DONE)].set_index("site_id")
    closed = closings[(closings["action"] == "close") & (closings["status"] == DONE)]
    both = closed[closed["site_id"].isin(opened.index) & closed["site_id"].isin(before)]
    sites = list(both["site_id"])
    if not sites:
        return pd.DataFrame(columns=list(COLUMNS))
    table = if_closed(evidence, sites, before)
    people = people_by_office(evidence, BEFORE).to_dict()
    changes = table.to_dict("index")
    rows = []
    for row in both.to_dict("records"):
        site = row["site_id"]
        size = case.size(str(case.sites.loc[site, "size"]))
        first = opened.loc[[site]].iloc[0]
        least, most = years_between(str(first["date"]), str(row["date"]))
        once = sum(case.figure(part, site, size.id) for part in ("opening", "closing"))
        running = case.figure("running_year", site, size.id)
        rows.append(
            {
                "municipality": row["municipality"],
                "site_id": site,
                "name": str(case.sites.loc[site, "name"]),
                "opened": first["date"],
                "closed": row["date"],
                "least_years": least,
                "most_years": most,
                "people_nearest": float(people.get(site, 0.0)),
                "people_shorter": float(changes[site]["people_changed"]),
                "people_walk_definition": float(changes[site]["people_walk_definition"]),
                "least_cost": once + least * running,
                "most_cost": once + most * running,
                "assumed": size.origin == "assumed",
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def years_between(opened: str, closed: str) -> tuple[float, float]:
    """Return the least and the most years between two dates that may be spans; missing where one is not told.

    Examples
    --------
    >>> [round(years, 2) for years in years_between("2022-07/2022-12", "2025-05-30")]
    [2.41, 2.91]
    """
    first, last = span_of(opened), span_of(closed)
    if first is None or last is None:
        return float("nan"), float("nan")
    return _years(first[1], last[0]), _years(first[0], last[1])


def _years(start: date, end: date) -> float:
    return max(0.0, (end - start).days / DAYS_A_YEAR)
