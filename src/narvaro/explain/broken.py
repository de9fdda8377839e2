"""The rules that a plan breaks, as they are told: regions by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

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


def rules_in(broken: Iterable[Mapping[str, Any]]) -> int:
    """Return how many rules a plan breaks, from the rows of plan.json; one broken in several years counts once.

    Examples
    --------
    >>> rules_in([{"key": "money", "data": {"year": year}} for year in ("2026", "2027")])
    1
    """
    return len({(rule["key"], str({**rule["data"], "year": ""})) for rule in broken})
