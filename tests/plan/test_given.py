"""A given plan is a plan like any other, but nothing is proven of it, and no rule that it breaks is hidden."""

from __future__ import annotations

import json
from dataclasses import replace
from math import isnan

import pytest
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, times_of

from narvaro.errors import CheckError, Fault, FolderError
from narvaro.plan import Edit, Plan, evaluate, evaluator, make_plan, read_plan, write_plan
from narvaro.plan.form import checksum_of
from narvaro.plan.given import edits_of, plan_of
from narvaro.plan.recheck import recheck

CASE = case_of(
    [300, 100],
    ["may_close", "candidate", "must_stay"],
    sizes=[SMALL, LARGE],
    sites={"size": ["large", "", "small"]},
)
TIMES = times_of(CASE, [[10.0, 40.0, 30.0], [40.0, 10.0, 30.0]])
READY = evaluator(CASE, policy_of([0.0, 0.0]), travel=TIMES)


def given(*edits: Edit) -> Plan:
    return plan_of(READY, evaluate(READY, edits))


def stored(plan: Plan, **changed: object) -> Plan:
    """Return a plan as read from tables that somebody changed, with a checksum to match."""
    plain = {**json.loads(json.dumps(plan.to_json())), **changed}
    return Plan.from_json({**plain, "checksum": checksum_of(plain)})


def test_a_plan_within_the_rules_is_given_and_breaks_none() -> None:
    """Of a given plan there is no gap to print, in memory or in its file, also where it keeps every rule."""
    plan = given(Edit("s0", 2026, ""))
    assert (plan.status, plan.stopped_by, plan.objective.bound) == ("given", "given", 0.0)
    assert isnan(plan.objective.gap)
    objective = plan.to_json()["objective"]
    assert (objective["bound"], objective["gap"], plan.broken) == (None, None, ())
    assert all(plan.checks.values())
    assert plan.objective.after == (10 * 300 + 40 * 100 - 10 * 100 + 30 * 400) / 2


def test_each_broken_rule_stands_in_the_plan_and_in_its_file(tmp_path) -> None:
    """Money passed twice and a locked site touched are told with their data, and read back the same."""
    plan = given(Edit("s1", 2025, "large"), Edit("s2", 2026, ""))
    keys = [rule.key for rule in plan.broken]
    assert keys.count("plan.check_lock") == 1
    assert "plan.check_money" in keys
    write_plan(plan, tmp_path / "plan.json")
    again = read_plan(tmp_path / "plan.json")
    assert again.broken == plan.broken
    assert again.to_json() == plan.to_json()
    assert not plan.checks["money"]
    assert len(set(keys)) <= plan.rules_broken <= len(plan.broken)
    twice = replace(
        plan, broken=(Fault("x", {"year": "2025", "code": "N"}), Fault("x", {"year": "2026", "code": "N"}))
    )
    assert twice.rules_broken == 1
    assert recheck(CASE, again, TIMES) == dict(plan.checks)


def test_a_plan_that_hides_a_broken_rule_is_refused() -> None:
    """Whoever takes a broken rule out of the file, and says that it is kept, is found out."""
    plan = given(Edit("s2", 2026, ""))
    shorter = stored(plan, broken=[])
    with pytest.raises(CheckError, match="broken"):
        recheck(CASE, shorter, TIMES)
    with pytest.raises(CheckError, match=r"checks\.locks"):
        recheck(CASE, stored(plan, checks={**plan.checks, "locks": True}), TIMES)


def test_a_given_plan_claims_no_proof() -> None:
    """A bound in a given plan, and a broken rule in one that was made, are faults of the form."""
    plan = given(Edit("s0", 2026, ""))
    with pytest.raises(FolderError, match=r"objective\.bound"):
        stored(plan, objective={**plan.to_json()["objective"], "bound": 5.0})
    made = make_plan(CASE, READY.question.policy, travel=TIMES)
    with pytest.raises(FolderError, match=r"objective\.gap"):
        stored(made, status="given")
    rule = {"key": "plan.check_lock", "data": {"site": "x", "status": "must_stay"}, "text": ""}
    with pytest.raises(FolderError, match="broken"):
        stored(made, broken=[rule])
    with pytest.raises(FolderError, match="no rule"):
        stored(plan, broken=[{**rule, "key": "app.next"}])
    with pytest.raises(CheckError, match=r"certificate\.json"):
        recheck(CASE, replace(plan, certificate=made.certificate), TIMES)


def test_the_actions_of_a_made_plan_given_again_are_the_same_plan() -> None:
    """The edits of a plan that was made give its years, its value and no broken rule."""
    policy = policy_of([7.0, 7.0])
    made = make_plan(CASE, policy, travel=TIMES)
    ready = evaluator(CASE, policy, travel=TIMES)
    again = plan_of(ready, evaluate(ready, edits_of(made)))
    assert again.years == made.years
    assert again.objective.after == pytest.approx(made.objective.after)
    assert again.broken == ()


def test_a_plan_of_format_2_is_read_as_one_of_now() -> None:
    """The form before plans were given lacks only the broken rules; its own checksum is kept for its certificate."""
    made = make_plan(CASE, READY.question.policy, travel=TIMES)
    plain = {name: value for name, value in made.to_json().items() if name != "broken"}
    former = {**plain, "format": 2}
    former["checksum"] = checksum_of(former)
    plan = Plan.from_json(former)
    assert (plan.former_checksum, plan.broken) == (former["checksum"], ())
    plan.require_case(CASE)
    with pytest.raises(FolderError, match="changed"):
        Plan.from_json({**former, "scenario": "other"})


def test_a_broken_rule_as_it_was_told_before_is_known_again() -> None:
    """A region with too little room had no figure of what is asked, a municipality that is left the key of a region."""
    room = {"room_in": "county_code", "visits_per_person": 1.0, "room_share": 1.0}
    policy = policy_of([50.0, 50.0], limits={**room, "leave_municipality": "no"})
    codes = {"county_code": ["N", "N", "S"], "municipality_code": ["1", "2", "3"]}
    case = case_of(
        [300, 100],
        ["may_close", "candidate", "may_close"],
        sizes=[SMALL, LARGE],
        sites={"size": ["large", "", "small"], **codes},
        areas={"county_code": ["N", "S"]},
    )
    times = times_of(case, [[10.0, 40.0, 30.0], [40.0, 10.0, 30.0]])
    ready = evaluator(case, policy, travel=times)
    plan = plan_of(ready, evaluate(ready, [Edit("s0", 2026, "")]))
    told = {rule.key: rule for rule in plan.broken}
    assert set(told) == {"plan.check_left", "plan.check_room_for"}
    assert (
        told["plan.check_room_for"]
        .text("en")
        .endswith("can take 0 visits a year; the rule asks for 300 (limits.room_share).")
    )
    before = [rule for rule in plan.to_json()["broken"] if rule["key"] == "plan.check_left"]
    before[0]["key"] = "plan.check_region"
    visits = dict(told["plan.check_room_for"].data)
    assert visits.pop("asked") == 300.0
    before.append({"key": "plan.check_room", "data": visits, "text": ""})
    old = stored(plan, broken=before)
    assert {rule.key for rule in old.broken} == {"plan.check_left", "plan.check_room"}
    assert recheck(case, old, times) == dict(plan.checks)
    with pytest.raises(CheckError, match="broken"):
        recheck(case, stored(plan, broken=before[1:]), times)
