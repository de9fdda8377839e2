"""Which standards of access are met, how others measure, and what cannot be measured and why."""

from __future__ import annotations

from typing import Any

import pandas as pd

from narvaro.explain.said.facts import KnownFacts, SectionSaid, told, under
from narvaro.explain.said.municipalities import place_name
from narvaro.language import Note

UNMEASURED = "not_measurable"


def standards(f: KnownFacts) -> SectionSaid:
    """Return the standards that hold here and are measured, and what is said of them and of the others."""
    found = f.findings.standards
    measured, left = _parted(found)
    said = told(title=_title(measured, left), unmeasured=_unmeasured(f, left)) if len(found) else {}
    return SectionSaid(said, {"standards": _table(f, measured)})


def elsewhere(f: KnownFacts) -> SectionSaid:
    """Return how others measure: rules that do not hold here, so nothing is said of whether they are met."""
    measured, left = _parted(f.findings.elsewhere)
    said = told(title=Note("said.elsewhere.title"), unmeasured=_unmeasured(f, left))
    return SectionSaid(under("elsewhere", said), {"elsewhere": _table(f, measured)})


def _parted(found: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rules that are measured, and those that are not."""
    lacking = (found["status_before"] == UNMEASURED) | (found["status_after"] == UNMEASURED)
    return found[~lacking], found[lacking]


def _table(f: KnownFacts, measured: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each rule, with the place that is worst off where it must hold in every one."""
    columns = ["id", "required_share", "share_before", "share_after", "status_after"]
    table = measured[columns].reset_index(drop=True)
    worst = [str(code or "") for code in measured["worst_group_after"]]
    names = [place_name(f, "municipality_code", code) if code else "" for code in worst]
    table.insert(1, "worst", pd.Series(names, dtype=object))
    return table if len(table) else table.astype(float)  # as an empty column is read again


def _title(measured: pd.DataFrame, left: pd.DataFrame) -> Note:
    if measured.empty:
        return Note("said.gains.standards_none")
    met = int((measured["status_after"] == "met").sum())
    only = len(measured) == 1
    title = Note(
        "said.gains.standards_only" if only else "said.gains.standards", {"n": met, "all": len(measured)}
    )
    if left.empty:
        return title
    return Note("said.clauses", {"parts": [title, Note("said.gains.standards_left", {"n": len(left)})]})


def _unmeasured(f: KnownFacts, left: pd.DataFrame) -> list[Note]:
    """Return a sentence for each reason why standards are not measured; those by a mode apart for each mode."""
    by_reason: dict[tuple[str, str], list[Any]] = {}
    for row in left.to_dict("records"):
        reason = str(row["reason"]).removeprefix("access.standard.")
        mode = str(row["mode"]) if reason == "no_way" else ""
        by_reason.setdefault((reason, mode), []).append(f.names.standard(str(row["id"])))
    return [
        Note(
            f"said.unmeasured.{reason or 'unknown'}",
            {"standards": labels, "by": f.by(mode) if mode else ""},
        )
        for (reason, mode), labels in by_reason.items()
    ]
