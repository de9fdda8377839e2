"""What the commands on kept plans return for machines is what the steps found."""

from __future__ import annotations

from pathlib import Path

from narvaro.app import commands_plans
from narvaro.app.terminal import Terminal


def test_adopting_and_undoing_return_what_is_in_force(narvaro, small: Path) -> None:
    """Both say what is in force now, and what was."""
    narvaro("plan", small, "--as", "a")
    narvaro("plan", small, "--as", "b", "--gap", "0.5")
    terminal = Terminal("en", machine=True)
    assert commands_plans.adopt(terminal, small, "a", "Bo", "first")["before"] is None
    assert commands_plans.adopt(terminal, small, "b", "Bo", "then")["before"] == "a"
    assert commands_plans.undo(terminal, small, None, "") == {"in_force": "a", "undone": "b", "broken": []}
    assert len(commands_plans.log(terminal, small)["events"]) == 5
