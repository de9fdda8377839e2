"""What the maps show: where offices open or close, and how many have a way beyond the standard."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from narvaro.explain.said.facts import (
    HALF_A_PERSON,
    WHEN,
    KnownFacts,
    SectionSaid,
    Told,
    place_of,
    told,
    under,
)
from narvaro.language import Note
from narvaro.language.names import EVERYONE

MINUTE_BREAKS = (0.0, 10.0, 20.0, 30.0, 45.0, 60.0, 90.0)
"""Lower ends of the classes of minutes, the same in every map and table; the last class has no upper end."""
MOST_NAMES = 3
"""More new offices than this are counted, not named, where their municipalities are not known."""


def maps(f: KnownFacts) -> SectionSaid:
    """Return what is said over the maps, and people by class of minutes for each mode."""
    end = Note("said.map.after", {"year": int(f.years[-1]["year"])})
    said = told(title=_title(f), cities=_cities_title(f), before=Note("said.map.before"), after=end)
    tables = {}
    for mode in f.modes:
        said |= under(mode, _of_mode(f, mode))
        tables[f"map.{mode}"] = classes_table(f, mode)
    return SectionSaid(under("map", said), tables)


def close_mode(f: KnownFacts) -> str:
    """Return the mode of the close maps: in a city an office is never far by car, so on foot where it is known."""
    return "walk" if "walk" in f.modes else f.mode


def _title(f: KnownFacts) -> Note:
    """Return where offices open, or else close."""
    opened, closed = f.doing("open"), f.doing("close")
    if opened:
        return _where_they_open(f)
    if not closed:
        return Note("said.map.title.same")
    closes = Note("said.offices_close", {"n": len(closed)})
    if any(step["leaves_municipality"] is None for step in closed):
        return Note("said.map.title.closes", {"closes": closes})
    lose = sum(bool(step["leaves_municipality"]) for step in closed)
    return Note(
        "said.map.title.leaves", {"closes": closes, "lose": Note("said.municipalities_lose", {"n": lose})}
    )


def _where_they_open(f: KnownFacts) -> Note:
    opened = f.doing("open")
    if len(opened) == 1:
        return Note("said.map.title.one", {"place": place_of(opened[0])})
    offices = Note("said.the_new_offices", {"n": len(opened)})
    where = Counter(str(step["municipality"]) for step in opened if step["municipality"])
    if sum(where.values()) < len(opened):
        return Note("said.map.title.named", {"offices": offices, "places": [str(s["name"]) for s in opened]})
    (first, most), *rest = where.most_common()
    data: dict[str, Any] = {
        "offices": offices,
        "municipalities": Note("said.municipalities", {"n": len(where)}),
    }
    if most >= 2 and not rest:
        return Note("said.map.title.all_in_one", {"offices": offices, "first": first})
    if most >= 2 and rest[0][1] < most:
        return Note("said.map.title.most_in", {**data, "first": first, "most": most})
    return Note("said.map.title.spread", data)


def _of_mode(f: KnownFacts, mode: str) -> Told:
    """Return what is said of the map of a mode: title, and two sentences for those who do not see it."""
    alts = {f"alt_{when}": _alt(f, mode, when) for when in WHEN}
    return told(title=_beyond(f, mode), **alts)


def _beyond(f: KnownFacts, mode: str) -> Note:
    """Return how many have a way beyond the standard, before and after."""
    row = f.everyone(mode)
    before, after = (float(row[f"people_beyond_{when}"]) for when in WHEN)
    data = {"limit": f.limit_min(mode), "by": f.by(mode), "before": before, "after": after}
    if max(before, after) < HALF_A_PERSON:
        return Note("said.map.beyond.nobody", data)
    which = _which_way(before, after)
    people = {"change": abs(after - before), "total": float(row["people"])}
    return Note(f"said.map.beyond.{which}", {**data, **people})


def _which_way(before: float, after: float) -> str:
    if abs(after - before) < HALF_A_PERSON:
        return "same"
    return "fewer" if after < before else "more"


def _cities_title(f: KnownFacts) -> Note:
    """Return what the close maps show: whom the decision is about, or everybody."""
    mode = close_mode(f)
    if f.definition is None or f.target_mode != "walk":
        return _beyond(f, mode)
    row = f.group_row(mode, f.definition, "yes")
    before, after = (float(row[f"people_beyond_{when}"]) for when in WHEN)
    people = {"before": before, "after": after, "total": float(row["people"])}
    data = {"areas": f.the_areas(), "limit": f.limit_min(mode), **people}
    return Note(f"said.map.target.{_which_way(before, after)}", data)


def _alt(f: KnownFacts, mode: str, when: str) -> list[Note]:
    """Return two sentences for those who do not see the map."""
    states = f.findings.offices["state"]
    data: dict[str, Any] = {"offices": f.offices(when)}
    if when == "after":
        data |= {state: int((states == state).sum()) for state in ("new", "closing")}
    share = float(f.everyone(mode)[f"share_beyond_{when}"])
    beyond = {"limit": f.limit_min(mode), "by": f.by(mode), "share": share}
    return [Note(f"said.map.alt.{when}", data), Note("said.map.alt.beyond", beyond)]


def classes_table(f: KnownFacts, mode: str) -> pd.DataFrame:
    """Return people by class of minutes, read off the curve of people within so many minutes.

    Returns
    -------
    Columns `low_min, high_min` (infinite for the last class; both missing for people without any way, who have a row
    only where there are some), `people_before, people_after, change`. Everybody is in one row.
    """
    curves = f.findings.curves
    curve = curves[(curves["mode"] == mode) & (curves["grouping"] == EVERYONE)].set_index("minutes")
    ends = [end for end in MINUTE_BREAKS[1:] if end in curve.index]
    row = f.everyone(mode)
    table = pd.DataFrame({"low_min": [0.0, *ends], "high_min": [*ends, np.inf]})
    for when in WHEN:
        unreached = float(row[f"people_unreached_{when}"])
        within = [0.0, *curve.loc[ends, f"people_{when}"].astype(float), float(row["people"]) - unreached]
        table[f"people_{when}"] = np.diff(within)
    unreached_both = [float(row[f"people_unreached_{when}"]) for when in WHEN]
    if max(unreached_both) >= HALF_A_PERSON:
        table.loc[len(table)] = [np.nan, np.nan, *unreached_both]
    return table.assign(change=table["people_after"] - table["people_before"])
