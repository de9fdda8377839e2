"""A plan as a file: it comes back whole, the same plan gives the same bytes, and what is no plan is refused."""

import json

import pytest
from tests.plan.cases import SMALL, case_of, policy_of, times_of

from narvaro.case import Provenance
from narvaro.errors import FolderError
from narvaro.plan import Plan, make_plan, read_plan, write_plan


def small_case(people=(100, 300)):
    return case_of(
        people,
        ["candidate", "may_close", "must_close"],
        sizes=[SMALL],
        sites={"size": ["", "small", "small"], "municipality_code": ["11", "12", "13"]},
        areas={"poor": [True, False]},
        provenance=(Provenance("people", "a bureau", origin="stated"),),
    )


def small_plan():
    case = small_case()
    policy = policy_of([4.4], definition="poor", money={"earmark": True, "saving_pct": 3.0})
    return make_plan(case, policy, travel=times_of(case, [[1, 30, 9], [30, 2, 9]]))


def test_a_plan_comes_back_from_its_file_as_it_was(tmp_path):
    """Reading gives the same tables; certificate and solution stay behind."""
    plan = small_plan()
    write_plan(plan, tmp_path / "plan.json")
    back = read_plan(tmp_path / "plan.json")
    assert back.to_json() == plan.to_json()
    assert (back.policy, back.years, back.objective) == (plan.policy, plan.years, plan.objective)
    assert back.certificate is None
    assert back.solution is None


def test_a_second_run_gives_the_same_bytes(tmp_path):
    """Nothing of the clock or of the order of sets is in the file."""
    write_plan(small_plan(), tmp_path / "one.json")
    write_plan(small_plan(), tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_money_in_the_file_is_exact_to_the_thousand(tmp_path):
    """4.4 MSEK given, 3 spent, 3 % of 4.4 saved, the rest lapsed."""
    write_plan(small_plan(), tmp_path / "plan.json")
    year = json.loads((tmp_path / "plan.json").read_text())["years"][0]
    earmark = {"appropriation": 4.4, "spent": 3.0, "carried": 0.132, "lapsed": 1.268}
    assert year["earmark"] == earmark


def test_the_networks_follow_from_the_actions():
    """Site 0 opens, site 2 closes, site 1 stays."""
    plan = small_plan()
    assert plan.networks(small_case())[2025].to_dict() == {"s0": "small", "s1": "small", "s2": ""}


def test_a_plan_is_refused_for_a_case_with_other_tables():
    """One more person and the plan is for another case."""
    with pytest.raises(FolderError, match="other tables"):
        small_plan().networks(small_case(people=(101, 300)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not a plan"),
        ('{"format": 99}', "format 99"),
        ("[]", "format –"),
        ('{"format": 2}', "no checksum"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(tmp_path, text, message):
    """Half a file, another version, another table: each is told."""
    (tmp_path / "plan.json").write_text(text)
    with pytest.raises(FolderError, match=message):
        read_plan(tmp_path / "plan.json")


def test_a_plan_that_is_not_there_is_told(tmp_path):
    """The message says how to make one."""
    with pytest.raises(FolderError, match="narvaro plan"):
        read_plan(tmp_path / "plan.json")


def test_value_bound_and_reason_are_three_fields():
    """They are never merged, and optimal is said only when the gap is closed."""
    plan = small_plan()
    assert (plan.status, plan.stopped_by) == ("optimal", "proven")
    assert plan.objective.gap == 0.0
    assert isinstance(Plan.from_json(plan.to_json()), Plan)


def test_a_plan_that_stopped_early_is_not_called_optimal():
    """With a wide gap allowed the engine may stop; the word then depends on the bound alone."""
    case = small_case()
    plan = make_plan(case, policy_of([9.0]), travel=times_of(case, [[1, 30, 9], [30, 2, 9]]), gap=0.9)
    assert (plan.status == "optimal") == (plan.objective.gap <= 1e-6)
