"""The flows of a plan with capacity against linear programs solved elsewhere, and what is then proven of the plan."""

from __future__ import annotations

import numpy as np
import pytest
from tests.siting.brute import every_plan
from tests.siting.capacity.test_run import line
from tests.siting.problems import drawn_with_capacity, problem_of

from narvaro.siting.capacity import flows
from narvaro.siting.capacity.flows import cheapest_flows, keeps_limits
from narvaro.siting.layout.layout import build_model


def holds_for_some_plans(seed: int, *, certain: bool) -> None:
    """Hold flows of some plans of a random problem against the plans written out."""
    problem = problem_of(drawn_with_capacity(seed))
    plans, model = every_plan(problem), build_model(problem)
    for row in np.random.default_rng(seed).integers(0, len(plans.value), 6):
        pick = model.from_options(plans.option[row])
        found = cheapest_flows(model, pick)
        assert (found.flows is not None) == plans.whole[row]
        if found.flows is None:
            # where HiGHS was asked, only the limits are beyond doubt
            assert found.impossible or not (certain or not keeps_limits(model, pick))
            continue
        assert not found.impossible
        assert found.flows.value == pytest.approx(plans.value[row], rel=1e-7, abs=1e-7)
        for layer, tables in zip(problem.layers, found.flows.served, strict=True):
            assert (tables is None) == (layer.capacity is None)
            for t, table in enumerate(tables or ()):
                now = problem.options.state[plans.option[row], t].astype(np.int64)
                room = np.where(now >= 0, layer.capacity[now], 0.0)
                load = layer.weight[:, t] @ table.toarray()
                assert (table.toarray().sum(axis=1) <= 1 + 1e-9).all()
                assert np.isfinite(layer.overload) or (load <= room + 1e-9 * max(1.0, load.max())).all()


@pytest.mark.parametrize("seed", range(60))
def test_flows_cost_what_a_linear_program_says_and_what_does_not_fit_is_proven(seed: int) -> None:
    """Value, rooms and shares of plans with every feature: the plan written out costs the same, or breaks something."""
    holds_for_some_plans(seed, certain=True)


@pytest.mark.parametrize("seed", range(20))
def test_flows_by_highs_cost_the_same_and_prove_nothing_that_is_not_so(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every problem taken for a large one the flows are as good, and no plan is called impossible on its word."""
    monkeypatch.setattr(flows, "_FEW_PAIRS", -1)
    monkeypatch.setattr(flows, "_SOME_PAIRS", -1)
    holds_for_some_plans(seed, certain=False)


def test_where_highs_gives_nothing_whole_numbers_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to some size the plan is priced all the same, beyond it there are no flows and no proof."""
    model = build_model(line(room=(5.0,)))
    pick = np.array([1, 2, 5])  # the ends are open, so three people go one kilometre
    monkeypatch.setattr(flows, "lp_flows", lambda _: None)
    monkeypatch.setattr(flows, "_FEW_PAIRS", -1)
    found = cheapest_flows(model, pick)
    assert found.flows is not None
    assert found.flows.value == 3.0
    monkeypatch.setattr(flows, "_SOME_PAIRS", -1)
    assert cheapest_flows(model, pick) == (None, False)


@pytest.mark.parametrize(
    ("opened", "room", "unserved", "value"),
    [
        ([0, 2], 9.0, 99.0, 3.0),  # all nearest
        ([0, 2], 4.0, 99.0, 2.0 + 99.0),  # the ninth person is left unserved
        ([1], 9.0, 99.0, 6.0),
        ([1], 9.0, 0.5, 3.0),  # going unserved is nearer for the ends
        ([0, 1, 2], 9.0, 99.0, None),  # two may be open
        ([0, 2], 4.0, np.inf, None),  # and nobody may be left out
    ],
)
def test_the_flows_of_three_areas_on_a_line_by_hand(
    opened: list[int], room: float, unserved: float, value: float | None
) -> None:
    """Three people in each of three places a kilometre apart, with sites in some."""
    model = build_model(line(room=(room,), unserved=unserved))
    found = cheapest_flows(model, np.array([2 * j + (j in opened) for j in range(3)]))
    assert found.impossible == (value is None)
    assert (found.flows.value if found.flows is not None else None) == value


@pytest.mark.parametrize(("ceiling", "whole"), [(3.0, True), (2.9, False)])
def test_a_ceiling_is_held_to_the_least_own_sum(ceiling: float, whole: bool) -> None:
    """The cheapest flows pay 3, so a ceiling of 3 is kept and one of 2.9 cannot be."""
    model = build_model(line(room=(5.0,), at_most=np.array([ceiling])))
    found = cheapest_flows(model, np.array([1, 2, 5]))
    assert (found.flows is not None, found.impossible) == (whole, not whole)
