"""When no plan keeps the rules, the message says which clash and the smallest change that would do."""

import pytest
from tests.plan.cases import SMALL, case_of, policy_of, times_of

from narvaro.errors import Fault, InfeasibleError
from narvaro.plan import make_plan
from narvaro.plan.conflicts import translated
from narvaro.plan.formulate import build


def conflicts(case, policy, times):
    with pytest.raises(InfeasibleError) as caught:
        make_plan(case, policy, travel=times)
    return {fault.key: fault.data for fault in caught.value.conflicts}, str(caught.value)


def test_offices_that_must_stay_need_a_smallest_budget():
    """Two locked offices cost 8 MSEK; 5 MSEK are given; the message says 8."""
    case = case_of([10], ["must_stay", "must_stay"], sizes=[SMALL])
    found, text = conflicts(case, policy_of([-3.0]), times_of(case, [[1, 1]]))
    assert found["plan.money_short_all"] == {
        "when": "2026-",
        "given": 5.0,
        "needed": 8.0,
        "money": "million SEK",
    }
    assert "smallest budget that can work is 8.000 MSEK" in text


def test_a_budget_that_only_clashes_with_a_region_says_how_much_is_needed():
    """Closing both offices would be cheap enough, but the region keeps one: 4 MSEK, and 2.5 for the one that closes."""
    case = case_of([10], ["may_close"] * 2, sizes=[SMALL], sites={"county": ["1", "1"]})
    policy = policy_of([0.0], money={"base": 5.0}, limits={"keep_one_in": "county", "closing_month": 6})
    found, _ = conflicts(case, policy, times_of(case, [[1, 1]]))
    assert found["plan.money_short_all"]["needed"] == pytest.approx(6.5)
    assert found["plan.money_short_all"]["when"] == "2025"
    assert "plan.clash_keep" in found


def test_a_region_whose_offices_must_all_close_is_named():
    """The rule and the statuses cannot both hold, whatever the money."""
    case = case_of([10], ["must_close", "may_close"], sizes=[SMALL], sites={"county": ["1", "2"]})
    found, text = conflicts(
        case, policy_of([0.0], limits={"keep_one_in": "county"}), times_of(case, [[1, 1]])
    )
    assert found["plan.region_must_close"] == {"column": "county", "code": "1", "sites": "Site 0"}
    assert "county 1 must keep an office" in text


def test_an_office_that_must_open_outside_the_earmark_is_named():
    """Earmarked money may not pay for it and no other money may."""
    case = case_of([10, 5], ["must_open"], sizes=[SMALL], areas={"poor": [True, False]})
    policy = policy_of([9.0], definition="poor", money={"earmark": True})
    found, text = conflicts(case, policy, times_of(case, [[50], [1]]))
    assert found["plan.must_open_outside"]["sites"] == "Site 0"
    assert "within 20 minutes' walk of an area of poor" in text


def test_more_sites_must_open_than_may_gives_the_smallest_limit():
    """Five in two years need three a year."""
    case = case_of([10], ["must_open"] * 5, sizes=[SMALL])
    policy = policy_of([90.0, 90.0], limits={"max_openings_year": 2})
    found, _ = conflicts(case, policy, times_of(case, [[1] * 5]))
    assert found["plan.too_many_must_open"] == {"count": 5, "most": 2, "years": 2, "least": 3}


def test_two_that_must_open_where_one_may_are_named_before_solving():
    """Both sites of county 1 must open; the one of county 2 clashes with nothing."""
    case = case_of([10], ["must_open"] * 3, sizes=[SMALL], sites={"county": ["1", "1", "2"]})
    policy = policy_of([90.0], limits={"one_opening_in": "county"})
    found, text = conflicts(case, policy, times_of(case, [[1] * 3]))
    assert found["plan.many_must_open_in"] == {"column": "county", "code": "1", "sites": "Site 0, Site 1"}
    assert "at most one office may open there" in text


def test_who_is_out_of_reach_is_told_with_the_smallest_limit():
    """Area 1 is 45 minutes from the nearest site, which there is no money to open; from the office it is 60."""
    case = case_of([10, 20], ["may_close", "candidate"], sizes=[SMALL])
    times = times_of(case, [[5, 5], [60, 45]])
    found, text = conflicts(case, policy_of([0.0], limits={"within_min": 30.0}), times)
    told = found["plan.out_of_reach_needs"]
    assert (told["people"], told["areas"], told["least"]) == (20.0, "Area 1", 60.0)
    assert "20 people have more than 30 minutes" in text
    assert "60.0 minutes" in text


def test_a_share_that_holds_without_the_far_area_is_no_conflict():
    """Ten of thirty within reach is a third; a share of 0.3 may be asked for."""
    case = case_of([10, 20], ["may_close"], sizes=[SMALL])
    times = times_of(case, [[5], [60]])
    plan = make_plan(case, policy_of([0.0], limits={"within_min": 30.0, "within_share": 0.3}), travel=times)
    assert plan.checks["within"]


def test_people_whom_nothing_reaches_are_told_apart():
    """No limit helps where there is no way at all."""
    case = case_of([10, 20], ["may_close"], sizes=[SMALL])
    found, text = conflicts(
        case, policy_of([0.0], limits={"within_min": 30.0}), times_of(case, [[5], [float("nan")]])
    )
    assert set(found) == {"plan.out_of_any_reach"}
    assert "none at any distance" in text


def test_a_reach_that_the_money_cannot_pay_for_names_both():
    """Two offices are needed for the reach: 6 MSEK in the first year and 8 in those after, but there are 5."""
    case = case_of([10, 20], ["candidate"] * 2, sizes=[SMALL])
    policy = policy_of([5.0], money={"base": 0.0}, limits={"within_min": 30.0})
    with pytest.raises(InfeasibleError) as caught:
        make_plan(case, policy, travel=times_of(case, [[5, 60], [60, 5]]))
    found = [(f.key, f.data) for f in caught.value.conflicts]
    assert ("plan.clash_within_needs", {"minutes": 30.0, "percent": 100.0, "needed": 60.0}) in found
    money = [data for key, data in found if key == "plan.money_short_all"]
    assert {"when": "2026-", "given": 5.0, "needed": 8.0, "money": "million SEK"} in money


def test_room_for_visits_that_cannot_be_had_is_told():
    """Both offices of the region must close, so there is no room for its visits."""
    case = case_of([1_000], ["must_close"], sizes=[SMALL], areas={"county": ["1"]}, sites={"county": ["1"]})
    found, _ = conflicts(
        case, policy_of([0.0], limits={"room_in": "county", "visits_per_person": 2.0}), times_of(case, [[1]])
    )
    assert found["plan.room_too_small"]["visits"] == 1_600.0
    assert found["plan.room_too_small"]["most"] == 0.0
    assert found["plan.room_too_small"]["lacking"] == 1_600.0


def test_a_municipality_whose_offices_must_all_close_is_named_by_its_own_rule():
    """Each rule names the setting that would let it go."""
    case = case_of([10], ["must_close"], sizes=[SMALL], sites={"municipality_code": ["1"]})
    policy = policy_of([0.0], limits={"leave_municipality": "no"})
    found, text = conflicts(case, policy, times_of(case, [[1]]))
    assert found["plan.municipality_must_close"]["code"] == "1"
    assert "limits.leave_municipality" in text


def test_the_words_of_the_engine_become_those_of_the_plan():
    """Every kind of clash has a sentence of its own; one that is not of the plan is passed on."""
    case = case_of(
        [1_000],
        ["may_close", "may_close", "candidate"],
        sizes=[SMALL],
        areas={"poor": [True], "county": ["1"]},
        sites={"county": ["1", "1", "1"], "municipality_code": ["1", "1", "1"]},
    )
    policy = policy_of(
        [5.0],
        definition="poor",
        money={"earmark": True},
        limits={
            "keep_one_in": "county",
            "leave_municipality": "no",
            "max_openings_year": 0,
            "within_min": 30.0,
            "room_in": "county",
            "visits_per_person": 5.0,
        },
    )
    formulation = build(case, policy, times_of(case, [[1, 1, 1]]))
    names = [rule.name for rule in formulation.rules]
    clashes = [Fault("infeasible.clash", {"name": name, "given": 1.0}) for name in names]
    clashes += [
        Fault("infeasible.clash_needs", {"name": name, "given": 1.0, "needed": 2.0}) for name in names
    ]
    clashes += [
        Fault("infeasible.limit_too_low", {"name": name, "given": 1.0, "needed": 2.0}) for name in names
    ]
    clashes += [Fault("infeasible.clash_reach", {}), Fault("plan.absent", {})]
    found = translated(clashes, formulation.rules, formulation.question)
    assert {fault.key for fault in found} == {
        "plan.clash_money_base",
        "plan.clash_money_added",
        "plan.money_at_least_base",
        "plan.money_at_least_added",
        "plan.clash_keep",
        "plan.clash_left",
        "plan.clash_room",
        "plan.clash_room_needs",
        "plan.clash_openings",
        "plan.clash_within",
        "plan.absent",
    }
    assert all(fault.text(lang) for fault in found for lang in ("sv", "en"))
    short = next(fault.data for fault in found if fault.key == "plan.clash_room_needs")
    assert (short["code"], short["visits"], short["most"], short["lacking"]) == ("1", 4_000.0, 2.0, 3_998.0)


def test_regions_that_clash_alike_are_counted_and_the_first_named():
    """Five regions of the same rule: one sentence, with three of them by name."""
    codes = [str(k) for k in range(5)]
    case = case_of(
        [1_000] * 5,
        ["may_close"] * 5,
        sizes=[SMALL],
        areas={"county_code": codes, "county": [f"County {k}" for k in codes]},
        sites={"county_code": codes},
    )
    policy = policy_of([-9.0], limits={"keep_one_in": "county_code"})
    formulation = build(case, policy, times_of(case, [[1] * 5] * 5))
    clashes = [
        Fault("infeasible.clash", {"name": rule.name}) for rule in formulation.rules if rule.family == "keep"
    ]
    (found,) = translated(clashes, formulation.rules, formulation.question)
    assert found.text("en") == (
        "2025: an office kept in each of five regions (county_code; limits.keep_one_in), County 0, "
        "County 1 and County 2 first, clashes with the other rules named here."
    )
    (one,) = translated(clashes[:1], formulation.rules, formulation.question)
    assert "an office kept in County 0 (county_code; limits.keep_one_in) clashes" in one.text("en")


def test_a_long_list_of_sites_is_cut_with_the_number_left():
    """Twelve names are read; the rest are counted."""
    case = case_of([10, 5], ["must_open"] * 15, sizes=[SMALL], areas={"poor": [True, False]})
    policy = policy_of([90.0], definition="poor", money={"earmark": True})
    found, _ = conflicts(case, policy, times_of(case, [[50] * 15, [1] * 15]))
    assert found["plan.must_open_outside"]["sites"].endswith("Site 11, … (+3)")
