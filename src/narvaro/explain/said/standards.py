"""Which standards of access are met, and which cannot be measured and why."""

from __future__ import annotations

from typing import Any

import pandas as pd

from narvaro.explain.said.facts import KnownFacts, SectionSaid, told
from narvaro.explain.said.municipalities import place_name
from narvaro.language import Note

UNMEASURED = "not_measurable"


def standards(f: KnownFacts) -> SectionSaid:
    """Return the standards that are measured, and what is said of them and of the others."""
    found = f.findings.standards
    lacking = (found["status_before"] == UNMEASURED) | (found["status_after"] == UNMEASURED)
    left, measured = found[lacking], found[~lacking]
    columns = ["id", "required_share", "share_before", "share_after", "status_after"]
    table = measured[columns].reset_index(drop=True)
    worst = [str(code or "") for code in measured["worst_group_after"]]
    names = [place_name(f, "municipality_code", code) if code else "" for code in worst]
    table.insert(1, "worst", pd.Series(names, dtype=object))
    said = told(title=_title(measured, left), unmeasured=_unmeasured(f, left)) if len(found) else {}
    return SectionSaid(said, {"standards": table})


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
