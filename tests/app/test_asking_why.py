"""A place is settled once, and what it would take is asked where the plan goes the other way."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.app.conftest import Run

from narvaro.app import asking_why
from narvaro.app.asking_why import why_project, with_what_it_takes
from narvaro.plan.takes import MoneyItTakes, money_it_takes
from narvaro.plan.takes_need import need_it_takes


@pytest.fixture
def planned(narvaro: Run, small: Path) -> Path:
    """The example with its plan."""
    assert narvaro("plan", small).code == 0
    return small


def test_why_settles_a_place_once(planned: Path) -> None:
    """What was settled stands in the certificate from then on, and the same is said again."""
    first = why_project(planned, "glenfoot")
    assert (first.site_id, first.proof.standing != "none") == ("s4", True)
    assert first.notes[-1].key.startswith("explain.proof.")
    written = (planned / "results" / "certificate.json").read_bytes()
    again = why_project(planned, "s4")
    assert again.proof == first.proof
    assert (planned / "results" / "certificate.json").read_bytes() == written


def test_a_place_that_must_stay_says_so(planned: Path) -> None:
    """It is ruled out by the table, and no money would help."""
    found = why_project(planned, "town hall")
    assert found.proof.standing == "ruled_out"
    assert with_what_it_takes(found) == found
    assert "must_stay" in found.notes[-1].text("en")


def test_what_it_takes_is_money_and_need(planned: Path) -> None:
    """Both as the plan's own functions give them, and in the answer for machines."""
    why = why_project(planned, "glenfoot")
    assert (why.end, why.proof.standing) == ("open", "worse")
    found = with_what_it_takes(why)
    assert found.takes == money_it_takes(why.planned.plan, "s4", "open")
    assert found.takes_need == need_it_takes(why.planned.plan, "s4")
    plain = found.to_json()
    assert plain["takes"]["enough"] > 0
    assert plain["takes_need"]["people"] > 0
    assert (why.to_json()["takes"], why.to_json()["takes_need"]) == (None, None)


def test_where_offices_have_a_limit_of_load_nothing_is_tried(planned: Path) -> None:
    """And that is told, not left out in silence."""
    why = why_project(planned, "glenfoot")
    plan = why.planned.plan
    limits = plan.policy.limits.model_copy(update={"max_load": 1.5})
    full = replace(plan, policy=plan.policy.model_copy(update={"limits": limits}))
    found = with_what_it_takes(replace(why, planned=replace(why.planned, plan=full)))
    assert (found.out_of_reach, found.takes, found.takes_need) == (True, None, None)


def test_an_office_as_it_is_is_asked_for_where_a_smaller_one_is_what_it_takes(
    planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not where the office would keep its size, or where there is none today."""
    why = why_project(planned, "glenfoot")
    asked: list[tuple[str, str]] = []

    def money(_: object, site: str, end: str) -> MoneyItTakes:
        asked.append((site, end))
        return MoneyItTakes(1.0, 2.0, "standard")

    monkeypatch.setattr(asking_why, "money_it_takes", money)
    monkeypatch.setattr(asking_why, "need_it_takes", lambda *_: None)
    case = why.planned.case
    office = next(site for site, size in case.sizes_today.items() if size)
    for site, size, more in (("s4", "", 0), (office, "standard", 0), (office, "large", 1)):
        asked.clear()
        today = case.sizes_today.copy()
        today[site] = size
        known = SimpleNamespace(sizes_today=today)
        there: Any = replace(why.planned, case=known)  # type: ignore[arg-type]
        found = with_what_it_takes(replace(why, planned=there, site_id=str(site)))
        assert asked == [(site, "open"), (site, "unchanged")][: 1 + more]
        assert (found.takes_as_is is None) == (not more)
