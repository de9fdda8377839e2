"""From a page to the markup of typst: each element becomes a call, each text a quoted string, each drawing a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from narvaro.report.html import VOID, escape
from narvaro.report.pictures import WIDE

PT, MM_PT = 0.75, 72 / 25.4
"""Points to a pixel and to a millimetre."""
MARK_PT, STEP_PT, CHART_PT = 0.6, 0.5, 0.6
"""Points to a pixel of a mark in a key, of a colour of a scale, and of a chart, whose letters are then 7 points."""
LETTERS = 104
"""A table whose longest cells have no more letters than this beside each other has columns as wide as they are."""
MOST = 400
"""Letters that the longest cell of a column counts as at most, where columns share the sheet."""
LEFT_OUT = frozenset({"nav", "summary"})
LEFT_OUT_CLASSES = frozenset({"skip", "csv", "files", "narrow"})
"""What paper does not have: links, files, what unfolds, and drawings for a phone; as `style.css` leaves them out."""
PLAIN = frozenset({"header", "main", "footer", "section", "div", "figure", "body", "a", "dd", "dt", "li"})
"""Elements that are what they hold."""
AROUND = {
    "answer": "answer",
    "box": "boxed",
    "head": "head",
    "quiet": "quiet",
    "subtitle": "quiet",
    "facts": "quiet",
    "over": "quiet",
    "fine": "fine",
    "proof": "fine",
    "label": "label-line",
}
"""Functions of `sheet.typ` by class; what has several classes is held by several."""
BESIDE = {
    "brief": "(66mm, 1fr)",
    "cities": "(1fr, 1fr, 1fr)",
    "sheets": "(1fr, 1fr)",
    "pair": "(1fr, 1fr)",
    "places": "(1fr, 1fr)",
}
"""Columns in which the parts of what has a class stand beside each other; the first that it has."""
ROOM_PT, GUTTER_PT, LEAST_KEY_PT = 504.0, 14.0, 110.0
"""How wide a sheet is between its margins, what is between columns, and how narrow the key of a map may be."""
SVG_STYLE = (
    '<style>text{font-family:"Source Sans Pro"}'
    ".halo{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}</style>"
)


@dataclass
class Element:
    """An element of a page with what it holds; a drawing holds its own text."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """Its classes, in order."""
        return self.attributes.get("class", "").split()

    @property
    def elements(self) -> list[Element]:
        """The elements that it holds."""
        return [child for child in self.children if isinstance(child, Element)]

    def find(self, name: str) -> list[Element]:
        """Return the elements of a name within it, in order."""
        inside = [found for child in self.elements for found in child.find(name)]
        return ([self] if self.name == name else []) + inside


class _PageReader(HTMLParser):
    """Reads a page that our own `el` has written: whatever is opened is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("root")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop().name != tag:
            raise ValueError(f"</{tag}> closes another element")

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


@dataclass(frozen=True)
class Markup:
    """A page as typst reads it: the text of the page, and the drawings by the names it calls them by."""

    text: str
    drawings: dict[str, str]


def quoted(text: str) -> str:
    r"""Return a text as typst reads it between quotes, runs of blanks as one; no sign in it means anything.

    Examples
    --------
    >>> print(quoted('a  "#b" \\'))
    "a \"#b\" \\"
    """
    plain = re.sub(r"[ \t\n\r\f]+", " ", text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def together(parts: Sequence[str]) -> str:
    """Return pieces of markup as one; nothing for none.

    Examples
    --------
    >>> together(["", '"a"']), together(['"a"', "b()"]), together([])
    ('"a"', '{"a";b()}', '')
    """
    kept = [part for part in parts if part]
    return "{" + ";".join(kept) + "}" if len(kept) > 1 else "".join(kept)


@dataclass(frozen=True)
class Paper:
    """How a page stands on paper.

    Parameters
    ----------
    size
        Of its letters, as typst writes it: `10pt`.
    annex
        Sections, by their ids, that stand last, under a heading of their own, after the tables behind pictures. Without
        any the page is one sheet, which has no number, and tables stay where they are.
    annex_title
        The heading of these.
    tallest_mm
        How tall a map may be.
    """

    size: str
    annex: tuple[str, ...] = ()
    annex_title: str = ""
    tallest_mm: float = 125.0


class Writer:
    """Writes a page as markup, and keeps its drawings."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.drawings: dict[str, str] = {}
        self.tables: list[str] = []
        self.sections: list[str] = []
        self.in_annex = False

    def page(self, page: str) -> Markup:
        """Return a whole page, from HTML as :func:`narvaro.report.page.whole` writes it."""
        reader = _PageReader()
        reader.feed(page)
        (root,) = reader.open[0].find("html")
        (title,), (body,) = root.find("title"), root.find("body")
        written = self.node(body)
        if self.paper.annex:
            head = f"annex({quoted(self.paper.annex_title)})"
            written = together([written, head, *self.tables, *self.sections])
        told = ", ".join(
            quoted(text) for text in (root.attributes["lang"], "".join(map(str, title.children)))
        )
        pages = str(bool(self.paper.annex)).lower()
        call = f"#paper({told}, {self.paper.size}, {pages}, {written})"
        return Markup(call, self.drawings)

    def node(self, node: Element | str) -> str:
        """Return an element or a text; nothing where paper does not have it."""
        if isinstance(node, str):
            return quoted(node) if node.strip(" \t\n\r\f") or node == " " else ""
        if node.name in LEFT_OUT or LEFT_OUT_CLASSES & set(node.classes):
            return ""
        if node.attributes.get("id") in self.paper.annex:
            self.in_annex = True
            self.sections.append(self.children(node))
            self.in_annex = False
            return ""
        written = self.written(node)
        return self.around(node, written) if written else ""

    def around(self, node: Element, written: str) -> str:
        """Return what is written with the functions of its classes around it."""
        for name in node.classes:
            written = f"{AROUND[name]}({written})" if name in AROUND else written
        return written

    def children(self, node: Element) -> str:
        """Return all that an element holds."""
        return together([self.node(child) for child in node.children])

    def written(self, node: Element) -> str:
        """Return an element without what its classes say."""
        special = {
            "svg": self.drawing,
            "table": self.table,
            "details": self.details,
            "ul": self.list,
            "dl": self.terms,
        }
        beside = next((BESIDE[name] for name in BESIDE if name in node.classes), None)
        if beside is not None:
            cells = [f"kept({cell})" for child in node.elements if (cell := self.node(child))]
            return f"beside({beside}, {', '.join(cells)})"
        if node.name in special:
            return special[node.name](node)
        if "beside" in node.classes and node.find("svg") and not _of_class(node, "chart"):
            return self.map(node)
        inside = self.children(node)
        if not inside or node.name in PLAIN:
            return inside
        if node.name == "figcaption":
            return f"head({inside})"
        if node.name == "p":
            return f"par({inside})"
        if node.name == "strong":
            return f"strong({inside})"
        if node.name == "span":
            lang = node.attributes.get("lang")
            return f"text(lang: {quoted(lang)}, {inside})" if lang else inside
        if re.fullmatch("h[1-4]", node.name):
            return f"heading(level: {node.name[1]}, {inside})"
        raise ValueError(f"paper knows no <{node.name}>")

    def map(self, node: Element) -> str:
        """Return the maps before and after, with their key beside them where there is room, else under them."""
        caption, drawn, behind = node.elements
        (sheets,) = drawn.elements
        widths = [_wide(svg) * self.scale(svg) for svg in sheets.find("svg")]
        cells, key = [self.node(sheet) for sheet in sheets.elements], self.children(behind)
        columns = [f"{width:.1f}pt" for width in widths]
        if sum(widths) + GUTTER_PT * len(widths) + LEAST_KEY_PT <= ROOM_PT:
            columns.append("1fr")
            cells.append(key)
            key = ""
        return together([self.node(caption), f"beside(({', '.join(columns)}), {', '.join(cells)})", key])

    def list(self, node: Element) -> str:
        """Return a list: of sentences, or the key of a map."""
        if "scale" in node.classes:
            return f"steps(({''.join(self.step(item) + ',' for item in node.elements)}))"
        items = [written for item in node.elements if (written := self.children(item))]
        if "key" in node.classes:
            return f"keys(({''.join(item + ',' for item in items)}))"
        return f"list({', '.join(items)})"

    def step(self, item: Element) -> str:
        """Return a colour of a scale over what it means."""
        patch, said = item.children
        assert isinstance(patch, Element)
        return f"step({self.kept(patch, STEP_PT)}, {quoted(str(said))})"

    def terms(self, node: Element) -> str:
        """Return terms with what is said of each."""
        parts = node.elements
        pairs = zip(parts[::2], parts[1::2], strict=True)
        items = [f"terms.item({self.children(term)}, {self.lines(said)})" for term, said in pairs]
        return f"terms({', '.join(items)})"

    def lines(self, node: Element) -> str:
        """Return what an element holds, each part of it on a line of its own."""
        return together([f"par({self.node(child)})" for child in node.elements]) or self.children(node)

    def details(self, node: Element) -> str:
        """Return what a page unfolds; in a report it stands in the annex under its own title."""
        inside = self.children(node)
        if not self.paper.annex or self.in_annex:
            return inside
        (table, *_) = node.find("table")
        (caption,) = table.find("caption")
        self.tables.append(together([f"heading(level: 3, {self.children(caption)})", inside]))
        return ""

    def table(self, node: Element) -> str:
        """Return a table with its headings; columns of sentences share the room that the others leave."""
        (caption,), (head,), (body,) = (node.find(name) for name in ("caption", "thead", "tbody"))
        (head,), rows = head.find("tr"), body.find("tr")
        heads = head.elements
        columns = ", ".join(_widths([[_text(cell) for cell in row.elements] for row in (head, *rows)]))
        sides = ", ".join(quoted("n" if "n" in one.classes else "") for one in heads)
        cells = []
        for row in rows:
            told = [self.children(cell) or "[]" for cell in row.elements]
            cells += [f"strong({cell})" for cell in told] if "bold" in row.classes else told
        called = ", ".join(self.children(one) or "[]" for one in heads)
        figures = f"figures(({columns},), ({sides},), ({called},), {', '.join(cells)})"
        if "hidden" in caption.classes:
            return figures
        return together([f"par(strong({self.children(caption)}))", figures])

    def drawing(self, node: Element) -> str:
        """Return a drawing with its words for those who cannot see it; a small one stands beside words of its own."""
        label = node.attributes.get("aria-label")
        if not label:
            return f"mark({self.kept(node, MARK_PT)})"
        return f"drawing({self.kept(node, self.scale(node))}, {quoted(label)})"

    def scale(self, node: Element) -> float:
        """Return the points to a pixel of a picture."""
        tallest_pt = self.paper.tallest_mm * MM_PT
        return CHART_PT if _wide(node) == WIDE else min(PT, tallest_pt / float(node.attributes["height"]))

    def kept(self, node: Element, scale: float) -> str:
        """Keep a drawing and return its name and how wide it is, by its points to a pixel."""
        name = str(len(self.drawings))
        self.drawings[name] = _svg(node)
        return f'"{name}", {_wide(node) * scale:.1f}pt'


def _wide(svg: Element) -> float:
    return float(svg.attributes["width"])


def _of_class(node: Element, name: str) -> bool:
    return name in node.classes or any(_of_class(child, name) for child in node.elements)


def _text(cell: Element) -> str:
    return "".join(child if isinstance(child, str) else _text(child) for child in cell.children)


def _widths(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return how wide columns are: each as its longest cell, or all sharing the sheet by their cells and words."""
    longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if sum(longest) + 2 * len(longest) <= LETTERS:
        return ["auto"] * len(longest)
    words = [
        max(len(word) for cell in column for word in cell.split() or [""])
        for column in zip(*rows, strict=True)
    ]
    shares = [max(word + 2, 1.3 * min(most, MOST) ** 0.6) for most, word in zip(longest, words, strict=True)]
    return [f"{share:.1f}fr" for share in shares]


_VIEW_BOX = {"viewbox": "viewBox"}
_SVG_NAMES = frozenset({"viewbox", "width", "height"})


def _svg(node: Element) -> str:
    """Return a drawing as a file of its own; a reader of HTML has made its names small."""
    attributes = "".join(
        f' {_VIEW_BOX.get(name, name)}="{escape(value)}"'
        for name, value in node.attributes.items()
        if name in _SVG_NAMES
    )
    inside = "".join(_part(child) for child in node.children)
    return f'<svg xmlns="http://www.w3.org/2000/svg"{attributes}>{SVG_STYLE}{inside}</svg>'


def _part(node: Element | str) -> str:
    if isinstance(node, str):
        return escape(node)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    return f"<{node.name}{attributes}>{''.join(_part(child) for child in node.children)}</{node.name}>"
