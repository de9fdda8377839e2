"""The report and the brief of a folder's plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import narvaro.report
from narvaro.app import reports
from narvaro.app.plans import Planned
from narvaro.errors import FolderError
from narvaro.language import LANGUAGES


@pytest.mark.parametrize("shape", ["report", "brief"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_stands_among_the_results_by_its_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, shape: Any
) -> None:
    """Written from the case, the plan and what was found of it, in the language asked for; progress is handed on."""
    planned: Any = Planned(tmp_path, "case", "times", "plan")  # type: ignore[arg-type]
    given: list[Any] = []
    progress: list[Any] = []
    monkeypatch.setattr(
        reports, "findings_of", lambda one, progress, part: given.append((one, progress, part)) or "found"
    )
    monkeypatch.setattr(narvaro.report, f"write_{shape}", lambda *parts: given.append(parts))
    path = reports.report_of(planned, lang, shape=shape, progress=progress.append, part=print)
    assert path == tmp_path / "results" / f"{shape}.{lang}.html"
    assert given == [(planned, progress.append, print), ("case", "plan", "found", lang, path)]


def test_the_report_of_a_folder_is_that_of_its_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan that is kept there is opened, with all the checks that this means."""
    opened: list[Any] = []
    monkeypatch.setattr(reports, "open_planned", lambda *asked: opened.append(asked) or "planned")
    monkeypatch.setattr(reports, "report_of", lambda planned, lang, **told: (planned, lang, told))
    told = {"shape": "report", "pdf": False, "progress": None, "part": None}
    assert reports.report_project(tmp_path, "sv") == ("planned", "sv", told)
    assert reports.report_project(tmp_path, "sv", shape="brief", name="mine")[2] == told | {"shape": "brief"}
    assert opened == [(tmp_path, None), (tmp_path, "mine")]


def test_a_folder_without_a_plan_has_no_report(small: Path) -> None:
    """Nothing is written."""
    with pytest.raises(FolderError, match="no plan"):
        reports.report_project(small, "en")
    assert not (small / "results").exists()
