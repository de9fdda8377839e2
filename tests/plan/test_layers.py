"""Objectives as layers: what the engine would make of a network equals what the measures say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, question_of, times_of

from narvaro.case import Service
from narvaro.plan import layers as made
from narvaro.plan.layers import Aim, aim_of, ceiling_layer, radius_layers, within_of
from narvaro.plan.measure import measures, objective_of

KINDS = ("mix", "minutes", "beyond", "kolm_pollak")


def worth_of(aim: Aim, state: np.ndarray) -> float:
    """Return the engine's sum for a network, by its definition, in the unit of the objective."""
    total = 0.0
    for layer in aim.layers:
        table = np.vstack([np.asarray(block, float) for _, block in layer.blocks()])
        penalty = np.zeros(9) if layer.penalty is None else np.asarray(layer.penalty)
        for t in range(state.shape[1]):
            now = state[:, t]
            serves = (now >= 0) & (True if layer.serves is None else np.asarray(layer.serves)[now])
            ways = np.where(serves & ~np.isnan(table), table + penalty[now], np.inf)
            total += float(layer.weight[:, t] @ np.minimum(ways.min(axis=1), layer.unserved))
    return aim.read(total)


@given(st.data(), st.sampled_from(KINDS), st.booleans())
def test_the_sum_of_the_layers_is_the_objective_of_the_measures(data, kind, need):
    """For any network, what the engine adds up is what the plan reckons from the travel times."""
    minutes = st.one_of(st.just(float("nan")), st.integers(0, 60).map(float))
    table = np.array(data.draw(st.lists(st.lists(minutes, min_size=3, max_size=3), min_size=2, max_size=2)))
    services = (Service("tax", "t", "t"), Service("work", "w", "w"))
    case = case_of(
        [100, 30],
        ["may_close"] * 3,
        sizes=[SMALL, LARGE],
        services=services,
        areas={"poor": [False, True], "need": [1.0, 1.5]},
        sites={"size": ["small"] * 3, "services": ["tax", "tax;work", "tax;work"]},
    )
    objective = {"kind": kind, "need_weighted": need, "cutoff_min": 45.0, "standard_min": 20.0}
    if kind in ("mix", "minutes"):
        objective |= {"extra_min": {"small": 7.0}, "walk_sizes": ["large"]}
    policy = policy_of([0.0, 0.0], definition="poor", objective=objective)
    question = question_of(case, policy, times_of(case, table))
    sizes = st.lists(st.integers(-1, 1), min_size=2, max_size=2)
    state = np.array(data.draw(st.lists(sizes, min_size=3, max_size=3)), np.int8)
    expected = objective_of(policy, measures(question, state))
    assert worth_of(aim_of(question), state) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_a_mix_without_a_definition_is_the_person_minutes():
    """Where nobody is pointed out there is one layer and its unit."""
    case = case_of([10], ["may_close"])
    aim = aim_of(question_of(case, policy_of([0.0])))
    assert [layer.name for layer in aim.layers] == ["car:service"]
    assert aim.unit == "person_minutes"


def test_areas_without_people_are_left_out():
    """Nobody lives there, so nothing is served there."""
    case = case_of([10, 0], ["may_close"])
    aim = aim_of(question_of(case, policy_of([0.0])))
    assert aim.layers[0].n_areas == 1


def test_a_large_table_is_given_in_blocks_with_the_same_figures(monkeypatch):
    """Whole or in blocks of rows, the engine reads the same table."""
    case = case_of([10, 20], ["may_close", "candidate"])
    times, policy = times_of(case, [[5, 50], [70, 8]]), policy_of([0.0], objective={"kind": "beyond"})
    question = question_of(case, policy, times)
    whole = aim_of(question).layers[0]
    monkeypatch.setattr(made, "DENSE_CELLS", 1)
    blocked = aim_of(question).layers[0]
    assert callable(blocked.cost)
    first, second = (np.vstack([block for _, block in layer.blocks()]) for layer in (whole, blocked))
    np.testing.assert_array_equal(first, second)


@given(st.floats(0.001, 0.1), st.floats(1.0, 1e6), st.floats(1.0, 1e6))
def test_reading_kolm_pollak_keeps_the_order_of_sums(kappa, one, other):
    """A sum below another is read as fewer minutes, so a bound stays a bound."""
    aim = Aim((), "minutes", kappa, 240.0, 1000.0)
    low, high = sorted((one, other))
    assert aim.read(low) <= aim.read(high)


@given(st.floats(0.005, 0.1), st.floats(1.0, 200.0), st.floats(0.0001, 0.05))
def test_the_gap_of_the_sum_gives_the_wanted_gap_of_the_minutes(kappa, minutes, gap):
    """A sum within the gap that is asked of the engine has minutes within the wanted gap."""
    aim = Aim((), "minutes", kappa, 240.0, 1.0)
    total = np.exp(kappa * (minutes - 240.0))
    bound = total * (1 - aim.wanted_gap(gap, minutes))
    assert minutes - aim.read(bound) <= gap * minutes * (1 + 1e-6) + 1e-9


def test_kolm_pollak_of_no_ways_at_all_has_no_bound_below():
    """A sum of zero lies below any minutes."""
    assert Aim((), "minutes", 0.02, 240.0, 1.0).read(0.0) == -np.inf


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


def test_radius_layers_count_areas_not_people():
    """Each area with people counts once when the last year ends."""
    case = case_of([10, 0, 30], ["may_close"])
    question = question_of(case, policy_of([0.0, 0.0]), times_of(case, [[5], [6], [50]]))
    layers = radius_layers(question, 20.0)
    assert [layer.weight.tolist() for layer in layers] == [[[0.0, 1.0], [0.0, 1.0]]]
