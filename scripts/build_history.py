#!/usr/bin/env python
"""Write what docs/history.md shows of the embedded network: the picture in both languages, and the answer in English.

.venv/bin/python scripts/build_history.py
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from build_docs import BLOCK, ROOT, answer_of, reader

from narvaro.app.steps import new_from_scenario
from narvaro.language import LANGUAGES

PAGE = ROOT / "docs" / "history.md"
IMAGES = ROOT / "docs" / "images"
SCENARIO, FOLDER = "cut-2025", "sweden"


def main() -> None:
    """Measure the network once in each language; the page has the answer, the pictures stand beside it."""
    answers = {}
    with tempfile.TemporaryDirectory() as made, contextlib.chdir(made), reader():
        new_from_scenario(FOLDER, SCENARIO)
        for lang in LANGUAGES:
            os.environ["NARVARO_LANG"] = lang
            answers[lang] = answer_of(["history", FOLDER, "--by", "settlement"])
            shutil.copy(Path(FOLDER) / "results" / f"history.{lang}.svg", IMAGES)
    shown = f"$ narvaro history {FOLDER} --by settlement\n{answers['en']}"
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BLOCK.sub(lambda found: found["open"] + shown + found["close"], page), encoding="utf-8")


if __name__ == "__main__":
    main()
