"""What the command that lays plans beside each other does: call the step, show what came of it, and return it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from narvaro.app.comparing import compare_project, write_comparison
from narvaro.app.terminal import Terminal
from narvaro.app.views import compare_view


def compare(terminal: Terminal, folder: Path, names: Sequence[str], out: Path | None) -> dict[str, Any]:
    """Show plans beside each other, and write the page where that is asked for."""
    with terminal.stage("app.stage.compare"):
        done = compare_project(folder, names)
    compare_view.show(terminal, done)
    answer = done.to_json()
    if out is not None:
        with terminal.stage("app.stage.compare_page"):
            files = write_comparison(done, out, terminal.lang)
        terminal.gap()
        terminal.tell("app.files_written", files=", ".join(str(file) for file in files))
        answer |= {"files": [str(file) for file in files]}
    return answer
