"""What the engine is given of `max_load`: so many times the room, or the visits of today, and a price by year."""

import numpy as np
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, times_of

from narvaro.plan.formulate import build


def _shared(**limits):
    case = case_of(
        [30_000, 6_000],
        ["may_close", "may_close"],
        sizes=[SMALL, LARGE],
        sites={"size": ["small", "large"]},
    )
    goal = {"kind": "minutes", "overload_min": 30.0}
    policy = policy_of([0.0, 0.0], objective=goal, limits={"visits_per_person": 0.5, **limits})
    return build(case, policy, times_of(case, [[0, 9], [9, 0]])).problem().shared


def test_without_the_rule_there_is_no_capacity():
    """Nothing is shared."""
    assert _shared() is None


def test_room_times_the_rule_or_the_visits_of_today():
    """15,000 come to the small office today: at its size or larger it may keep them; the other has 3,000."""
    shared = _shared(max_load=1.2)
    assert shared.capacity.tolist() == [[15_000, 30_000], [12_000, 30_000]]
    assert [one.tolist() for one in shared.load] == [[15_000, 3_000]]


def test_a_person_too_many_costs_the_minutes_of_one_year_in_two():
    """30 minutes a person are 60 a visit at half a visit each, and the objective is the mean of two years."""
    assert np.isclose(_shared(max_load=1.0).overload, 30.0 / 0.5 / 2)
