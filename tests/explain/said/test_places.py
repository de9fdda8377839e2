"""Each place is told with what is done, why, and what is proven of it."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from tests.explain.said.saying import said, with_findings, with_plan

from narvaro.explain.reasons import Reason
from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.places import actions_table, of_place, places
from narvaro.language import Note


def acting(f: KnownFacts, *by_year: tuple[str, ...]) -> KnownFacts:
    """Return what is known with a plan that does these kinds of action, by year."""
    template = next(action for year in f.plan["years"] for action in year["actions"])
    years = copy.deepcopy(f.plan["years"])
    for year, kinds in zip(years, by_year, strict=True):
        year["actions"] = [{**template, "action": kind} for kind in kinds]
    return with_plan(f, years=years)


def facts_of(f: KnownFacts, lang: str = "sv", **changed: Any) -> list[str]:
    """Return the few words of the first place, with something in its reason changed."""
    reason = replace(f.findings.reasons[0], **changed)
    told = places(with_findings(f, reasons=(reason, *f.findings.reasons[1:]))).said
    return [note.text(lang) for note in told[f"places.{reason.site_id}.{reason.year}.facts"]]


def test_actions_are_counted_in_all_and_by_year(plain_facts: dict[str, KnownFacts]) -> None:
    """Two open and one closes in the first year, one changes size in the second; what is not done is not told."""
    f = acting(plain_facts["open"], ("open", "close", "open"), ("resize",))
    assert said(places, f, "places.title") == (
        "Two openings, one closing and one change of size, place by place with the reasons"
    )
    assert said(places, f, "places.2027") == "Two openings and one closing"
    assert said(places, f, "places.2028") == "One change of size"


def test_a_year_without_actions_is_not_told(plain_facts: dict[str, KnownFacts]) -> None:
    """Nothing is done in 2027: there is no place for it."""
    assert "places.2027" not in places(acting(plain_facts["open"], (), ("open",))).said


def test_a_plan_that_changes_nothing_has_nothing_to_tell(plain_facts: dict[str, KnownFacts]) -> None:
    """No sentence and no row."""
    section = places(plain_facts["still"])
    assert (section.said, len(section.tables["places"])) == ({}, 0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"action": "open", "size": "small", "cost": 1.44},
         ["öppnar", "litet kontor", "1,4 mnkr att etablera"]),
        ({"action": "close", "from_size": "small", "size": "", "cost": 1.1},
         ["avvecklas", "litet kontor", "1,1 mnkr att avveckla"]),
        ({"action": "resize", "from_size": "flexible", "size": "small", "cost": 0.0}, ["ändrar storlek"]),
    ],
)  # fmt: skip
def test_what_is_done_in_a_few_words(
    tall_facts: KnownFacts, changed: dict[str, Any], told: list[str]
) -> None:
    """The act, the size that opens or closes, and what it costs if anything; of a new size the reasons tell."""
    assert facts_of(tall_facts, **changed) == told


def test_a_size_is_told_where_there_are_several(plain_facts: dict[str, KnownFacts]) -> None:
    """Where all offices are alike no size is told."""
    assert facts_of(plain_facts["open"], "en", cost=2.0) == ["opens", "2.0 MSEK to open"]


def test_services_that_all_new_offices_share_are_told_once(tall_facts: KnownFacts) -> None:
    """They are in the words above; where one office has others each place has its own."""
    shared = "Services at each new office: Swedish Tax Agency."
    assert said(places, tall_facts, "places.intro") == shared
    assert "Skatteverket" not in facts_of(tall_facts)
    years = copy.deepcopy(tall_facts.plan["years"])
    opened = [action for year in years for action in year["actions"]]
    assert len(opened) > 1
    opened[0]["services"] = ["tax", "odd"]
    mixed = with_plan(tall_facts, years=years)
    assert said(places, mixed, "places.intro") == ""
    assert "Skatteverket" in facts_of(mixed)


def test_what_is_known_of_a_place_stands_apart_from_the_reasons(tall_facts: KnownFacts) -> None:
    """The sentence that says what is proven leaves the reasons for a line of its own."""
    kept, about = Note("explain.why.saves", {"cost": 4.3}), Note("explain.proof.worse", {"least": 0.012})
    one = replace(tall_facts.findings.reasons[0], proof="worse", why=(kept, about))
    assert of_place(one) == {"why": (kept,), "proof": (about,)}
    assert of_place(replace(one, why=(kept,)))["proof"] == ()


def changed_reasons(f: KnownFacts, **changed: Any) -> tuple[Reason, ...]:
    """Return the reasons with something changed in the first."""
    first, *rest = f.findings.reasons
    return (replace(first, **changed), *rest)


def test_the_table_has_each_action_in_the_plan_s_order(tall_facts: KnownFacts) -> None:
    """A row for each reason; the municipality is added to a name that does not say it."""
    named = changed_reasons(tall_facts, name="Rosengård", municipality="Malmö")
    table = actions_table(with_findings(tall_facts, reasons=named))
    assert list(table["site_id"]) == [reason.site_id for reason in named]
    assert (table["place"].iloc[0], table["name"].iloc[0]) == ("Rosengård, Malmö", "Rosengård")


def test_people_without_a_way_have_a_column_where_there_are_any(tall_facts: KnownFacts) -> None:
    """Three people have a first way: one column more; without them, none."""
    none = {"people_newly_reached": 0.0, "people_newly_unreached": 0.0}
    reasons = tuple(replace(reason, **none) for reason in tall_facts.findings.reasons)
    f = with_findings(tall_facts, reasons=reasons)
    assert not {*none} & {*actions_table(f)}
    some = with_findings(f, reasons=changed_reasons(f, people_newly_reached=3.0))
    assert {*none} & {*actions_table(some)} == {"people_newly_reached"}
    assert actions_table(some)["people_newly_reached"].sum() == 3.0
