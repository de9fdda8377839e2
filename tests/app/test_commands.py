"""What each command does: one step, what came of it shown, and the same given to a machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from narvaro.app import commands, steps
from narvaro.app.terminal import Terminal
from narvaro.case import MoneyUnit
from narvaro.errors import SettingError

SEK = MoneyUnit("SEK", "million")
AREAS, SITES = Path("areas.csv"), Path("sites.csv")


class Heard(Terminal):
    """A terminal that keeps the keys it was given."""

    def __init__(self) -> None:
        super().__init__("sv", machine=True)
        self.keys: list[str] = []
        self.opened: list[str] = []

    def tell(self, key: str, /, **data: Any) -> None:
        self.say(key, **data)  # the data must do for the text
        self.keys.append(key)

    @contextmanager
    def stage(self, key: str, /, **data: Any) -> Iterator[Any]:
        self.say(key, **data)
        self.keys.append(key)
        yield SimpleNamespace(proof=None, part=None)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    terminal = Heard()
    monkeypatch.setattr(commands.webbrowser, "open", terminal.opened.append)
    return terminal


def project(*_: object, **more: object) -> Any:
    case = SimpleNamespace(
        money=SEK, areas=range(20), sites=range(5), people_total=32550.0, existing_ids=("s1", "s2")
    )
    return SimpleNamespace(
        case=case, understood=(), choices=(), policy=SimpleNamespace(money=SimpleNamespace(change=(4.5,)))
    )


@pytest.mark.parametrize(
    "asked",
    [
        (None, None, None, None),
        (None, AREAS, None, None),
        (None, None, SITES, None),
        ("cut-2025", AREAS, None, None),
        ("cut-2025", None, None, "EPSG:3006"),
    ],
)
def test_new_takes_a_scenario_or_both_tables(heard: Heard, asked: tuple[Any, ...]) -> None:
    """Anything between is refused before a folder is made."""
    with pytest.raises(SettingError) as caught:
        commands.new(heard, Path("d"), *asked)
    assert [fault.key for fault in caught.value.faults] == ["usage.new"]
    assert heard.keys == []


def test_new_tells_of_the_policy_it_had_to_invent(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """From tables, whose first year's money is a guess; a scenario has its own. Both say what comes next."""
    monkeypatch.setattr(steps, "new_from_scenario", project)
    monkeypatch.setattr(steps, "new_from_tables", project)
    told = commands.new(heard, Path("d"), None, AREAS, SITES, None)
    assert told == {
        "folder": "d",
        "areas": 20,
        "people": 32550.0,
        "sites": 5,
        "offices": 2,
        "money": {"currency": "SEK", "unit": "million"},
    }
    assert heard.keys == ["app.stage.tables", "app.new", "app.new_policy", "app.next"]
    heard.keys.clear()
    commands.new(heard, Path("d"), "cut-2025", None, None, None)
    assert heard.keys == ["app.stage.scenario", "app.new", "app.next"]


def test_the_demo_takes_the_first_scenario_where_none_is_named(
    heard: Heard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Both reports are told of; the one in the language of the run is opened."""
    asked = []
    reports = {lang: tmp_path / f"report.{lang}.html" for lang in ("sv", "en")}
    planned = SimpleNamespace(
        folder=tmp_path, plan=SimpleNamespace(to_json=lambda: {"x": 1}), files=(tmp_path,)
    )

    def run_demo(scenario: str, out: Path | None, stage: Any) -> Any:
        asked.append((scenario, out))
        with stage("app.stage.scenario"):
            return SimpleNamespace(planned=planned, reports=reports)

    monkeypatch.setattr(steps, "run_demo", run_demo)
    monkeypatch.setattr(commands, "scenario_names", lambda: ("first", "second"))
    monkeypatch.setattr(commands.plan_view, "show", lambda *_: None)
    told = commands.demo(heard, None, None, open_it=True)
    commands.demo(heard, "second", tmp_path, open_it=False)
    assert asked == [("first", None), ("second", tmp_path)]
    assert heard.opened == [reports["sv"].as_uri()]
    assert heard.keys.count("app.report_written") == 4
    assert told == {
        "folder": str(tmp_path),
        "plan": {"x": 1},
        "files": [str(tmp_path)],
        "reports": {lang: str(path) for lang, path in reports.items()},
    }


def test_a_plan_says_its_files_and_what_comes_next(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked is handed on as it was asked, and a machine is given the plan."""
    asked: dict[str, Any] = {}
    planned = SimpleNamespace(plan=SimpleNamespace(to_json=lambda: {"x": 1}), files=(Path("plan.json"),))
    monkeypatch.setattr(
        steps, "plan_project", lambda *given, **more: asked.update(more, given=given) or planned
    )
    monkeypatch.setattr(commands.plan_view, "show", lambda *_: None)
    assert commands.plan(heard, Path("d"), Path("own.toml"), 5.0, 0.01) == {"x": 1}
    assert asked == {
        "given": (Path("d"), Path("own.toml")),
        "time_limit": 5.0,
        "gap": 0.01,
        "progress": None,
        "name": None,
        "by": None,
        "reason": "",
    }
    assert heard.keys == ["app.stage.plan", "app.files_written", "app.next"]
