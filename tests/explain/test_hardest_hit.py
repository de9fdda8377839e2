"""Those hit hardest are those who lose, and all of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tests.report.countries import plain

from narvaro.explain.hardest_hit import hardest_hit
from narvaro.language.names import EVERYONE


def areas(before: list[float], after: list[float], people: list[float]) -> pd.DataFrame:
    """Return areas as findings have them."""
    names = [f"Area {k}" for k in range(len(people))]
    return pd.DataFrame({"name": names, "people": people, "car_before": before, "car_after": after})


def test_the_order_is_that_of_loss() -> None:
    """Who has no way left comes first, then the longest way more, then the most people; a shorter way is no loss."""
    nan = float("nan")
    found = hardest_hit(
        areas(
            [10, 10, 10, 10, nan, 10, nan], [15, nan, 15, 12, nan, 4, 9], [5.0, 1.0, 7.0, 9.0, 9.0, 9.0, 9.0]
        ),
        "car",
        1.0,
    )
    assert found.index.tolist() == [1, 2, 0, 3]
    assert np.isnan(found["longer_min"].iloc[0])
    assert found["longer_min"].tolist()[1:] == [5, 5, 2]


def test_decimals_do_not_hide_a_minute() -> None:
    """A way of 0.3 minutes that becomes 1.3 is a minute longer, though the difference of the decimals is below it."""
    assert 1.3 - 0.3 == 1.0
    assert 4.1 - 3.1 < 1.0
    assert len(hardest_hit(areas([0.3, 3.1], [1.3, 4.1], [1.0, 1.0]), "car", 1.0)) == 2


def test_their_people_are_those_with_a_longer_way() -> None:
    """Summed over areas they are the people that the findings count as having a longer way or none any more."""
    findings = plain("close").findings
    gains = findings.gains
    everyone = gains[(gains["grouping"] == EVERYONE) & (gains["mode"] == findings.shown_mode)].iloc[0]
    assert len(findings.hardest_hit)
    assert (
        findings.hardest_hit["people"].sum() == everyone["people_longer"] + everyone["people_newly_unreached"]
    )
