#!/usr/bin/env python
"""Write the pages that are made from the program itself: docs/command-line.md and the answers in examples/small.

    .venv/bin/python scripts/build_docs.py

tests/app/test_docs.py holds that both are up to date.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "command-line.md"
EXAMPLE = ROOT / "examples" / "small" / "README.md"
HEAD = """# The command line

Made from the program by `scripts/build_docs.py`. `narvaro COMMAND --help` shows the same, in Swedish with `--lang sv`.
`examples/small/README.md` goes through every command with its answers.
"""
BLOCK = re.compile(r"(?P<open>```console\n)(?P<body>.*?)(?P<close>```)", re.DOTALL)


def answer_of(arguments: list[str]) -> str:
    """Return what the program writes on standard output, as on a terminal of 80 columns without colours."""
    from narvaro.app.cli import main

    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        main(arguments)
    return out.getvalue()


@contextlib.contextmanager
def reader() -> Iterator[None]:
    """Set the environment of the reader of the pages: English, 80 columns."""
    kept = dict(os.environ)
    os.environ.update({"NARVARO_LANG": "en", "COLUMNS": "80", "NO_COLOR": "1"})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


def command_line_page() -> str:
    """Return docs/command-line.md."""
    from narvaro.app.cli import command_names

    with reader():
        parts = [HEAD, f"```text\n{answer_of(['--help'])}```\n"]
        parts += [
            f"## narvaro {name}\n\n```text\n{answer_of([name, '--help'])}```\n" for name in command_names()
        ]
    return "\n".join(parts)


def example_page(text: str) -> str:
    """Return a page with the answer under each command of its console blocks written anew.

    The commands run in a folder of their own beside a copy of `examples`, in the order of the page.
    """
    from narvaro.app import project

    here, clock = Path.cwd(), project.next_year
    project.next_year = lambda: 2027  # the page is the same whenever it is made
    with tempfile.TemporaryDirectory() as folder, reader():
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        os.chdir(folder)
        try:
            return BLOCK.sub(lambda block: block["open"] + _answered(block["body"]) + block["close"], text)
        finally:
            os.chdir(here)
            project.next_year = clock


def _answered(body: str) -> str:
    commands = [line for line in body.splitlines() if line.startswith("$ narvaro ")]
    return "\n".join(f"{line}\n{answer_of(line.split()[2:])}" for line in commands)


if __name__ == "__main__":
    PAGE.write_text(command_line_page(), encoding="utf-8")
    EXAMPLE.write_text(example_page(EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
