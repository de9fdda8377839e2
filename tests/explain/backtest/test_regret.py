"""Offices opened and closed again: years and money by hand."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from narvaro.case import Case
from narvaro.explain.backtest.regret import regret_table, years_between
from narvaro.explain.evidence import gather
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


def test_what_an_office_gave_and_cost(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """The church, small: 100 people had it nearest, all shorter; open one to two years at 4 a year, with 1 and 0.5."""
    rows = pd.DataFrame(
        {
            "decided": ["2021", "2025", "2025"],
            "action": ["open", "close", "close"],
            "site_id": ["s3", "s3", "s1"],
            "date": ["2023", "2024-12-31", "2025"],
        }
    )
    told = replace(case, decided=rows).decided
    (row,) = regret_table(gather(case, plan, travel), told.iloc[:1], told.iloc[1:]).to_dict("records")
    assert (row["site_id"], row["people_nearest"], row["people_shorter"]) == ("s3", 100, 100)
    assert (round(row["least_years"], 2), round(row["most_years"], 2)) == (1.0, 2.0)
    assert row["least_cost"] == pytest.approx(1.5 + 4 * row["least_years"])
    assert row["assumed"]


def test_a_date_that_is_not_told_leaves_years_and_money_missing() -> None:
    """Nor is a time below zero ever told."""
    assert all(map(math.isnan, years_between("", "2025")))
    assert years_between("2025", "2025")[0] == 0.0
