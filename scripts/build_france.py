#!/usr/bin/env python
"""Write the answers in examples/france/README.md anew: every command of its console blocks, in order, in French.

    .venv/bin/python scripts/build_france.py

About a minute. tests/app/test_france.py holds what can be held without running them.
"""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from pathlib import Path

from build_asking import fixed_clock
from build_docs import BLOCK, ROOT, answer_of, reader

FOLDER = ROOT / "examples" / "france"
PAGE = FOLDER / "README.md"


def answered_page(text: str) -> str:
    """Return the page with the answer under each command written anew."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder, reader(), fixed_clock():
        os.environ.update({"NARVARO_LANG": "fr", "COLUMNS": "100"})
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        os.chdir(folder)
        try:
            return BLOCK.sub(lambda block: block["open"] + _answered(block["body"]) + block["close"], text)
        finally:
            os.chdir(here)


def _answered(body: str) -> str:
    parts = []
    for line in body.splitlines():
        words = shlex.split(line)
        if line.startswith("$ narvaro "):
            parts.append(f"{line}\n{answer_of(words[2:])}")
        elif line.startswith("$ cp "):
            for file in words[2:-1]:
                shutil.copy(file, words[-1])
            parts.append(line + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(answered_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
