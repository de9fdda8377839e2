"""A plan is written as files beside the project, and exporting one plan leaves the results of another alone."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from narvaro.app.exporting import KINDS, SCHEMA, export_project
from narvaro.errors import FolderError, KeptPlanError, SettingError
from narvaro.plan.schema import schema_text


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_plan_in_force_is_written_under_its_name(narvaro, small: Path) -> None:
    """Into export/NAME, every kind; twice the same bytes; the folder is still without faults."""
    narvaro("plan", small, "--by", "Åsa")
    done = export_project(small, "en")
    assert done.to == small / "export" / done.name
    assert done.name
    assert set(done.names) >= {"plan.en.xlsx", "csv.en", "plan.json", SCHEMA}
    assert all(file.is_file() for file in done.files)
    first = contents(done.to)
    export_project(small, "en")
    assert contents(done.to) == first
    assert narvaro("check", small).code == 0


def test_json_is_the_plan_byte_by_byte_with_its_schema(narvaro, small: Path, tmp_path: Path) -> None:
    """Without the work that the other files take: no findings are made."""
    narvaro("plan", small)
    done = export_project(small, "sv", to=tmp_path / "out", only=["json"])
    assert contents(tmp_path / "out") == {
        "plan.json": (small / "results" / "plan.json").read_bytes(),
        SCHEMA: schema_text().encode(),
    }
    assert json.loads(done.files[0].read_text(encoding="utf-8"))["format"]
    assert not (small / "results" / "findings.json").exists()


def test_another_plan_leaves_the_results_of_the_one_in_force(narvaro, small: Path, tmp_path: Path) -> None:
    """Its findings are kept with it, and found again there; those in results/ stay byte by byte."""
    narvaro("plan", small)
    sites = pd.read_csv(small / "sites.csv")
    closing = sites.loc[sites["status"] == "may_close", "id"].iloc[0]
    (tmp_path / "mine.csv").write_text(f"site,year,action\n{closing},2028,close\n", encoding="utf-8")
    assert narvaro("decide", small, "--actions", tmp_path / "mine.csv", "--as", "other").code == 0
    narvaro("report", small)
    before = contents(small / "results")
    done = export_project(small, "en", name="other", only=["csv"])
    assert done.name == "other"
    assert contents(small / "results") == before
    kept = small / "plans" / "other" / "findings.json"
    assert kept.is_file()
    stamp = kept.stat().st_mtime_ns
    export_project(small, "en", name="other", only=["csv"])
    assert kept.stat().st_mtime_ns == stamp


def test_the_plan_in_force_by_its_name_uses_what_is_found_already(narvaro, small: Path) -> None:
    """The findings of results/ are of that very plan; nothing is found anew."""
    narvaro("plan", small)
    first = export_project(small, "en", only=["csv"])
    named = export_project(small, "en", name=first.name, only=["csv"])
    assert named.to == first.to
    assert not (small / "plans" / first.name / "findings.json").exists()


def test_what_cannot_be_written_is_said(narvaro, small: Path) -> None:
    """No plan yet, no such plan, and no such kind of file, each by its own error and before anything is written."""
    with pytest.raises(FolderError):
        export_project(small, "en")
    narvaro("plan", small)
    with pytest.raises(KeptPlanError):
        export_project(small, "en", name="nowhere")
    with pytest.raises(SettingError) as told:
        export_project(small, "en", only=["pdf", "csv", "xls"])
    assert [fault.data["value"] for fault in told.value.faults] == ["pdf", "xls"]
    assert all(kind in told.value.faults[0].text("en") for kind in KINDS)
    assert not (small / "export").exists()
