"""The list and the history of plans in the terminal."""

from __future__ import annotations

import re
from pathlib import Path

from narvaro.app.plan_log import PlanEvent
from narvaro.app.plans import plan_project
from narvaro.app.terminal import Terminal
from narvaro.app.views.kept_view import show_adopted, show_log


def test_the_history_is_a_table_with_a_row_for_each_event(capfd) -> None:
    """Who and why stand beside what; what is not known is a dash, and no history is said in words."""
    show_log(Terminal("sv"), [PlanEvent(1, "2026-11-28T01:52:03.123+00:00", "adopted", "b", "a", "Åsa", "")])
    out = capfd.readouterr().out
    assert "2026-11-28 01:52" in out
    assert "satt i kraft" in out
    assert out.rstrip().endswith("–")
    show_log(Terminal("en"), [])
    assert "no history yet" in capfd.readouterr().out


def test_what_was_in_force_before_is_said(capfd, small: Path) -> None:
    """The first plan, the same plan again, and another; and no rule where none is broken."""
    plan = plan_project(small).plan
    for former, said in ((None, "there was none"), ("a", "was in force already"), ("b", "before it was b")):
        show_adopted(Terminal("en"), Path("case"), "a", former, plan)
        out = capfd.readouterr().out
        assert said in out
        assert "decision against" not in out


def test_a_plan_that_breaks_rules_is_a_decision_against_them(narvaro, small: Path) -> None:
    """So it is told when it is kept, when it is put in force, and when it is so again; each rule by name."""
    narvaro("plan", small, "--as", "b")
    path = small / "policy.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[4.5, 6.0, 6.0]", "[0.5, 0.5, 0.5]"), encoding="utf-8")
    actions = small / "mine.csv"
    actions.write_text("site,year,action,size\nHarbour Library,2027,open,standard\n", encoding="utf-8")
    kept = narvaro("decide", small, "--actions", actions, "--as", "Styrelsens förslag 2").out
    (n,) = re.findall(r"The plan breaks (\w+) rules of the policy:", kept)
    assert f"Styrelsens förslag 2 breaks {n} rules of its policy: to adopt it is a decision" in kept
    assert "narvaro adopt" in kept.splitlines()[-1]
    assert kept.splitlines()[-1].endswith("'Styrelsens förslag 2' --by … --reason …")
    said = ("adopt", small, "styrelsens förslag", "--by", "Bo", "--reason", "so")
    first, again = (narvaro(*said).out for _ in range(2))
    rule = next(line for line in kept.splitlines() if line.startswith("- "))
    for out in (first, again):
        assert f"breaks {n} rules of its policy; that it is in force is a decision against them:" in out
        assert rule in out
    assert "decision against" not in narvaro("adopt", small, "b", "--by", "Bo", "--reason", "so").out
    assert rule in narvaro("undo", small).out


def test_a_rule_that_was_broken_then_is_not_new(narvaro, small: Path) -> None:
    """By whatever amount it is broken now; one that was kept then is."""
    plan_project(small, name="a")
    path = small / "policy.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[4.5, 6.0, 6.0]", "[1.0, 1.0, 1.0]"), encoding="utf-8")
    assert "What a breaks now" in narvaro("plans", small).out
    actions = small / "mine.csv"
    actions.write_text("site,year,action,size\nHarbour Library,2027,open,standard\n", encoding="utf-8")
    assert narvaro("decide", small, "--actions", actions, "--as", "b").code == 0
    path.write_text(text.replace("[4.5, 6.0, 6.0]", "[0.5, 0.5, 0.5]"), encoding="utf-8")
    shown = narvaro("plans", small).out
    assert "What a breaks now" in shown
    assert "What b breaks now" not in shown


def test_values_of_different_goals_stand_in_tables_of_their_own(narvaro, small: Path, monkeypatch) -> None:
    """Each table says what its values count, and at 80 columns in Swedish no name is broken."""
    monkeypatch.setenv("COLUMNS", "80")
    plan_project(small, name="2026-11-28-en-plan-2")
    text = (small / "policy.toml").read_text(encoding="utf-8").replace('"mix"', '"beyond"')
    (small / "other.toml").write_text(text, encoding="utf-8")
    plan_project(small, small / "other.toml", name="other")
    lines = narvaro("plans", small, "--lang", "sv").out.splitlines()
    assert [line.partition(",")[0] for line in lines if line.startswith("Planer (")] == [
        "Planer (vägda personminuter",
        "Planer (personer",
    ]
    assert any("2026-11-28-en-plan-2  " in line for line in lines)
