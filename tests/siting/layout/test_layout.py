"""What the kernels read says the same as the problem: options, gains, limits, and models made of models."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of

from narvaro.siting import Layer, Limits, Options, Problem
from narvaro.siting.layout.layout import Model, build_model

LISTS = ("ptr", "site", "cost", "site_ptr", "area", "site_cost", "layer", "cap")


def same_lists(one: Model, two: Model) -> bool:
    return all(np.array_equal(getattr(one.lists, name), getattr(two.lists, name)) for name in LISTS)


@settings(max_examples=60)
@given(features())
def test_options_stand_by_site_and_use_and_cost_what_the_problem_says(f: Features) -> None:
    """Each option keeps its site, cost and column of the limits; picks and option numbers are each other's inverse."""
    problem = problem_of(f)
    model = build_model(problem)
    c, options, matrix = model.choices, problem.options, problem.limits.matrix.toarray()
    assert (np.diff(c.site) >= 0).all()
    for k, given_as in enumerate(model.order):
        assert (c.site[k], c.cost[k]) == (options.site[given_as], options.cost[given_as])
        column = np.zeros(len(problem.limits))
        rows = slice(c.row_ptr[k], c.row_ptr[k + 1])
        column[c.row[rows]] = c.coef[rows]
        assert (np.diff(c.row[rows]) > 0).all()
        assert np.array_equal(column, matrix[:, given_as])
    for j in range(problem.n_sites):
        assert set(c.site[c.site_ptr[j] : c.site_ptr[j + 1]]) == {j}
    every = np.arange(len(model.order))
    assert np.array_equal(model.from_options(model.to_options(every)), every)


@settings(max_examples=60)
@given(features())
def test_an_option_gains_in_the_channels_of_the_layers_that_its_states_serve(f: Features) -> None:
    """For each layer and year one gain, at the option's site, in the channel of its state's penalty; else none."""
    problem = problem_of(f)
    model = build_model(problem)
    c, sites, years = model.choices, problem.n_sites, problem.n_years
    layer_of = np.searchsorted(c.layer_ptr, np.arange(model.n_channels), side="right") - 1
    for k, given_as in enumerate(model.order):
        found = set()
        for flat in c.gain_at[c.gain_ptr[k] : c.gain_ptr[k + 1]]:
            channel, year = flat // (sites * years), flat // sites % years
            assert flat % sites == c.site[k]
            found.add((int(layer_of[channel]), int(year), float(c.penalty[channel])))
        wanted = set()
        for n, layer in enumerate(problem.layers):
            for t, state in enumerate(problem.options.state[given_as].tolist()):
                if state >= 0 and problem.serving(layer)[state]:
                    wanted.add((n, t, float(problem.penalty(layer)[state])))
        assert found == wanted
        opened = model.state_penalty[:, model.state[k].astype(np.int64)]
        assert {(n, t, x) for (n, t), x in np.ndenumerate(opened) if np.isfinite(x)} == wanted


@settings(max_examples=40)
@given(features(), st.integers(0, 2**32 - 1))
def test_a_plan_opens_what_its_options_serve(f: Features, seed: int) -> None:
    """`opened` is the penalty of each site's state where that serves the layer, and endless where it does not."""
    problem = problem_of(f)
    model, rng = build_model(problem), np.random.default_rng(seed)
    option = np.array([rng.choice(np.flatnonzero(problem.options.site == j)) for j in range(f.sites)])
    opened = model.opened(model.from_options(option))
    for n, layer in enumerate(problem.layers):
        for t in range(f.years):
            for j, s in enumerate(problem.options.state[option, t].tolist()):
                serves = s >= 0 and problem.serving(layer)[s]
                assert opened[n, t, j] == (problem.penalty(layer)[s] if serves else np.inf)


# --- whole values -----------------------------------------------------------------------------------------------------


@settings(max_examples=80)
@given(features(holes=False))
def test_values_are_told_to_be_whole_only_where_every_plan_is(f: Features) -> None:
    """Of all plans written out none has decimals where the model says that none has; whole figures are told whole."""
    problem = problem_of(f)
    told = build_model(problem).integral
    if told:
        value = every_plan(problem).value
        value = value[np.isfinite(value)]
        assert np.array_equal(value, np.floor(value))
    assert told or not (f.whole and not f.ceiling)


def alone(cost: float = 7.0, **edit: Any) -> Problem:
    """Return one open site for one area of weight 3."""
    table = {"cost": np.array([[cost, 9.0]]), "weight": np.array([[3.0]]), "unserved": 20.0}
    layer = Layer("car", **{**table, **{key: edit[key] for key in edit if key not in ("option", "offset")}})
    options = Options([0, 1], [[0], [0]], np.array([0.0, edit.get("option", 0.0)]))
    return Problem(2, 1, 1, (layer,), options, Limits.none(2), edit.get("offset", 0.0))


@pytest.mark.parametrize(
    "edit",
    [
        {"cost": 7.5},
        {"weight": np.array([[2.5]])},
        {"unserved": 20.5},
        {"penalty": np.array([0.5])},
        {"price": 0.25},
        {"option": 0.5},
        {"offset": 0.5},
        {"unserved": 2.0**51},
    ],
)
def test_one_figure_with_decimals_is_enough_to_be_told_nothing(edit: dict[str, Any]) -> None:
    """A cost, weight, penalty, price, option or offset that is not whole, or too large to add up as whole."""
    assert build_model(alone()).integral
    assert not build_model(alone(**edit)).integral


def test_a_list_cut_short_is_not_told_to_be_whole() -> None:
    """What a cut list left out was not looked at."""
    assert not build_model(alone(), most=1).integral


# --- lists ------------------------------------------------------------------------------------------------------------


def test_layers_that_share_a_table_have_it_read_once() -> None:
    """Two layers of one source of blocks, under other weights: it is asked once, and again where reach differs."""
    asked = []
    table = np.array([[1.0, 5.0], [4.0, 2.0]])

    def blocks() -> Any:
        asked.append(1)
        return iter([(slice(0, 2), table)])

    layers = (Layer("a", blocks, np.ones((2, 1)), 9.0), Layer("b", blocks, np.full((2, 1), 3.0), 9.0))
    problem = Problem(2, 1, 1, layers, Options([0, 1], [[0], [0]], np.zeros(2)), Limits.none(2))
    model = build_model(problem)
    assert len(asked) == 1
    assert model.lists.cost.tolist() == [1, 5, 2, 4] * 2
    assert model.starts.tolist() == [0, 2, 4]
    other = replace(problem, layers=(layers[0], replace(layers[1], unserved=8.0)))
    build_model(other)
    assert len(asked) == 3


@settings(max_examples=40)
@given(features(form="dense"), st.integers(0, 2**32 - 1))
def test_clients_stand_layer_after_layer_with_weight_price_and_ceiling(f: Features, seed: int) -> None:
    """Each client's list is its area's row, sorted, below what it pays unserved; weights are priced by the layer."""
    problem = problem_of(f)
    model = build_model(problem)
    client = int(np.random.default_rng(seed).integers(len(model.base)))
    n = int(model.lists.layer[client])
    layer, area = problem.layers[n], client - int(model.starts[n])
    row = np.where(np.isnan(layer.cost[area]), np.inf, layer.cost[area])
    part = slice(model.lists.ptr[client], model.lists.ptr[client + 1])
    assert model.lists.cost[part].tolist() == sorted(row[row < layer.reach_cost()[area]].tolist())
    assert np.array_equal(model.base[client], layer.weight[area])
    assert np.array_equal(model.weight[client], layer.price * layer.weight[area])
    assert np.array_equal(
        model.ceilings[n], np.full(f.years, np.inf) if layer.at_most is None else layer.at_most
    )


# --- models made of models --------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(features(), st.integers(0, 2**32 - 1))
def test_a_model_without_options_is_that_of_the_sites_that_can_still_open(f: Features, seed: int) -> None:
    """Sites that no option opens leave the shortened lists; costs of the others, and caps, stay as they were."""
    model, rng = build_model(problem_of(f)), np.random.default_rng(seed)
    out = np.flatnonzero(rng.random(len(model.order)) < 0.5)
    fewer = model.without(out)
    wanted = np.zeros(f.sites, bool)
    for k in np.setdiff1d(np.arange(len(model.order)), out):
        wanted[model.choices.site[k]] |= model.serves[k]
    assert np.array_equal(fewer.can_open(), wanted)
    assert model.allowed.all()  # the model itself is another
    short = fewer.shortened()
    pairs = [
        {
            (i, int(m.lists.site[q]), float(m.lists.cost[q]))
            for i in range(len(m.base))
            for q in range(m.lists.ptr[i], m.lists.ptr[i + 1])
        }
        for m in (model, short)
    ]
    assert pairs[1] == {pair for pair in pairs[0] if wanted[pair[1]]}
    assert np.array_equal(short.lists.cap, model.lists.cap)


@settings(max_examples=40)
@given(features(form="dense", layers=1, ceiling=False), st.integers(0, 2**32 - 1))
def test_a_sample_is_the_model_of_its_clients_alone(f: Features, seed: int) -> None:
    """The same lists and weights as a problem that has those areas only."""
    problem, rng = problem_of(f), np.random.default_rng(seed)
    model, layer = build_model(problem), problem.layers[0]
    areas = np.sort(rng.permutation(f.areas)[: 1 + f.areas // 2])
    weight = layer.weight[areas] * 3.0
    few = replace(layer, cost=layer.cost[areas], weight=weight, unserved=layer.reach_cost()[areas])
    found, wanted = model.sampled(areas, weight), build_model(replace(problem, layers=(few,)))
    assert same_lists(found, wanted)
    assert np.array_equal(found.weight, wanted.weight)
    assert np.array_equal(found.base, wanted.base)


@settings(max_examples=40)
@given(features(whole=True), st.floats(0.5, 3.0))
def test_a_model_is_used_again_for_other_options_and_limits_of_the_same_layers(
    f: Features, dearer: float
) -> None:
    """With other costs and limits it is the model built anew; with a layer that is merely equal there is none."""
    problem = problem_of(f)
    model = build_model(problem)
    options = replace(problem.options, cost=problem.options.cost * dearer + 1.0)
    other = replace(problem, options=options, limits=Limits.none(len(options)), offset=2.0)
    again, anew = model.again(other), build_model(other)
    assert again is not None
    assert again.problem is other
    assert same_lists(again, anew)
    assert again.integral == anew.integral
    assert all(np.array_equal(x, y) for x, y in zip(again.choices, anew.choices, strict=True))
    equal = replace(problem, layers=tuple(replace(layer) for layer in problem.layers))
    assert model.again(equal) is None
    assert model.again(replace(other, layers=other.layers * 2)) is None
