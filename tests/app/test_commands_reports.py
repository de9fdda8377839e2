"""What the commands of the report and the brief return for machines is the file that was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.app.test_commands import Heard

from narvaro.app import commands_reports, steps


@pytest.mark.parametrize("shape", ["report", "brief"])
def test_it_is_opened_only_where_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shape: Any
) -> None:
    """It is written in the language of the run, of the plan that is named; its file is told either way."""
    heard, asked = Heard(), []
    path = tmp_path / f"{shape}.sv.html"
    monkeypatch.setattr(commands_reports.webbrowser, "open", heard.opened.append)

    def written(folder: Path, lang: str, *, shape: str, name: str | None, pdf: bool, **_: Any) -> Path:
        asked.append((folder, lang, shape, name, pdf))
        return path

    monkeypatch.setattr(steps, "report_project", written)
    told = [
        commands_reports.report(heard, tmp_path, shape, "mine", pdf=open_it, open_it=open_it)
        for open_it in (False, True)
    ]
    assert told == [{shape: str(path), "lang": "sv"}] * 2
    assert asked == [(tmp_path, "sv", shape, "mine", pdf) for pdf in (False, True)]
    assert heard.opened == [path.as_uri()]
    assert heard.keys == [f"app.stage.{shape}", f"app.{shape}_written"] * 2
