"""What a plan rests on: assumptions, sources, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from narvaro.case import DEFAULT_SIZE, TravelSettings
from narvaro.case.money import COSTS, KRONA_SOURCE, UNKNOWN_SIZE
from narvaro.explain.said.facts import KnownFacts, SectionSaid, told
from narvaro.language import Note, texts
from narvaro.language.names import Names
from narvaro.travel.basis import RUN

ORIGINS = ("stated", "derived", "assumed")
SIZE_PARTS = (*COSTS, "staff", "visits_year")
"""What an office of a size costs and holds."""
OWN_SOURCES = {
    "policy": "policy",
    "rule of the plan": "rule",
    RUN: "run",
    TravelSettings().source: "travel",
    KRONA_SOURCE: "size",
    DEFAULT_SIZE.source: "size_to_start_from",
    UNKNOWN_SIZE.source: "size_unknown",
}
"""Sources that the package itself writes, and which text says them in the language of the page."""
SOURCE_FIELDS = ("table", "publisher", "edition", "date", "licence", "note")
MOST_DECIMALS = 4


def grounds(f: KnownFacts) -> SectionSaid:
    """Return what is said of assumptions, sources and what is not known, and the tables of the first two."""
    assumed = sum(row["origin"] == "assumed" for row in f.plan["assumptions"])
    every = len(f.plan["assumptions"])
    said = {
        "assumptions.title": Note("said.assumptions.title", {"n": assumed, "all": every}) if every else None,
        "sources.title": _sources_title(f),
        "unknown.title": Note("said.unknown.title", {"n": len(f.findings.notes)})
        if f.findings.notes
        else None,
    }
    figures = figures_table(f)
    tables = {
        "assumptions": figures,
        "assumptions.sizes": sizes_table(f, figures),
        "sources": sources_table(f),
    }
    return SectionSaid(told(**said), tables)


# Assumptions


def figures_table(f: KnownFacts) -> pd.DataFrame:
    """Return every figure that the plan rests on.

    Returns
    -------
    Columns `id, value, unit, origin, source` as plan.json has them; `decimals` that the value has, missing where it is
    no number; `source_key`, the text that says the source in any language, and `size`, what the figure is of: both
    empty where there is none.
    """
    rows = []
    for row in f.plan["assumptions"]:
        size = _size_of(f, str(row["id"]))
        rows.append(
            {
                **{name: row[name] for name in ("id", "value", "unit", "origin", "source")},
                "decimals": float(decimals_of(row["value"])) if is_number(row["value"]) else float("nan"),
                "source_key": source_key(f.names, row),
                "size": size,
            }
        )
    names = ["id", "value", "unit", "origin", "source", "decimals", "source_key", "size"]
    return pd.DataFrame(rows, columns=names)


def is_number(value: object) -> bool:
    """Tell whether a value of an assumption is a figure, not a text or a yes or no."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def decimals_of(value: float) -> int:
    """Return the fewest decimals that tell a value, at most four.

    Examples
    --------
    >>> [decimals_of(value) for value in (60, 4.8, 0.125, 1 / 3)]
    [0, 1, 3, 4]
    """
    return next(
        d for d in range(MOST_DECIMALS + 1) if d == MOST_DECIMALS or abs(value - round(value, d)) < 1e-9
    )


def _size_of(f: KnownFacts, assumption: str) -> str:
    """Return the size that an assumption describes, as in `size.small.staff`."""
    return next((size.id for size in f.case.sizes if assumption.startswith(f"size.{size.id}.")), "")


def source_key(names: Names, row: Mapping[str, Any]) -> str:
    """Return the text that says the source of a figure, where there is one; else it stands as the data have it.

    Parameters
    ----------
    row
        An assumption as plan.json has it.
    """
    source = str(row["source"])
    of_own = names.own_source(str(row["id"]))
    # a user may have changed the figures of a country's own size or settlement, and then says whose they are
    if of_own is not None and of_own.text("en") == source:
        return of_own.key
    known = [f"assumption.{row['id']}_source"]
    if source in OWN_SOURCES:
        known.append(f"said.own_source.{OWN_SOURCES[source]}")
    return next((key for key in known if key in texts()), "")


def sizes_table(f: KnownFacts, figures: pd.DataFrame) -> pd.DataFrame:
    """Return what offices cost and hold, a row for each size of which a figure is known, by rank.

    Returns
    -------
    Columns `size`, those of `SIZE_PARTS` (missing where not known), and `origin, source, source_key` of the first.
    """
    by_id = {str(row["id"]): row for row in figures.to_dict("records")}
    rows = []
    for size in sorted(f.case.sizes, key=lambda one: one.rank):
        ids = [f"size.{size.id}.{part}" for part in SIZE_PARTS]
        known = [one for one in ids if one in by_id]
        if not known:
            continue
        values = [float(by_id[one]["value"]) if one in by_id else float("nan") for one in ids]
        first = by_id[known[0]]
        rows.append(
            {
                "size": size.id,
                **dict(zip(SIZE_PARTS, values, strict=True)),
                **{name: str(first[name]) for name in ("origin", "source", "source_key")},
            }
        )
    return pd.DataFrame(rows, columns=["size", *SIZE_PARTS, "origin", "source", "source_key"])


# Sources


def _sources_title(f: KnownFacts) -> Note | None:
    """Return how many tables the plan is made from, and how many of them are stated, derived and assumed."""
    found = f.plan["provenance"]
    if not found:
        return None
    by_origin = [(origin, sum(row["origin"] == origin for row in found)) for origin in ORIGINS]
    origins = [Note(f"said.sources.{origin}", {"n": n}) for origin, n in by_origin if n]
    return Note("said.sources.title", {"n": len(found), "origins": origins})


def sources_table(f: KnownFacts) -> pd.DataFrame:
    """Return the tables and where they come from.

    Returns
    -------
    Columns `table, publisher, edition, date, licence, note`, those that any table has, and `origin`.
    """
    found = f.plan["provenance"]
    wanted = [name for name in SOURCE_FIELDS if any(row.get(name) for row in found)]
    rows = [{**{name: str(row.get(name) or "") for name in wanted}, "origin": row["origin"]} for row in found]
    return pd.DataFrame(rows, columns=[*wanted, "origin"])
