"""What a network means for people: the reckoning that the kinds of objective share, in figures worked out by hand."""

import numpy as np
from tests.plan.cases import case_of, figures, policy_of, question_of, times_of

from narvaro.case import Service
from narvaro.plan.measure import YearlyFigure, head_count, mean_of_the_first, nearest_by_year, nearest_minutes

NAN = float("nan")


def test_minutes_are_those_to_the_nearest_open_site_at_most_the_cutoff():
    """Of two open sites the nearer counts, extra minutes and all; nothing within the cut-off is the cut-off."""
    case = case_of([1, 1, 1], ["may_close"] * 3)
    times = times_of(case, [[10, 5, 1], [30, 20, 1], [NAN, 70, 1]])
    found = nearest_minutes(times, "car", np.array([0, 1]), np.array([0.0, 7.0]), 60.0)
    assert found.tolist() == [10.0, 27.0, 60.0]
    none = nearest_minutes(times, "car", np.array([], np.intp), np.array([]), 60.0)
    assert none.tolist() == [60.0] * 3


def test_people_count_by_need_where_the_policy_says_so():
    """Ten people of need 2 count as twenty."""
    case = case_of([10], ["may_close"], areas={"need": [2.0]})
    assert head_count(question_of(case, policy_of([0.0]))).tolist() == [10.0]
    by_need = policy_of([0.0], objective={"need_weighted": True})
    assert head_count(question_of(case, by_need)).tolist() == [20.0]


def test_the_first_figure_is_the_objective_by_its_mean():
    """Two years of 10 and 20 are 15, whatever stands beside them."""
    parts = (YearlyFigure("a", "persons", (10.0, 20.0)), YearlyFigure("b", "persons", (0.0, 0.0)))
    assert mean_of_the_first(None, parts) == 15.0


def test_services_weigh_alike_and_go_to_the_nearest_site_that_gives_them():
    """Two services: one 5 minutes away, the other only 25 minutes away; ten people, so 10 x (5 + 25) / 2."""
    services = (Service("tax", "t", "t"), Service("work", "w", "w"))
    case = case_of(
        [10], ["may_close", "may_close"], sites={"services": ["tax", "tax;work"]}, services=services
    )
    policy = policy_of([0.0], objective={"kind": "minutes"})
    assert figures(case, policy, times_of(case, [[5, 25]]), [[0], [0]])[1] == 150.0


def test_services_that_the_same_sites_give_are_reckoned_together():
    """One nearest office is enough where all sites give all services; its share is the whole."""
    services = (Service("tax", "t", "t"), Service("work", "w", "w"))
    case = case_of([10], ["may_close", "candidate"], services=services)
    (year,) = nearest_by_year(question_of(case, policy_of([0.0])), np.array([[0], [-1]], np.int8)).years
    assert [share for share, _ in year] == [1.0]
