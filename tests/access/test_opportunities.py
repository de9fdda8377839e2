"""What lies within reach."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from narvaro.access import gravity, opportunities_within
from narvaro.errors import SettingError

TIMES = pd.DataFrame({"s1": [10.0, 30.0], "s2": [30.5, np.nan], "s3": [0.0, 0.0]}, index=["a", "b"])


def test_count_within_the_limit() -> None:
    """Amounts at exactly the limit are counted, beyond it or out of reach are not; a site not named is closed."""
    found = opportunities_within(TIMES, pd.Series({"s2": 5, "s1": 2}), 30)
    assert found.to_dict() == {"a": 2.0, "b": 2.0}
    assert opportunities_within(TIMES, pd.Series({"s2": 5, "s1": 2}), 31).to_dict() == {"a": 7.0, "b": 2.0}


def test_order_of_the_amounts_does_not_matter() -> None:
    """Amounts are matched by label: site by site the same sum in any order."""
    amounts = pd.Series({"s1": 1.0, "s2": 10.0, "s3": 100.0})
    for measure in (lambda x: opportunities_within(TIMES, x, 20), lambda x: gravity(TIMES, x, 0.1)):
        assert measure(amounts).equals(measure(amounts[::-1]))


def test_gravity_by_hand() -> None:
    """At 10 and 30.5 minutes with decay ln 2 / 10: a half, and 2 to the -3.05; out of reach adds nothing."""
    found = gravity(TIMES, pd.Series({"s1": 1, "s2": 1}), math.log(2) / 10)
    assert found["a"] == pytest.approx(0.5 + 2**-3.05)
    assert found["b"] == pytest.approx(2**-3)


def test_gravity_nears_the_count_of_what_can_be_reached() -> None:
    """With hardly any decay everything that can be reached counts in full."""
    found = gravity(TIMES, pd.Series({"s1": 1, "s2": 1, "s3": 1}), 1e-12)
    assert found.round(6).to_dict() == {"a": 3.0, "b": 2.0}


def test_no_sites_is_nothing_within_reach() -> None:
    """With no office open there is truly nothing within reach: zero."""
    none = pd.Series(dtype=float)
    assert opportunities_within(TIMES, none, 30).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("decay", [0.0, -1.0, math.nan])
def test_decay_must_be_above_zero(decay: float) -> None:
    """A decay of zero or below is refused."""
    with pytest.raises(SettingError, match="decay"):
        gravity(TIMES, pd.Series({"s1": 1}), decay)


def test_missing_amounts_are_not_zero() -> None:
    """A site whose amount is missing is an error and is named."""
    with pytest.raises(SettingError, match="s1"):
        opportunities_within(TIMES, pd.Series({"s1": np.nan}), 30)
