"""Findings are found once for a plan, and what is set beside it can make a difference."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from narvaro.app import findings
from narvaro.app.findings import FINDINGS, compared_gap, findings_of, other_edition, other_policies
from narvaro.app.plans import open_planned, plan_project
from narvaro.case import Case, Money, Objective, Policy


def case(**columns: list[bool]) -> Case:
    table = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [1.0, 2.0], "lat": [1.0, 2.0]})
    return Case("c", table.assign(people=[5, 5], **columns), table)


def policy(kind: str, *, earmark: bool = False) -> Policy:
    return Policy(
        years=(2027,),
        definition="list_2019",
        objective=Objective(kind=kind),  # type: ignore[arg-type]
        money=Money(change_msek=(1.0,), earmark=earmark),
    )


EDITIONS = {"list_2019": [True, False], "list_2021": [True, True], "list_2025": [False, True]}


def test_the_newest_other_edition_is_set_beside() -> None:
    """2025 beside 2019, 2021 beside 2025 where 2025 is the one decided by."""
    assert other_edition(case(**EDITIONS), "list_2019") == "list_2025"
    assert other_edition(case(**EDITIONS), "list_2025") == "list_2021"


def test_an_edition_that_names_nobody_is_no_alternative() -> None:
    """A list without a person in it would make an empty question."""
    assert other_edition(case(list_2019=[True, False], list_2025=[False, False]), "list_2019") is None


@pytest.mark.parametrize(
    ("kind", "earmark", "kinds"),
    [
        ("mix", True, ["without_earmark", "other_definition"]),
        ("mix", False, ["other_definition"]),
        ("minutes", True, ["without_earmark", "other_definition"]),
        ("minutes", False, []),
    ],
)
def test_only_what_can_make_a_difference_is_set_beside(kind: str, earmark: bool, kinds: list[str]) -> None:
    """Without an earmark, and with minutes alone, another edition of the list would give the same plan."""
    assert list(other_policies(case(**EDITIONS), policy(kind, earmark=earmark))) == kinds


def test_what_is_set_beside_a_plan_is_as_sure_as_the_plan_or_near_enough(small: Path) -> None:
    """Beside a plan proven to be the best stand plans of the same gap; beside another, four in a thousand will do."""
    plan = plan_project(small).plan
    assert (plan.status, compared_gap(plan)) == ("optimal", 0.0)
    assert compared_gap(replace(plan, status="feasible")) == 0.004


def test_the_second_report_does_not_search_again(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept findings are used as long as plan and tables are the same, also when opened from the folder."""
    planned = plan_project(small)
    first = findings_of(planned)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("searched again")

    monkeypatch.setattr(findings, "find", never)
    monkeypatch.setattr(findings, "make_plan", never)
    assert findings_of(planned).to_json() == first.to_json()
    assert findings_of(open_planned(small)).to_json() == first.to_json()


def test_kept_findings_of_another_plan_are_not_used(small: Path) -> None:
    """Another plan, another standard, or a damaged file: the findings are found anew."""
    planned = plan_project(small)
    findings_of(planned)
    path = small / "results" / FINDINGS
    kept = path.read_text(encoding="utf-8")
    for spoilt in ("", "{", json.dumps(json.loads(kept) | {"key": "other"})):
        path.write_text(spoilt, encoding="utf-8")
        findings_of(planned)
        assert path.read_text(encoding="utf-8") == kept
    findings_of(replace(planned, plan=replace(planned.plan, stopped_by="time")))
    assert path.read_text(encoding="utf-8") != kept
