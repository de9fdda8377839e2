#!/usr/bin/env python
"""Write the tables of docs/backtest.md: what `narvaro backtest` shows of the embedded scenarios.

    .venv/bin/python scripts/build_backtest.py [--work FOLDER]

Trials that are kept in the folder are not made again.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "backtest.md"
SCENARIOS = ("expansion-2020", "cut-2025")


def shown(folder: Path, scenario: str) -> str:
    """Return what the command shows of a scenario, without the last lines on files and method."""
    narvaro = [sys.executable, "-m", "narvaro"]
    if not (folder / "narvaro.toml").exists():
        subprocess.run(
            [*narvaro, "new", str(folder), "--scenario", scenario], check=True, capture_output=True
        )
    wide = os.environ | {"COLUMNS": "118", "NARVARO_LANG": "en"}
    ran = subprocess.run(
        [*narvaro, "backtest", str(folder)], check=True, text=True, env=wide, stdout=subprocess.PIPE
    )
    return ran.stdout.partition("Equal: the plan's")[0].strip()


def main() -> None:
    """Put the tables into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=None)
    work = parser.parse_args().work or Path(tempfile.mkdtemp())
    page = PAGE.read_text(encoding="utf-8")
    for scenario in SCENARIOS:
        block = f"<!-- {scenario} -->\n\n```text\n{shown(work / scenario, scenario)}\n```\n\n<!-- end -->"
        page = re.sub(rf"<!-- {scenario} -->.*?<!-- end -->", lambda _, new=block: new, page, flags=re.DOTALL)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
