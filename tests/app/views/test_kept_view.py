"""The list and the history of plans in the terminal."""

from __future__ import annotations

from pathlib import Path

from narvaro.app.plan_log import PlanEvent
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


def test_what_was_in_force_before_is_said(capfd) -> None:
    """The first plan, the same plan again, and another."""
    for former, said in ((None, "there was none"), ("a", "was in force already"), ("b", "before it was b")):
        show_adopted(Terminal("en"), Path("case"), "a", former)
        assert said in capfd.readouterr().out
