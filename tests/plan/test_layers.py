"""Layers of costs from travel times: which rows they have, and where their limits lie."""

import numpy as np
from tests.plan.cases import case_of, policy_of, question_of, times_of

from narvaro.case import Service
from narvaro.plan import layers as made
from narvaro.plan.layers import ceiling_layer, minutes_layers, service_groups, within_of


def test_areas_without_people_are_left_out():
    """Nobody lives there, so nothing is served there."""
    case = case_of([10, 0], ["may_close"])
    layers = minutes_layers(question_of(case, policy_of([0.0])))
    assert layers[0].n_areas == 1


def test_a_large_table_is_given_in_blocks_with_the_same_figures(monkeypatch):
    """Whole or in blocks of rows, the engine reads the same table."""
    case = case_of([10, 20], ["may_close", "candidate"])
    times, policy = times_of(case, [[5, 50], [70, 8]]), policy_of([0.0], objective={"kind": "beyond"})
    question = question_of(case, policy, times)
    whole = minutes_layers(question)[0]
    monkeypatch.setattr(made, "DENSE_CELLS", 1)
    blocked = minutes_layers(question)[0]
    assert callable(blocked.cost)
    first, second = (np.vstack([block for _, block in layer.blocks()]) for layer in (whole, blocked))
    np.testing.assert_array_equal(first, second)


def test_a_way_of_exactly_the_limit_is_within_it():
    """A float of single precision is compared with the limit as it stands."""
    minutes = np.array([20.1, 20.11], dtype=np.float32)
    assert np.isnan(within_of(float(minutes[0]))(minutes)).tolist() == [False, True]


def test_a_ceiling_holds_in_the_last_year_only():
    """The rule of reach is about what there is when the plan is done."""
    case = case_of([10, 20], ["may_close"])
    question = question_of(case, policy_of([0.0, 0.0]), times_of(case, [[5], [50]]))
    weight = np.array([10.0, 20.0])
    soft = ceiling_layer(question, 30.0, 12.0, weight)
    assert soft.at_most is not None
    assert soft.at_most.tolist() == [np.inf, 12.0]
    hard = ceiling_layer(question, 30.0, None, weight)
    assert np.isinf(hard.reach_cost()).all()
    assert hard.weight.tolist() == [[0.0, 10.0], [0.0, 20.0]]


def test_services_that_the_same_sites_give_are_one_group():
    """One table of minutes is enough where all sites give all services; else each group has its sites."""
    services = (Service("tax", "t", "t"), Service("work", "w", "w"))
    case = case_of([10], ["may_close", "candidate"], services=services)
    assert [names for names, _ in service_groups(case)] == [("tax", "work")]
    apart = case_of(
        [10], ["may_close", "may_close"], sites={"services": ["tax", "tax;work"]}, services=services
    )
    assert [(names, gives.tolist()) for names, gives in service_groups(apart)] == [
        (("tax",), [True, True]),
        (("work",), [False, True]),
    ]
