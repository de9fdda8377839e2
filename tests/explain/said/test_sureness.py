"""What is said of the proof is never more than what is proven, in figures of one size."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.explain.said.saying import said, with_plan

from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.sureness import parts_table, proof_table, sureness, writing_of
from narvaro.language import LANGUAGES


def proven(f: KnownFacts, status: str = "feasible", **objective: Any) -> KnownFacts:
    """Return what is known with another proof."""
    return with_plan(f, status=status, objective={**copy.deepcopy(f.plan["objective"]), **objective})


@pytest.mark.parametrize(
    ("status", "gap", "text"),
    [
        ("optimal", 0.0, "No plan within the same money and rules is better, and that is proven"),
        ("feasible", 0.005, "No plan within the same money and rules can be more than 0.50 percent better, and that is "
                            "proven"),
        ("feasible", 1.0, "How good the best plan could be is not proven"),
    ],
)  # fmt: skip
def test_no_more_is_said_than_is_proven(
    plain_facts: dict[str, KnownFacts], status: str, gap: float, text: str
) -> None:
    """Best, best within a gap; a bound of zero holds for any plan, so with it nothing is proven."""
    f = proven(plain_facts["open"], status, after=1000.0, bound=1000.0 * (1 - gap), gap=gap)
    assert said(sureness, f, "sureness.title") == text


@pytest.mark.parametrize(
    ("after", "bound", "text"),
    [
        (200.0, 199.0, "The plan reaches 200 person-minutes; no plan can go below 199, so at most 0.50 percent is "
                       "unknown"),
        (12.5, 12.4, "The plan reaches 12.50 person-minutes; no plan can go below 12.40, so"),
        (2_345_678.0, 999_999.6, "The plan reaches 2.346 million person-minutes; no plan can go below 1.000, so"),
        (200.0, 200.0, "The plan reaches 200 person-minutes, and no plan can go below 200: "),
    ],
)  # fmt: skip
def test_value_and_bound_are_of_one_size(
    plain_facts: dict[str, KnownFacts], after: float, bound: float, text: str
) -> None:
    """The bound is written as the value is: in millions where that is, with its decimals."""
    gap = (after - bound) / after
    f = proven(plain_facts["open"], unit="person_minutes", after=after, bound=bound, gap=gap)
    assert said(sureness, f, "sureness.picture").startswith(text)


def test_the_figures_behind_the_picture(plain_facts: dict[str, KnownFacts]) -> None:
    """Before, value and bound of 4, 2 and 1.9 millions are those figures, with three decimals."""
    f = proven(plain_facts["open"], before=4e6, after=2e6, bound=1.9e6, gap=0.05)
    assert proof_table(f).to_dict("records") == [
        {"before": 4.0, "value": 2.0, "bound": 1.9, "decimals": 3, "gap": 0.05}
    ]


def test_each_part_is_written_by_its_own_size(plain_facts: dict[str, KnownFacts]) -> None:
    """A part of 3.5 millions is in millions in every year, one of 40 persons beside it is not."""
    parts = [
        {"name": "person_minutes", "unit": "person_minutes", "before": 3.5e6, "after": 5e5, "by_year": [6e5, 4e5]},
        {"name": "without_walk", "unit": "persons", "before": 40.0, "after": 10.0, "by_year": [20.0, 0.0]},
    ]  # fmt: skip
    table = parts_table(proven(plain_facts["open"], parts=parts))
    assert table.drop(columns=["part", "unit"]).to_dict("list") == {
        "millions": [True, False], "decimals": [3, 0], "before": [3.5, 40.0], "after": [0.5, 10.0],
        "2027": [0.6, 20.0], "2028": [0.4, 0.0],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("checks", "text"),
    [
        ({"money": True}, "One recount by separate code agrees"),
        ({"money": True, "ledger": True}, "Two recounts by separate code agree"),
        ({"money": True, "ledger": False}, "A recount differs from the plan"),
        ({}, ""),
    ],
)
def test_one_recount_that_differs_is_what_is_said(
    plain_facts: dict[str, KnownFacts], checks: dict[str, bool], text: str
) -> None:
    """Those that agree are counted only where all do; without any nothing is said."""
    assert said(sureness, with_plan(plain_facts["open"], checks=checks), "sureness.checks") == text


@given(st.floats(0, 1e12))
def test_a_figure_is_written_within_half_of_its_last_decimal(value: float) -> None:
    """At least three figures are kept, so what is written is within half a per cent; whole figures are exact."""
    written = writing_of(value)
    shown = round(written.of(value), written.decimals) * (1e6 if written.millions else 1)
    assert abs(shown - value) <= (0.005 * value if value >= 1 else 0.005) + 1e-9


def test_both_languages_say_the_same_figures(tall_facts: KnownFacts) -> None:
    """Value, bound and gap stand in every sentence about the picture, in Swedish and in English."""
    for lang in LANGUAGES:
        picture, alt = (said(sureness, tall_facts, f"sureness.{name}", lang) for name in ("picture", "alt"))
        assert sum(sign.isdecimal() for sign in picture) == sum(sign.isdecimal() for sign in alt)
