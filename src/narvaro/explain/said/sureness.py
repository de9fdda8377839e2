"""How sure a plan is: its value beside what no plan can pass, in figures of a size that a reader can compare."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from narvaro.case.region_names import RegionNames
from narvaro.explain.said.facts import KnownFacts, SectionSaid, told, under
from narvaro.language import Note

LARGE = 1e6
"""From here up a value is written in millions."""
UNKNOWN_FROM = 1.0
"""A gap this wide is that of a bound of zero, below which nothing is: nothing is proven."""


class Writing(NamedTuple):
    """How a figure and those beside it are written: in millions or not, with so many decimals."""

    millions: bool
    decimals: int

    def of(self, value: float) -> float:
        """Return a figure as it is written, before it is rounded."""
        return value / LARGE if self.millions else value

    def unit(self, name: str) -> Note:
        """Return the words for a unit."""
        words = Note(f"said.unit.{name}")
        return Note("said.unit_millions", {"unit": words}) if self.millions else words


def writing_of(value: float) -> Writing:
    """Return how a value is written: three decimals of a million, two of a small figure that is not whole, else none.

    Examples
    --------
    >>> writing_of(12_345_678.0), writing_of(4_020.5), writing_of(7.0), writing_of(0.25)
    (Writing(millions=True, decimals=3), Writing(millions=False, decimals=0), Writing(millions=False, decimals=0), \
Writing(millions=False, decimals=2))
    """
    if abs(value) >= LARGE:
        return Writing(True, 3)
    return Writing(False, 0 if abs(value) >= 100 or float(value).is_integer() else 2)


def sureness(f: KnownFacts) -> SectionSaid:
    """Return what is said of the proof, its figures, those that the objective is made of, and the recounts."""
    if f.plan["status"] == "given":
        return _given(f)
    objective = f.plan["objective"]
    value, bound = float(objective["after"]), float(objective["bound"])
    written = writing_of(value)
    unit = written.unit(str(objective["unit"]))
    data: dict[str, Any] = {
        "value": written.of(value),
        "bound": written.of(bound),
        "decimals": written.decimals,
        "unit": unit,
        "gap": float(objective["gap"]),
    }
    said = told(
        title=_title(f),
        picture=Note(f"said.sureness.picture.{'closed' if bound >= value else 'gap'}", data),
        subtitle=Note(
            "said.sureness.subtitle", {"objective": Note(f"objective.{objective['name']}"), "unit": unit}
        ),
        alt=Note("said.sureness.alt", data),
        unit=unit,
        parts=Note("said.sureness.parts", {"n": len(objective["parts"])}) if objective["parts"] else None,
        checks=_checks_title(f),
    )
    return SectionSaid(
        under("sureness", said), {"sureness.proof": proof_table(f), "sureness.parts": parts_table(f)}
    )


def _given(f: KnownFacts) -> SectionSaid:
    """Return what is said of a plan that was given: that nothing is proven, and the rules that it breaks."""
    objective, broken, names = f.plan["objective"], f.plan["broken"], RegionNames(f.case)
    said = told(
        title=Note("said.sureness.title.given", {"n": f.rules_broken}),
        unit=writing_of(float(objective["after"])).unit(str(objective["unit"])),
        parts=Note("said.sureness.parts", {"n": len(objective["parts"])}) if objective["parts"] else None,
        checks=Note("said.sureness.checks_given", {"n": f.rules_broken}),
        broken=[Note(rule["key"], names.told(rule["data"])) for rule in broken],
    )
    tables = {"sureness.proof": proof_table(f), "sureness.parts": parts_table(f)}
    return SectionSaid(under("sureness", said), tables)


def _title(f: KnownFacts) -> Note:
    """Return how much better another plan could be."""
    if f.plan["status"] == "optimal":
        return Note("said.sureness.title.optimal")
    gap = float(f.plan["objective"]["gap"])
    if gap >= UNKNOWN_FROM:
        return Note("said.sureness.title.none")
    return Note("said.sureness.title.gap", {"gap": gap})


def _checks_title(f: KnownFacts) -> Note | None:
    """Return how many recounts agree, or that one does not; nothing where none was made."""
    checks = f.plan["checks"]
    if not checks:
        return None
    agree = all(checks.values())
    return Note("said.sureness.checks", {"n": len(checks)}) if agree else Note("said.sureness.checks_fail")


def proof_table(f: KnownFacts) -> pd.DataFrame:
    """Return what the proof is about, in one row.

    Returns
    -------
    Columns `before, value, bound` as they are written, `decimals`, and `gap`; bound and gap are no number where nothing
    is proven.
    """
    objective = f.plan["objective"]
    written = writing_of(float(objective["after"]))
    figures = {name: written.of(_known(objective[of])) for name, of in
               (("before", "before"), ("value", "after"), ("bound", "bound"))}  # fmt: skip
    return pd.DataFrame([{**figures, "decimals": written.decimals, "gap": _known(objective["gap"])}])


def _known(figure: float | None) -> float:
    """Return a figure; no number where there is none, as of a plan that was given."""
    return float("nan") if figure is None else float(figure)


def parts_table(f: KnownFacts) -> pd.DataFrame:
    """Return the figures that the objective is made of, a row each.

    Returns
    -------
    Columns `part, unit, millions, decimals`; `before`, `after` (mean of the years) and one for each year, as they are
    written by today's figure of the part.
    """
    years = [str(year["year"]) for year in f.years]
    rows = []
    for part in f.plan["objective"]["parts"]:
        written = writing_of(float(part["before"]))
        row = {"part": str(part["name"]), "unit": str(part["unit"]), **written._asdict()}
        figures = [part["before"], part["after"], *part["by_year"]]
        for name, figure in zip(("before", "after", *years), figures, strict=True):
            row[name] = written.of(float(figure))
        rows.append(row)
    return pd.DataFrame(rows, columns=["part", "unit", *Writing._fields, "before", "after", *years])
