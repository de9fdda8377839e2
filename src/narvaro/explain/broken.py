"""The rules that a plan breaks, as they are told: regions by their names."""

from __future__ import annotations

from narvaro.case import Case
from narvaro.case.region_names import RegionNames
from narvaro.language import Note
from narvaro.plan import Plan


def broken_notes(plan: Plan, case: Case | None) -> tuple[Note, ...]:
    """Return the rules that a plan breaks, a note each; with codes as in plan.json where there is no case to ask."""
    if case is None:
        return tuple(Note(rule.key, dict(rule.data)) for rule in plan.broken)
    names = RegionNames(case)
    return tuple(Note(rule.key, names.told(rule.data)) for rule in plan.broken)
