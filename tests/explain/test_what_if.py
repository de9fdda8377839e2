"""What is said of a what-if names what was asked, what mine breaks, and the price of the best."""

import pytest
from tests.plan.cases import SMALL, case_of, policy_of, times_of

from narvaro.explain.what_if import asked_notes, moves, what_if_said
from narvaro.language import LANGUAGES
from narvaro.plan import Edit, Plan, make_plan
from narvaro.plan.what_if import Changed, what_if
from narvaro.plan.wishes import SiteWish


@pytest.fixture
def plan() -> Plan:
    case = case_of([30, 10], ["may_close", "candidate"], sizes=[SMALL])
    return make_plan(
        case, policy_of([6.0], objective={"kind": "minutes"}), travel=times_of(case, [[5, 30], [40, 10]])
    )


def said(plan: Plan, changed: Changed, lang: str = "en", **more):
    question = plan.formulation.question
    found = what_if_said(question, what_if(plan, changed, **more))
    return found, [note.text(lang) for note in found.price]


def test_the_price_of_leaving_a_place_closed(plan: Plan) -> None:
    """Ten people have 30 minutes more: 250 person-minutes become 550."""
    found, price = said(plan, Changed((SiteWish("s1", "not_open"),)))
    assert price[0].startswith(
        "The best plan in which this holds is 120 percent worse than the plan: 7.50 minutes"
    )
    assert price[1] == "Proven: no plan in which this holds is better."
    assert price[-1].endswith(
        "10 people get a way that is at least a minute longer, and nobody one that is shorter."
    )
    assert found.plans.loc["best", "worse_share"] == pytest.approx(1.2)
    assert list(found.plans.index) == ["plan", "mine", "best"]
    assert found.broken == ()


def test_a_rule_that_mine_breaks_is_named(plan: Plan) -> None:
    """Twelve less a year leave no money for any office: mine breaks the money, and no plan is left or it is told."""
    found, price = said(plan, Changed(money={2025: -6.0}))
    assert [note.key for note in found.broken] == ["plan.check_money", "plan.check_lasting"]
    assert price


def test_no_plan_is_told_by_the_rule_in_the_way() -> None:
    """An office that must stay is asked to close."""
    case = case_of([10, 10], ["must_stay", "candidate"], sizes=[SMALL])
    plan = make_plan(
        case, policy_of([6.0], objective={"kind": "minutes"}), travel=times_of(case, [[5, 9], [9, 5]])
    )
    found, price = said(plan, Changed((SiteWish("s0", "close"),)))
    assert list(found.plans.index) == ["plan", "mine"]
    assert price == ["The table of sites gives Site 0 the status must_stay."]


def test_everything_that_can_be_asked_has_words(plan: Plan) -> None:
    """In both languages."""
    case = plan.formulation.question.case
    changed = Changed(
        tuple(
            SiteWish("s0", kind, size)
            for kind, size in (("open", ""), ("open", "small"), ("close", ""), ("keep", ""), ("not_open", ""),
                               ("size", "small"))
        ),
        (Edit("s1", 2025, "small"),), {2025: -1.0, 2026: 2.0}, -10.0, {"objective.kind": "beyond"},
    )  # fmt: skip
    for lang in LANGUAGES:
        assert all(note.text(lang) for note in asked_notes(case, changed))
    richer = Changed(money_pct=5.0)
    assert [note.text("sv") for note in asked_notes(case, richer)] == [
        "det finns 5 procent mer pengar varje år"
    ]


def test_plans_for_other_years_are_held_against_each_other_at_their_end(plan: Plan) -> None:
    """The same plan differs in nothing from itself."""
    assert moves(plan.formulation.question.case, plan, plan) == ()


def test_who_gains_and_how_offices_fill_are_told_of_all_whose_figures_change(plan: Plan) -> None:
    """Every office that is told has other visits than before, the most changed first; visits add up as people do."""
    found, _ = said(plan, Changed((SiteWish("s1", "not_open"),)))
    change = (found.loads["visits_after"].fillna(0) - found.loads["visits_before"].fillna(0)).abs()
    assert (change >= 1).all()
    assert change.is_monotonic_decreasing
    assert "s1" in found.loads.index
    total = found.loads[["visits_before", "visits_after"]].fillna(0).sum()
    assert total["visits_before"] == pytest.approx(total["visits_after"])
    machine = found.to_json()
    assert {row["id"] for row in machine["loads"]} == set(found.loads.index)
    assert machine["groups"] == found.groups.reset_index().to_dict("records")
