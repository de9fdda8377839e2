"""In which municipalities ways change, and for most people where."""

from __future__ import annotations

import pandas as pd

from narvaro.explain.said.facts import HALF_A_PERSON, WHEN, KnownFacts, SectionSaid, told
from narvaro.language import Note

MOST_PLACES = 12
"""So many municipalities are shown; the file has all."""


def municipalities(f: KnownFacts) -> SectionSaid:
    """Return the municipalities where most people's ways change, and what is said of them."""
    grouping = next(
        (g for g in ("municipality_code", "municipality") if (f.findings.gains["grouping"] == g).any()), None
    )
    table = pd.DataFrame() if grouping is None else municipality_table(f, grouping)
    changed = int((table["changed"] >= HALF_A_PERSON).sum()) if len(table) else 0
    if not changed:
        return SectionSaid({}, {"municipalities": table.iloc[:0]})
    by = f.by(f.mode)
    data = {"n": changed, "all": len(table), "by": by, "first": str(table["place"].iloc[0])}
    said = told(
        title=Note("said.gains.municipalities", data),
        subtitle=Note("said.gains.municipalities_subtitle", {"by": by}),
    )
    table["shown"] = table.index < min(MOST_PLACES, changed)
    return SectionSaid(said, {"municipalities": table})


def municipality_table(f: KnownFacts, grouping: str) -> pd.DataFrame:
    """Return the municipalities, those where most people's ways change first.

    Returns
    -------
    Columns `place, people, people_shorter, people_longer`, `people_newly_reached` and `people_newly_unreached` where
    there are such people anywhere, `mean_min_before, mean_min_after`, and `changed`, the people of all those columns.
    """
    means, gains = f.group_rows(f.mode, grouping), f.findings.gains
    gains = gains[(gains["mode"] == f.mode) & (gains["grouping"] == grouping)].set_index("group")
    ways = [f"people_newly_{way}" for way in ("reached", "unreached")]
    counts = [
        "people_shorter",
        "people_longer",
        *(way for way in ways if (gains[way] >= HALF_A_PERSON).any()),
    ]
    table = gains[["people", *counts]].astype(float)
    table.insert(
        0,
        "place",
        pd.Series([place_name(f, grouping, str(code)) for code in gains.index], gains.index, dtype=object),
    )
    for when in WHEN:
        table[f"mean_min_{when}"] = means[f"mean_min_{when}"].reindex(gains.index).astype(float)
    table["changed"] = gains[counts].sum(axis=1)
    return table.sort_values("changed", ascending=False, kind="stable", ignore_index=True)


def place_name(f: KnownFacts, column: str, code: str) -> str:
    """Return the name of a place that a column has by its code, such as a municipality; else the code."""
    name, areas = column.removesuffix("_code"), f.case.areas
    if name == column or name not in areas:
        return code
    found = areas.loc[areas[column] == code, name]
    return str(found.iloc[0]) if len(found) else code
