"""What becomes of the money: what is given, spent and carried over in each year, and the pot that is set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from narvaro.explain.road import rent_goes_on
from narvaro.explain.said.facts import KnownFacts, SectionSaid, Told, told, under
from narvaro.language import Note
from narvaro.language.money import seen

LEDGER = ("appropriation", "running", "opening", "closing", "resizing", "spent", "carried", "lapsed")
POT = ("appropriation", "spent", "carried", "lapsed")
ALWAYS = ("appropriation", "running", "spent", "carried")
"""Kinds of money that a ledger shows also where there is none in any year."""


def money(f: KnownFacts) -> SectionSaid:
    """Return what is said of the money, the ledger and its bars, and the pot that is set aside."""
    pots = pots_of(f)
    said = told(title=_title(f), fine=[*_afterwards(f), _price_level(f)])
    said |= under("ledger", _of_ledger(f)) | under("earmark", _of_earmark(f, pots))
    ledger = money_table(f.years, f.years, LEDGER)
    tables = {
        "money.ledger": ledger.assign(offices=[int(year["offices"]) for year in f.years]),
        "money.bars": bars_table(f),
        "money.earmark": money_table(f.years, pots, POT),
    }
    return SectionSaid(under("money", said), tables)


def pots_of(f: KnownFacts) -> list[Mapping[str, Any]]:
    """Return the money that is set aside by year; none where it is not set aside in every year."""
    pots = [year["earmark"] for year in f.years]
    return [] if any(pot is None for pot in pots) else pots


def money_table(
    years: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]], kinds: Sequence[str]
) -> pd.DataFrame:
    """Return kinds of money by year.

    Parameters
    ----------
    years
        The plan's years.
    rows
        The money of each of them, such as its pot; none for an empty table.
    kinds
        Columns, in order; one that is nothing in all years is left out, but those of `ALWAYS`.
    """
    found = [
        {"year": int(year["year"]), **{kind: float(row[kind]) for kind in kinds}}
        for year, row in zip(years, rows, strict=False)
    ]
    table = pd.DataFrame(found, columns=["year", *kinds])
    return table[["year", *(kind for kind in kinds if kind in ALWAYS or table[kind].any())]]


def bars_table(f: KnownFacts) -> pd.DataFrame:
    """Return what a picture of the ledger is made of.

    Returns
    -------
    Columns `year, running, opening, closing` (with what changes of size cost) and `appropriation`.
    """
    return pd.DataFrame(
        {
            "year": [int(year["year"]) for year in f.years],
            "running": [float(year["running"]) for year in f.years],
            "opening": [float(year["opening"]) for year in f.years],
            "closing": [float(year["closing"]) + float(year["resizing"]) for year in f.years],
            "appropriation": [float(year["appropriation"]) for year in f.years],
        }
    )


def _title(f: KnownFacts) -> Note:
    """Return what becomes of all the money: drawn ahead, spent, lapsed or saved, whichever weighs most."""
    spent, given, lapsed = (f.sum_of(name) for name in ("spent", "appropriation", "lapsed"))
    credit = -min(float(year["carried"]) for year in f.years)
    data = {"spent": spent, "given": given, "years": f.span, "money": f.money}
    if credit >= seen(f.money):
        return Note("said.money.title.credit", {**data, "credit": credit})
    if given - spent < seen(f.money):
        return Note("said.money.title.all", data)
    if lapsed >= seen(f.money):
        return Note("said.money.title.lapsed", {**data, "lapsed": lapsed})
    return Note("said.money.title.left", {**data, "left": given - spent})


def _of_ledger(f: KnownFacts) -> Told:
    first, last = f.years[0], f.years[-1]
    data = {
        "first": float(first["spent"]),
        "last": float(last["spent"]),
        "first_year": int(first["year"]),
        "last_year": int(last["year"]),
        "money": f.money,
    }
    alt = Note("said.money.ledger.alt", {**data, "years": f.span})
    return told(title=_ledger_title(f, data), alt=alt)


def _ledger_title(f: KnownFacts, data: Mapping[str, Any]) -> Note:
    """Return how spending changes from the first year to the last."""
    if len(f.years) == 1:
        given = float(f.years[0]["appropriation"])
        return Note("said.money.ledger.one", {**data, "given": given})
    more = data["last"] - data["first"]
    which = "same" if abs(more) < seen(f.money) else "up" if more > 0 else "down"
    return Note(f"said.money.ledger.{which}", data)


def _of_earmark(f: KnownFacts, pots: Sequence[Mapping[str, Any]]) -> Told:
    """Return what is said of the money that is set aside; nothing where none is."""
    if not pots:
        return {}
    spent, given = f.sum_of("spent", pots), f.sum_of("appropriation", pots)
    data = {"spent": spent, "given": given, "years": f.span, "money": f.money}
    areas = f.names.areas_of(str(f.policy.get("definition")))
    return told(
        title=Note(f"said.money.earmark.{'all' if given - spent < seen(f.money) else 'part'}", data),
        subtitle=Note("said.money.earmark.subtitle", {"areas": areas}),
        alt=Note("said.money.earmark.alt", data),
    )


def _afterwards(f: KnownFacts) -> Iterator[Note]:
    """Yield what the network at the end costs in a full year, against the money that goes on; and rent still due."""
    after = f.plan["afterwards"]
    data: dict[str, Any] = {name: float(after[name]) for name in ("running", "appropriation")}
    yield Note("said.money.afterwards", {**data, "money": f.money})
    closed = {str(step["site_id"]): step.year for step in f.doing("close")}
    rent = rent_goes_on(f.case, closed, f.policy["limits"]["closing_month"], int(f.years[-1]["year"]))
    if rent is not None:
        yield rent


def _price_level(f: KnownFacts) -> Note:
    year = f.policy["money"].get("price_level_year")
    return Note("said.money.price_level", {"year": year}) if year else Note("said.money.price_level_unknown")
