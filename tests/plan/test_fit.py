"""A policy that names what the case has not is refused, all faults at once."""

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.cases import SMALL, case_of, policy_of, times_of

from narvaro.errors import Fault, PolicyError, TravelError
from narvaro.plan import make_plan
from narvaro.plan.fit import modes_of, question_of, require_fit
from narvaro.plan.money import appropriation
from narvaro.plan.objectives import CRITERIA
from narvaro.travel import TravelTimes


def faults(case, policy):
    with pytest.raises(PolicyError) as caught:
        require_fit(case, policy, appropriation(case, policy))
    return [(fault.column, fault.key) for fault in caught.value.faults]


def test_all_faults_of_a_policy_are_told_at_once():
    """Each names its setting and what there is instead."""
    case = case_of([10], ["may_close"], sizes=[SMALL], areas={"poor": [True]})
    policy = policy_of(
        [-9.0],
        definition="rich",
        objective={"extra_min": {"tiny": 1.0}, "walk_sizes": ["huge"]},
        limits={"keep_one_in": "county", "room_in": "county", "leave_municipality": "no", "consent": ["9"]},
    )
    assert faults(case, policy) == [
        ("definition", "plan.no_definition"),
        ("limits.keep_one_in", "plan.no_column_keep_one_in"),
        ("limits.room_in", "plan.no_column_room_in"),
        ("limits.leave_municipality", "plan.no_municipalities"),
        ("limits.consent", "plan.unknown_municipality"),
        ("objective.walk_sizes", "plan.unknown_size"),
        ("objective.extra_min", "plan.unknown_size"),
        ("money.change", "plan.money_below_zero"),
    ]


def test_extra_minutes_go_with_the_kinds_that_count_them():
    """A kind whose layers do not see the minutes of a size refuses them, and says which kinds take them."""
    case = case_of([10], ["may_close"], sizes=[SMALL])
    for kind, criterion in CRITERIA.items():
        policy = policy_of([0.0], objective={"kind": kind, "extra_min": {"small": 5.0}})
        if criterion.counts_extra:
            require_fit(case, policy, appropriation(case, policy))
        else:
            assert faults(case, policy) == [("objective.extra_min", "plan.extra_of_kind")]
    with pytest.raises(PolicyError, match="goes with these kinds only: mix, minutes"):
        make_plan(case, policy_of([0.0], objective={"kind": "beyond", "extra_min": {"small": 5.0}}))


def test_the_message_says_which_columns_there_are():
    """A reader sees what would be right."""
    case = case_of([10], ["may_close"], areas={"poor": [True]})
    with pytest.raises(PolicyError, match=r"no yes/no column “rich”. There are: poor"):
        make_plan(case, policy_of([0.0], definition="rich"))


def test_a_definition_where_nobody_lives_is_refused():
    """Money for nobody is a fault, not a plan."""
    case = case_of([10, 0], ["may_close"], areas={"poor": [False, True]})
    assert faults(case, policy_of([0.0], definition="poor")) == [("definition", "plan.empty_definition")]


def test_a_policy_asks_for_the_modes_it_needs():
    """Ways on foot are needed for the mix of a definition and for the earmark, else only the mode of the objective."""
    assert modes_of(policy_of([0.0])) == ("car",)
    assert modes_of(policy_of([0.0], definition="poor")) == ("car", "walk")
    assert modes_of(policy_of([0.0], definition="poor", objective={"kind": "minutes"})) == ("car",)
    assert modes_of(policy_of([0.0], objective={"mode": "walk"})) == ("walk",)


def test_travel_times_are_put_in_the_order_of_the_case():
    """Labels decide, not positions."""
    case = case_of([10, 20], ["may_close"])
    given = TravelTimes.from_dense(["a1", "a0"], ["s0"], {"car": [[2.0], [1.0]]})
    assert question_of(case, policy_of([0.0]), given).times.to_dense("car").tolist() == [[1.0], [2.0]]


def test_travel_times_without_the_mode_or_an_area_are_refused():
    """A missing mode or label is told before anything is worked out."""
    case = case_of([10, 20], ["may_close"], areas={"poor": [True, False]})
    only_car = TravelTimes.from_dense(["a0", "a1"], ["s0"], {"car": [[1.0], [2.0]]})
    with pytest.raises(TravelError, match="walk"):
        make_plan(case, policy_of([0.0], definition="poor"), travel=only_car)
    with pytest.raises(TravelError, match="a1"):
        question_of(case, policy_of([0.0]), times_of(case, [[1], [2]]).select(["a0"]))


def test_times_by_which_nobody_reaches_any_site_are_refused():
    """Every plan would be as good as any other; one person who reaches one site is enough to go on."""
    case = case_of([10, 0, 20], ["may_close", "candidate"])
    nobody, nan = [[np.nan, np.nan], [1.0, 1.0], [np.nan, np.nan]], np.nan
    with pytest.raises(TravelError) as caught:
        make_plan(case, policy_of([0.0]), travel=times_of(case, nobody, [[1.0, 1.0]] * 3))
    assert caught.value.data == {"mode": "car", "areas": 2, "sites": 2}
    assert "Nobody reaches any site by car" in caught.value.text("en")
    assert "Ingen når någon plats med bil" in caught.value.text("sv")
    somebody = times_of(case, [[nan, nan], [1.0, 1.0], [nan, 9.0]])
    assert make_plan(case, policy_of([0.0]), travel=somebody).status == "optimal"
    by_foot = policy_of([0.0], objective={"mode": "walk"})
    assert question_of(case, by_foot, times_of(case, nobody, [[1.0, 1.0]] * 3)).times.modes == ("car", "walk")


def test_times_that_were_made_where_nobody_reaches_any_site_are_refused():
    """A place off the streets reaches itself in no time: what the run found counts, not those minutes."""
    case = case_of([10, 20], ["may_close"])
    made = times_of(case, [[0.0], [np.nan]], [[0.0], [9.0]])
    told = replace(made, notices=(Fault("travel.reaches_nobody", {"mode": "car", "minutes": 60.0}),))
    with pytest.raises(TravelError, match="Nobody reaches any site by car"):
        question_of(case, policy_of([0.0]), told)
    assert question_of(case, policy_of([0.0], objective={"mode": "walk"}), told) is not None
    assert question_of(case, policy_of([0.0]), made) is not None
