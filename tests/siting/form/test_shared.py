"""A shared capacity is held to its shapes and ranges at birth, each fault named."""

import numpy as np
import pytest

from narvaro.errors import ProblemError
from narvaro.siting import SharedCapacity

GOOD = {"load": (np.array([1.0, 2.0]),), "capacity": np.array([[3.0], [np.inf]]), "overload": 5.0}


def test_what_is_right_is_kept():
    """Figures are kept as given; an endless room is one."""
    made = SharedCapacity(**GOOD)
    assert made.capacity.tolist() == [[3.0], [np.inf]]
    assert made.load[0].tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"load": (np.array([-1.0, 2.0]),)},
        {"load": (np.array([np.nan, 2.0]),)},
        {"load": (np.zeros((2, 2)),)},
        {"load": (None,)},
        {"capacity": np.array([-1.0])},
        {"capacity": np.array([[np.nan]])},
        {"overload": -1.0},
        {"overload": np.inf},
    ],
)
def test_what_is_wrong_is_refused(wrong):
    """Below zero, missing, of another shape, or a price without end."""
    with pytest.raises(ProblemError):
        SharedCapacity(**{**GOOD, **wrong})
