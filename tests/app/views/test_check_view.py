"""A folder that was looked over, in the terminal."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.plan.cases import case_of, policy_of, times_of

from narvaro.app.views.check_view import MOST_GROUPINGS, show
from narvaro.errors import Fault
from narvaro.language import Note, number, say


def found(plan: str = "none", exit_code: int = 0, **areas: Any) -> Any:
    case = case_of((100, 30, 20), ["must_stay"], areas=areas)
    times = times_of(case, [[1.0], [2.0], [3.0]])
    return SimpleNamespace(
        case=case, policy=policy_of([1.0]), travel=times, plan=plan, exit_code=exit_code,
        sites_by_status={"must_stay": 1, "candidate": 1200}, appropriation={2025: 16.3},
        notes=(Note("checkup.note.few_people", {"people": 150.0, "areas": 2}),),
        plan_faults=(Fault("plan.proof_absent", {}, "certificate.json"),) if exit_code else (),
    )  # fmt: skip


def test_counts_and_money_are_written_as_the_language_does(shown: Any, lang: str) -> None:
    """People, sites by status and money by year, then what to know."""
    text = shown(show, Path("d"), found())
    assert f"{number(1200, lang)} {say('site_status.candidate', lang)}" in text
    assert f"2025: {number(16.3, lang, 3)}" in text
    assert f"- {found().notes[0].text(lang)}" in text


@pytest.mark.parametrize(("exit_code", "key"), [(0, "app.check.fine"), (2, "app.check.not_fine")])
def test_the_last_line_is_the_verdict(shown: Any, lang: str, exit_code: int, key: str) -> None:
    """A plan that cannot be used is no fine folder, and what is wrong with it is told before."""
    lines = shown(show, Path("d"), found("broken" if exit_code else "fresh", exit_code)).splitlines()
    assert lines[-1] == say(key, lang, folder="d")
    assert any("certificate.json" in line for line in lines) is bool(exit_code)


@pytest.mark.parametrize("count", [0, 1, MOST_GROUPINGS, MOST_GROUPINGS + 2])
def test_many_groupings_are_counted(shown: Any, lang: str, count: int) -> None:
    """Six by name and how many more; none is a dash."""
    text = shown(show, Path("d"), found(**{f"kind_{k}": ["a", "b", "b"] for k in range(count)}))
    (line,) = [
        line for line in text.splitlines() if line.strip().startswith(say("app.check.groupings", lang))
    ]
    assert [f"kind_{k}" in line for k in range(count)] == [k < MOST_GROUPINGS for k in range(count)]
    assert ("+2" in line) is (count == MOST_GROUPINGS + 2)
    assert line.rstrip().endswith("–") is (count == 0)
