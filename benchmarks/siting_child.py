"""The child process of a row or of a part of one: `python -m benchmarks.siting_child MODULE:FUNCTION SETTINGS.json`."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.siting_run import Run


def main() -> int:
    """Measure."""
    settings: dict[str, Any] = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    run = settings["run"]
    run |= {key: Path(run[key]) for key in ("out", "scratch", "library", "rival")}
    module, _, function = sys.argv[1].partition(":")
    getattr(importlib.import_module(f"benchmarks.{module}"), function)(Run(**run), **settings["given"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
