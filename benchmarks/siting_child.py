"""The child process of one row: `python -m benchmarks.siting_child ROW SETTINGS.json`."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.siting_rows import ROWS
from benchmarks.siting_run import Run


def main() -> int:
    """Measure one row."""
    name = sys.argv[1]
    settings: dict[str, Any] = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    settings |= {key: Path(settings[key]) for key in ("out", "scratch", "library", "rival")}
    run = Run(name=name, **settings)
    measures = {row.name: row.measure for row in ROWS} | {"warm": "siting_classic:warm"}
    module, _, function = measures[name].partition(":")
    getattr(importlib.import_module(f"benchmarks.{module}"), function)(run)
    return 0


if __name__ == "__main__":
    sys.exit(main())
