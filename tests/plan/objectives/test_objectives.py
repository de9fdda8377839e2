"""Every kind of objective: complete, the same for engine and reckoning, and asked for by name nowhere else."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.cases import LARGE, SMALL, case_of, figures, policy_of, question_of, times_of, worth_of

from narvaro.case import Objective, Service
from narvaro.case.policy import OBJECTIVE_KINDS
from narvaro.plan import make_plan
from narvaro.plan.objectives import CRITERIA, criterion_of

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "src" / "narvaro" / "plan" / "objectives"
SUMS = [kind for kind, criterion in CRITERIA.items() if criterion.bounds_sites]


def file_of(kind):
    return f"src/narvaro/plan/objectives/{kind}.py"


# One office for villages of 100, 10 and 10 people, the last of the definition, 30 minutes apart along a line: where it
# opens, and what the objective then is, by hand.
BY_HAND = {
    "mix": ("s0", 10 * 30 + 10 * 60 + 10 * 60),  # the last ten walk 60 minutes: charged at 60 each
    "minutes": ("s0", 10 * 30 + 10 * 60),
    "beyond": ("s0", 20),  # more than 25 minutes
    "worst": ("s1", 30),
    "kolm_pollak": ("s0", np.log((100 + 10 * np.exp(0.02 * 30) + 10 * np.exp(0.02 * 60)) / 120) / 0.02),
}


@pytest.mark.parametrize("kind", OBJECTIVE_KINDS)
def test_every_kind_gives_the_plan_that_was_worked_out_by_hand(kind):
    """Each finds its own best, proven, with the value and unit of its own; its figures bear the names it lists."""
    assert kind in BY_HAND, (
        f"work out where kind {kind} opens an office here, and its value, and add it to BY_HAND"
    )
    areas = {"poor": [False, False, True]}
    case = case_of([100, 10, 10], ["candidate"] * 3, sizes=[SMALL], areas=areas)
    times = times_of(case, [[0, 30, 60], [30, 0, 30], [60, 30, 0]])
    goal = {"kind": kind, "standard_min": 25.0}
    policy = policy_of([4.0], definition="poor", money={"base": 0.0}, objective=goal)
    plan = make_plan(case, policy, travel=times)
    opened, value = BY_HAND[kind]
    assert [action.site_id for _, action in plan.actions] == [opened]
    assert plan.status == "optimal"
    assert plan.objective.after == pytest.approx(value, rel=1e-9)
    assert plan.objective.bound == pytest.approx(value, rel=1e-9)
    criterion = CRITERIA[kind]
    usual = tuple(part for part in criterion.parts if part not in ("too_many", "sent_past"))  # of max_load
    assert tuple(part.name for part in plan.objective.parts) == usual, (
        f"name in parts of {file_of(kind)} the figures that its measures return, in their order"
    )
    used = {plan.objective.unit, *(part.unit for part in plan.objective.parts)}
    assert used <= set(criterion.units), (
        f"add {', '.join(sorted(used - set(criterion.units)))} to units in {file_of(kind)}"
    )
    assert np.isnan(plan.certificate["open_at_least"]).all() == (not criterion.bounds_sites)


@given(st.data(), st.sampled_from(SUMS), st.booleans())
def test_the_sum_of_the_layers_is_the_objective_as_reckoned(data, kind, need):
    """For any network, what the engine adds up is what the plan reckons from the travel times by other code."""
    minutes = st.one_of(st.just(float("nan")), st.integers(0, 60).map(float))
    table = np.array(data.draw(st.lists(st.lists(minutes, min_size=3, max_size=3), min_size=2, max_size=2)))
    services = (Service("tax", "t", "t"), Service("work", "w", "w"))
    case = case_of(
        [100, 30],
        ["may_close"] * 3,
        sizes=[SMALL, LARGE],
        services=services,
        areas={"poor": [False, True], "need": [1.0, 1.5]},
        sites={"size": ["small"] * 3, "services": ["tax", "tax;work", "tax;work"]},
    )
    goal = {
        "kind": kind,
        "need_weighted": need,
        "cutoff_min": 45.0,
        "standard_min": 20.0,
        "walk_sizes": ["large"],
    }
    if CRITERIA[kind].counts_extra:
        goal["extra_min"] = {"small": 7.0}
    policy = policy_of([0.0, 0.0], definition="poor", objective=goal)
    times = times_of(case, table)
    sizes = st.lists(st.integers(-1, 1), min_size=2, max_size=2)
    state = np.array(data.draw(st.lists(sizes, min_size=3, max_size=3)), np.int8)
    aim = criterion_of(policy).aim(question_of(case, policy, times))
    assert worth_of(aim, state) == pytest.approx(figures(case, policy, times, state)[1], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("kind", OBJECTIVE_KINDS)
def test_a_kind_lists_settings_that_a_policy_has_and_is_settled_without_a_definition(kind):
    """Its settings are those of the policy's objective; what it is without a definition needs none."""
    criterion = CRITERIA[kind]
    assert criterion.kind == kind, f"write kind={kind!r} in {file_of(kind)}"
    unknown = set(criterion.settings) - set(Objective.model_fields)
    assert not unknown, (
        f"add {', '.join(sorted(unknown))} to Objective in src/narvaro/case/policy.py, or take it from {file_of(kind)}"
    )
    without = CRITERIA[criterion.without_definition]
    assert without.without_definition == without.kind
    assert not without.on_foot


def test_each_kind_has_its_file_and_its_test():
    """The files are the kinds of `ObjectiveKind` and the form of one; each kind has a test beside this one."""
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "criterion"}
    assert files - set(OBJECTIVE_KINDS) == set(), (
        "add the name of the file to ObjectiveKind in src/narvaro/case/policy.py"
    )
    assert set(OBJECTIVE_KINDS) - files == set(), (
        "add a file of that name to src/narvaro/plan/objectives, or take the kind from ObjectiveKind"
    )
    tested = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    missing = sorted(set(OBJECTIVE_KINDS) - tested)
    assert not missing, f"write tests/plan/objectives/test_{missing[0]}.py with figures worked out by hand"


@pytest.mark.parametrize("kind", OBJECTIVE_KINDS)
def test_each_kind_is_told_on_the_pages(kind):
    """docs/policy.md says what it is; docs/plan-json.md names it, its figures and its units."""
    told = Objective.model_fields["kind"].description or ""
    assert re.search(rf"\b{kind} = ", told), (
        f"say what {kind} is in the description of Objective.kind, src/narvaro/case/policy.py"
    )
    page = (ROOT / "docs" / "plan-json.md").read_text(encoding="utf-8")
    words = {kind, *CRITERIA[kind].parts, *CRITERIA[kind].units}
    missing = sorted(word for word in words if f"`{word}`" not in page)
    assert not missing, f"name {', '.join(missing)} on docs/plan-json.md"


@pytest.mark.parametrize("kind", OBJECTIVE_KINDS)
def test_each_file_of_a_kind_says_its_formula(kind):
    """A kind's file begins with what it is, and all but the longest way with a formula."""
    said = ast.get_docstring(ast.parse((FOLDER / f"{kind}.py").read_text(encoding="utf-8"))) or ""
    assert said.startswith(f"Kind {kind}: "), f"let {file_of(kind)} begin with: Kind {kind}: what it is"
    assert ":math:" in said or ".. math::" in said, (
        f"write the formula at the head of {file_of(kind)}, as :math:"
    )


def switches(source: str) -> list[str]:
    """Return where a program asks which kind an objective is: comparisons, matches and tables by kind."""
    found = []
    for node in ast.walk(ast.parse(source)):
        sides: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Match):
            sides = [node.subject, *(ast.Constant(v) for v in re.findall(r"'(\w+)'", ast.unparse(node)))]
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict):
            sides = [node.slice, *(key for key in node.value.keys if key is not None)]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".get"):
            sides = [*node.args, node.func]
        named = [side for side in sides if re.search(r"kind\b|\bobjective\.name\b", ast.unparse(side))]
        words = {c.value for side in sides for c in ast.walk(side) if isinstance(c, ast.Constant)}
        if named and words & set(OBJECTIVE_KINDS):
            found.append(ast.unparse(node))
    return found


def test_nothing_outside_asks_which_kind_an_objective_is():
    """What differs from kind to kind is a member of a criterion, never a question in another room."""
    found = {
        path.relative_to(ROOT / "src").as_posix(): asked
        for path in (ROOT / "src" / "narvaro").rglob("*.py")
        if path.parent != FOLDER and (asked := switches(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "if objective.kind == 'worst': pass",
        "alone = goal.kind not in ('mix', 'minutes')",
        "if m.findings.objective_kind == 'minutes': pass",
        "figure = {'beyond': one, 'worst': other}[objective.kind]",
        "match goal.kind:\n    case 'mix': pass",
        "figure = {'beyond': one}.get(goal.kind)",
    ],
)
def test_a_switch_is_seen(source):
    """Each way to ask for a kind is found by the rule; a criterion's own members are not."""
    assert switches(source)
    assert not switches("whom = criterion.whom == 'standard'; found = CRITERIA[goal.kind]; name == 'minutes'")


def test_a_criterion_has_a_word_on_each_member():
    """The form of a kind explains each of its members, so that who writes a new one knows what to give."""
    said = CRITERIA["mix"].__class__.__doc__ or ""
    silent = [field.name for field in fields(CRITERIA["mix"]) if f"\n    {field.name}\n" not in said]
    assert silent == []
