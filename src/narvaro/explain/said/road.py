"""The road there: every year of the plan, and a year in between that is worse than both ends."""

from __future__ import annotations

import pandas as pd

from narvaro.explain.road import closes_though_money_rises, road, road_warnings
from narvaro.explain.said.facts import KnownFacts, SectionSaid, told, under
from narvaro.language import Note


def road_there(f: KnownFacts) -> SectionSaid:
    """Return what is said of the years one by one, and a row for today and each of them."""
    table = road(f.plan, beyond(f))
    full = f.findings.load_years.set_index("when").loc[table["when"], ["full", "crowded"]].to_numpy()
    table.insert(4, "full", full[:, 0])
    table.insert(5, "crowded", full[:, 1])
    warnings = warnings_of(f, table)
    said = told(
        title=_title(f, [str(note.data["year"]) for note in warnings]),
        warnings=warnings,
        subtitle=Note(
            "said.road.subtitle",
            {"limit": f.limit_min(f.mode), "by": f.by(f.mode), "what": goal_of(f)},
        ),
    )
    return SectionSaid(under("road", said), {"road": table})


def goal_of(f: KnownFacts) -> Note:
    """Return what the plan makes small."""
    return Note(f"objective.{f.plan['objective']['name']}")


def beyond(f: KnownFacts) -> list[float]:
    """Return the people outside the standard by the policy's mode, today and when each year ends."""
    rows = f.findings.by_year
    return [float(people) for people in rows.loc[rows["mode"] == f.mode, "people_beyond"]]


def warnings_of(f: KnownFacts, table: pd.DataFrame) -> list[Note]:
    """Return a warning for each figure that is worse in a year in between than today and at the end."""
    return road_warnings(table, goal_of(f), f.limit_min(f.mode), f.by(f.mode), f.total())


def _title(f: KnownFacts, worse: list[str]) -> Note:
    """Return which years are worse than both ends; or that none is, or that there is none in between."""
    if worse:
        years = list(dict.fromkeys(worse))
        return Note("said.road.dips.one" if len(years) == 1 else "said.road.dips.many", {"years": years})
    return Note("said.road.steady" if len(f.years) > 1 else "said.road.one_year", {"years": f.span})


def although(f: KnownFacts) -> list[Note]:
    """Return that offices may close although the money rises, which is said first."""
    note = closes_though_money_rises(f.case, f.policy["money"]["change"], len(f.doing("close")))
    return [] if note is None else [note]
