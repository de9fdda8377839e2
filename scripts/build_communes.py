#!/usr/bin/env python
"""Write the answers in examples/communes/README.md anew: every command of its console blocks, in order.

    .venv/bin/python scripts/build_communes.py

A minute or two. tests/app/test_communes.py holds what can be held without running them.
"""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from pathlib import Path

from build_asking import fixed_clock
from build_docs import BLOCK, ROOT, answer_of, reader

FOLDER = ROOT / "examples" / "communes"
PAGE = FOLDER / "README.md"


def answered_page(text: str) -> str:
    """Return the page with the answer under each command written anew."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder, reader(), fixed_clock():
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        shutil.copytree(FOLDER, Path(folder) / "communes")
        os.chdir(folder)
        try:
            return BLOCK.sub(lambda block: block["open"] + _answered(block["body"]) + block["close"], text)
        finally:
            os.chdir(here)


def _answered(body: str) -> str:
    commands = [line for line in body.splitlines() if line.startswith("$ narvaro ")]
    return "\n".join(f"{line}\n{answer_of(shlex.split(line)[2:])}" for line in commands)


if __name__ == "__main__":
    PAGE.write_text(answered_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
