"""What `narvaro export` does: call the step, say which files it wrote, and return them for machines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from narvaro.app import exporting
from narvaro.app.terminal import Terminal


def export(
    terminal: Terminal, folder: Path, name: str | None, to: Path | None, only: Sequence[str]
) -> dict[str, Any]:
    """Write a plan as files in the language of the run."""
    with terminal.stage("app.stage.export") as stage:
        done = exporting.export_project(
            folder, terminal.lang, name=name, to=to, only=only, progress=stage.proof, part=stage.part
        )
    terminal.tell("app.exported", to=str(done.to), files=list(done.names))
    return done.to_json()
