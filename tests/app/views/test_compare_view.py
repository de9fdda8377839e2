"""How plans beside each other look in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from narvaro.app.comparing import ComparedProject, compare_project
from narvaro.app.terminal import Terminal
from narvaro.app.views import compare_view


@pytest.fixture
def done(narvaro, small: Path) -> ComparedProject:
    """The example's plan beside today and beside itself with another goal."""
    narvaro("plan", small, "--as", "a-plan-with-quite-a-long-name")
    policy = (small / "policy.toml").read_text(encoding="utf-8").replace('"mix"', '"minutes"')
    (small / "other.toml").write_text(policy, encoding="utf-8")
    narvaro("plan", small, "--policy", small / "other.toml", "--as", "other")
    return compare_project(small, ["a-plan", "today", "other"])


@pytest.mark.parametrize(("lang", "width"), [("en", 80), ("sv", 80), ("sv", 120)])
def test_no_table_is_wider_than_the_terminal(
    done: ComparedProject, lang: str, width: int, monkeypatch: pytest.MonkeyPatch, capfd
) -> None:
    """Letters stand for the plans in the heads of tables; sentences are whole lines, for whoever reads a pipe."""
    monkeypatch.setenv("COLUMNS", str(width))
    compare_view.show(Terminal(lang), done)
    lines = capfd.readouterr().out.splitlines()
    tables = [line for line in lines if "  " in line or "──" in line]
    assert max(map(len, tables)) <= width
    assert any(line.startswith("A  a-plan-with-quite-a-long-name") for line in lines)


def test_values_of_different_goals_stand_in_no_row_together(done: ComparedProject, capfd) -> None:
    """The row has the value of each by the goal of the first instead, and a sentence says why."""
    compare_view.show(Terminal("en"), done)
    out = capfd.readouterr().out
    assert "Value by the goal of A" in out
    assert "Value by its own goal" not in out
    assert "Their values cannot be compared, since they have different goals" in out
    assert "objective.kind" in out


def test_each_plan_has_a_letter(done: ComparedProject) -> None:
    """In the order in which they were named."""
    assert list(compare_view.letters(done.comparison).values()) == ["A", "B", "C"]
