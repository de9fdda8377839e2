"""A plan with wishes is the best of all plans that do what is wished, and a wish that means nothing is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.cases import SMALL, case_of, policy_of, times_of
from tests.plan.forced import every_value, random_plan

from narvaro.errors import InfeasibleError, SettingError
from narvaro.plan import make_plan
from narvaro.plan.wishes import SiteWish, carried, require_wishes

WISHES = st.sampled_from(
    [
        SiteWish("s0", "close"),
        SiteWish("s0", "close", year=2026),
        SiteWish("s1", "keep"),
        SiteWish("s2", "open"),
        SiteWish("s2", "open", "small", 2026),
        SiteWish("s3", "not_open"),
        SiteWish("s4", "size", "small"),
    ]
)


def does(wish: SiteWish, state: np.ndarray, today: int) -> bool:
    """Tell by hand whether a site's sizes over two years do what is wished; 0 is small, -1 closed."""
    if wish.kind in ("keep", "not_open"):
        return bool((state == today).all())
    end = -1 if wish.kind == "close" else 0
    if state[-1] != end:
        return False
    first = next((t for t in range(2) if state[t] != today), None)
    return wish.year is None or (first is not None and first == wish.year - 2025)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 2**32 - 1), st.lists(WISHES, min_size=1, max_size=2, unique_by=lambda wish: wish.site_id)
)
def test_the_best_plan_with_wishes_is_the_best_that_does_them(seed: int, wishes: list[SiteWish]) -> None:
    """Held against a listing of all plans: the value is theirs, or there is none."""
    plan = random_plan(seed)
    formulation = plan.formulation
    assert formulation is not None
    sites = [str(site) for site in formulation.question.case.sites.index]
    values = [
        cost
        for chosen, cost in every_value(formulation)
        if all(
            does(wish, formulation.paths.state[chosen[sites.index(wish.site_id)]],
                 int(formulation.paths.today[sites.index(wish.site_id)]))
            for wish in wishes
        )
    ]  # fmt: skip
    question = formulation.question
    try:
        found = make_plan(
            question.case, plan.policy, travel=formulation.given, warm=plan, wishes=wishes, gap=0.0
        )
    except InfeasibleError:
        assert values == []
        return
    assert found.objective.after == pytest.approx(min(values))
    assert found.wishes == tuple(wishes)


def test_every_fault_of_wishes_is_told_at_once() -> None:
    """A site that is not there, an office that cannot be opened, a size and a year that are none, and a site twice."""
    case = case_of([10], ["may_close", "candidate"], sizes=[SMALL])
    wishes = [
        SiteWish("s9", "open"),
        SiteWish("s0", "open"),
        SiteWish("s1", "open", "huge", 2031),
        SiteWish("s1", "not_open"),
    ]
    with pytest.raises(SettingError) as caught:
        require_wishes(case, (2025,), wishes)
    assert [fault.key for fault in caught.value.faults] == [
        "plan.edit_site", "plan.wish_office", "plan.edit_size", "plan.edit_year", "plan.wish_twice",
    ]  # fmt: skip


def test_a_site_that_cannot_names_the_rule_in_the_way() -> None:
    """One that must stay does not close, whatever is wished; a site outside the earmark opens for no money."""
    case = case_of([10], ["must_stay"], sizes=[SMALL])
    with pytest.raises(InfeasibleError) as caught:
        make_plan(case, policy_of([0.0]), travel=times_of(case, [[5]]), wishes=[SiteWish("s0", "close")])
    assert [fault.key for fault in caught.value.faults] == ["plan.ruled_status"]


def test_a_plan_is_carried_to_the_path_most_like_its_own() -> None:
    """Where a site's path is gone, the one that agrees in most years comes in its place."""
    plan = random_plan(3)
    formulation = plan.formulation
    assert formulation is not None
    assert plan.solution is not None
    same = carried(formulation.paths, formulation.paths, plan.solution.option)
    assert same.tolist() == plan.solution.option.tolist()
