"""The report shows: what is said and every figure are decided in `explain`."""

import ast
from pathlib import Path

import pytest

REPORT = Path(__file__).parents[2] / "src" / "narvaro" / "report"
PICTURES = {"figures", "pdf"}
"""Where points, lines and colours are worked out, and sizes on paper; the only places with arithmetic."""
SHAPES = {"Findings", "PlanComparison", "CHANGE_BREAKS", "MINUTE_BREAKS"}
"""What the report may import from `explain`: what holds figures, none that makes them."""
RECKONING = ("access", "siting", "plan")
REDUCING = {"sum", "mean", "idxmax", "idxmin", "argmax", "argmin", "cumsum", "diff", "groupby", "sort_values"}


def modules() -> list[Path]:
    return sorted(path for path in REPORT.rglob("*.py") if not PICTURES & set(path.relative_to(REPORT).parts))


def imports_of(tree: ast.AST) -> set[str]:
    """Return what is imported from rooms that reckon."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    rooms = tuple(f"narvaro.{room}" for room in RECKONING)
    return {
        name
        for name in found
        if name.startswith(rooms)
        or (name.startswith("narvaro.explain") and name.rpartition(".")[2] not in SHAPES)
    }


def reckoned(tree: ast.AST) -> list[str]:
    """Return each place where a figure is worked out: arithmetic on anything but texts, lists and sets, and sums."""
    found = []
    for node in ast.walk(tree):
        # `+` also joins texts and lists, `|` and `&` join sets; the rest has no use but to reckon.
        if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Add | ast.BitOr | ast.BitAnd):
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
        elif isinstance(node, ast.Call) and _name(node.func) in REDUCING:
            found.append(f"line {node.lineno}: {ast.unparse(node.func)}")
    return found


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(REPORT).as_posix())
def test_the_report_asks_no_room_that_reckons(path: Path) -> None:
    """Nothing of access, siting or plan is imported, and of explain only what holds figures."""
    assert imports_of(ast.parse(path.read_text(encoding="utf-8"))) == set()


def test_arithmetic_stands_with_the_pictures_alone() -> None:
    """Outside `figures` and `pdf` no figure is worked out."""
    found = {
        path.relative_to(REPORT).as_posix(): reckoned(ast.parse(path.read_text(encoding="utf-8")))
        for path in modules()
    }
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("a - b", 1),
        ("100 * share", 1),
        ("rows.sum()", 1),
        ("sum(rows)", 1),
        ("[*first, *rest] + more", 0),
        ("int | None", 0),
    ],
)
def test_the_rule_sees_what_is_worked_out(code: str, places: int) -> None:
    """A difference, a product and a sum are seen; joining lists and types is none."""
    assert len(reckoned(ast.parse(code))) == places


def test_the_rule_sees_an_import() -> None:
    """A function of explain or of a room before it is a fault; what holds figures is not."""
    code = (
        "from narvaro.explain import find, Findings\nfrom narvaro.access import nearest\nimport narvaro.plan"
    )
    assert imports_of(ast.parse(code)) == {
        "narvaro.explain.find",
        "narvaro.access.nearest",
        "narvaro.plan",
    }
