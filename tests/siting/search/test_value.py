"""The value of a plan is that of writing it out."""

from __future__ import annotations

import numpy as np
import pytest
from tests.siting.brute import every_plan
from tests.siting.problems import Features, problem_of

from narvaro.siting.layout.layout import build_model
from narvaro.siting.search.local import Search
from narvaro.siting.search.value import plan_value


@pytest.mark.parametrize("most", [None, 2])
@pytest.mark.parametrize("seed", range(6))
def test_every_plan_is_priced_as_written_out(seed: int, most: int | None) -> None:
    """With full lists and with lists of two sites, where the rest stands in the given costs alone."""
    problem = problem_of(
        Features(seed, sites=5, areas=9, layers=2, must=True, holes=True, money=True, ceiling=True)
    )
    model, plans = build_model(problem, most=most), every_plan(problem)
    search = Search(model)
    for option, value, whole in zip(plans.option[:200], plans.value, plans.whole, strict=False):
        search.load(model.from_options(option))
        found, keeps = plan_value(model, search)
        assert (keeps and np.isfinite(found)) == whole
        assert not whole or found == pytest.approx(value, rel=1e-12, abs=1e-9)
