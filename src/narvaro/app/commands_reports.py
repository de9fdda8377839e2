"""What the commands of the report and the brief do: call the step, say where the file is, and open it if wished."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Any

from narvaro.app import steps
from narvaro.app.reports import Shape
from narvaro.app.terminal import Terminal


def report(
    terminal: Terminal, folder: Path, shape: Shape, plan: str | None, *, pdf: bool, open_it: bool
) -> dict[str, Any]:
    """Write the report or the brief in the language of the run."""
    with terminal.stage(f"app.stage.{shape}") as stage:
        path = steps.report_project(
            folder, terminal.lang, shape=shape, pdf=pdf, name=plan, progress=stage.proof, part=stage.part
        )
    terminal.tell(
        f"app.{shape}_written", file=str(path), language=terminal.say(f"app.language.{terminal.lang}")
    )
    if open_it:
        webbrowser.open(path.resolve().as_uri())
    return {shape: str(path), "lang": terminal.lang}
