"""Rules of the room that can be counted: no inheritance, no bare numbers, no type left open without a reason."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "src" / "narvaro" / "siting"
MODULES = sorted(path for path in ROOM.rglob("*.py") if path.name != "__init__.py")

BASES = {
    "Exception": "a reason to end a run is raised",
    "NamedTuple": "kernels take no other record, and a function may return one",
    "TypedDict": "fields that are handed on by name",
    "highspy.Highs": "an outside class, silenced before it can write",
}
OPEN_TYPES = {
    "form/arrays.py": "what a user gives may be anything; a pandas table is told by what it can do",
    "form/problem.py": "SciPy's types of sparse arrays overload beyond use, so one alias stands for them",
    "mip/highs.py": "highspy's types leave out what its class takes over from its core",
}
PLAIN_NUMBERS = {0, 1, 2, -1, 0.5}
BARE_NUMBERS = {
    "series/near_ties.py": {10},  # the default of an argument that a user names
    "tree/count_tree.py": {3},  # the columns of a table of triples
}


def named(path: Path) -> str:
    return path.relative_to(ROOM).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_class_adds_a_stage_to_another(path: Path) -> None:
    """Classes of the room stand on none of its own: what a step needs it is handed, not born with."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bases = [ast.unparse(b) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for b in node.bases]
    assert set(bases) <= set(BASES)


def test_types_are_left_open_only_where_the_reason_stands() -> None:
    """`Any` stands in the modules listed with their reasons, and in no other."""
    words = {
        path: tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        for path in MODULES
    }
    assert {
        named(path) for path, found in words.items() if any(word.string == "Any" for word in found)
    } == set(OPEN_TYPES)


def bare_numbers(tree: ast.Module) -> Iterator[float]:
    """Yield the numbers that stand in a function or a class without a name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and type(part.value) in (int, float):
                    yield part.value


@pytest.mark.parametrize("path", [path for path in MODULES if path.name != "effort.py"], ids=named)
def test_a_number_has_a_name_and_a_reason(path: Path) -> None:
    """Numbers but 0, 1, 2 and a half stand in `effort.py` or as a constant at the head of their module."""
    found = set(bare_numbers(ast.parse(path.read_text(encoding="utf-8")))) - PLAIN_NUMBERS
    assert found == BARE_NUMBERS.get(named(path), set())


def test_each_threshold_of_effort_is_told() -> None:
    """Every figure of `effort.py` is followed by a sentence that says what it is or why."""
    body = ast.parse((ROOM / "run" / "effort.py").read_text(encoding="utf-8")).body
    effort = next(node for node in body if isinstance(node, ast.ClassDef))
    for figure, after in zip(effort.body[1::2], effort.body[2::2], strict=True):
        assert isinstance(figure, ast.AnnAssign)
        assert isinstance(after, ast.Expr)
