"""Findings are found once for a plan, and what is set beside it can make a difference."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from narvaro.app import findings
from narvaro.app.deciding import decide_project
from narvaro.app.findings import FINDINGS, findings_of
from narvaro.app.kept import adopt_plan
from narvaro.app.plans import open_planned, plan_project
from narvaro.plan.action_list import MONEY_ALONE


def test_the_second_report_does_not_search_again(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept findings are used as long as plan and tables are the same, also when opened from the folder."""
    planned = plan_project(small)
    first = findings_of(planned)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("searched again")

    monkeypatch.setattr(findings, "find", never)
    monkeypatch.setattr(findings, "make_plan", never)
    assert findings_of(planned).to_json() == first.to_json()
    assert findings_of(open_planned(small)).to_json() == first.to_json()


def test_kept_findings_of_another_plan_are_not_used(small: Path) -> None:
    """Another plan, another standard, or a damaged file: the findings are found anew."""
    planned = plan_project(small)
    findings_of(planned)
    path = small / "results" / FINDINGS
    kept = path.read_text(encoding="utf-8")
    for spoilt in ("", "{", json.dumps(json.loads(kept) | {"key": "other"})):
        path.write_text(spoilt, encoding="utf-8")
        findings_of(planned)
        assert path.read_text(encoding="utf-8") == kept
    findings_of(replace(planned, plan=replace(planned.plan, stopped_by="time")))
    assert path.read_text(encoding="utf-8") != kept


def test_the_report_of_a_list_says_what_is_known_of_it(small: Path) -> None:
    """Last among what is not known; the findings of the same actions without a list are others."""
    path = small / "mine.csv"
    path.write_text("site,year,action,size\nHarbour Library,2027,open,standard\n", encoding="utf-8")
    decide_project(small, path, name="board")
    adopt_plan(small, "board", by="Bo", reason="so")
    assert findings_of(open_planned(small)).notes[-1] == MONEY_ALONE
    about = small / "plans" / "board" / "about.json"
    about.write_text(
        json.dumps(json.loads(about.read_text(encoding="utf-8")) | {"notes": []}), encoding="utf-8"
    )
    assert MONEY_ALONE not in findings_of(open_planned(small)).notes
