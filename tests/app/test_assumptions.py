"""What the step finds is the plan's own value, and places done otherwise are counted once each."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.app.conftest import Run

from narvaro.app.assumptions import assumptions_project, otherwise


def plan_with(*actions: tuple[int, str, str]) -> Any:
    return SimpleNamespace(
        actions=[(year, SimpleNamespace(site_id=s, size=size)) for year, s, size in actions]
    )


def test_places_done_otherwise() -> None:
    """Another year, another size, and a place of one plan alone each count; the same does not."""
    one = plan_with((2027, "a", "x"), (2027, "b", ""), (2028, "c", "x"))
    other = plan_with((2027, "a", "x"), (2028, "b", ""), (2028, "d", "x"))
    assert otherwise(one, other) == 3
    assert otherwise(one, one) == 0


def test_the_plan_in_force_is_asked_and_progress_told(narvaro: Run, small: Path) -> None:
    """As many assumptions as the plan has; the base is its value."""
    assert narvaro("plan", small).code == 0
    told: list[tuple[str, int, int]] = []
    found = assumptions_project(small, part=lambda *one: told.append(one))
    assert found.base.value == found.plan.objective.after
    assert len(found.rows) == len(found.plan.assumptions) == len(told) == told[-1][1] == told[-1][2]
