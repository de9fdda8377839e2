"""What a plan rests on is all told, each figure with its origin, and nothing twice."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tests.explain.said.saying import said, with_findings, with_plan

from narvaro.case import DEFAULT_SIZE
from narvaro.case.money import KRONA_SOURCE
from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.grounds import decimals_of, figures_table, grounds, sizes_table, sources_table
from narvaro.language import Note, texts


def figure(name: str, value: Any, origin: str = "assumed", source: str = "somebody") -> dict[str, Any]:
    """Return an assumption as plan.json has it."""
    return {"id": name, "value": value, "unit": "", "origin": origin, "source": source}


def table(name: str, origin: str = "stated", **more: str) -> dict[str, str]:
    """Return a source as plan.json has it."""
    return {"table": name, "publisher": "", "edition": "", "date": "", "licence": "", "note": "", **more, "origin": origin}  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    ("assumed", "text"),
    [
        (0, "None of the 3 figures that the plan rests on is assumed"),
        (1, "One of the 3 figures that the plan rests on is assumed"),
        (2, "Of the 3 figures that the plan rests on two are assumed"),
    ],
)
def test_assumed_figures_are_counted(tall_facts: KnownFacts, assumed: int, text: str) -> None:
    """None, one and many of all; what is stated or derived is not assumed."""
    rows = [figure(f"x{k}", k, "assumed" if k < assumed else ("stated", "derived")[k % 2]) for k in range(3)]
    assert said(grounds, with_plan(tall_facts, assumptions=rows), "assumptions.title") == text


def test_without_any_nothing_is_said(tall_facts: KnownFacts) -> None:
    """No assumptions, no sources, nothing unknown: no titles and no rows."""
    f = with_findings(with_plan(tall_facts, assumptions=[], provenance=[]), notes=())
    made = grounds(f)
    assert all(notes == () for notes in made.said.values())
    assert all(rows.empty for rows in made.tables.values())


def test_a_figure_has_the_decimals_that_it_has(tall_facts: KnownFacts) -> None:
    """60 has none, 4.8 one, a third four at most; a text and a yes have none to tell."""
    assert [decimals_of(x) for x in (60, 4.8, 0.0475, 1 / 3)] == [0, 1, 4, 4]
    rows = [figure("a", 4.8), figure("b", "08:00"), figure("c", True)]
    decimals = figures_table(with_plan(tall_facts, assumptions=rows))["decimals"]
    assert decimals.isna().tolist() == [False, True, True]
    assert decimals[0] == 1


def test_a_source_of_our_own_has_a_text_and_a_user_s_stands_as_it_is(tall_facts: KnownFacts) -> None:
    """What the package writes itself can be said in any language; what a user wrote is not touched."""
    rows = [
        figure("a", 1, source="policy"),
        figure("b", 1, source=DEFAULT_SIZE.source),
        figure("c", 1, source="my own"),
        figure("d", 1, source=KRONA_SOURCE),
    ]
    keys = figures_table(with_plan(tall_facts, assumptions=rows))["source_key"].tolist()
    own = "said.own_source"
    assert keys == [f"{own}.policy", f"{own}.size_to_start_from", "", f"{own}.size"]
    assert all(key in texts() for key in keys if key)


def test_sizes_stand_by_rank_with_what_is_known_of_them(tall_facts: KnownFacts) -> None:
    """A size of which nothing is stated has no row; a figure that is not stated is missing; the first has the word."""
    rows = [figure("size.small.staff", 5, "stated", "the register"), figure("size.small.opening", 1.5)]
    f = with_plan(tall_facts, assumptions=rows)
    sizes = sizes_table(f, figures_table(f))
    assert sizes["size"].tolist() == ["small"]
    assert sizes[["opening", "staff"]].iloc[0].tolist() == [1.5, 5.0]
    assert pd.isna(sizes["visits_year"].iloc[0])
    # of what a size is described by, the cost of opening comes before the staff
    assert sizes[["origin", "source"]].iloc[0].tolist() == ["assumed", "somebody"]
    every = sizes_table(tall_facts, figures_table(tall_facts))
    assert every["size"].tolist() == ["flexible", "small"]


def test_figures_of_a_size_are_marked_as_its(tall_facts: KnownFacts) -> None:
    """They stand in the table of sizes, and so can be left out of that of all other figures."""
    rows = [figure("size.small.staff", 5), figure("size.huge.staff", 9), figure("fog", 0.25)]
    assert figures_table(with_plan(tall_facts, assumptions=rows))["size"].tolist() == ["small", "", ""]


def test_sources_are_counted_by_origin_and_empty_columns_left_out(tall_facts: KnownFacts) -> None:
    """Two stated and one assumed of three; a column that one table fills stays, one that none fills does not."""
    rows = [table("a", publisher="SCB"), table("b"), table("c", "assumed")]
    f = with_plan(tall_facts, provenance=rows)
    assert (
        said(grounds, f, "sources.title") == "The plan is made from three tables: two stated and one assumed"
    )
    assert list(sources_table(f).columns) == ["table", "publisher", "origin"]
    alone = said(grounds, with_plan(tall_facts, provenance=[table("a", "derived")]), "sources.title")
    assert alone == "The plan is made from one table: one derived"


@pytest.mark.parametrize(("n", "begins"), [(1, "One thing that"), (2, "Two things that")])
def test_what_is_not_known_is_counted(tall_facts: KnownFacts, n: int, begins: str) -> None:
    """As many as there are notes."""
    f = with_findings(tall_facts, notes=(Note("explain.unknown.points"),) * n)
    assert said(grounds, f, "unknown.title").startswith(begins)
