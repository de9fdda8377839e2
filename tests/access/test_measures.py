"""The inequality measures that tables and reports show."""

import math

import pandas as pd
import pytest

from narvaro.access import gini, kolm_pollak_ede, kolm_pollak_index, palma
from narvaro.access.measures import INEQUALITY_MEASURES, Spread
from narvaro.language import LANGUAGES, texts

MINUTES = pd.Series([10.0, 10.0, 40.0, 20.0], index=list("abcd"))
PEOPLE = pd.Series([1.0, 2.0, 1.0, 2.0], index=list("abcd"))
GROUPS = pd.Series(["town", "town", "shore", "shore"], index=list("abcd"))
SPREAD = Spread(MINUTES, PEOPLE, GROUPS, 0.05)
VALUES = {measure.name: measure.of(SPREAD) for measure in INEQUALITY_MEASURES}


def test_theils_measure_falls_into_its_parts() -> None:
    """By hand: six people, 110 minutes in all, of which the town has 30 for three and the shore 80 for three."""
    mean = 110 / 6

    def part(minutes: float, people: int, beside: float) -> float:
        return people * minutes / 110 * math.log(minutes / beside)

    total = part(10, 3, mean) + part(40, 1, mean) + part(20, 2, mean)
    between = part(10, 3, mean) + part(80 / 3, 3, mean)
    assert VALUES["theil"] == pytest.approx(total)
    assert VALUES["theil_between"] == pytest.approx(between)
    assert VALUES["theil_within"] == pytest.approx(total - between)
    assert VALUES["theil_between_share"] == pytest.approx(between / total)


def test_without_groups_all_inequality_is_within() -> None:
    """Everyone is in one group then."""
    alone = Spread(MINUTES, PEOPLE, None, 0.05).split
    assert (alone.within, alone.between) == (pytest.approx(VALUES["theil"]), pytest.approx(0.0, abs=1e-12))


def test_groups_are_matched_by_label() -> None:
    """In another order of rows they are the same groups."""
    turned = Spread(MINUTES, PEOPLE, GROUPS[::-1], 0.05)
    assert turned.split.between == pytest.approx(VALUES["theil_between"])


def test_each_measure_is_the_function_of_its_name() -> None:
    """With people as weights, and the aversion of the question where it needs one."""
    wanted = {
        "gini": gini(MINUTES, PEOPLE),
        "palma": palma(MINUTES, PEOPLE),
        "kolm_pollak_ede": kolm_pollak_ede(MINUTES, PEOPLE, 0.05),
        "kolm_pollak_index": kolm_pollak_index(MINUTES, PEOPLE, 0.05),
        "kappa": 0.05,
    }
    assert {name: VALUES[name] for name in wanted} == pytest.approx(wanted)
    assert VALUES["kolm_pollak_ede"] == pytest.approx(110 / 6 + VALUES["kolm_pollak_index"])


def test_each_measure_has_a_name_of_its_own_and_its_texts() -> None:
    """In both languages; those that need groups are the parts that Theil's measure falls into."""
    names = [measure.name for measure in INEQUALITY_MEASURES]
    assert len(names) == len(set(names))
    assert all(texts()[f"access.measure.{name}"][lang] for name in names for lang in LANGUAGES)
    assert [m.name for m in INEQUALITY_MEASURES if m.grouped] == [
        "theil_within",
        "theil_between",
        "theil_between_share",
    ]
