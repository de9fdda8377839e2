"""Kind minutes, in figures worked out by hand."""

from tests.plan.cases import LARGE, SMALL, case_of, figures, policy_of, times_of

NAN = float("nan")


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
