"""The step that measures how the offices of a folder fill."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from narvaro.app.loads import load_by_group, load_project
from narvaro.app.plans import plan_project
from narvaro.errors import FolderError, SettingError


def test_today_and_with_the_plan(small: Path) -> None:
    """Visits are those of everybody in each network; with the plan each year has a row."""
    today = load_project(small)
    assert today.years["when"].tolist() == ["before"]
    with pytest.raises(FolderError):
        load_project(small, with_plan=True)
    planned = plan_project(small)
    then = load_project(small, with_plan=True)
    assert then.years["when"].tolist() == ["before", *(str(y) for y in planned.plan.policy.years), "after"]
    people = today.case.people_total * today.policy.limits.visits_per_person
    assert then.years["visits"].tolist() == pytest.approx([people] * len(then.years))
    assert then.years["offices"].iloc[-1] == planned.plan.counts["offices_after"]


def test_groups_add_up(small: Path) -> None:
    """Offices, visits, room and staff of all groups are those of all offices; shares follow from their sums."""
    found = load_project(small, by="status")
    assert found.groups is not None
    offices = found.loads["before"].offices
    for name in ("visits", "room", "staff", "staff_needed"):
        assert found.groups[name].sum() == pytest.approx(offices[name].sum())
    assert found.groups["offices"].sum() == len(offices)
    one = load_by_group(found.case, found.loads["before"], "status").iloc[0]
    assert one["share_of_room"] == pytest.approx(one["visits"] / one["room"])


def test_the_file_is_the_table(small: Path) -> None:
    """One row an office, with its id, also after the plan."""
    found = load_project(small, huff=True, csv=small / "load.csv")
    table = pd.read_csv(small / "load.csv").set_index("id")
    assert table.index.tolist() == found.offices.index.tolist()
    assert table["visits_before"].tolist() == pytest.approx(found.offices["visits_before"].tolist())
    assert found.loads["before"].by == "huff"


def test_what_cannot_be_is_refused(small: Path) -> None:
    """A column that the sites have not, and a folder that is not there."""
    with pytest.raises(SettingError):
        load_project(small, by="colour")
    with pytest.raises(SettingError):
        load_project(small, csv=small / "nowhere" / "load.csv")


def test_the_command_shows_and_tells(narvaro, small: Path) -> None:
    """A table, the sentences, and JSON with the offices, the fullest first."""
    done = narvaro("load", small)
    assert done.code == 0
    assert "wait less than a quarter of an hour" in done.out
    told = narvaro("load", small, "--json").json
    shares = [row["share_of_room_before"] for row in told["offices"]]
    assert shares == sorted(shares, reverse=True)
    assert told["by"] == "nearest"
    wrong = narvaro("load", small, "--by", "colour")
    assert wrong.code == 2
    assert "colour" in wrong.err
