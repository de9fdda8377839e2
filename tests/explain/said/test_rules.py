"""Every rule of the policy that can bind is said, and no other."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from tests.explain.said.saying import said, with_plan

from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.rules import rules


def with_policy(f: KnownFacts, part: str, **changes: Any) -> KnownFacts:
    """Return what is known with something else in a part of the policy: its objective, money or limits."""
    policy = copy.deepcopy(f.plan["policy"])
    policy[part] |= changes
    return with_plan(f, policy=policy)


def kept(f: KnownFacts, lang: str = "en") -> str:
    """Return the rules that are said."""
    return said(rules, f, "rules.kept", lang)


def test_the_aim_is_that_of_the_policy(tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]) -> None:
    """A mix names its charge, its areas and both ways; minutes alone name nothing else."""
    assert said(rules, tall_facts, "rules.aim") == (
        "What the plan minimises: the minutes by car to the nearest office summed over all people (person-minutes), "
        "plus 60 minutes for each person in areas on the Police list 2019 who has no office within 20 minutes on foot."
    )
    assert said(rules, plain_facts["open"], "rules.aim").endswith("summed over all people (person-minutes).")


def test_need_and_smaller_offices_are_told_where_they_count(tall_facts: KnownFacts) -> None:
    """Need weights and longer ways to a smaller office have a sentence; no minutes more are none to tell."""
    f = with_policy(tall_facts, "objective", need_weighted=True, extra_min={"flexible": 7.5, "small": 0.0})
    aim = said(rules, f, "rules.aim")
    assert "counted by the need weight" in aim
    assert aim.endswith("7.5 minutes for a flexible office.")
    assert "longer where" not in said(rules, tall_facts, "rules.aim")


def test_an_extra_where_all_offices_are_alike_names_no_size(plain_facts: dict[str, KnownFacts]) -> None:
    """With one size it is an office."""
    f = with_policy(plain_facts["open"], "objective", extra_min={"standard": 3.0})
    assert said(rules, f, "rules.aim").endswith("3 minutes for an office.")


@pytest.mark.parametrize(
    ("part", "changes", "text"),
    [
        ("money", {"saving_pct": 3.0}, "At most 3 percent of a year's money may be saved to the next"),
        ("money", {"saving_pct": 0.0}, "No money may be saved to the next year."),
        ("money", {"credit_pct": 10.0}, "At most 10 percent of a year's money may be drawn ahead"),
        ("money", {"lasting": True}, "must cost no more in a full year than the last year's money"),
        ("limits", {"opening_month": 3}, "Offices open in March;"),
        ("limits", {"max_openings_year": 2}, "At most two offices open in a year."),
        ("limits", {"open_candidates": False}, "No new office opens."),
        ("limits", {"room_in": "county", "room_share": 0.8}, "keeps room for 80 percent of the visits"),
        ("limits", {"within_min": 45.0, "within_share": 0.95},
         "at least 95 percent of people have an office within 45 minutes by car."),
    ],
)  # fmt: skip
def test_each_rule_is_said_as_it_is_set(
    plain_facts: dict[str, KnownFacts], part: str, changes: dict[str, Any], text: str
) -> None:
    """Each setting of money and limits has its own sentence, with its figure."""
    assert text in kept(with_policy(plain_facts["open"], part, **changes))


@pytest.mark.parametrize(
    ("kind", "opens", "closes"), [("open", True, False), ("close", False, True), ("still", False, False)]
)
def test_what_cannot_happen_has_no_rule(
    plain_facts: dict[str, KnownFacts], kind: str, opens: bool, closes: bool
) -> None:
    """Where no place waits none opens, and where none may close none does: their rules are left out."""
    text = kept(plain_facts[kind])
    assert ("Offices open in" in text, "Offices close or shrink" in text) == (opens, closes)


def test_a_municipality_and_a_size_have_rules_only_where_there_are_any(
    tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]
) -> None:
    """The last office of a municipality, and smaller offices, are spoken of where the case knows them."""
    told = kept(with_policy(tall_facts, "limits", leave_municipality="with_consent", resize="smaller"))
    assert "only where the municipality consents" in told
    assert "may become smaller instead" in told
    plain = kept(plain_facts["close"])
    assert "municipality" not in plain
    assert "smaller instead" not in plain


def test_what_was_fixed_is_counted_by_status_and_by_whom(tall_facts: KnownFacts) -> None:
    """Two must stay by one and one by another, one must close by nobody named: three sentences, and four rows."""
    rows = [("s1", "must_stay", "the board"), ("s2", "must_stay", "the board"), ("s3", "must_stay", "the county"),
            ("s4", "must_close", "")]  # fmt: skip
    locked = [
        {"site_id": s, "name": s.upper(), "status": status, "locked_by": who} for s, status, who in rows
    ]
    f = with_plan(tall_facts, locked=locked)
    assert kept(f).endswith(
        "Two offices must stay (decided by: the board). One office must stay (decided by: the county). "
        "One office must close."
    )
    table = rules(f).tables["rules.locked"]
    assert table["name"].tolist() == ["S1", "S2", "S3", "S4"]
    assert rules(with_plan(f, locked=[])).tables["rules.locked"].empty
