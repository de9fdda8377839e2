"""Before solving: what cannot be met is named, with the least change that would do."""

import numpy as np
import pytest
from scipy import sparse

from narvaro.errors import InfeasibleError
from narvaro.siting import Layer, Limits, Options, Problem, solve
from narvaro.siting.layout.layout import build_model
from narvaro.siting.mip.feasibility import pick_among


def towns(rows, lower, upper, names, cost=None, unserved=9.0) -> Problem:
    """Return four sites, open or closed; opening costs nothing but what the rows say."""
    cost = np.abs(np.arange(4.0)[:, None] - np.arange(4.0)) if cost is None else cost
    options = Options(np.repeat(np.arange(4), 2), np.tile([-1, 0], 4)[:, None], np.zeros(8))
    matrix = sparse.csr_array(np.kron(np.array(rows, float), [0.0, 1.0]))
    return Problem(
        4,
        1,
        1,
        (Layer("car", cost, np.ones((4, 1)), unserved),),
        options,
        Limits(matrix, lower, upper, names),
    )


def refused(problem: Problem) -> InfeasibleError:
    with pytest.raises(InfeasibleError) as error:
        solve(problem)
    return error.value


def test_a_limit_that_cannot_be_met_alone_is_named_with_what_would_do() -> None:
    """Five of four sites cannot be open: no plan gives more than four."""
    error = refused(towns([[1, 1, 1, 1]], [5], [np.inf], ("at least",)))
    (fault,) = error.conflicts
    assert (fault.key, fault.data["given"], fault.data["needed"]) == ("infeasible.limit_too_high", 5.0, 4.0)
    assert "at least asks for 5" in error.text("en")
    assert "at least kräver 5" in error.text("sv")


def test_a_ceiling_below_what_every_plan_uses_is_named() -> None:
    """A site that can only be open uses 3; money of 2 is too little by itself."""
    options = Options([0, 1, 1], [[0], [-1], [0]], np.zeros(3))
    limits = Limits(np.array([[3.0, 0.0, 3.0]]), [-np.inf], [2.0], ("money",))
    problem = Problem(2, 1, 1, (Layer("car", np.ones((1, 2)), np.ones((1, 1)), 9.0),), options, limits)
    (fault,) = refused(problem).conflicts
    assert (fault.key, fault.data["name"], fault.data["needed"]) == ("infeasible.limit_too_low", "money", 3.0)


def test_two_limits_that_clash_are_both_named_and_the_third_is_not() -> None:
    """North and south need two offices at 4 each, money is 7, and a limit on the east has no part in it."""
    rows = [[1, 1, 0, 0], [0, 0, 1, 1], [4, 4, 4, 4], [0, 0, 0, 1]]
    lower, upper = [1, 1, -np.inf, -np.inf], [np.inf, np.inf, 7.0, 1.0]
    error = refused(towns(rows, lower, upper, ("north", "south", "money", "east")))
    assert {fault.data["name"] for fault in error.conflicts} == {"north", "south", "money"}
    by_name = {fault.data["name"]: fault for fault in error.conflicts}
    assert by_name["money"].data["needed"] == pytest.approx(8.0)
    assert "money is 7" in error.text("en")
    assert "money är 7" in error.text("sv")


def test_areas_that_no_site_reaches_are_named() -> None:
    """Areas 1 and 3 must be reached and have no way to any site."""
    cost = np.ones((4, 4))
    cost[[1, 3]] = np.inf
    error = refused(towns(np.zeros((0, 4)), [], [], (), cost, np.inf))
    (fault,) = error.conflicts
    assert (fault.key, fault.data["count"], fault.data["areas"]) == ("infeasible.unreachable", 2, ["1", "3"])
    assert "måste nås" in error.text("sv")


def test_areas_without_weight_need_no_site() -> None:
    """Nobody lives in the area out of reach, so the problem is solved."""
    cost = np.ones((4, 4))
    cost[1] = np.nan
    options = Options(np.repeat(np.arange(4), 2), np.tile([-1, 0], 4)[:, None], np.zeros(8))
    weight = np.array([[1.0], [0.0], [1.0], [1.0]])
    problem = Problem(4, 1, 1, (Layer("car", cost, weight, np.inf),), options, Limits.none(8))
    assert solve(problem).value == 3.0


def test_a_limit_that_clashes_with_reach_says_so() -> None:
    """Each area is reached from its own site alone, and only three may be open."""
    cost = np.where(np.eye(4), 0.0, np.inf)
    error = refused(towns([[1, 1, 1, 1]], [-np.inf], [3], ("at most",), cost, np.inf))
    assert [fault.key for fault in error.conflicts] == ["infeasible.clash_needs", "infeasible.clash_reach"]
    assert error.conflicts[0].data["needed"] == pytest.approx(4.0)


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
def test_what_would_do_is_told_in_any_unit(unit: float) -> None:
    """Two must be open at 31 each, and 61 may be spent; 62 would do, or one open, and neither figure is 0."""
    rows = [[1, 1, 1, 1], np.full(4, 31.0 * unit)]
    error = refused(towns(rows, [2, -np.inf], [np.inf, 61.0 * unit], ("open", "money")))
    told = {fault.data["name"]: fault.data for fault in error.conflicts}
    assert told["open"]["needed"] == 1.0
    assert told["money"]["needed"] == pytest.approx(62.0 * unit, rel=1e-12)
    (said,) = (fault.text("en") for fault in error.conflicts if fault.data["name"] == "money")
    given, needed = (part.strip(".").split()[-1] for part in (said.split(";")[0], said))
    assert given != needed
    assert float(needed.replace(",", "")) == pytest.approx(62.0 * unit, rel=1e-9)


def test_a_limit_with_two_edges_names_the_edge_that_is_passed() -> None:
    """From two to three are to be open, each at 1, and 1.9999 may be spent: one open would do, or 2."""
    rows = [[1, 1, 1, 1], [1, 1, 1, 1]]
    error = refused(towns(rows, [2, -np.inf], [3, 1.9999], ("open", "money")))
    assert [dict(fault.data) for fault in error.conflicts] == [
        {"name": "open", "given": 2.0, "needed": 1.0},
        {"name": "money", "given": 1.9999, "needed": 2.0},
    ]
    assert "money is 1.9999; with everything else as it stands it would have to be 2." in error.text("en")


def test_a_ceiling_of_a_layer_that_no_plan_keeps_is_named() -> None:
    """One of four places open leaves 4 in all at best; a ceiling of 3 cannot hold."""
    rows = sparse.csr_array(np.tile([0.0, 1.0], 4)[None])
    options = Options(np.repeat(np.arange(4), 2), np.tile([-1, 0], 4)[:, None], np.zeros(8))
    cost = np.abs(np.arange(4.0)[:, None] - np.arange(4.0))
    layer = Layer("car", cost, np.ones((4, 1)), 9.0, at_most=[3.0])
    error = refused(Problem(4, 1, 1, (layer,), options, Limits(rows, [1], [1], ("one",))))
    assert [fault.key for fault in error.conflicts] == ["infeasible.ceiling"]


def test_a_plan_among_some_options_is_the_cheapest_whole_one_or_none() -> None:
    """Of two that must be open the cheapest two are; where the options left hold no such plan, there is none."""
    model = build_model(towns([[1, 1, 1, 1]], [2], [2], ("two",)))
    opens = model.state[:, 0] == 0
    cost = np.where(opens, 10.0 + np.arange(8), 0.0)
    pick = pick_among(model, cost, 10.0)
    assert model.choices.site[pick[opens[pick]]].tolist() == [0, 1]
    assert pick_among(model.without(np.flatnonzero(opens)[:3]), cost, 10.0) is None


@pytest.mark.parametrize(("money", "regions"), [(29, 30), (20, 21)])
def test_a_clash_of_many_is_told_as_the_relaxation_proves_it(money: int, regions: int) -> None:
    """Each of 30 regions asks for its one office at 1 each; so many regions and the money clash, none to spare.

    Of a clash of more than 24 limits it is not told what of each would do.
    """
    sites = 30
    options = Options(np.repeat(np.arange(sites), 2), np.tile([-1, 0], sites)[:, None], np.zeros(2 * sites))
    rows = np.kron(np.vstack([np.eye(sites), np.ones((1, sites))]), [0.0, 1.0])
    lower, upper = np.append(np.ones(sites), -np.inf), np.append(np.full(sites, np.inf), float(money))
    names = (*(f"region {j}" for j in range(sites)), "money")
    layer = Layer("car", np.ones((1, sites)), np.ones((1, 1)), 9.0)
    found = refused(
        Problem(sites, 1, 1, (layer,), options, Limits(sparse.csr_array(rows), lower, upper, names))
    )
    told = {fault.data["name"] for fault in found.conflicts}
    assert len(told) == len(found.conflicts) == regions + 1
    assert "money" in told
    money_fault = next(fault for fault in found.conflicts if fault.data["name"] == "money")
    assert money_fault.data.get("needed") == (None if regions > 24 else pytest.approx(30.0))
