"""What `narvaro assumptions` does: call the step, show what came of it, and return it for machines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from narvaro.app import assumptions as step
from narvaro.app.terminal import Terminal
from narvaro.app.views import assumptions_view


def assumptions(terminal: Terminal, folder: Path, name: str | None, again: bool) -> dict[str, Any]:
    """Show what a plan assumes, and what each assumption moves."""
    with terminal.stage("assumptions.stage") as stage:
        found = step.assumptions_project(folder, name=name, again=again, part=stage.part)
    assumptions_view.show(terminal, found)
    return found.to_json()
