"""Access in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.plan.cases import case_of, times_of

from narvaro.access import measure_access
from narvaro.app.measures import Measured
from narvaro.app.views.access_view import MOST_GROUPS, show
from narvaro.case import Standard
from narvaro.language import number, say


def measured(minutes: Any, by: str | None = None, file: Path | None = None, **areas: Any) -> Measured:
    case = case_of([100.0 + k for k in range(len(minutes))], ["must_stay"], areas=areas)
    times = times_of(case, [[value] for value in minutes])
    return Measured(case, measure_access(case, times, by=by, standard_min=30.0), file)


def test_groups_come_first_and_everybody_last(shown: Any, lang: str) -> None:
    """Each with its people; a group without any way has no minutes, and that is said in a word."""
    lines = shown(show, measured([10.0, np.nan], "shore", shore=["north", "south"]), False).splitlines()
    rows: dict[str, str] = {}
    for line in lines:
        rows.setdefault(line.split()[0] if line.strip() else "", line)
    everyone = say("name.everyone", lang)
    order = [name for name in rows if name in ("north", "south", everyone)]
    assert order == ["north", "south", everyone]
    assert say("app.access.none", lang) in rows["south"]
    assert number(10.0, lang, 1) in rows["north"]
    assert number(201.0, lang) in rows[everyone]


@pytest.mark.parametrize("with_plan", [True, False])
def test_the_title_says_whose_network_it_is(shown: Any, lang: str, with_plan: bool) -> None:
    """Today's, or the plan's; with how many offices."""
    text = " ".join(shown(show, measured([10.0]), with_plan).split())
    keys = ("app.access.title_plan", "app.access.title")
    data: dict[str, Any] = {
        "offices": 1,
        "mode": say("name.mode.car", lang),
        "service": say("app.access.any_service", lang),
    }
    assert (say(keys[0], lang, **data) in text, say(keys[1], lang, **data) in text) == (
        with_plan,
        not with_plan,
    )


def test_of_many_groups_those_with_most_people_beyond_are_shown(shown: Any, lang: str) -> None:
    """41 groups, of which only the first is within reach: it is the one left out, and how many there are is told."""
    groups = [f"g{k:02}" for k in range(MOST_GROUPS + 1)]
    text = shown(show, measured([10.0] + [60.0] * MOST_GROUPS, "kind", kind=groups), False)
    assert [name for name in groups if name not in text] == ["g00"]
    assert say("app.access.more_groups", lang, shown=MOST_GROUPS, groups=MOST_GROUPS + 1) in text


def test_what_could_be_asked_and_what_was_written_are_told(shown: Any, lang: str) -> None:
    """Without a grouping those there are; the file where there is one."""
    text = shown(show, measured([10.0] * 3, file=Path("x.csv"), shore=["north", "south", "south"]), False)
    assert say("app.access.groupings", lang, names="shore") in text
    assert say("app.files_written", lang, files=["x.csv"]) in text


def test_how_unevenly_minutes_are_spread_has_a_row_for_each_measure(shown: Any, lang: str) -> None:
    """All have ten minutes: no inequality, a quarter for Palma, ten minutes that all have; parts only by groups."""
    wanted = {"gini": 0.0, "palma": 0.25, "theil": 0.0}
    lines = shown(show, measured([10.0, 10.0]), False).splitlines()
    at = lines.index(say("app.access.evenness", lang))
    text = " ".join(" ".join(lines[at:]).split())
    for name, value in wanted.items():
        assert f"{say(f'access.measure.{name}', lang)} {number(value, lang, 3)}" in text
    assert number(10.0, lang, 3) in text  # Kolm-Pollak's, whose name may go over two lines
    assert say("access.measure.theil_within", lang) not in text
    by_shore = shown(show, measured([10.0, 20.0], "shore", shore=["north", "south"]), False)
    assert say("access.measure.theil_within", lang) in by_shore


def test_where_nobody_has_a_way_nothing_is_told_of_how_it_is_spread(shown: Any, lang: str) -> None:
    """No table of measures without a figure."""
    assert say("app.access.evenness", lang) not in shown(show, measured([np.nan, np.nan]), False)


def test_how_others_measure_stands_last_and_without_a_verdict(shown: Any, lang: str) -> None:
    """Own standards are met or missed; of others' only figures, and in a line what is not measured, by its name."""
    case = case_of([100.0], ["must_stay"])
    times = times_of(case, [[10.0]])
    own = [Standard("own", "car", 30.0, 1.0)]
    text = shown(show, Measured(case, measure_access(case, times, standards=own), None), False)
    mine, theirs = text.split(say("app.access.elsewhere", lang))
    met = say("access.standard.met", lang)
    assert (met in mine, met in theirs) == (True, False)
    plain = " ".join(theirs.split()).replace("\N{NO-BREAK SPACE}", " ")
    for rule in ("france_30min", "uk_deprived_1mi"):
        assert say(f"name.standard.{rule}", lang).replace("\N{NO-BREAK SPACE}", " ") in plain
    alone = shown(show, measured([10.0]), False)
    assert (met in alone, say("app.access.elsewhere", lang) in alone) == (False, True)
