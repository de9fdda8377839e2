"""The layers for the engine and the reckoning of a plan share no code, so that a fault in one shows in the other."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from narvaro.case.policy import OBJECTIVE_KINDS

SOURCE = Path(__file__).parents[3] / "src"
FOLDER_OF_KINDS = "narvaro.plan.objectives."
ENGINE, RECKONING = ("aim", "solve"), ("measures", "value")
# What both sides are given is not followed: the tables, the policy, the travel times.
GIVEN = ("narvaro.case", "narvaro.travel", "narvaro.errors", "narvaro.language", "narvaro.plan.question")
SPARED = {
    (
        f"{FOLDER_OF_KINDS}kolm_pollak",
        "least_of_any_plan",
    ): "how finely to solve; no value and no bound rests on it",
    ("narvaro.plan.options", "CLOSED"): "how a closed site is written in a state, which both sides are given",
}

Place = tuple[str, str]
"""A module and the name of a function or class in it."""


def figure(value: ast.expr) -> bool:
    """Tell whether a value at the top of a module is a figure: a number, or worked out of numbers."""
    found = list(ast.walk(value))
    constants = [node.value for node in found if isinstance(node, ast.Constant)]
    numbers = all(isinstance(one, int | float) for one in constants)
    return isinstance(value, ast.Constant | ast.UnaryOp | ast.BinOp) and bool(constants) and numbers


class Names:
    """What a module defines at its top, its figures too, and what it imports."""

    def __init__(self, source: str) -> None:
        self.defined: dict[str, ast.AST] = {}
        self.imported: dict[str, Place] = {}
        self.figures: set[str] = set()
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.defined[node.name] = node
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    self.imported[alias.asname or alias.name] = (node.module or "", alias.name)
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call | ast.Lambda):
                self.defined[ast.unparse(node.targets[0])] = node.value
            elif isinstance(node, ast.Assign) and figure(node.value):
                self.figures.add(ast.unparse(node.targets[0]))


@cache
def read(module: str) -> Names:
    path = SOURCE / f"{module.replace('.', '/')}.py"
    path = path if path.exists() else path.with_suffix("") / "__init__.py"
    return Names(path.read_text(encoding="utf-8"))


def reached(module: str, roots: list[ast.AST], seen: set[Place]) -> set[Place]:
    """Return every function and class of ours that code can call, straight or by another."""
    names = read(module)
    for root in roots:
        for node in ast.walk(root):
            name = node.id if isinstance(node, ast.Name) else ""
            here = name in names.defined or name in names.figures
            place = (module, name) if here else names.imported.get(name, ("", ""))
            ours = place[0].startswith("narvaro.") and not place[0].startswith(GIVEN)
            if not ours or place in seen or place in SPARED:
                continue
            found = read(place[0]).defined.get(place[1])
            again = read(place[0]).imported.get(place[1])
            if found is None and again is None:
                if place[1] in read(place[0]).figures:
                    seen.add(place)
                continue  # else a text, or the name of a type
            seen.add(place)
            if found is not None:
                reached(place[0], [found], seen)
            elif again is not None and again[0].startswith("narvaro."):
                seen.add(again)
                inner = read(again[0]).defined.get(again[1])
                reached(again[0], [] if inner is None else [inner], seen)
    return seen


def side(module: str, members: tuple[str, ...]) -> set[Place]:
    """Return what some members of a kind's criterion reach."""
    call = read(module).defined["CRITERION"]
    assert isinstance(call, ast.Call)
    roots: list[ast.AST] = [word.value for word in call.keywords if word.arg in members]
    assert len(roots) == len(members)
    return reached(module, roots, set())


@pytest.mark.parametrize("kind", OBJECTIVE_KINDS)
def test_no_function_serves_both_the_engine_and_the_reckoning(kind):
    """What `aim` and `solve` of a kind call, straight or by others, `measures` and `value` call nothing of."""
    engine, reckoning = side(FOLDER_OF_KINDS + kind, ENGINE), side(FOLDER_OF_KINDS + kind, RECKONING)
    shared = sorted(f"{name} of {module}" for module, name in engine & reckoning)
    assert not shared, (
        f"write {', '.join(shared)} twice: once for aim and solve, once with other code for measures and value"
    )
    assert (
        "narvaro.plan.measure",
        "YearlyFigure",
    ) in reckoning or kind == "minutes"  # the walk went somewhere
    assert any(module == "narvaro.plan.layers" for module, _ in engine)
    assert any(module == "narvaro.plan.measure" for module, _ in reckoning)


@pytest.mark.parametrize("kind", OBJECTIVE_KINDS)
def test_the_check_of_a_plan_uses_nothing_of_the_layers(kind):
    """`verify` reckons with none of what the engine was given."""
    checks = reached("narvaro.plan.verify", [read("narvaro.plan.verify").defined["verify"]], set())
    assert ("narvaro.plan.verify", "_within") in checks
    shared = sorted(f"{name} of {module}" for module, name in checks & side(FOLDER_OF_KINDS + kind, ENGINE))
    assert not shared, f"verify must not use {', '.join(shared)}, which the engine was given"


SHARED = """
from narvaro.plan.layers import Aim, people_weight
from narvaro.plan.measure import YearlyFigure, head_count
from narvaro.plan.objectives.criterion import Criterion

EXPONENT = 1.5

def _weight(question):
    return head_count(question) if EXPONENT else 0

def aim(question):
    return Aim(question, _weight(question))

def measures(question, state):
    return YearlyFigure({inner})

CRITERION = Criterion(aim=aim, solve=aim, measures=measures, value=lambda goal, parts: parts[0].mean)
"""


@pytest.mark.parametrize(
    ("inner", "shared"),
    [
        ("_weight(question)", {"_weight", "head_count", "EXPONENT"}),
        ("head_count(question)", {"head_count"}),
        ("[head_count for year in state]", {"head_count"}),
        ("question.people**EXPONENT", {"EXPONENT"}),
        ("question.case.areas", set()),
    ],
)
def test_shared_code_is_seen(inner, shared, monkeypatch):
    """A function that both sides call, straight, through another, or by handing it on, is found, and a figure too."""
    names = Names(SHARED.format(inner=inner))
    real = read
    monkeypatch.setitem(
        globals(), "read", lambda module: names if module == "narvaro.made_up" else real(module)
    )
    both = side("narvaro.made_up", ENGINE) & side("narvaro.made_up", RECKONING)
    assert {name for _, name in both} == shared
