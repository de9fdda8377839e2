"""The demo does the whole job, twice with the same result, and never over something else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from narvaro import sources
from narvaro.app import demo as demo_module
from narvaro.app.demo import run_demo
from narvaro.app.plans import plan_project
from narvaro.app.project import new_from_tables
from narvaro.errors import FolderError


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch, tables, tmp_path: Path) -> str:
    """An embedded scenario of 20 areas, in place of Sweden."""
    made = new_from_tables(tmp_path / "source", *tables, first_year=2027)
    monkeypatch.setattr(sources, "scenario", lambda _: (made.case, made.policy))
    return "tiny"


def test_the_demo_makes_plan_and_both_reports(tiny: str, tmp_path: Path) -> None:
    """A project folder with a plan, its tables and a report in each language; each stage is told of once."""
    told: list[str] = []

    @contextmanager
    def stage(key: str) -> Iterator[Any]:
        told.append(key)
        yield SimpleNamespace(proof=lambda _: None)

    done = run_demo(tiny, tmp_path / "d", stage)
    assert told == ["app.stage.scenario", "app.stage.plan", "app.stage.report"]
    assert sorted(done.reports) == ["en", "sv"]
    assert all(path.stat().st_size > 10_000 for path in done.reports.values())
    assert {path.name for path in done.planned.files} == {
        "plan.json",
        "actions.csv",
        "ledger.csv",
        "access.csv",
    }


def test_a_second_demo_gives_the_same_bytes(tiny: str, tmp_path: Path) -> None:
    """Plan and reports of a second run in the same folder, and in another, are the same."""
    for folder in ("d", "d", "e"):
        run_demo(tiny, tmp_path / folder)
    files = sorted((tmp_path / "d" / "results").iterdir())
    assert len(files) == 9
    for file in files:
        assert file.read_bytes() == (tmp_path / "e" / "results" / file.name).read_bytes(), file.name


def test_a_demo_over_changed_tables_is_refused(tiny: str, tmp_path: Path) -> None:
    """Somebody's own register in the folder is not replaced by the embedded one."""
    run_demo(tiny, tmp_path / "d")
    sites = tmp_path / "d" / "sites.csv"
    changed = sites.read_text(encoding="utf-8").replace("Abbey School", "Abbey Hall")
    sites.write_text(changed, encoding="utf-8")
    with pytest.raises(FolderError) as caught:
        run_demo(tiny, tmp_path / "d")
    assert "holds a project that differs from the scenario tiny" in caught.value.text("en")
    assert sites.read_text(encoding="utf-8") == changed


def test_a_demo_in_a_folder_with_other_things_is_refused(tiny: str, tmp_path: Path) -> None:
    """Other people's files are left alone."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "thesis.doc").write_text("years of work")
    with pytest.raises(FolderError):
        run_demo(tiny, tmp_path / "d")
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["thesis.doc"]


def test_the_folder_is_named_after_the_scenario() -> None:
    """Without --out the demo makes a folder of its own in the present one."""
    assert demo_module.demo_folder("expansion-2020") == Path("narvaro-demo-expansion-2020")


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "before"), [("expansion-2020", 117), ("cut-2025", 148)])
def test_the_embedded_scenarios_are_planned_within_the_money(
    tmp_path: Path, scenario: str, before: int
) -> None:
    """On the real scale: every year within its money to the krona, a gap of half a percent at most."""
    from narvaro.app.project import new_from_scenario

    new_from_scenario(tmp_path / "p", scenario)
    plan_project(tmp_path / "p")
    plan = json.loads((tmp_path / "p" / "results" / "plan.json").read_text(encoding="utf-8"))
    assert plan["counts"]["offices_before"] == before
    assert plan["objective"]["gap"] <= 0.005
    assert plan["checks"]
    assert all(plan["checks"].values())
    carried = 0
    for year in plan["years"]:
        kept = round(1000 * year["carried"]) + round(1000 * year["lapsed"])
        assert kept == carried + round(1000 * year["appropriation"]) - round(1000 * year["spent"])
        carried = round(1000 * year["carried"])
    assert carried >= 0
