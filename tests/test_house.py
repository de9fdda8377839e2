"""Rules of the house that can be counted: sizes of files, docstrings, links, what must not be in the repository."""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
PAGES = [
    ROOT / "README.md",
    ROOT / "ARCHITECTURE.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
MOST_LINES_OF_A_MODULE = 450
MOST_LINES_OF_A_FUNCTION = 60
MOST_ARGUMENTS = 8
# Commands, and what users call by name, take one argument for each setting; the rest are compiled loops and drawing.
MANY_ARGUMENTS = {
    ("cli", "travel_command"),
    ("cli", "access_command"),
    ("cli", "new_command"),
    ("commands", "new"),
    ("cli_asking", "what_if_command"),
    ("cli", "plan_command"),
    ("cli_plans", "decide_command"),
    ("history", "measure_history"),
    ("ledger", "_bar"),
    ("pictures", "picture"),
    ("table", "measure_access"),
}


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def lines_of_code(function: ast.FunctionDef) -> int:
    """Return the lines of a function after its docstring."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1


def arguments(function: ast.FunctionDef) -> int:
    """Return how many arguments a function takes, `self` apart."""
    named = [a for a in function.args.args if a.arg not in ("self", "cls")]
    return len(named) + len(function.args.kwonlyargs) + len(function.args.posonlyargs)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_files_and_functions_stay_small(path: Path) -> None:
    """No module has more than 450 lines and no function body more than 60, kernels apart, which are compiled whole."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES_OF_A_MODULE
    long = [
        f"{f.name}: {lines_of_code(f)}"
        for f in functions(path)
        if lines_of_code(f) > MOST_LINES_OF_A_FUNCTION and not path.stem.endswith("kernels")
    ]
    assert long == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_functions_of_the_inside_take_few_arguments(path: Path) -> None:
    """No function takes more than 8, but those that a user calls with names, and kernels, which take no objects."""
    if path.stem.endswith("kernels"):
        return
    listed = re.search(r"__all__ = \[(.*?)\]", path.read_text(encoding="utf-8"), re.DOTALL)
    public = set(re.findall(r'"(\w+)"', listed[1])) if listed else set()
    many = [f.name for f in functions(path) if arguments(f) > MOST_ARGUMENTS and f.name not in public]
    assert [name for name in many if (path.stem, name) not in MANY_ARGUMENTS] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_what_is_public_is_documented(path: Path) -> None:
    """Every module, public class and public function says what it does."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    silent = [node.name for node in named if not node.name.startswith("_") and not ast.get_docstring(node)]
    assert silent == []
    if path.read_text(encoding="utf-8").strip():
        assert ast.get_docstring(tree), "the module does not say what it is for"


@pytest.mark.parametrize("text", PAGES, ids=lambda text: text.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(text: Path) -> None:
    """Every link to a file of the repository names a file that is there."""
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text.read_text(encoding="utf-8")):
        assert (text.parent / target).exists(), f"{text.name} links to {target}"


def test_the_repository_speaks_of_the_product_alone() -> None:
    """No machine path, no address of a package registry and no open to-do stands in a tracked text file."""
    wanted = "|".join(
        [
            re.escape("/ro" + "ot/"),
            "/ho" + r"me/\w",
            "index" + "-url *=",
            "registry" + r" *= *https?:",
            r"\bTO" + r"DO\b",
            r"\bFIX" + r"ME\b",
        ]
    )
    found = subprocess.run(
        ["git", "grep", "-nIE", wanted, "--", "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.stdout == ""


READERS = {
    "json.load": {"case/documents.py"},
    "tomllib.load": {
        "case/documents.py",
        "app/asking.py",  # a value on the command line
        "language/catalogue.py",  # this and the three below read what the package ships
        "language/forms.py",
        "sources/column_words.py",
        "sources/sweden/tables.py",
        "travel/rules.py",
    },
    "pd.read_csv": {"sources/sweden/tables.py", "travel/feed_tables.py"},
    "csv.reader": {"case/tables.py", "travel/feed_tables.py"},
    "pickle.load": set(),
    "np.load": {"app/certificate.py"},  # what it cannot read it does without
}


@pytest.mark.parametrize("call", READERS)
def test_files_are_read_in_few_places(call: str) -> None:
    """What a user or a disk may have spoilt is read by the readers that name every fault, and by nothing else."""
    found = {
        path.relative_to(ROOT / "src" / "narvaro").as_posix()
        for path in SOURCES
        if f"{call}(" in path.read_text(encoding="utf-8") or f"{call}s(" in path.read_text(encoding="utf-8")
    }
    assert found <= READERS[call]


def test_no_cell_is_read_by_guess() -> None:
    """Where pandas reads a table, neither "NA" is a missing value nor the first column an index, unless asked for."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pd.read_csv":
                given = {word.arg: ast.unparse(word.value) for word in node.keywords}
                assert given.get("keep_default_na") == "False", path
                assert "dtype" in given, path


def test_travel_asks_no_object_what_members_it_has() -> None:
    """Every engine and source of travel times has every member of its kind, so nothing there is looked up by name."""
    asking = [
        path.name
        for path in SOURCES
        if path.parent.name == "travel"
        and re.search(r"\b(?:get|has)attr\(", path.read_text(encoding="utf-8"))
    ]
    assert asking == []


SILENCED = {
    "report/figures/canvas.py": "letters that matplotlib's own font lacks; no width of it is used",
    "sources/mixed_systems.py": "points outside a projection come back as infinite and are told of",
    "sources/reading/shapes.py": "what GDAL finds odd about a file; what is lost shows as a fault of the table",
    "travel/transit.py": "points far from a street, which the run tells with their distance",
    "travel/transit_build.py": "recorded, sorted and told",
}


def test_what_a_library_warns_of_is_silenced_only_where_the_reason_stands() -> None:
    """Each place that keeps warnings of a library from the user is listed here with its reason."""
    found = {
        path.relative_to(ROOT / "src" / "narvaro").as_posix()
        for path in SOURCES
        if re.search(
            r"catch_warnings|simplefilter|filterwarnings|np\.seterr", path.read_text(encoding="utf-8")
        )
    }
    assert found == set(SILENCED)


ALIAS = re.compile(r"_?[A-Z]\w*[a-z]\w*$")  # Floats, _Why; a constant is written in capitals alone


def named_things(tree: ast.Module) -> list[tuple[str, str]]:
    """Return the classes of a module and its capitalised aliases, each with what it stands for."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found = [(node.name, f"a class at line {node.lineno}") for node in classes]
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            found += [(name, ast.unparse(node.value)) for name in names if ALIAS.match(name)]
    return found


def test_no_name_means_two_things() -> None:
    """A name of a class stands once in the whole package, and an alias that stands twice means the same."""
    meanings: dict[str, list[str]] = {}
    for path in SOURCES:
        for name, meaning in named_things(ast.parse(path.read_text(encoding="utf-8"))):
            where = (
                f"{path.relative_to(ROOT / 'src' / 'narvaro').as_posix()}, " if " line " in meaning else ""
            )
            meanings.setdefault(name, []).append(where + meaning.replace("npt.", ""))
    assert {name: found for name, found in meanings.items() if len(set(found)) > 1} == {}


def constants(tree: ast.Module) -> Iterator[str]:
    """Yield the names in capitals that a module binds at its top."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            named = [one for target in targets for one in getattr(target, "elts", [target])]
            yield from (one.id for one in named if isinstance(one, ast.Name) and one.id.isupper())


def test_no_constant_of_travel_means_two_things() -> None:
    """A name in capitals is bound in one module of the room alone; the others import it or have a name of their own."""
    bound = Counter(
        name
        for path in SOURCES
        if path.parent.name == "travel"
        for name in set(constants(ast.parse(path.read_text(encoding="utf-8"))))
        if not name.startswith("_")
    )
    assert [name for name, count in bound.items() if count > 1] == []


def test_the_files_that_a_reader_is_sent_to_are_there() -> None:
    """Each file and folder that ARCHITECTURE.md names under "Which file to open" exists."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = page.split("## Which file to open\n")[1].split("\n## ")[0]
    rows = [line.split("|")[2] for line in section.splitlines() if line.startswith("| ")][1:]
    named = [[name for name in re.findall(r"`([\w/.]+)`", row) if "/" in name] for row in rows]
    assert len(rows) >= 12
    assert all(named), "a row sends a reader to a file"
    lost = [name for row in named for name in row if not (ROOT / "src/narvaro" / name).exists()]
    assert lost == [], "write in ARCHITECTURE.md where it stands now"


def test_the_table_of_the_inner_rooms_of_siting_has_each_module() -> None:
    """Each inner room's row in ARCHITECTURE.md lists its modules, all of them; compiled loops need not be named."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = page.split("| inner room |")[1].split("\n\n")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\w, ]+) \|", table, re.MULTILINE))
    siting = ROOT / "src/narvaro/siting"
    for room in siting.glob("*/__init__.py"):
        modules = {path.stem for path in room.parent.glob("*.py")} - {"__init__"}
        told = set(rows.get(room.parent.name, "").split(", "))
        missing = {name for name in modules - told if not name.endswith("_kernels")}
        assert (missing, told - modules) == (set(), set()), (
            f"put the modules of siting/{room.parent.name} right in the table of ARCHITECTURE.md"
        )
