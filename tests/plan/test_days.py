"""Fewer opening days as an option of a site: chosen where it saves what is needed, and told by its days."""

from tests.plan.cases import case_of, policy_of, times_of

from narvaro.case import Size, on_days
from narvaro.case.days import days_between
from narvaro.plan import make_plan

FIVE = Size("small", 1, 4.0, 1.0, 0.5, 4, 10_000, days=5)


def test_an_office_opens_fewer_days_rather_than_closing():
    """Two towns an hour apart and 0.8 less in eleven months: four days at both save it."""
    case = case_of(
        [1_000, 900],
        ["may_close", "may_close"],
        sizes=[FIVE, *(on_days(FIVE, days, rank=days - 5) for days in (4, 3, 2))],
        sites={"size": ["small", "small"]},
    )
    goal = {"kind": "minutes", "extra_min": {"small-4": 4.0, "small-3": 9.0, "small-2": 20.0}}
    limits = {"closing_month": 1, "resize": "smaller"}
    policy = policy_of([-0.8], objective=goal, limits=limits, money={"lasting": False})
    plan = make_plan(case, policy, travel=times_of(case, [[0, 60], [60, 0]]))
    changes = [
        (action.action, action.size, days_between(case.sizes, action.from_size, action.size))
        for _, action in plan.actions
    ]
    assert changes == [("resize", "small-4", (5, 4)), ("resize", "small-4", (5, 4))]
    assert plan.objective.after == 4.0 * 1_900
    assert plan.status == "optimal"
