"""A plan of format 1 is read as one of now, and only as it was written."""

import copy
import hashlib
import json
from dataclasses import replace

import pytest
from tests.plan.cases import SEK, SMALL, case_of, policy_of, times_of

from narvaro.case import MoneyUnit, Provenance
from narvaro.errors import CheckError, FolderError
from narvaro.plan import Plan, make_plan
from narvaro.plan.form import checksum_of
from narvaro.plan.former import SUFFIX, deciders_as_now, former_checksum_of, is_former
from narvaro.plan.recheck import recheck

MONEY = ("appropriation", "spent", "carried", "lapsed", "running", "opening", "closing", "resizing")


def planned():
    case = case_of([300, 100], ["may_close", "candidate"], sizes=[SMALL])
    times = times_of(case, [[1, 60], [60, 1]])
    return case, times, make_plan(case, policy_of([5.0]), travel=times)


def as_before(plan, case):
    """Return the plain tables of a plan as format 1 wrote them."""
    plain = copy.deepcopy(plan.to_json())
    del plain["money"]
    policy = plain["policy"]
    policy["money"] = {
        f"{name}{SUFFIX}" if name in ("base", "change") else name: value
        for name, value in policy["money"].items()
    }
    for row in (*plain["years"], plain["afterwards"], *(year["earmark"] or {} for year in plain["years"])):
        for name in MONEY:
            if name in row:
                row[f"{name}{SUFFIX}"] = row.pop(name)
    for action in (action for year in plain["years"] for action in year["actions"]):
        for name in ("cost", "running_change"):
            action[f"{name}{SUFFIX}"] = action.pop(name)
    for row in plain["assumptions"]:
        row["unit"] = row["unit"].replace("million SEK", "MSEK")
        if row["id"].startswith("size."):
            row["id"] = row["id"].replace("running_year", "running_msek_year")
            row["id"] = row["id"].replace("opening", "opening_msek").replace("closing", "closing_msek")
    plain |= {"format": 1, "case_checksum": former_checksum_of(case)}
    plain["policy_checksum"] = hashlib.sha256(json.dumps(policy, sort_keys=True).encode()).hexdigest()
    return {**plain, "checksum": checksum_of(plain)}


def test_a_plan_of_format_1_is_the_plan_of_now_and_is_checked():
    """Years, actions, ledger, policy and assumptions come back, and all that follows from the actions agrees."""
    case, times, plan = planned()
    before = as_before(plan, case)
    assert is_former(before)
    assert "opening_msek" in str(before)
    again = Plan.from_json(before)
    assert (again.years, again.afterwards, again.policy) == (plan.years, plan.afterwards, plan.policy)
    assert (again.money, again.assumptions) == (SEK, plan.assumptions)
    assert again.former_checksum == before["checksum"]
    assert recheck(case, again, times) == plan.checks


@pytest.mark.parametrize("field", ["spent_msek", "scenario", "policy"])
def test_a_plan_of_format_1_that_was_changed_is_refused(field):
    """Its own checksums tell, as they did."""
    case, _, plan = planned()
    before = as_before(plan, case)
    if field == "spent_msek":
        before["years"][0][field] += 1
    elif field == "scenario":
        before["scenario"] = "other"
    else:
        before["policy"]["money"]["change_msek"] = [9.0]
        before["checksum"] = checksum_of(before)
    with pytest.raises(FolderError) as caught:
        Plan.from_json(before)
    assert caught.value.faults[0].key == "plan.changed"


def test_a_plan_of_format_1_is_of_no_case_in_other_money():
    """Its figures were million SEK, so it cannot be of the same case in euros."""
    case, _, plan = planned()
    again = Plan.from_json(as_before(plan, case))
    euros = case_of([300, 100], ["may_close", "candidate"], sizes=[SMALL], money=MoneyUnit("EUR"))
    again.require_case(case)
    with pytest.raises(FolderError):
        again.require_case(euros)


def closed_by(decider):
    """Return a plan of a case of no country whose one closing, of two in one municipality, is written as decided."""
    case = case_of(
        [300, 100], ["must_close", "must_stay"], sizes=[SMALL], sites={"municipality_code": ["11", "11"]}
    )
    times = times_of(case, [[1, 60], [60, 1]])
    plain = make_plan(case, policy_of([0.0]), travel=times).to_json()
    (row,) = plain["years"][0]["actions"]
    assert (row["action"], row["leaves_municipality"], row["decided_by"]) == ("close", False, None)
    row["decided_by"] = decider
    return case, times, Plan.from_json({**plain, "checksum": checksum_of(plain)})


def test_who_was_written_to_decide_is_read_as_nobody_where_no_rule_says_it():
    """Every plan once had the Swedish rule; that of a case of no country agrees, and keeps the checksum of its file."""
    case, times, before = closed_by("director_general")
    assert all(recheck(case, before, times).values())
    now = deciders_as_now(case, before)
    assert [action.decided_by for _, action in now.actions] == [None]
    assert now.former_checksum == before.to_json()["checksum"]
    assert deciders_as_now(case, now) is now


@pytest.mark.parametrize("decider", ["board", "the King"])
def test_what_the_former_rule_would_not_have_written_does_not_agree(decider):
    """The municipality keeps an office, so the rule never named the board; nor anybody else."""
    case, times, forged = closed_by(decider)
    with pytest.raises(CheckError) as caught:
        recheck(case, forged, times)
    assert [fault.column for fault in caught.value.faults] == ["years[0].actions[0].decided_by"]


def test_in_a_case_whose_country_has_the_rule_a_plan_stays_as_it_is():
    """There it is worked out again, as everything else."""
    case, _, plan = closed_by("director_general")
    swedish = replace(case, provenance=(Provenance("sweden_people", "someone"),))
    assert deciders_as_now(swedish, plan) is plan
