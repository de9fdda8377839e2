"""The assumptions of a plan are told from the command line, to a person and a machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.app.conftest import Run

from narvaro.app.cli import command_names


@pytest.mark.parametrize("lang", ["en", "sv"])
@pytest.mark.parametrize("more", [(), ("--replan",)])
def test_they_are_told_in_both_languages(narvaro: Run, small: Path, lang: str, more: tuple[str, ...]) -> None:
    """With exit code 0, in lines that a terminal of 100 columns holds where they are tables."""
    assert narvaro("plan", small).code == 0
    ran = narvaro("assumptions", small, *more, "--lang", lang)
    assert ran.code == 0, ran.err
    assert "│" in ran.out
    assert ("60 km/h" if lang == "en" else "60 km/tim") in ran.out


def test_a_machine_gets_each_with_both_sides(narvaro: Run, small: Path) -> None:
    """All that plan.json lists, what moves most first; a rule has no sides."""
    assert narvaro("plan", small).code == 0
    found = narvaro("assumptions", small, "--json").json
    plan = narvaro("plan", small, "--json").json
    rows = {row["id"]: row for row in found["assumptions"]}
    assert rows.keys() == {row["id"] for row in plan["assumptions"]}
    assert (rows["car_kmh"]["less"]["figure"], rows["car_kmh"]["more"]["figure"]) == (54.0, 66.0)
    assert rows["rule.year_end"]["less"] is None
    assert found["value"] == plan["objective"]["after"]
    first = found["assumptions"][0]
    assert abs(first["more"]["value_share"]) > 0


def test_a_kept_plan_may_be_asked_for(narvaro: Run, small: Path) -> None:
    """By its name; one that is not there is told."""
    assert narvaro("plan", small, "--as", "mine").code == 0
    assert narvaro("assumptions", small, "--plan", "mine").code == 0
    assert narvaro("assumptions", small, "--plan", "yours").code == 2


def test_it_stands_after_the_other_questions() -> None:
    """In the order of the work."""
    names = command_names()
    assert names.index("prices") < names.index("assumptions") < names.index("report")
