"""Kind mix, in figures worked out by hand."""

from tests.plan.cases import LARGE, SMALL, case_of, figures, policy_of, question_of, times_of

from narvaro.plan.objectives import criterion_of


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


def test_a_mix_without_a_definition_is_the_person_minutes():
    """Where nobody is pointed out there is one layer, no walking, and the unit of minutes."""
    case, policy = case_of([10], ["may_close"]), policy_of([0.0])
    criterion = criterion_of(policy)
    assert [layer.name for layer in criterion.aim(question_of(case, policy)).layers] == ["car:service"]
    assert (criterion.kind, criterion.on_foot) == ("minutes", False)
    assert criterion.unit(policy.objective) == "person_minutes"


def test_only_those_of_the_definition_who_live_somewhere_are_charged():
    """Ten people of the definition at 60 minutes each, in a year of two: 300 a year; an empty area has no row."""
    case = case_of([10, 0, 5], ["may_close"], areas={"poor": [True, True, False]})
    question = question_of(case, policy_of([0.0, 0.0], definition="poor"))
    walk = criterion_of(question.policy).aim(question).layers[-1]
    assert (walk.name, walk.weight.tolist()) == ("walk", [[300.0, 300.0]])
