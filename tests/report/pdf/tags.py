"""Reading the tags of a PDF, for tests: the structure that a screen reader goes by."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest


@dataclass
class Tag:
    """A tag with what it holds: its kind, words for those who cannot see it, and the scope of a heading of a table."""

    kind: str
    alt: str = ""
    scope: str = ""
    children: list[Tag] = field(default_factory=list)

    def all(self, *kinds: str) -> Iterator[Tag]:
        """Yield this tag and all within it that are of some kinds, in the order they are read."""
        if self.kind in kinds:
            yield self
        for child in self.children:
            yield from child.all(*kinds)


def opened(written: bytes) -> Any:
    """Return a PDF; a test is left out where pikepdf is not installed."""
    return pytest.importorskip("pikepdf").open(io.BytesIO(written))


def tags_of(pdf: Any) -> Tag:
    """Return the tree of tags."""
    return _tag(pdf.Root.StructTreeRoot)


def _tag(node: Any) -> Tag:
    attributes = _several(node.get("/A"))
    scopes = [str(one["/Scope"]) for one in attributes if "/Scope" in one]
    inside = [_tag(child) for child in _several(node.get("/K")) if _is_tag(child)]
    return Tag(str(node.get("/S", "root"))[1:], str(node.get("/Alt", "")), "".join(scopes), inside)


def _is_tag(child: Any) -> bool:
    return isinstance(child, pytest.importorskip("pikepdf").Dictionary) and "/S" in child


def _several(one: Any) -> list[Any]:
    """Return what may stand alone or in a row as a row."""
    if one is None:
        return []
    return list(one) if isinstance(one, pytest.importorskip("pikepdf").Array) else [one]
