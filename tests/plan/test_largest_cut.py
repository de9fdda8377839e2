"""The largest cut that is told lets a plan through, and a tenth of a percent more none."""

from __future__ import annotations

import pytest
from tests.plan.cases import SMALL, case_of, policy_of, times_of

from narvaro.errors import Fault, InfeasibleError
from narvaro.plan import Plan, make_plan
from narvaro.plan.largest_cut import largest_cut
from narvaro.plan.what_if import Changed, best_with, policy_with


def one_kept() -> Plan:
    """Two offices of 4 a year, 8 in all, of which one must be kept; the other closes in its first year for half."""
    case = case_of(
        [10, 10],
        ["must_stay", "may_close"],
        sizes=[SMALL],
        sites={"county": ["1", "1"]},
    )
    policy = policy_of([0.0, 0.0], objective={"kind": "minutes"})
    return make_plan(case, policy, travel=times_of(case, [[5, 9], [9, 5]]))


@pytest.mark.parametrize("pct", [-60.0, -45.05, -99.0])
def test_the_cut_that_is_told_works_and_a_tenth_more_does_not(pct: float) -> None:
    """The plan under it is found by solving, and that there is none under a tenth more as well."""
    plan = one_kept()
    found, clashes = best_with(plan, Changed(money_pct=pct))
    assert found is None
    (told,) = [clash for clash in clashes if clash.key.startswith("plan.largest_cut")]
    assert told.key == "plan.largest_cut"
    assert told.data["fails"] == pytest.approx(told.data["works"] + 0.001)
    assert all(told.text(lang) for lang in ("sv", "en"))
    question = plan.formulation.question  # type: ignore[union-attr]
    for share, works in ((told.data["works"], True), (told.data["fails"], False)):
        policy = policy_with(question, Changed(money_pct=-100 * float(share)))
        if works:
            assert make_plan(question.case, policy, travel=question.times).status == "optimal"
        else:
            with pytest.raises(InfeasibleError):
                make_plan(question.case, policy, travel=question.times)


def test_where_the_money_is_not_to_blame_no_cut_is_told() -> None:
    """A clash of other rules says nothing of money; nor does one where even all the money is too little."""
    plan = one_kept()
    formulation = plan.formulation
    assert formulation is not None
    policy = formulation.question.policy
    asked = (formulation.question.case, lambda _: policy, lambda _: formulation, 100)
    assert largest_cut(*asked, [Fault("plan.region_must_close", {})]) is None
    needs = Fault("plan.money_short_all", {"when": "2025", "needed": 1e6, "given": 1.0})
    assert largest_cut(*asked, [needs]) is None
