"""What is said of the money is what the ledger adds up to, and its tables leave out nothing but zeros."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from tests.explain.said.saying import said, with_plan

from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.money import bars_table, money, money_table


def with_years(f: KnownFacts, *changes: dict[str, Any]) -> KnownFacts:
    """Return what is known with other figures in the ledger, a change for each year; one year for one change."""
    years = copy.deepcopy(f.plan["years"])[: len(changes)]
    for year, change in zip(years, changes, strict=True):
        year |= change
    return with_plan(f, years=years)


def money_of(
    given: float = 15.0, spent: float = 15.0, carried: float = 0.0, lapsed: float = 0.0
) -> dict[str, float]:
    """Return a year of the ledger."""
    return {"appropriation": given, "spent": spent, "carried": carried, "lapsed": lapsed}


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ((money_of(), money_of()), "All of the 30.0 million SEK for 2027–2028 are spent"),
        ((money_of(), money_of(spent=14.96)), "All of the 30.0 million SEK for 2027–2028 are spent"),
        ((money_of(), money_of(spent=13.0, carried=2.0)),
         "The plan spends 28.0 of 30.0 million SEK in 2027–2028 and saves 2.0 for the years after"),
        ((money_of(lapsed=1.0), money_of(spent=13.0, lapsed=1.0)),
         "The plan spends 28.0 of 30.0 million SEK in 2027–2028; 2.0 million lapse"),
        ((money_of(spent=18.0, carried=-3.0), money_of(spent=12.0)),
         "The plan spends 30.0 of 30.0 million SEK in 2027–2028, at most 3.0 of them ahead of time"),
    ],
)  # fmt: skip
def test_what_becomes_of_the_money(
    plain_facts: dict[str, KnownFacts], years: tuple[dict[str, float], ...], text: str
) -> None:
    """All spent, also but for what no reader sees, saved, lapsed or drawn ahead: each has its title."""
    assert said(money, with_years(plain_facts["open"], *years), "money.title").startswith(text)


@pytest.mark.parametrize(
    ("spent", "text"),
    [
        ((10.0, 12.0), "Spending grows from 10.0 million SEK in 2027 to 12.0 in 2028"),
        ((12.0, 10.0), "Spending falls from 12.0 million SEK in 2027 to 10.0 in 2028"),
        ((10.0, 10.04), "Spending is 10.0 million SEK in 2027 and 10.0 in 2028"),
        ((10.0,), "Spending in 2027 is 10.0 of 15.0 million SEK"),
    ],
)
def test_how_spending_changes(
    plain_facts: dict[str, KnownFacts], spent: tuple[float, ...], text: str
) -> None:
    """Up, down, alike as it is written, and a year alone."""
    f = with_years(plain_facts["open"], *(money_of(spent=one) for one in spent))
    assert said(money, f, "money.ledger.title") == text


def test_only_kinds_that_are_nothing_in_all_years_are_left_out() -> None:
    """What always stands in a ledger stays at zero; another kind stays if one year has some of it."""
    years = [{"year": 2027}, {"year": 2028}]
    rows = [
        {"spent": 0.0, "opening": 0.0, "closing": 0.0},
        {"spent": 0.0, "opening": 1.5, "closing": 0.0},
    ]
    table = money_table(years, rows, ("spent", "opening", "closing"))
    assert table.to_dict("list") == {"year": [2027, 2028], "spent": [0.0, 0.0], "opening": [0.0, 1.5]}


def test_the_bars_stand_for_all_that_is_spent(tall_facts: KnownFacts) -> None:
    """What a bar's parts sum to is what the year spends; a change of size stands with what closes."""
    one = {"running": 8.0, "opening": 1.0, "closing": 0.5, "resizing": 0.25}
    f = with_years(tall_facts, {**one, "appropriation": 10.0}, {})
    bars = bars_table(f)
    assert bars.iloc[0].tolist() == [2021, 8.0, 1.0, 0.75, 10.0]
    spent = bars[["running", "opening", "closing"]].sum(axis=1).iloc[1]
    assert spent == pytest.approx(f.years[1]["spent"], abs=1e-9)


def test_money_set_aside_has_its_own_finding(
    tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]
) -> None:
    """Two years of 6 and 14 with 5 and 14 spent: 19 of 20; with 6 and 14 all of it; without a pot nothing."""

    def pots(first: float) -> KnownFacts:
        given = [
            {"earmark": {f"{kind}": sum_of for kind, sum_of in
                         (("appropriation", given), ("spent", spent), ("carried", 0.0), ("lapsed", 0.0))}}
            for given, spent in ((6.0, first), (14.0, 14.0))
        ]  # fmt: skip
        return with_years(tall_facts, *given)

    part = "Of the 20.0 million SEK set aside for new offices, 19.0 are spent in 2021–2022"
    assert said(money, pots(5.0), "money.earmark.title") == part
    assert said(money, pots(6.0), "money.earmark.title").startswith("All of the 20.0 million SEK set aside")
    assert money(pots(5.0)).tables["money.earmark"]["spent"].tolist() == [5.0, 14.0]
    without = money(plain_facts["open"])
    assert "money.earmark.title" not in without.said
    assert without.tables["money.earmark"].empty


def test_a_pot_of_some_years_alone_is_not_drawn(tall_facts: KnownFacts) -> None:
    """Where one of the years sets nothing aside, sums over the years would hide it: there is no pot."""
    f = with_years(tall_facts, {}, {"earmark": None})
    assert money(f).tables["money.earmark"].empty


def test_what_goes_on_and_in_which_prices(tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]) -> None:
    """The full year afterwards stands beside the money that goes on; prices have their year, or none is stated."""
    f = with_plan(tall_facts, afterwards={"running": 12.34, "appropriation": 20.0})
    text = said(money, f, "money.fine")
    assert "costs 12.3 million SEK to run; the appropriation of the last year is 20.0." in text
    assert text.endswith("All sums are in prices of 2022.")
    assert said(money, plain_facts["open"], "money.fine").endswith(
        "The price level of the sums is not stated."
    )
