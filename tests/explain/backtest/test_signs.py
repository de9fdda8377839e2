"""Single signs: ranks against counting pairs by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.explain.plans import MakePlan

from narvaro.case import Case
from narvaro.explain.backtest.signs import SIGNS, _hits, _ranked, signs_table
from narvaro.explain.decided import may_act, places_table
from narvaro.explain.evidence import gather
from narvaro.language import LANGUAGES, say
from narvaro.travel import TravelTimes


def test_the_rank_is_the_share_of_pairs_in_which_the_closed_one_stands_higher() -> None:
    """Against every pair, ties as halves."""
    rng = np.random.default_rng(5)
    figures, closed = rng.integers(0, 5, 30).astype(float), rng.random(30) < 0.3
    pairs = [(a > b) + 0.5 * (a == b) for a in figures[closed] for b in figures[~closed]]
    assert _ranked(figures, closed) == pytest.approx(np.mean(pairs))


def test_those_alike_at_the_edge_count_by_their_share() -> None:
    """Two closed: one stands first, the other among three alike for the second place."""
    assert _hits(np.array([9.0, 5, 5, 5, 1]), np.array([True, True, False, False, False])) == 1 + 1 / 3


def test_the_office_that_costs_fewest_minutes_is_ranked_highest(
    case: Case, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """The church closed; it costs 3,600 minutes, the square far more, and fewer people have it nearest."""
    rows = pd.DataFrame({"decided": ["2021"], "action": ["close"], "site_id": ["s3"]})
    told = replace(case, decided=rows).decided
    evidence = gather(case, make_plan_of([], []), travel)
    found = signs_table(evidence, places_table(evidence, told, may_act(evidence)), told.iloc[:0]).set_index(
        "sign"
    )
    assert found.loc[["minutes_lost", "people_nearest"], "ranked"].tolist() == [1.0, 1.0]
    assert found.loc["minutes_lost", "hits"] == 1.0
    assert "municipality_people" not in found.index, "the areas tell of no municipality"


def test_every_sign_has_its_words() -> None:
    """In both languages."""
    assert all(say(f"backtest.sign.{sign}", lang) for sign in SIGNS for lang in LANGUAGES)
