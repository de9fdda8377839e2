"""Why not there: which of the strongest places that the plan leaves as they are are shown, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from narvaro.explain.said.facts import KnownFacts, SectionSaid, full_name, told, under
from narvaro.explain.said.places import of_place
from narvaro.explain.why_not import WhyNot
from narvaro.language import Note

SHOWN = 6
"""So many places of a kind are shown; the file has all."""
KINDS = ("open", "close")


def not_chosen(f: KnownFacts) -> SectionSaid:
    """Return what is said of the places not chosen, and all of them as a table; nothing where there are none.

    What is said of a place stands under what is not done there and its site: `not_chosen.open.s7.why`.
    """
    found = f.findings.why_not
    heads = {
        kind: Note(f"said.not_chosen.{kind}", {"n": n})
        for kind in KINDS
        if (n := sum(one.action == kind for one in found))
    }
    said = told(title=_title(found), **heads) if found else {}
    for one in found:
        said |= under(f"{one.action}.{one.site_id}", of_place(one))
    return SectionSaid(under("not_chosen", said), {"not_chosen": places_table(found)})


def places_table(found: Sequence[WhyNot]) -> pd.DataFrame:
    """Return the places, the strongest of each kind first.

    Returns
    -------
    Columns `rank, action, site_id, place` (with its municipality where that adds something), `proof, name,
    municipality, allowed, people_changed`; `people_reach` where there are such people anywhere; `worse_share`; and
    `shown`, whether it is among the first of its kind.
    """
    figures = ["people_changed", *(["people_reach"] if any(one.people_reach > 0 for one in found) else [])]
    table = pd.DataFrame(
        [
            {
                "rank": one.rank,
                "action": one.action,
                "site_id": one.site_id,
                "place": full_name(one.name, one.municipality),
                "proof": one.proof,
                "name": one.name,
                "municipality": one.municipality,
                "allowed": one.allowed,
                **{name: getattr(one, name) for name in figures},
                "worse_share": one.worse_share,
            }
            for one in found
        ]
    )
    if len(table):
        table["shown"] = table.groupby("action").cumcount() < SHOWN
    return table


def _title(found: Sequence[WhyNot]) -> Note:
    """Return what is proven of the places not chosen."""
    if all(one.proof == "worse" for one in found):
        return Note("said.not_chosen.title.proven")
    allowed = [one for one in found if one.allowed and one.action == "open"]
    if allowed:
        first = full_name(allowed[0].name, allowed[0].municipality)
        return Note("said.not_chosen.title.first", {"place": first})
    return Note("said.not_chosen.title.plain")
