#!/usr/bin/env python
"""Write the answers in docs/asking.md anew: every command of its console blocks, in order, on the embedded cut.

    .venv/bin/python scripts/build_asking.py

Some minutes. tests/app/test_asking_page.py holds what can be held without running them.
"""

from __future__ import annotations

import datetime as dt
import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from build_docs import BLOCK, ROOT, answer_of, reader

PAGE = ROOT / "docs" / "asking.md"
BEFORE = ("new cut --scenario cut-2025", "plan cut")
DAY = dt.datetime(2026, 11, 30, 9, 0, tzinfo=dt.UTC)
REGISTER = "## When the tables change"
"""From this title on the register of the folder is a newer one."""
CLOSED = "Växjö Araby"


@contextmanager
def fixed_clock() -> Iterator[None]:
    """Let the history tell the same moments and the same user whenever the page is made."""
    from narvaro.app import kept, kept_files, kept_names, plan_log

    moments = iter(range(10_000))

    def now() -> str:
        return (DAY + dt.timedelta(minutes=next(moments))).isoformat(timespec="milliseconds")

    day = SimpleNamespace(date=SimpleNamespace(today=DAY.date))
    with ExitStack() as stack:
        for module in (kept, kept_files, plan_log):
            stack.enter_context(patch.object(module, "now", now))
            stack.enter_context(patch.object(module, "user", lambda: "planner"))
        stack.enter_context(patch.object(kept_names, "dt", day))
        yield


def asked_page(text: str) -> str:
    """Return the page with the answer under each command written anew."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder, reader(), fixed_clock():
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        os.chdir(folder)
        try:
            for line in BEFORE:
                answer_of(line.split())
            before, title, after = text.partition(REGISTER)
            before = BLOCK.sub(_answered, before)
            close_an_office(Path(folder) / "cut" / "sites.csv")
            return before + title + BLOCK.sub(_answered, after)
        finally:
            os.chdir(here)


def close_an_office(register: Path) -> None:
    """Let an office be no office any more in a table of sites."""
    lines = register.read_text(encoding="utf-8").splitlines(keepends=True)
    rows = [line.replace("may_close", "candidate") if f",{CLOSED}," in line else line for line in lines]
    assert rows != lines, f"{CLOSED} is no office that may close"
    register.write_text("".join(rows), encoding="utf-8")


def _answered(block: object) -> str:
    commands = [line for line in block["body"].splitlines() if line.startswith("$ narvaro ")]  # type: ignore[index]
    body = "\n".join(f"{line}\n{answer_of(shlex.split(line)[2:])}" for line in commands)
    return block["open"] + body + block["close"]  # type: ignore[index]


if __name__ == "__main__":
    PAGE.write_text(asked_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
