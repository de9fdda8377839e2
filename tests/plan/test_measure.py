"""What a network means for people, in figures worked out by hand."""

import numpy as np
import pytest
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, question_of, times_of

from narvaro.case import Service
from narvaro.plan.measure import measures, objective_of, service_groups

NAN = float("nan")


def figures(case, policy, times, state):
    found = measures(question_of(case, policy, times), np.array(state, np.int8))
    return {part.name: part.by_year for part in found}, objective_of(policy, found)


def test_person_minutes_are_those_to_the_nearest_open_site_at_most_the_cutoff():
    """100 people at 10 minutes, 50 at 30 and 20 out of reach at the cut-off of 60: 1,000 + 1,500 + 1,200."""
    case = case_of([100, 50, 20], ["may_close", "candidate"])
    times = times_of(case, [[10, 5], [30, 5], [NAN, NAN]])
    policy = policy_of([0.0], objective={"kind": "minutes", "cutoff_min": 60.0})
    parts, value = figures(case, policy, times, [[0], [-1]])
    assert parts == {"person_minutes": (3_700.0,)}
    assert value == 3_700.0


def test_an_empty_network_counts_everyone_at_the_cutoff():
    """With nothing open, ten people at 60 minutes are 600."""
    case = case_of([10], ["candidate"])
    policy = policy_of([0.0], objective={"kind": "minutes", "cutoff_min": 60.0})
    assert figures(case, policy, times_of(case, [[1]]), [[-1]])[1] == 600.0


def test_the_mix_charges_people_of_the_definition_without_an_office_on_foot():
    """30 of 40 people are of the definition and walk 25 minutes: 40 x 5 by car, and 30 x 60 until one opens."""
    case = case_of([30, 10], ["may_close", "candidate"], areas={"poor": [True, False]})
    times = times_of(case, [[5, 1], [5, 1]], [[25, 20], [25, 20]])
    policy = policy_of([0.0, 0.0], definition="poor")
    parts, value = figures(case, policy, times, [[0, 0], [-1, 0]])
    assert parts == {"person_minutes": (200.0, 40.0), "without_walk": (30.0, 0.0)}
    assert value == (200 + 30 * 60 + 40) / 2


def test_a_size_that_does_not_count_on_foot_leaves_people_without():
    """Only sizes named in walk_sizes count as an office near the definition."""
    case = case_of(
        [30], ["may_close"], sizes=[SMALL, LARGE], sites={"size": ["small"]}, areas={"poor": [True]}
    )
    policy = policy_of([0.0], definition="poor", objective={"walk_sizes": ["large"]})
    times = times_of(case, [[5]])
    assert figures(case, policy, times, [[0]])[0]["without_walk"] == (30.0,)
    assert figures(case, policy, times, [[1]])[0]["without_walk"] == (0.0,)


def test_extra_minutes_of_a_size_can_make_a_farther_office_nearer():
    """5 minutes to a small office with 10 extra is farther than 12 to a large one."""
    case = case_of([10], ["may_close", "may_close"], sizes=[SMALL, LARGE], sites={"size": ["small", "large"]})
    policy = policy_of([0.0], objective={"kind": "minutes", "extra_min": {"small": 10.0}})
    assert figures(case, policy, times_of(case, [[5, 12]]), [[0], [1]])[1] == 120.0


def test_need_weighs_people_where_the_policy_says_so():
    """Ten people of need 2 count as twenty."""
    case = case_of([10], ["may_close"], areas={"need": [2.0]})
    times = times_of(case, [[5]])
    assert (
        figures(case, policy_of([0.0], objective={"kind": "minutes", "need_weighted": True}), times, [[0]])[1]
        == 100
    )
    assert figures(case, policy_of([0.0], objective={"kind": "minutes"}), times, [[0]])[1] == 50


def test_people_beyond_a_standard_are_those_with_a_longer_way():
    """A way of exactly the standard meets it."""
    case = case_of([10, 20, 40], ["may_close"])
    policy = policy_of([0.0], objective={"kind": "beyond", "standard_min": 30.0})
    parts, value = figures(case, policy, times_of(case, [[30], [31], [NAN]]), [[0]])
    assert value == 60.0
    assert parts["beyond"] == (60.0,)


def test_the_longest_way_is_that_of_the_last_year_and_of_people_who_exist():
    """An empty area has no longest way; the plan is judged when it is done."""
    case = case_of([10, 0], ["may_close", "candidate"])
    policy = policy_of([0.0, 0.0], objective={"kind": "worst"})
    assert figures(case, policy, times_of(case, [[50, 20], [90, 90]]), [[0, 0], [-1, 0]])[1] == 20.0


def test_kolm_pollak_of_equal_ways_is_that_way():
    """If all have 25 minutes in both years, the equally-distributed equivalent is 25."""
    case = case_of([10, 30], ["may_close"])
    policy = policy_of([0.0, 0.0], objective={"kind": "kolm_pollak"})
    assert figures(case, policy, times_of(case, [[25], [25]]), [[0, 0]])[1] == pytest.approx(25.0)


def test_kolm_pollak_lies_between_the_mean_and_the_longest_way():
    """Half the people at 0 and half at 60 minutes are worse than 30 minutes for all: ln((1 + e^1.2) / 2) / 0.02."""
    case = case_of([10, 10], ["may_close"])
    policy = policy_of([0.0], objective={"kind": "kolm_pollak"})
    value = figures(case, policy, times_of(case, [[0], [60]]), [[0]])[1]
    assert value == pytest.approx(np.log((1 + np.exp(1.2)) / 2) / 0.02)
    assert 30 < value < 60


def test_services_weigh_alike_and_go_to_the_nearest_site_that_gives_them():
    """Two services: one 5 minutes away, the other only 25 minutes away; ten people, so 10 x (5 + 25) / 2."""
    services = (Service("tax", "t", "t"), Service("work", "w", "w"))
    case = case_of(
        [10], ["may_close", "may_close"], sites={"services": ["tax", "tax;work"]}, services=services
    )
    policy = policy_of([0.0], objective={"kind": "minutes"})
    assert figures(case, policy, times_of(case, [[5, 25]]), [[0], [0]])[1] == 150.0
    assert [(names, gives.tolist()) for names, gives in service_groups(case)] == [
        (("tax",), [True, True]),
        (("work",), [False, True]),
    ]


def test_services_that_the_same_sites_give_are_one_group():
    """One table of minutes is enough where all sites give all services."""
    services = (Service("tax", "t", "t"), Service("work", "w", "w"))
    case = case_of([10], ["may_close", "candidate"], services=services)
    assert [names for names, _ in service_groups(case)] == [("tax", "work")]
