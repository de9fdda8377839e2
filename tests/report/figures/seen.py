"""What stands in a picture, read from its SVG: words with the room they take, and shapes with theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from tests.report.reading import Node, read

from narvaro.report.figures.canvas import Canvas, text_width


@dataclass(frozen=True)
class Box:
    """The room that something takes on the sheet, pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def covers(self, other: Box) -> bool:
        """Tell whether two boxes share room."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 0 and min(self.bottom, other.bottom) - max(self.top, other.top) > 0


@dataclass(frozen=True)
class Word:
    """A text, where its base line is, and about what room it takes."""

    text: str
    x: float
    y: float
    anchor: str
    bold: bool
    fill: str
    box: Box


@dataclass(frozen=True)
class Shape:
    """A line, rectangle or circle with its colours and the corners it goes through."""

    fill: str
    stroke: str
    dashed: bool
    points: tuple[tuple[float, float], ...]
    round: bool
    box: Box


@dataclass(frozen=True)
class Picture:
    """The words and shapes of a sheet in the order they are drawn."""

    width: float
    height: float
    words: tuple[Word, ...]
    shapes: tuple[Shape, ...]

    @property
    def texts(self) -> list[str]:
        return [word.text for word in self.words]

    def word(self, text: str) -> Word:
        """Return the one word with a text."""
        (found,) = [word for word in self.words if word.text == text]
        return found

    def bars(self, fill: str) -> list[Box]:
        """Return the rectangles of a colour."""
        return [s.box for s in self.shapes if s.fill == fill and not s.round and len(s.points) == 4]

    def circles(self, fill: str) -> list[Box]:
        """Return the circles of a colour."""
        return [s.box for s in self.shapes if s.fill == fill and s.round]

    def lines(self, stroke: str) -> list[Shape]:
        """Return the lines of a colour."""
        return [s for s in self.shapes if s.stroke == stroke and s.fill == "none"]

    def covered(self) -> list[tuple[str, str]]:
        """Return the pairs of words that stand on each other."""
        pairs = combinations(self.words, 2)
        return [(a.text, b.text) for a, b in pairs if a.box.covers(b.box)]

    def outside(self) -> list[str]:
        """Return the words that leave the sheet."""
        return [
            w.text
            for w in self.words
            if w.box.left < 0 or w.box.top < 0 or w.box.right > self.width or w.box.bottom > self.height
        ]


def seen(canvas: Canvas) -> Picture:
    """Read a sheet as it is drawn."""
    root = read(canvas.svg("x"))
    words = tuple(_word(node) for node in root.all("text"))
    return Picture(canvas.width, canvas.height, words, tuple(_shape(node) for node in root.all("path")))


def _word(node: Node) -> Word:
    given = node.attributes
    x, y, size = (float(str(given[name])) for name in ("x", "y", "font-size"))
    bold, anchor = given.get("font-weight") in ("bold", "700"), given.get("text-anchor") or "start"
    wide = text_width(node.text(), size, bold)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    box = Box(left, y - 0.75 * size, left + wide, y + 0.2 * size)
    return Word(node.text(), x, y, anchor, bold, str(given.get("fill", "")), box)


def _shape(node: Node) -> Shape:
    given = node.attributes
    path = str(given["d"])
    points = tuple(at for command, at in steps_of(path) if command != "h")
    fill, stroke = (str(given.get(name) or "none") for name in ("fill", "stroke"))
    return Shape(fill, stroke, "stroke-dasharray" in given, points, "C" in path, around(points))


def steps_of(path: str) -> list[tuple[str, tuple[float, float]]]:
    """Return the steps of a path: what draws each, and where it ends on the sheet; `h` is a line of no length."""
    found: list[tuple[str, tuple[float, float]]] = []
    for command, rest in re.findall(r"([MlChz])([^MlChz]*)", path):
        numbers = [float(x) for x in re.findall(r"-?\d+\.?\d*", rest)]
        if command == "h":
            found.append((command, found[-1][1]))
        for x, y in zip(numbers[::2], numbers[1::2], strict=False) if command != "h" else ():
            west, north = found[-1][1] if command == "l" else (0.0, 0.0)
            found.append(("L" if command == "l" else command, (round(west + x, 6), round(north + y, 6))))
    return found


def around(points: Iterable[tuple[float, float]]) -> Box:
    """Return the room that points take."""
    x, y = zip(*points, strict=True)
    return Box(min(x), min(y), max(x), max(y))
