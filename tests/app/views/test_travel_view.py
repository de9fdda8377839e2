"""Finished travel times in the terminal."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from tests.plan.cases import case_of, times_of

from narvaro.app.views.travel_view import show
from narvaro.language import Note, names, say


def test_each_mode_is_told_with_what_it_was_made_of(shown: Any, lang: str) -> None:
    """Counts of areas and sites first, then a row a mode in words of the language, then what the data lack."""
    case = case_of((100, 50), ["must_stay"])
    notice = Note("travel.reaches_nobody", {"mode": "walk", "minutes": 30.0})
    times = replace(
        times_of(case, [[1.0], [2.0]]), labels={"car": "free flow"}, max_min=60.0, notices=(notice,)
    )
    lines = shown(show, SimpleNamespace(times=times)).splitlines()
    assert lines[0] == say("app.travel.made", lang, areas=2, sites=1, minutes=60.0)
    rows = [line.split("  ") for line in lines if line.strip()]
    told = [[part.strip() for part in row if part.strip()] for row in rows]
    assert [names.told(names.mode("car"), lang), names.made_of("free flow", lang)] in told
    assert [names.told(names.mode("walk"), lang)] in told
    assert lines[-1] == notice.text(lang)
