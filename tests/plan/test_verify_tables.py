"""What the check reads of the tables is what stands in them, however often it is asked."""

from tests.plan.cases import SMALL, case_of, policy_of, question_of, times_of

from narvaro.plan.verify_tables import Tables, micro


def test_columns_are_read_by_site_and_areas_by_code():
    """Sizes of today's offices, names, statuses, codes and people as in the tables, empty where there is no code."""
    case = case_of(
        [300, 200, 100],
        ["may_close", "candidate"],
        sizes=[SMALL],
        areas={"county": ["1", "1", "2"]},
        sites={"county": ["1", ""]},
    )
    tables = Tables(question_of(case, policy_of([0.0])))
    assert tables.today == {"s0": "small"}
    assert tables.status == {"s0": ("Site 0", "may_close"), "s1": ("Site 1", "candidate")}
    assert (tables.code("county"), tables.people("county")) == (
        {"s0": "1", "s1": ""},
        {"1": 500.0, "2": 100.0},
    )
    assert (tables.cost("running_year", "s0", "small"), micro(4.0)) == (4_000_000, 4_000_000)


def test_ways_on_foot_are_to_the_nearest_area_with_people_of_the_definition():
    """Nobody's area and areas outside the definition do not count, and asking again gives the same."""
    case = case_of([300, 0, 100], ["candidate", "candidate"], areas={"poor": [True, True, False]})
    times = times_of(case, [[1, 2]] * 3, [[30, 40], [1, 1], [2, 2]])
    policy = policy_of([1.0], definition="poor", money={"earmark": True})
    tables = Tables(question_of(case, policy, times))
    assert [tables.on_foot(["s1"]), tables.on_foot(["s0", "s1", "s1"])] == [[40.0], [30.0, 40.0, 40.0]]
