"""Limits and aversions that nothing can be measured by are refused by every measure that takes one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from narvaro.access import (
    atkinson,
    describe,
    describe_groups,
    floating_catchment,
    gravity,
    kappa_from_epsilon,
    measure_access,
    opportunities_within,
    people_beyond,
    share_beyond,
)
from narvaro.case import Case, Standard
from narvaro.errors import SettingError, TableError
from narvaro.travel import TravelTimes

MINUTES, PEOPLE = pd.Series({"a": 5.0, "b": 40.0}), pd.Series({"a": 10.0, "b": 5.0})
TIMES, ONES = pd.DataFrame({"s": MINUTES}), pd.Series({"s": 1.0})
LIMITS = {
    "people_beyond": lambda limit: people_beyond(MINUTES, PEOPLE, limit),
    "share_beyond": lambda limit: share_beyond(MINUTES, PEOPLE, limit),
    "describe": lambda limit: describe(MINUTES, PEOPLE, limit),
    "describe_groups": lambda limit: describe_groups(MINUTES, PEOPLE, PEOPLE, limit),
    "opportunities_within": lambda limit: opportunities_within(TIMES, ONES, limit),
    "floating_catchment": lambda limit: floating_catchment(TIMES, PEOPLE, ONES, limit),
    "gravity": lambda decay: gravity(TIMES, ONES, decay),
    "atkinson": lambda epsilon: atkinson(MINUTES, PEOPLE, epsilon),
}


@pytest.mark.parametrize("limit", [np.nan, np.inf, -np.inf, -5.0])
@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_that_is_no_figure_is_refused(name: str, limit: float) -> None:
    """No number, without end, below zero: an error and not a share of 0 or 100 percent."""
    with pytest.raises(SettingError):
        LIMITS[name](limit)


def test_the_whole_table_and_kappa_refuse_too(case: Case, travel: TravelTimes) -> None:
    """measure_access by its limit, and an aversion without end."""
    for limit in (np.nan, np.inf, -5.0):
        with pytest.raises(SettingError):
            measure_access(case, travel, standard_min=limit)
    with pytest.raises(SettingError):
        kappa_from_epsilon(MINUTES, PEOPLE, np.inf)


def test_a_standard_of_a_case_is_checked_too() -> None:
    """Made in Python, not read from a file: a limit without end is a fault of the case."""
    areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [9]})
    sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [18.0], "lat": [59.3]})
    with pytest.raises(TableError):
        Case("mini", areas, sites, standards=(Standard("own", "car", np.inf, 0.9),))
