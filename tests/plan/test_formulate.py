"""A case and a policy as a siting problem: what its rows and columns are."""

import numpy as np
import pytest
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, times_of

from narvaro.plan import formulate as made
from narvaro.plan.formulate import build, held


def two_sites():
    case = case_of([10, 20], ["may_close", "candidate"], sizes=[SMALL, LARGE], sites={"size": ["large", ""]})
    return case, times_of(case, [[5, 50], [70, 8]])


def test_the_problem_has_an_option_for_each_path_and_a_limit_for_each_rule():
    """States are sizes in the order of the case; the names of the rules go along."""
    case, times = two_sites()
    formulation = build(case, policy_of([0.0, 5.0], objective={"extra_min": {"small": 3.0}}), times)
    problem = formulation.problem()
    assert (problem.n_sites, problem.n_states, problem.n_years) == (2, 2, 2)
    assert problem.options.state.tolist() == formulation.paths.state.tolist()
    assert problem.limits.names == tuple(rule.name for rule in formulation.rules)


def test_sizes_that_look_alike_are_not_offered_twice():
    """Without extra minutes the large size is only dearer, and today's large office keeps its size."""
    case, times = two_sites()
    formulation = build(case, policy_of([0.0]), times)
    assert formulation.paths.state[formulation.paths.site == 0].tolist() == [[1], [-1]]
    assert formulation.paths.state[formulation.paths.site == 1].tolist() == [[-1], [0]]


@pytest.mark.parametrize(
    "tables",
    [
        {"objective": {"extra_min": {"small": 3.0}}},
        {"objective": {"walk_sizes": ["large"]}, "definition": "poor"},
        {"limits": {"room_in": "county"}},
    ],
)
def test_a_policy_that_tells_sizes_apart_offers_them(tables):
    """Extra minutes, sizes that count on foot, or room for visits: each makes a larger size worth something."""
    case = case_of(
        [10, 20],
        ["may_close", "candidate"],
        sizes=[SMALL, LARGE],
        areas={"poor": [True, False], "county": ["1", "1"]},
        sites={"size": ["large", ""], "county": ["1", "1"]},
    )
    formulation = build(case, policy_of([0.0], **tables), times_of(case, [[5, 50], [70, 8]]))
    assert set(formulation.paths.state[formulation.paths.site == 1].ravel().tolist()) == {-1, 0, 1}
    assert 0 in formulation.paths.state[formulation.paths.site == 0]


def test_travel_times_are_worked_out_once_where_they_are_few(monkeypatch):
    """Few are kept in memory with the same figures; many are left to be read in blocks."""
    _, times = two_sites()
    kept = held(times, ("car",))
    assert kept.modes == ("car",)
    np.testing.assert_array_equal(kept.to_dense("car"), times.to_dense("car"))
    monkeypatch.setattr(made, "DENSE_CELLS", 1)
    assert held(times, ("car",)) is times


def test_without_travel_times_ways_are_straight_lines():
    """The case's own speeds are used, and the plan says so."""
    case, _ = two_sites()
    assert build(case, policy_of([0.0])).question.times.engine == "straight line"
