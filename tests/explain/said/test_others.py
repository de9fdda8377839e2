"""What another plan does to the figure that tells plans apart, and how far plans agree, by small figures."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from tests.explain.said.saying import said, with_findings

from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.others import Trio, agreement_table, bars_table, figures_table, others

TODAY: dict[str, Any] = {
    "plan": "before",
    "definition": "police_2019",
    "offices_after": 5,
    "municipalities_after": 4.0,
    "opened": 0,
    "closed": 0,
    "resized": 0,
    "spent": math.nan,
    "mean_min": 14.0,
    "person_minutes": 1_400_000.0,
    "people_beyond": 700.0,
    "people_unreached": 0.0,
    "people_beyond_walk": 9_000.0,
    "people_beyond_walk_definition": 2_000.0,
    "people_beyond_walk_own_definition": 2_000.0,
    "same_places": 0,
}
MAIN = TODAY | {
    "plan": "main",
    "offices_after": 7,
    "opened": 3,
    "closed": 1,
    "spent": 20.04,
    "mean_min": 12.34,
    "person_minutes": 1_000_000.0,
    "people_beyond_walk_definition": 1_000.0,
    "people_beyond_walk_own_definition": 1_000.0,
    "same_places": 4,
}
OTHER = MAIN | {"plan": "without_earmark", "mean_min": 11.0, "same_places": 1}


def beside(f: KnownFacts, *rows: dict[str, Any], **main: Any) -> KnownFacts:
    """Return what is known with these plans beside the plan, and other figures of the plan itself."""
    return with_findings(f, comparison=pd.DataFrame([TODAY, MAIN | main, *rows]))


def finding(f: KnownFacts, lang: str = "en", main: dict[str, Any] | None = None, **other: Any) -> str:
    """Return what is said of one plan beside the plan."""
    return said(others, beside(f, OTHER | other, **(main or {})), "others.2.title", lang)


@pytest.mark.parametrize(
    ("kind", "people", "told"),
    [
        ("without_earmark", 1_150.0, "Without the earmark 150 more people in areas on the Police list 2019 have no "
         "office within 20 minutes on foot"),
        ("without_earmark", 950.0, "Without the earmark 50 fewer people"),
        ("other_definition", 1_000.4, "Planned by the Police list 2025, as many people"),
        ("my_own", 1_001.0, "With the plan “my own” 1 more people"),
    ],
)  # fmt: skip
def test_people_without_a_walk_tell_plans_apart(
    tall_facts: KnownFacts, kind: str, people: float, told: str
) -> None:
    """The other plan's people less the plan's; less than half a person is nobody; an unknown kind goes by its name."""
    row = {"plan": kind, "definition": "police_2025", "people_beyond_walk_definition": people}
    assert finding(tall_facts, **row).startswith(told)


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (1_020_000.0, "all journeys by car together become 2 percent longer"),
        (950_000.0, "all journeys by car together become 5 percent shorter"),
        (1_000_090.0, "all journeys by car together are as long"),
        (1_000_110.0, "all journeys by car together become 0.01 percent longer"),
    ],
)
def test_else_the_minutes_of_all_do(tall_facts: KnownFacts, minutes: float, told: str) -> None:
    """Of a million person-minutes 20,000 are 2 percent; less than one in ten thousand, 100, is none."""
    main = {"people_beyond_walk_definition": math.nan}
    assert told in finding(tall_facts, main=main, person_minutes=minutes)


def test_a_plan_by_car_is_told_by_minutes(plain_facts: dict[str, KnownFacts]) -> None:
    """Where the decision is not about walks, people without one are no measure; of no minutes at all none are more."""
    f = plain_facts["open"]
    assert "journeys by car together become 10 percent longer" in finding(f, person_minutes=1_100_000.0)
    assert "are as long" in finding(f, main={"person_minutes": 0.0}, person_minutes=0.0)


@pytest.mark.parametrize(
    ("opened", "closed", "same", "told"),
    [
        (3, 1, 4, "all four changes are the same"),
        (3, 1, 3, "three of the four changes are the same"),
        (3, 1, 1, "one of the four changes is the same"),
        (3, 1, 0, "none of the four changes is the same"),
        (0, 0, 0, "the plan itself changes nothing"),
    ],
)
def test_how_many_changes_two_plans_share(
    tall_facts: KnownFacts, opened: int, closed: int, same: int, told: str
) -> None:
    """All, some, one, none, or nothing to share."""
    main = {"opened": opened, "closed": closed}
    assert finding(tall_facts, main=main, same_places=same).endswith(f"; {told}")


def test_each_plan_has_its_name(tall_facts: KnownFacts) -> None:
    """Another list by the list, at the start of a line; a plan without words of ours by its own name."""
    rows = (
        OTHER,
        OTHER | {"plan": "other_definition", "definition": "police_2025"},
        OTHER | {"plan": "my_own"},
    )
    found = others(beside(tall_facts, *rows)).said
    names = [note.text("en") for k in (2, 3, 4) for note in found[f"others.{k}.name"]]
    assert [name.replace("\N{NO-BREAK SPACE}", " ") for name in names] == [
        *("Without the earmark", "The Police list 2025", "my own"),
    ]
    assert [found[f"others.name.{name}"][0].text("en") for name in ("before", "main")] == [
        "Today",
        "The plan",
    ]


def test_figures_stand_side_by_side() -> None:
    """What all lack is left out, and what none does; today shares no change; another list has its own row."""
    table = figures_table(Trio(TODAY, MAIN, OTHER)).set_index("figure")
    assert "resized" not in table.index
    assert "people_unreached" not in table.index
    assert "people_beyond_walk_own_definition" not in table.index
    assert table.loc["opened"].tolist() == [0.0, 3.0, 3.0]
    assert table.loc["same_places"].tolist()[1:] == [4.0, 1.0]
    assert math.isnan(table.loc["same_places", "before"])
    own = OTHER | {"definition": "police_2025", "people_beyond_walk_own_definition": 300.0}
    table = figures_table(Trio(TODAY, MAIN, own)).set_index("figure")
    assert table.loc["people_beyond_walk_own_definition"].tolist() == [2_000.0, 1_000.0, 300.0]
    nowhere = [row | {"municipalities_after": math.nan} for row in (TODAY, MAIN, OTHER)]
    assert "municipalities_after" not in set(figures_table(Trio(*nowhere))["figure"])


@pytest.mark.parametrize(
    ("without", "drawn"),
    [
        ((0.0, 0.0, 0.0), True),
        ((40.0, 40.4, 40.0), True),
        ((40.0, 0.0, 0.0), False),
        ((math.nan, math.nan, math.nan), True),
    ],
)
def test_means_are_drawn_only_of_the_same_people(
    tall_facts: KnownFacts, without: tuple[float, float, float], drawn: bool
) -> None:
    """Where one plan leaves half a person or more without a way the means are of different people."""
    rows = [row | {"people_unreached": n} for row, n in zip((TODAY, MAIN, OTHER), without, strict=True)]
    found = list(bars_table(tall_facts, Trio(*rows))["figure"])
    assert found == ["people_beyond_walk_definition", *(["mean_min"] if drawn else [])]


def test_a_figure_that_is_not_known_is_not_drawn(tall_facts: KnownFacts) -> None:
    """The mean of the other plan is missing: only the people are drawn."""
    rows = (TODAY, MAIN, OTHER | {"mean_min": math.nan})
    assert list(bars_table(tall_facts, Trio(*rows))["figure"]) == ["people_beyond_walk_definition"]


def test_a_drawing_is_told_in_words(tall_facts: KnownFacts) -> None:
    """What is drawn, and the figure of each plan as the bars have it: the mean with one decimal."""
    f = beside(tall_facts, OTHER)
    assert said(others, f, "others.2.alt.mean_min") == (
        "Mean minutes by car to the nearest office, all who have a way. Today 14.0, The plan 12.3 and Without the "
        "earmark 11.0."
    )
    assert said(others, f, "others.2.alt.people_beyond_walk_definition").endswith(
        ". Today 2,000, The plan 1,000 and Without the earmark 1,000."
    )


def agreeing(f: KnownFacts, *plans: int, rows: int = 2) -> KnownFacts:
    """Return what is known where each change of the plan is in so many of the plans."""
    table = pd.DataFrame(
        {
            "site_id": "s",
            "name": "S",
            "municipality": "",
            "action": "open",
            "main": True,
            "plans": list(plans),
        }
    )
    return with_findings(beside(f, *[OTHER] * rows), agreement=table)


@pytest.mark.parametrize(
    ("plans", "told"),
    [
        ((3, 3, 3), "All of the plan's three changes are the same in all three plans"),
        ((3, 3, 2), "Two of the plan's three changes are the same in all three plans"),
        ((1, 3, 2), "One of the plan's three changes is the same in all three plans"),
        ((1, 1, 2), "None of the plan's three changes is the same in all three plans"),
        ((), "The same question under other conditions"),
    ],
)
def test_the_title_says_how_far_plans_agree(
    tall_facts: KnownFacts, plans: tuple[int, ...], told: str
) -> None:
    """The plan's changes that each of three plans makes are counted."""
    assert said(others, agreeing(tall_facts, *plans), "others.title") == told


def test_two_plans_are_both_plans(tall_facts: KnownFacts) -> None:
    """One plan beside the plan: both, of two."""
    f = agreeing(tall_facts, 2, 1, rows=1)
    assert said(others, f, "others.title") == "One of the plan's two changes is the same in both plans"
    assert said(others, f, "others.in_plans", "sv") == "I hur många av 2 planer"


def test_municipalities_are_told_where_any_is_known(tall_facts: KnownFacts) -> None:
    """A column of nothing but blanks is left out."""
    f = agreeing(tall_facts, 1, 1)
    assert list(agreement_table(f)) == ["name", "action", "main", "plans"]
    known = f.findings.agreement.assign(municipality=["", "Malmö"])
    assert list(agreement_table(with_findings(f, agreement=known)))[1] == "municipality"


def test_without_other_plans_there_is_nothing_to_tell(tall_facts: KnownFacts) -> None:
    """No sentence, and no plan in the index."""
    section = others(beside(tall_facts))
    assert (section.said, len(section.tables["others"])) == ({}, 0)
