"""Kind beyond, in figures worked out by hand."""

from tests.plan.cases import case_of, figures, policy_of, times_of

from narvaro.plan.objectives.beyond import CRITERION

NAN = float("nan")


def test_people_beyond_a_standard_are_those_with_a_longer_way():
    """A way of exactly the standard meets it."""
    case = case_of([10, 20, 40], ["may_close"])
    policy = policy_of([0.0], objective={"kind": "beyond", "standard_min": 30.0})
    parts, value = figures(case, policy, times_of(case, [[30], [31], [NAN]]), [[0]])
    assert value == 60.0
    assert parts["beyond"] == (60.0,)


def test_on_foot_the_limit_is_the_standard_of_the_kind():
    """A plan that counts people beyond 45 minutes of walking is told by 45 minutes, not by the walking standard."""
    goal = policy_of([0.0], objective={"kind": "beyond", "mode": "walk", "standard_min": 45.0}).objective
    assert CRITERION.limit_on_foot(goal) == 45.0
