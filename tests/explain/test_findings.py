"""Findings: written, read again, and the same each time."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest
from tests.explain.plans import MakePlan

from narvaro.case import Case
from narvaro.errors import FolderError
from narvaro.explain import Alternative, Findings, find, read_findings, write_findings
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


@pytest.fixture
def findings(case: Case, plan: Plan, travel: TravelTimes, make_plan_of: MakePlan) -> Findings:
    return find(case, plan, travel=travel, alternatives=[Alternative("other", make_plan_of([], []))])


def test_findings_come_back_as_they_were(findings: Findings, tmp_path: Path) -> None:
    """Every table, sentence, reason and figure survives being written and read, infinite and missing ones too."""
    write_findings(findings, tmp_path / "findings.json")
    again = read_findings(tmp_path / "findings.json")
    assert again.to_json() == findings.to_json()
    for item in fields(Findings):
        value, other = getattr(findings, item.name), getattr(again, item.name)
        assert type(other) is type(value), item.name
        if isinstance(value, pd.DataFrame):
            pd.testing.assert_frame_equal(other, value, check_dtype=True)


def test_the_same_plan_gives_the_same_bytes(
    case: Case, plan: Plan, travel: TravelTimes, tmp_path: Path
) -> None:
    """Two runs write the same file."""
    for name in ("one", "two"):
        write_findings(find(case, plan, travel=travel), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_each_field_stands_on_its_own_line(findings: Findings, tmp_path: Path) -> None:
    """The file is JSON with one line a field, so that two of them can be compared."""
    write_findings(findings, tmp_path / "f.json")
    text = (tmp_path / "f.json").read_text(encoding="utf-8")
    assert set(json.loads(text)) == {"format", "checksum", *(item.name for item in fields(Findings))}
    assert len(text.splitlines()) == len(fields(Findings)) + 4


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 99}', "\xff"])
def test_what_cannot_be_read_is_said(tmp_path: Path, text: str) -> None:
    """A broken, foreign or newer file is told as such, with no traceback of another kind."""
    path = tmp_path / "f.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(FolderError) as caught:
        read_findings(path)
    assert caught.value.faults[-1].key in ("explain.unreadable", "explain.format")


def test_no_findings_at_all(tmp_path: Path) -> None:
    """A file that is not there says what to do."""
    with pytest.raises(FolderError, match="narvaro plan"):
        read_findings(tmp_path / "none.json")


def test_places_on_the_map(findings: Findings) -> None:
    """Each area has its minutes before and after; each office its state, year and sizes."""
    assert findings.areas.loc["suburb", ["car_before", "car_after"]].tolist() == [20.0, 2.0]
    assert findings.areas.loc["village", ["nearest_before", "nearest_after"]].tolist() == ["s3", "s1"]
    assert findings.areas["in_definition"].tolist() == [False, True, False, False, False]
    assert findings.offices["state"].to_dict() == {"s1": "open", "s2": "new", "s3": "closing"}
    assert findings.offices["year"].to_dict() == {"s1": 0, "s2": 2021, "s3": 2022}
    assert findings.offices["size_after"].to_dict() == {"s1": "medium", "s2": "small", "s3": ""}
    assert findings.offices["in_definition"].to_dict() == {"s1": False, "s2": True, "s3": False}
