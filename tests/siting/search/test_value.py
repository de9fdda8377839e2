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


@pytest.mark.parametrize("seed", range(6))
def test_a_plan_dearer_than_a_known_one_need_not_be_priced_exactly(seed: int) -> None:
    """With lists of two sites: below the known value the exact one, else a figure above the known and not above it."""
    problem = problem_of(Features(seed, sites=5, areas=9, layers=2, holes=True, money=True))
    model = build_model(problem, most=2)
    search, plans = Search(model), every_plan(problem).option[:100]
    for option in plans:
        search.load(model.from_options(option))
        exact, keeps = plan_value(model, search)
        for known in (0.5 * exact, 0.99 * exact, exact, 1.01 * exact):
            found, same = plan_value(model, search, known)
            assert same == keeps
            assert found == exact or known < found <= exact * (1 + 1e-12)
            assert found == exact or known < exact


@pytest.mark.parametrize("seed", range(6))
def test_a_sample_pays_what_its_lists_say(seed: int) -> None:
    """Clients of two layers at their own prices; one whose short list holds nothing open pays its cap."""
    problem = problem_of(Features(seed, sites=6, areas=12, layers=2, money=True))
    model = build_model(problem, most=2)
    areas = np.array([1, 2, 5, 14, 15, 20, 23])
    weight = np.random.default_rng(seed).integers(1, 9, (len(areas), model.n_years)).astype(float)
    sample, whole = model.sampled(areas, weight), Search(model)
    assert sample.starts.tolist() == [0, 3, 7]
    search = Search(sample)
    for option in every_plan(problem).option[:50]:
        pick = model.from_options(option)
        search.load(pick)
        whole.load(pick)
        pays = weight * model.prices[model.lists.layer[areas]][:, None] * whole.d1[areas]
        wanted = problem.offset + problem.options.cost[option].sum() + pays.sum()
        assert plan_value(sample, search)[0] == pytest.approx(wanted, rel=1e-12)
