"""How offices fill: how many pass their room, which fill most, and the staff they would need."""

from __future__ import annotations

from typing import Any

import pandas as pd

from narvaro.explain.load import AFTER, BEFORE
from narvaro.explain.said.facts import HALF_A_PERSON, KnownFacts, SectionSaid, full_name, told, under
from narvaro.language import Note

SHOWN = 12
"""So many offices are shown, the fullest; the file has all."""
NAMED = 3
"""So many of the fullest are named in a sentence."""


def load(f: KnownFacts) -> SectionSaid:
    """Return what is said of the load of offices, all of them as a table, and the whole network year by year."""
    offices, years = _offices(f), f.findings.load_years
    was, then = (years[years["when"] == when].iloc[0] for when in (BEFORE, AFTER))
    said = told(
        title=passing("title", then, was),
        picture=_picture(offices),
        full=passing("full", then, was),
        fullest=fullest(offices, AFTER),
        staff=staff(then, was),
        how=[
            how(f.findings.load_by, f.by(f.mode), f.policy["limits"]["visits_per_person"]),
            *apart(then, f.findings.load_by, f.total()),
        ],
        subtitle=Note("said.load.subtitle", {"shown": int(offices["shown"].sum())}),
        alt=Note("said.load.alt", {"shown": int(offices["shown"].sum())}),
    )
    return SectionSaid(under("load", said), {"load": offices})


def _offices(f: KnownFacts) -> pd.DataFrame:
    """Return the offices with the names of their places, and `shown` for the fullest afterwards."""
    table = f.findings.load
    places = [full_name(name, town) for name, town in zip(table["name"], table["municipality"], strict=True)]
    still = table[f"size_{AFTER}"] != ""
    return table.assign(place=places, shown=still & (still.cumsum() <= SHOWN))


def _picture(offices: pd.DataFrame) -> Note:
    """Return what the picture of the fullest shows: the fullest of them, or that none is full."""
    shown = offices[offices["shown"] & offices[f"share_of_room_{AFTER}"].notna()]
    share = float(shown[f"share_of_room_{AFTER}"].iloc[0]) if len(shown) else 0.0
    if share <= 1:
        return Note("said.load.picture.within")
    return Note("said.load.picture.over", {"place": str(shown["place"].iloc[0]), "times": share})


def passing(kind: str, then: pd.Series, was: pd.Series) -> Note:
    """Return how many offices get more visits than their room, or one and a half times it, then and today.

    Parameters
    ----------
    kind
        `full` or `crowded`, as a sentence; `title`, those that are crowded as a title.
    then, was
        Rows of the load by year (:func:`narvaro.explain.load.load_by_year`).
    """
    column = "crowded" if kind == "title" else kind
    today = Note("said.load.today", {"n": int(was[column]), "offices": int(was["offices"])})
    data = {"n": int(then[column]), "offices": int(then["offices"]), "today": today}
    return Note(f"said.load.{kind}", data)


def now(kind: str, was: pd.Series) -> Note:
    """Return how many offices pass their room, or one and a half times it, where there is no plan beside."""
    return Note(f"said.load.{kind}_now", {"n": int(was[kind]), "offices": int(was["offices"])})


def fullest(offices: pd.DataFrame, when: str) -> Note | None:
    """Return the names of the fullest offices with how many times their room each fills; none where none is full."""
    share = offices[f"share_of_room_{when}"]
    over = offices[share > 1].head(NAMED)
    if over.empty:
        return None
    each = [
        Note("said.load.times", {"place": str(row["place"]), "times": float(row[f"share_of_room_{when}"])})
        for _, row in over.iterrows()
    ]
    return Note("said.load.fullest.one" if len(each) == 1 else "said.load.fullest.many", {"places": each})


def staff(then: pd.Series, was: pd.Series | None = None) -> Note:
    """Return the staff that all offices need together, against those they have."""
    data: dict[str, Any] = {"needed": float(then["staff_needed"]), "staff": float(then["staff"])}
    if was is None:
        return Note("said.load.staff_now", data)
    before = {"needed_before": float(was["staff_needed"]), "staff_before": float(was["staff"])}
    return Note("said.load.staff", {**data, **before})


def how(by: str, mode: Any, visits: float) -> Note:
    """Return by which assignment people are counted, and how many visits each makes."""
    return Note(f"said.load.how.{by}", {"by": mode, "visits": float(visits)})


def apart(then: pd.Series, by: str, total: float) -> list[Note]:
    """Return who makes no visit, and who is sent past the nearest office; by a Huff share most go elsewhere anyway."""
    return [
        Note(f"said.load.{name}", {"people": float(then[f"people_{name}"]), "total": total})
        for name in ("unreached", *(["past"] if by == "given" else []))
        if float(then[f"people_{name}"]) >= HALF_A_PERSON
    ]
