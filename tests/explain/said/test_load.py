"""What is said of how offices fill: none, one and many, then and today."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.explain.said.saying import said, with_findings

from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.load import apart, fullest, load, now


def with_counts(f: KnownFacts, kind: str, was: int, then: int) -> KnownFacts:
    """Return what is known with other counts of full or crowded offices, of 20 today and 10 afterwards."""
    years = f.findings.load_years.copy()
    for when, count, offices in (("before", was, 20), ("after", then, 10)):
        years.loc[years["when"] == when, [kind, "offices"]] = count, offices
    return with_findings(f, load_years=years)


@pytest.mark.parametrize(
    ("was", "then", "text"),
    [
        (0, 0, "No office gets more than one and a half times the visits it has room for; today none does"),
        (1, 1, "One of 10 offices gets more than one and a half times the visits it has room for; "
               "today one of 20 does"),
        (3, 2, "Two of 10 offices get more than one and a half times the visits they have room for; "
               "today three of 20 do"),
    ],
)  # fmt: skip
def test_the_title(plain_facts: dict[str, KnownFacts], was: int, then: int, text: str) -> None:
    """How many pass one and a half times their room, with the same of today."""
    f = with_counts(plain_facts["close"], "crowded", was, then)
    assert said(load, f, "load.title") == text
    assert said(load, f, "load.title", "sv") != text


def test_how_many_pass_their_room(plain_facts: dict[str, KnownFacts]) -> None:
    """A sentence of its own."""
    f = with_counts(plain_facts["close"], "full", 1, 0)
    assert (
        said(load, f, "load.full") == "No office gets more visits than it has room for; today one of 20 does."
    )


def offices(*shares: float) -> pd.DataFrame:
    """Return offices with visits so many times their room, the fullest first."""
    return pd.DataFrame({"place": [f"P{k}" for k in range(len(shares))], "share_of_room_after": shares})


def test_the_fullest_are_named() -> None:
    """At most three, those past their room alone; nobody where none is."""
    assert fullest(offices(1.0, 0.4), "after") is None
    one = fullest(offices(1.4, 0.4), "after")
    assert one is not None
    assert one.text("en") == "The fullest, in times the visits it has room for, is P0 (1.4)."
    many = fullest(offices(3.04, 2.0, 1.4, 1.2), "after")
    assert many is not None
    assert many.text("sv") == (
        "Fullast, räknat i gånger så många besök som det finns plats för, är P0 (3,0), P1 (2,0) och P2 (1,4)."
    )


def test_who_is_sent_past_the_nearest_is_told_of_an_assignment_from_elsewhere_alone() -> None:
    """By the nearest nobody is; by Huff nearly everybody is, and that says nothing."""
    row = pd.Series({"people_unreached": 7.0, "people_past": 430.0})
    assert [note.text("en") for note in apart(row, "given", 9_000.0)] == [
        "7 people reach no office and are not counted.",
        "430 people are sent past their nearest office.",
    ]
    assert len(apart(row, "huff", 9_000.0)) == 1


def test_without_a_plan_only_today_is_told() -> None:
    """None, one and many, with no word of afterwards."""
    rows = [pd.Series({"full": n, "offices": 9}) for n in (0, 1, 4)]
    assert [now("full", row).text("en") for row in rows] == [
        "No office gets more visits than it has room for.",
        "One of 9 offices gets more visits than it has room for.",
        "four of 9 offices get more visits than they have room for.",
    ]


def test_the_table_shows_the_fullest_of_those_that_stay(tall_facts: KnownFacts) -> None:
    """Twelve at most, none that is closed; and the picture's title names the first where it is past its room."""
    table = load(tall_facts).tables["load"]
    shown = table[table["shown"]]
    assert 0 < len(shown) <= 12
    assert (shown["size_after"] != "").all()
    share = float(shown["share_of_room_after"].iloc[0])
    title = said(load, tall_facts, "load.picture")
    assert title.startswith(str(shown["place"].iloc[0]) if share > 1 else "Every office has room")
