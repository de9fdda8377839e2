"""Pages made from the program are up to date, and what they show can be done."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from narvaro.app.project import new_from_tables

ROOT = Path(__file__).parents[2]
AGAIN = "run scripts/build_docs.py and look at what it changed"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The script that writes the pages."""
    spec = importlib.util.spec_from_file_location("build_docs", ROOT / "scripts" / "build_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_the_command_line_is_up_to_date(build: ModuleType) -> None:
    """docs/command-line.md is what the program says of itself; scripts/build_docs.py writes it."""
    now = build.command_line_page()
    assert build.PAGE.read_text(encoding="utf-8") == now, f"{build.PAGE.name} is old: {AGAIN}"


def test_the_answers_in_the_example_are_what_the_program_says(build: ModuleType) -> None:
    """Every command of examples/small, run in order, prints what the page shows; scripts/build_docs.py writes it."""
    page = build.EXAMPLE.read_text(encoding="utf-8")
    now = build.example_page(page)
    assert page == now, f"examples/small/README.md is old: {AGAIN}"


def test_the_example_goes_through_every_command(build: ModuleType) -> None:
    """All commands stand in the example but demo, which is a country's, and travel, which needs a network."""
    page = build.EXAMPLE.read_text(encoding="utf-8")
    assert set(re.findall(r"^\$ narvaro (\w+)", page, re.MULTILINE)) == {
        "new",
        "check",
        "access",
        "load",
        "definitions",
        "history",
        "plan",
        "report",
    }


def test_the_library_example_runs(build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of the example makes the same plan and a page."""
    page = build.EXAMPLE.read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    made: dict[str, object] = {}
    exec(code, made)
    plan = made["plan"]
    assert [action.name for _, action in plan.actions] == ["Harbour Library", "Abbey School", "Quarry Hall"]  # type: ignore[attr-defined]
    assert (tmp_path / "report.html").stat().st_size > 10_000


def test_the_library_lines_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the README says to type works on the tables of examples/small."""
    shutil.copytree(ROOT / "examples" / "small", tmp_path / "small")
    monkeypatch.chdir(tmp_path)
    new_from_tables("mine", "small/areas.csv", "small/sites.csv", first_year=2027)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(code, {})
