"""What an assumption moves is what a fresh evaluation under the changed figure says, and every figure stays itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, times_of

from narvaro.case import Case, Policy, TravelSettings
from narvaro.errors import TableError
from narvaro.plan import evaluate, evaluator, make_plan
from narvaro.plan.formulate import asked
from narvaro.plan.given import edits_of
from narvaro.plan.sensitivity import NEED_SPREAD, Sensitivity, sensitivities, with_figure


def drawn() -> tuple[Case, Policy]:
    case = case_of(
        [300, 100, 80, 60],
        ["may_close", "candidate", "candidate"],
        sizes=[SMALL, LARGE],
        sites={"size": ["small", "small", ""]},
        areas={"lon": [15.0, 15.3, 15.9, 16.3]},
    )
    policy = policy_of(
        [6.0, 6.0], objective={"kind": "minutes", "extra_min": {"small": 4.0}}, money={"saving_pct": 10.0}
    )
    return case, policy


def tried(**more: object) -> tuple[Case, Policy, dict[str, Sensitivity], object]:
    case, policy = drawn()
    plan = make_plan(case, policy)
    base, found = sensitivities(plan, asked(case, policy, None), **more)  # type: ignore[arg-type]
    assert base.value == plan.objective.after
    return case, policy, {one.assumption.id: one for one in found}, base


@pytest.mark.parametrize(
    "name", ["car_kmh", "detour_factor", "size.small.running_year", "policy.extra_min.small"]
)
def test_a_moved_figure_is_what_a_fresh_case_says(name: str) -> None:
    """A case made with a tenth more from the beginning has the same value, money and broken rules."""
    case, policy, found, _ = tried()
    more = found[name].more
    assert more is not None
    assert more.same is not None
    if name == "size.small.running_year":
        case = replace(case, sizes=(replace(SMALL, running_year=4.4), LARGE))
    elif name == "policy.extra_min.small":
        policy = policy_of(
            [6.0, 6.0], objective={"kind": "minutes", "extra_min": {"small": 4.4}}, money={"saving_pct": 10.0}
        )
    else:
        case = replace(
            case, travel=replace(TravelSettings(), **{name: round(getattr(TravelSettings(), name) * 1.1, 9)})
        )
    plan = make_plan(*drawn())
    fresh = evaluate(evaluator(case, policy), edits_of(plan))
    assert more.same.value == fresh.objective.after
    assert more.same.spent == sum(year.money["spent"] for year in fresh.years)
    assert [fault.key for fault in more.same.broken] == [fault.key for fault in fresh.broken]


def test_what_moves_the_goal_most_stands_first_and_what_is_not_tried_last() -> None:
    """Speed and detour move all minutes, costs none of them; rules have no figure."""
    case, policy = drawn()
    base, found = sensitivities(make_plan(case, policy), asked(case, policy, None))
    moves = [one.moves(base) for one in found if one.sides]
    assert moves == sorted(moves, reverse=True)
    assert {found[0].assumption.id, found[1].assumption.id} == {"car_kmh", "detour_factor"}
    assert [one.assumption.id for one in found if not one.sides][-1].startswith("rule.")
    assert not any(one.sides for one in found if one.assumption.value in ("", 0.0))


def test_a_month_is_moved_by_one() -> None:
    """A tenth of July is no month."""
    _, _, found, _ = tried()
    opening = found["policy.opening_month"]
    assert [side.figure for side in opening.sides] == [6, 8]


def test_people_beyond_the_standard_are_counted_by_hand() -> None:
    """At 60 km/h the 100 have 29 minutes to go, at 54 km/h 32; a standard a tenth less is 27 minutes."""
    case = case_of([300, 100], ["must_stay"], areas={"lon": [15.0, 15.4]})
    policy = policy_of([0.0], objective={"kind": "beyond", "standard_min": 30.0})
    base, found = sensitivities(make_plan(case, policy), asked(case, policy, None))
    by_id = {one.assumption.id: one for one in found}
    assert base.beyond == 0.0  # 22.2 km as the crow flies, 29 minutes
    slower, stricter = by_id["car_kmh"].less, by_id["policy.standard_min"].less
    assert (slower.same.beyond, slower.same.value) == (100.0, 100.0)
    assert (stricter.same.beyond, stricter.figure) == (100.0, 27.0)


def test_given_travel_times_rest_on_no_speed() -> None:
    """Minutes of a network are not made anew; the policy's figures are tried all the same."""
    case = case_of([300, 100], ["must_stay"])
    policy = policy_of([0.0], objective={"kind": "minutes", "cutoff_min": 40.0})
    times = times_of(case, [[0.0], [np.nan]])
    plan = make_plan(case, policy, travel=times)
    _, found = sensitivities(plan, asked(case, policy, times))
    by_id = {one.assumption.id: one for one in found}
    assert not {"car_kmh", "detour_factor"} & by_id.keys()
    assert by_id["policy.cutoff_min"].more.same.value == 100 * 44.0


def test_a_plan_made_anew_tells_whether_it_stays() -> None:
    """The best plan is never worse than the same actions, and they stay where it is no better and no rule breaks."""
    _, _, found, _ = tried(again=True)
    for one in found.values():
        for side in one.sides:
            assert side.best is not None or side.clashes
            if side.best is not None and not side.same.broken:
                assert side.best.objective.after <= side.same.value * (1 + 1e-9)
                assert side.stays == (side.best.objective.after >= side.same.value * (1 - 1e-9))
    assert found["policy.cutoff_min"].more.stays is True


def test_a_plan_that_a_figure_puts_beyond_the_money_is_another() -> None:
    """Two offices of 4 a year from 8.3; of 4.4 they cost 8.8, and 8.7 is given, as today's office costs more too."""
    case = case_of([300, 100], ["may_close", "candidate"], sizes=[SMALL])
    policy = policy_of([4.3], objective={"kind": "minutes"})
    _, found = sensitivities(make_plan(case, policy), asked(case, policy, None), again=True)
    running = next(one for one in found if one.assumption.id == "size.small.running_year")
    assert (running.less.stays, running.more.stays) == (True, False)
    assert [fault.key for fault in running.more.same.broken] == ["plan.check_lasting"]
    assert running.more.best.actions == ()


def test_a_figure_that_may_not_be_is_refused_with_its_fault() -> None:
    """A detour below 1 is no detour."""
    case, policy = drawn()
    with pytest.raises(TableError):
        with_figure(case, policy, "detour_factor", 0.9)
    straight = case.with_figures(travel=TravelSettings(detour_factor=1.05))
    _, found = sensitivities(make_plan(straight, policy), asked(straight, policy, None))
    less = next(one for one in found if one.assumption.id == "detour_factor").less
    assert less.same is None
    assert [fault.key for fault in less.refused] == ["travel_settings.detour"]


def test_the_case_itself_is_not_changed() -> None:
    """Its checksum, room and figures are as they were after every figure was tried."""
    case, policy = drawn()
    before = case.checksum
    sensitivities(make_plan(case, policy), asked(case, policy, None))
    assert case.checksum == before
    other = case.with_figures(sizes=(replace(SMALL, running_year=9.0), LARGE))
    assert other.checksum != before
    assert other.figures("running_year")[0].tolist() == [9.0, 8.0]


def test_need_weights_are_moved_away_from_one_and_towards_it() -> None:
    """Weights of 3 and 1 become 3.2 and 2.8 beside 1; where all are 1, or the goal does not weigh, nothing is tried."""
    case = case_of([300, 100], ["may_close", "candidate"], areas={"need": [1.0, 3.0]})
    policy = policy_of([10.0], objective={"need_weighted": True})
    times = times_of(case, [[0.0, 60.0], [40.0, 60.0]])
    question = asked(case, policy, times)
    base, found = sensitivities(make_plan(case, policy, travel=times), question)
    moved = next(one for one in found if one.assumption.id == NEED_SPREAD)
    assert base.value == pytest.approx(3 * 100 * 40)
    assert [side.same.value for side in moved.sides] == pytest.approx([2.8 * 4000, 3.2 * 4000])
    alike = case_of([300, 100], ["may_close", "candidate"])
    plan = make_plan(alike, policy, travel=times)
    assert NEED_SPREAD not in [
        one.assumption.id for one in sensitivities(plan, asked(alike, policy, times))[1]
    ]
