"""Bad input to the general form: each fault has its own words in both languages, and all are named at once."""

import numpy as np
import pytest
from scipy import sparse

from narvaro.errors import ProblemError
from narvaro.siting import Layer, Limits, Options, Problem, solve

COST = np.array([[0.0, 10.0], [10.0, 0.0]])
ONES = np.ones((2, 1))


def layer(cost=COST, weight=ONES, unserved=99.0, **more) -> Layer:
    return Layer("car", cost, weight, unserved, **more)


def options(site=(0, 0, 1, 1), state=((-1,), (0,), (-1,), (0,)), cost=(0.0, 1.0, 0.0, 1.0)) -> Options:
    return Options(np.array(site), np.array(state), np.array(cost))


def problem(layers=None, chosen=None, limits=None, **more) -> Problem:
    chosen = options() if chosen is None else chosen
    limits = Limits.none(len(chosen)) if limits is None else limits
    return Problem(2, 1, 1, (layer(),) if layers is None else layers, chosen, limits, **more)


def limit(matrix=((0.0, 1.0, 0.0, 1.0),), lower=(0.0,), upper=(1.0,), names=("money",)) -> Limits:
    return Limits(sparse.csr_array(np.array(matrix)), np.array(lower), np.array(upper), names)


FAULTS = [
    (lambda: layer(weight=np.ones(2)), "problem.weight_shape"),
    (lambda: layer(weight=np.ones((2, 0))), "problem.weight_shape"),
    (lambda: layer(weight=[[1.0], [np.nan]]), "problem.weight_not_finite"),
    (lambda: layer(weight=[[1.0], [np.inf]]), "problem.weight_not_finite"),
    (lambda: layer(weight=[[1.0], [-1.0]]), "problem.weight_negative"),
    (lambda: layer(unserved=np.ones(3)), "problem.unserved_shape"),
    (lambda: layer(unserved=-1.0), "problem.unserved_value"),
    (lambda: layer(unserved=np.nan), "problem.unserved_value"),
    (lambda: layer(cost=np.ones(2)), "problem.cost_shape"),
    (lambda: layer(cost=np.ones((2, 0))), "problem.cost_empty"),
    (lambda: layer(cost=np.ones((3, 2))), "problem.cost_rows"),
    (lambda: layer(cost=-COST), "problem.cost_negative"),
    (lambda: layer(cost=sparse.csr_array(-COST)), "problem.cost_negative"),
    (lambda: layer(penalty=[np.inf]), "problem.layer_value"),
    (lambda: layer(penalty=[-1.0]), "problem.layer_value"),
    (lambda: layer(at_most=[np.nan]), "problem.layer_value"),
    (lambda: layer(price=-1.0), "problem.layer_value"),
    (lambda: layer(price=np.inf), "problem.layer_value"),
    (lambda: options(cost=(0.0, 1.0)), "problem.option_shape"),
    (lambda: options(cost=(0.0, np.nan, 0.0, 1.0)), "problem.option_cost"),
    (lambda: problem(chosen=options(site=(0, 0, 1, 2))), "problem.option_site"),
    (lambda: problem(chosen=options(site=(0, 0, 0, 0))), "problem.site_without_option"),
    (lambda: problem(chosen=options(state=np.zeros((4, 2)))), "problem.option_years"),
    (lambda: problem(chosen=options(state=((-1,), (0,), (-1,), (1,)))), "problem.option_state"),
    (lambda: problem(chosen=options(state=((-2,), (0,), (-1,), (0,)))), "problem.option_state"),
    (lambda: problem(layers=(layer(cost=np.ones((2, 3))),)), "problem.cost_columns"),
    (lambda: problem(layers=(layer(weight=np.ones((2, 2))),)), "problem.weight_years"),
    (lambda: problem(layers=(layer(serves=[True, False]),)), "problem.layer_states"),
    (lambda: problem(layers=(layer(penalty=[0.0, 1.0]),)), "problem.layer_states"),
    (lambda: problem(layers=(layer(at_most=[1.0, 2.0]),)), "problem.layer_years"),
    (lambda: limit(lower=(0.0, 1.0)), "problem.limit_shape"),
    (lambda: limit(upper=(np.nan,)), "problem.limit_value"),
    (lambda: limit(matrix=((0.0, np.inf, 0.0, 1.0),)), "problem.limit_value"),
    (lambda: limit(lower=(2.0,)), "problem.limit_crossed"),
    (lambda: problem(limits=limit(matrix=((1.0, 1.0),))), "problem.limit_columns"),
    (lambda: problem(offset=np.nan), "problem.offset"),
]


@pytest.mark.parametrize(("make", "key"), FAULTS, ids=[f"{n}-{key}" for n, (_, key) in enumerate(FAULTS)])
def test_a_fault_has_its_own_words(make, key: str) -> None:
    """Each fault is named by its key, in English and in Swedish, and nothing else is blamed."""
    with pytest.raises(ProblemError) as error:
        make()
    assert [fault.key for fault in error.value.faults] == [key]
    english, swedish = error.value.faults[0].text("en"), error.value.faults[0].text("sv")
    assert english != swedish
    assert "{" not in english + swedish


def test_all_faults_of_a_layer_are_named_at_once() -> None:
    """A negative weight, a missing cost of being unserved, a table of another length and a price: four faults."""
    with pytest.raises(ProblemError) as error:
        layer(cost=np.ones((3, 2)), weight=[[1.0], [-1.0]], unserved=np.nan, price=-2.0)
    assert [fault.key for fault in error.value.faults] == [
        "problem.weight_negative",
        "problem.unserved_value",
        "problem.cost_rows",
        "problem.layer_value",
    ]


BLOCKS = [
    ([(slice(0, 1), COST[:1])], "problem.block_order"),
    ([(slice(1, 2), COST[1:]), (slice(0, 1), COST[:1])], "problem.block_order"),
    ([(slice(0, 2), COST[:1])], "problem.block_order"),
    ([(slice(0, 2), np.ones((2, 3)))], "problem.cost_columns"),
    ([(slice(0, 2), -COST)], "problem.cost_negative"),
    ([(slice(0, 2), sparse.csr_array(-COST))], "problem.cost_negative"),
]


@pytest.mark.parametrize(("blocks", "key"), BLOCKS)
def test_a_fault_in_row_blocks_is_found_while_they_are_read(blocks, key: str) -> None:
    """Rows left out, out of order or of another length, too many sites, and costs below zero."""
    with pytest.raises(ProblemError) as error:
        solve(problem(layers=(layer(cost=lambda: iter(blocks)),)))
    assert [fault.key for fault in error.value.faults] == [key]


def test_what_is_given_cannot_be_changed_afterwards() -> None:
    """Weights, options and limits are copies that refuse to be written to."""
    weight = np.ones((2, 1))
    held = layer(weight=weight)
    weight[0] = 5.0
    assert held.weight[0, 0] == 1.0
    for array in (held.weight, options().cost, options().site, limit().upper):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
