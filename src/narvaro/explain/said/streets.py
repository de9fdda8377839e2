"""The straight line against the network: which areas are shown, and what they are called together."""

from __future__ import annotations

from narvaro.explain.said.facts import KnownFacts, SectionSaid, told, under
from narvaro.language import Note

SHOWN = 12
"""So many areas are shown; the file has all that are kept."""


def streets(f: KnownFacts) -> SectionSaid:
    """Return what is said of the areas that a straight line flatters the most; nothing where there are none.

    The table `streets` has the rows of `findings.straight` that are shown.
    """
    found = f.findings.straight
    shown = found.head(SHOWN)
    if found.empty:
        return SectionSaid({}, {"streets": shown})
    unreached = bool(found["network_min"].isna().any())
    said = told(
        title=_title(f, unreached),
        text=f.findings.straight_said,
        caption=Note("said.streets.caption", {"n": len(shown), "by": f.by(f.mode)}),
        meaning=Note("said.streets.unreached_meaning") if unreached else None,
    )
    return SectionSaid(under("streets", said), {"streets": shown})


def _title(f: KnownFacts, unreached: bool) -> Note:
    """Return that some reach nothing on the network, else whose way the line understates the most."""
    worst = f.findings.straight.iloc[0]
    if unreached:
        return Note("said.streets.title.unreached")
    if worst["longer_min"] > 0:
        return Note("said.streets.title.longer", {"place": str(worst["name"])})
    return Note("said.streets.title.none")
