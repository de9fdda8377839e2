"""Mine is what a fresh evaluation says; best is what a fresh plan under the same words is."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.cases import SMALL, case_of, policy_of, times_of
from tests.plan.forced import random_plan

from narvaro.errors import PolicyError, SettingError
from narvaro.plan import Edit, evaluate, evaluator, make_plan
from narvaro.plan.what_if import Changed, what_if
from narvaro.plan.wishes import SiteWish


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["open", "not_open"]))
def test_mine_is_a_fresh_evaluation_and_best_is_never_beaten_by_it(seed: int, kind: str) -> None:
    """The same words evaluated from nothing, without the plan, give the same figures; a mine within the rules that
    does what is wished is never better than the best.
    """
    plan = random_plan(seed)
    formulation = plan.formulation
    assert formulation is not None
    answer = what_if(plan, Changed((SiteWish("s2", kind),)))  # type: ignore[arg-type]
    ready = evaluator(formulation.question.case, plan.policy, travel=formulation.given)
    edits = [Edit(action.site_id, year, action.size) for year, action in answer.mine.actions]
    fresh = evaluate(ready, edits)
    assert answer.mine.objective.after == fresh.objective.after
    assert answer.mine.broken == fresh.broken
    if answer.best is not None:
        assert answer.best.status == "optimal"
        assert answer.best.objective.after >= plan.objective.after - 1e-9
        if not answer.mine.broken:
            assert answer.best.objective.after <= answer.mine.objective.after + 1e-9
    else:
        assert answer.clashes


def test_money_and_settings_make_another_policy() -> None:
    """Less in a year, a share of all, and a setting; the plan at hand keeps its own."""
    plan = random_plan(5, more=6.0)
    changed = Changed(money={2026: -1.0}, money_pct=-10.0, settings={"limits.resize": "no"})
    answer = what_if(plan, changed, best=False)
    # two offices of 4 a year are the base, so a year has 14 and loses 1.4
    assert answer.mine.policy.money.change == (4.6, 3.6)
    assert answer.mine.policy.limits.resize == "no"
    assert plan.policy.money.change == (6.0, 6.0)
    assert answer.best is None


def test_a_list_of_actions_takes_the_place_of_the_plan_s_own() -> None:
    """Nothing of the plan stays in mine, and the best does just these in their years."""
    case = case_of([10, 10], ["candidate", "candidate"], sizes=[SMALL])
    plan = make_plan(
        case, policy_of([6.0, 6.0], objective={"kind": "minutes"}), travel=times_of(case, [[5, 9], [9, 5]])
    )
    answer = what_if(plan, Changed(actions=(Edit("s1", 2026, "small"),)))
    assert [(year, action.site_id) for year, action in answer.mine.actions] == [(2026, "s1")]
    assert answer.best is not None
    assert (2026, "s1") in [(year, action.site_id) for year, action in answer.best.actions]


@pytest.mark.parametrize(
    "settings_", [{"objective.kinds": "minutes"}, {"objective.kind": "fast"}, {"years.first": 1}]
)
def test_a_setting_that_is_none_is_refused(settings_: dict[str, object]) -> None:
    """An unknown place, a value it cannot have, a place below a figure."""
    with pytest.raises((PolicyError, SettingError)):
        what_if(random_plan(1), Changed(settings=settings_))


def test_a_plan_from_a_file_alone_is_not_asked() -> None:
    """It says what to do."""
    with pytest.raises(SettingError, match="read from a file alone"):
        what_if(replace(random_plan(1), formulation=None), Changed(money_pct=1.0))
