"""Rows that cut off a plan: every other plan keeps them."""

from __future__ import annotations

import numpy as np
import pytest
from tests.siting.brute import every_plan
from tests.siting.mip.test_no_plan import towns

from narvaro.siting.layout.layout import build_model
from narvaro.siting.mip.cuts import cut_off


@pytest.mark.parametrize("edge", [1e3, 1e9, 1e15])
def test_a_row_cuts_off_the_plan_that_breaks_a_limit_and_no_other(edge: float) -> None:
    """Of sixteen plans the cut leaves out the one given and none that keeps the limits."""
    problem = towns([[edge, 1, 2, 1]], [-np.inf], [edge])
    model, plans = build_model(problem), every_plan(problem)
    for pick in (np.array([1, 3, 4, 6]), np.array([1, 2, 5, 7]), np.array([1, 3, 5, 7])):
        cut = cut_off(model, pick)
        assert cut is not None
        inside = np.isin(plans.option, cut.options).sum(axis=1) <= cut.most
        keeps = plans.option[:, 0] == 0
        keeps |= (plans.option[:, 1:] == [2, 4, 6]).all(axis=1)
        assert inside[keeps].all()
        assert not inside[(plans.option == pick).all(axis=1)].any()
