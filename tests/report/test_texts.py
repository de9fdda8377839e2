"""The report asks for no text that is not there, and there is no text that the report does not ask for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from narvaro.language import keys

SOURCE = Path(__file__).parents[2] / "src" / "narvaro" / "report"
KNOWN = [key for key in keys() if key.startswith("report.")]
FORM = r"(?:\.(?:zero|one|many))?"


def literals() -> Iterator[tuple[str, bool]]:
    """Yield each text in the code as a pattern of keys, and whether it stands first in a call that speaks."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        spoken = {id(node.args[0]) for node in ast.walk(tree) if isinstance(node, ast.Call) and speaks(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant | ast.JoinedStr):
                pattern = pattern_of(node)
                if pattern is not None:
                    yield pattern, id(node) in spoken


def speaks(call: ast.Call) -> bool:
    """Tell whether a call says a text of the report: v(...), m.voice(...), v.count(...)."""
    name = ast.unparse(call.func)
    return bool(call.args) and bool(re.fullmatch(r"(v|.*\.?voice|self)(\.count)?", name))


def pattern_of(node: ast.Constant | ast.JoinedStr) -> str | None:
    """Return a text as a pattern: what is filled in later may be anything without a blank."""
    if isinstance(node, ast.Constant):
        return re.escape(node.value) if isinstance(node.value, str) else None
    parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\S+?" for p in node.values]
    return "".join(parts)


def found(pattern: str) -> list[str]:
    """Return the texts whose key, with or without the room's name, is of a pattern."""
    return [key for key in KNOWN if re.fullmatch(rf"(?:report\.)?{pattern}{FORM}", key)
            or re.fullmatch(pattern + FORM, key.removeprefix("report."))]  # fmt: skip


def test_every_text_that_is_asked_for_is_there() -> None:
    """Each key in a call that speaks names a text, or begins a family of texts."""
    missing = {pattern for pattern, spoken in literals() if spoken and not found(pattern)}
    assert missing == set()


def test_every_text_is_asked_for() -> None:
    """No text of the report lies unused."""
    families = [pattern.removeprefix(r"report\.") for pattern, _ in literals()]
    named = [pattern for pattern in families if re.search(r"[a-z_]{2}", pattern)]  # not all filled in later
    used = {key for pattern in named for key in found(pattern)}
    assert [key for key in KNOWN if key not in used] == []
