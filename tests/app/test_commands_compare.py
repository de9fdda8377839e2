"""What the command returns for machines is what the step found, and the files that it wrote."""

from __future__ import annotations

from pathlib import Path

from narvaro.app import commands_compare
from narvaro.app.terminal import Terminal


def test_the_files_are_named_where_any_are_written(narvaro, small: Path) -> None:
    """Without a place for a page there are none."""
    narvaro("plan", small, "--as", "a")
    terminal = Terminal("en", machine=True)
    answer = commands_compare.compare(terminal, small, ["today", "a"], None)
    assert "files" not in answer
    assert answer["names"] == ["today", "a"]
    written = commands_compare.compare(terminal, small, ["today", "a"], small / "out")
    assert [Path(file).name for file in written["files"]] == [
        "compare.sv.html",
        "compare.en.html",
        "compare.json",
    ]
