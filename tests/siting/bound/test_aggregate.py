"""Blocks: every client with weight stands in one, blocks share their nearest sites, and no guess harms a bound."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from tests.siting.problems import Features, features, problem_of

from narvaro.siting import solve
from narvaro.siting.bound import aggregate
from narvaro.siting.layout.layout import build_model


@settings(max_examples=60)
@given(features())
def test_blocks_hold_all_weight_and_share_their_nearest_sites(f: Features) -> None:
    """The blocks' weights add up to the clients', year by year; a block's clients have the same nearest sites."""
    model = build_model(problem_of(f))
    lists = model.lists
    counts = []
    for near in (1, 2):
        chosen, of, weight = aggregate.blocks(model, near)
        counts.append(len(chosen))
        assert np.allclose(weight.sum(axis=0), model.base.sum(axis=0))
        assert np.array_equal(of >= 0, model.base.any(axis=1))
        for i in np.flatnonzero(of >= 0):
            lead = chosen[of[i]]
            mine, its = (lists.site[lists.ptr[n] : lists.ptr[n + 1]][:near] for n in (i, lead))
            assert lists.layer[i] == lists.layer[lead]
            assert np.array_equal(mine, its)
            assert model.base[i].sum() <= model.base[lead].sum()
    assert counts[0] <= counts[1]


def test_multipliers_are_lifted_by_what_a_client_pays_more_than_its_block() -> None:
    """Two clients of one block at 3 and 5 minutes: where the first has the multiplier 4, the second has 6."""
    f = Features(seed=3, sites=1, areas=2)
    model = build_model(problem_of(f))
    guess, paid = np.array([[4.0]]), np.array([[3.0], [5.0]])
    model = replace(model, lists=model.lists._replace(cap=np.full(2, np.inf)))
    lifted = aggregate.lift(model, np.array([0, 0]), np.array([0]), guess, paid)
    assert lifted.tolist() == [[4.0], [6.0]]


def test_a_country_without_people_needs_no_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody counts there is no block to climb, and every plan that costs least is best."""
    problem = problem_of(Features(seed=1, sites=4, areas=30))
    layers = tuple(replace(layer, weight=np.zeros_like(layer.weight)) for layer in problem.layers)
    monkeypatch.setattr(aggregate, "_FEWEST", 10)
    assert solve(replace(problem, layers=layers)).status == "optimal"
