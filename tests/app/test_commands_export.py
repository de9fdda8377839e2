"""What the command returns for machines is what the step wrote."""

from __future__ import annotations

from pathlib import Path

from narvaro.app import commands_export
from narvaro.app.terminal import Terminal


def test_the_files_are_named(narvaro, small: Path, tmp_path: Path) -> None:
    """The plan, the folder, and each file in it."""
    narvaro("plan", small, "--as", "a")
    answer = commands_export.export(Terminal("en", machine=True), small, "a", tmp_path / "out", ["json"])
    assert answer["plan"] == "a"
    assert answer["to"] == str(tmp_path / "out")
    assert [Path(file).name for file in answer["files"]] == ["plan.json", "plan.schema.json"]
