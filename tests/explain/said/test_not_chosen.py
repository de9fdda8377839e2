"""Of the places not chosen the strongest are shown, and what is proven of all of them is the title."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.explain.said.saying import said, with_findings

from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.not_chosen import not_chosen, places_table
from narvaro.explain.why_not import WhyNot
from narvaro.language import Note


def left(f: KnownFacts, *kinds: str, **changed: Any) -> tuple[WhyNot, ...]:
    """Return places left as they are, one for each kind, ranked in order, with something changed in all."""
    template = replace(f.findings.why_not[0], proof="not_settled", allowed=True, people_reach=0.0, **changed)
    return tuple(
        replace(template, rank=rank, action=kind, site_id=f"s{rank}", name=f"Place {rank}", municipality="")
        for rank, kind in enumerate(kinds, 1)
    )


def test_six_of_each_kind_are_shown(tall_facts: KnownFacts) -> None:
    """Of eight places and seven offices the first six each; all stay in the table, in order."""
    table = places_table(left(tall_facts, *["open"] * 8, *["close"] * 7))
    assert list(table["shown"]) == [*[True] * 6, *[False] * 2, *[True] * 6, False]
    assert list(table["rank"]) == list(range(1, 16))


@pytest.mark.parametrize(
    ("kinds", "opens", "closes"),
    [
        (["open"], "A place without an office that gets none", ""),
        (["open"] * 8, "Places without an office that get none", ""),
        (["open", "close"], "A place without an office that gets none",
         "An office that is least missed, and stays"),
        (["close"] * 2, "", "Offices that would be least missed, and stay"),
    ],
)  # fmt: skip
def test_each_kind_has_its_heading(tall_facts: KnownFacts, kinds: list[str], opens: str, closes: str) -> None:
    """One and many have their forms, and a kind that there is none of has no heading."""
    f = with_findings(tall_facts, why_not=left(tall_facts, *kinds))
    assert said(not_chosen, f, "not_chosen.open") == opens
    assert said(not_chosen, f, "not_chosen.close") == closes


def test_the_title_says_what_is_proven_of_all(tall_facts: KnownFacts) -> None:
    """All proven: that is said. Else the first place that may open is named; an office that stays never is."""
    first, second, office = left(tall_facts, "open", "open", "close")

    def title(*found: WhyNot) -> str:
        return said(not_chosen, with_findings(tall_facts, why_not=found), "not_chosen.title")

    proven = [replace(one, proof="worse", worse_share=0.1) for one in (first, office)]
    assert title(*proven).startswith("For each of the strongest places left as they are it is proven")
    assert title(proven[0], second) == "Next in turn for an office stands Place 1"
    assert title(replace(first, allowed=False), second) == "Next in turn for an office stands Place 2"
    plain = "These places stood nearest to a change and stay as they are"
    assert title(replace(first, allowed=False)) == title(office) == plain


def test_each_place_has_its_reasons_and_its_proof(tall_facts: KnownFacts) -> None:
    """They stand under what is not done there and the site."""
    kept, about = Note("explain.why.saves", {"cost": 1.0}), Note("explain.proof.not_settled")
    f = with_findings(tall_facts, why_not=left(tall_facts, "close", why=(kept, about)))
    found = not_chosen(f).said
    assert found["not_chosen.close.s1.why"] == (kept,)
    assert [note.key for note in found["not_chosen.close.s1.proof"]] == ["explain.proof.not_settled"]


def test_people_without_a_way_have_a_column_where_there_are_any(tall_facts: KnownFacts) -> None:
    """Four people would get a way: one column more."""
    one = left(tall_facts, "open")[0]
    assert "people_reach" not in places_table([one])
    assert list(places_table([one, replace(one, people_reach=4.0)])["people_reach"]) == [0.0, 4.0]


def test_without_places_there_is_nothing_to_tell(tall_facts: KnownFacts) -> None:
    """No sentence and no row."""
    section = not_chosen(with_findings(tall_facts, why_not=()))
    assert (section.said, len(section.tables["not_chosen"])) == ({}, 0)
