"""What is said of the network through time: the finding in one sentence, and what a reader must know."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from narvaro.access import History
from narvaro.access.history import years_of_people
from narvaro.case import Case
from narvaro.case.events import CLOSED, COUNTED, OPENED
from narvaro.case.standards import in_order
from narvaro.language import Note
from narvaro.language.names import EVERYONE

DECIMALS = 1
"""Decimals of minutes; a band whose ends look alike is told as one figure."""


def band_note(low: float, high: float, decimals: int = DECIMALS) -> Note:
    """Return a figure that lies between two, or one where both look alike.

    Examples
    --------
    >>> band_note(20.07, 20.67).text("en"), band_note(18.47, 18.53).text("sv"), band_note(-2, -1, 0).text("en")
    ('20.1–20.7', '18,5', '−2 to −1')
    """
    low, high = sorted((low, high))
    same = round(low, decimals) == round(high, decimals)
    key = "history.figure" if same else "history.band_below_zero" if low < 0 else "history.band"
    return Note(key, {"low": low, "high": high, "decimals": decimals})


def finding(history: History) -> Note:
    """Return what became of the mean way of everyone, in one sentence.

    A turn is told where the whole band of a year lies below, or above, those of the first and the last year.
    """
    band = history.band("mean_min")
    low, high = band["low"].to_numpy(float), band["high"].to_numpy(float)
    lowest, highest = int(high.argmin()), int(low.argmax())
    turn, key = None, "history.level"
    if high[lowest] < min(low[0], low[-1]):
        turn, key = lowest, "history.fell_rose"
    elif low[highest] > max(high[0], high[-1]):
        turn, key = highest, "history.rose_fell"
    elif high[-1] < low[0]:
        key = "history.fell"
    elif low[-1] > high[0]:
        key = "history.rose"

    def told(name: str, place: int) -> dict[str, object]:
        level = band_note(low[place], high[place])
        return {f"{name}_year": str(history.years[place]), name: level}

    data = {"mode": history.mode, **told("first", 0), **told("last", -1)}
    if turn is not None:
        data |= told("turn", turn)
    return Note(key, data)


def notes(case: Case, history: History) -> tuple[Note, ...]:
    """Return what a reader must know: what is not dated, assumed, not known, or counted otherwise."""
    register, found = case.register, []
    moves = sum(event.kind in (OPENED, CLOSED) for event in register.events)
    if register.undated:
        found.append(Note("history.note.undated", {"count": register.undated, "of": moves}))
    assumed = [site for site in register.offices if site in case.sites.index and case.sites["assumed"][site]]
    if assumed:
        still = [site for site in assumed if site not in register.changes]
        found.append(Note("history.note.assumed", {"offices": len(assumed), "still": len(still)}))
    years = years_of_people(case.areas)
    if history.people_known:
        found.append(Note("history.note.people_of", {"years": [str(year) for year in years]}))
    else:
        found.append(Note("history.note.people_unknown"))
    if not history.travel_known:
        found.append(Note("history.note.travel_unknown"))
    found.append(Note("history.note.inequality"))
    return (*found, Note("history.note.alone"))


def counts(case: Case) -> pd.DataFrame:
    """Return each number of offices that someone counted beside what the rows give for that day.

    Returns
    -------
    DataFrame
        Columns `day, counted, least, most`, one row a count, in the order of time.
    """
    rows = []
    for event in case.register.events:
        if event.kind == COUNTED:
            there = case.register.standing(event.span.last)
            rows.append((event.span.last, int(event.detail), len(there.sure), len(there.possible)))
    return pd.DataFrame(rows, columns=["day", "counted", "least", "most"])


def since_first(history: History, group: str) -> pd.DataFrame:
    """Return how many minutes the mean way of a group is longer than in the first year: `low` and `high` by year.

    Each end is followed by itself, so where the first year has one network, as it has unless years were chosen, the
    band is exact.
    """
    own = history.access[history.access["group"] == group]
    ends = own.pivot_table(index="year", columns="end", values="mean_min", dropna=False)
    change = ends - ends.iloc[0]
    return pd.DataFrame({"low": change.min(axis=1), "high": change.max(axis=1)})


def drawn_groups(history: History, most: int) -> Sequence[str]:
    """Return the groups that a picture shows, everyone first: those whose way changed most where there are too many."""
    changed = {group: since_first(history, group).abs().to_numpy().max() for group in history.groups}
    lived = [group for group, minutes in changed.items() if minutes == minutes]
    chosen = sorted(lived, key=lambda group: -changed[group])[:most]
    return (EVERYONE, *in_order(chosen))
