"""Names on a map, placed so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from narvaro.report.figures.canvas import Anchor, Canvas, text_width
from narvaro.report.figures.colours import INK

Box = tuple[float, float, float, float]


@dataclass
class Labels:
    """The room taken on a sheet, and the names that found room.

    Parameters
    ----------
    width, height
        Size of the sheet, pixels; names stay inside.
    """

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)

    def keep_free(self, x: float, y: float, radius: float) -> None:
        """Keep names off a mark."""
        self.taken.append((x - radius, y - radius, x + radius, y + radius))

    def place(
        self,
        canvas: Canvas,
        x: float,
        y: float,
        text: str,
        gap: float,
        size: float = 12.0,
        bold: bool = False,
    ) -> bool:
        """Write a name beside a point if there is room to its right, left, above or below; tell whether."""
        wide = text_width(text, size, bold)
        tries: tuple[tuple[float, float, Anchor], ...] = (
            (x + gap, y + size * 0.35, "left"),
            (x - gap, y + size * 0.35, "right"),
            (x, y - gap, "center"),
            (x, y + gap + size * 0.75, "center"),
            (x + gap * 0.7, y - gap * 0.7, "left"),
            (x + gap * 0.7, y + gap * 0.7 + size * 0.75, "left"),
            (x - gap * 0.7, y - gap * 0.7, "right"),
            (x - gap * 0.7, y + gap * 0.7 + size * 0.75, "right"),
        )
        for left, base, anchor in tries:
            start = left - {"left": 0.0, "center": wide / 2, "right": wide}[anchor]
            box = (start, base - size * 0.8, start + wide, base + size * 0.25)
            if self._free(box):
                self.taken.append(box)
                canvas.text(left, base, text, anchor, size, INK, bold, name="halo")
                return True
        return False

    def _free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < 2 or top < 2 or right > self.width - 2 or bottom > self.height - 2:
            return False
        return not any(left < r and right > x and top < b and bottom > y for x, y, r, b in self.taken)


def spread(positions: Iterable[float], least: float, low: float, high: float) -> list[float]:
    """Return positions moved apart so that neighbours are at least some pixels from each other.

    The order is kept; the moves are as even as a single pass down and one up allow.

    Examples
    --------
    >>> spread([10, 12, 50], 10, 0, 100)
    [10.0, 20.0, 50.0]
    >>> spread([95.0, 99.0], 10.0, 0.0, 100.0)
    [90.0, 100.0]
    """
    given = [float(value) for value in positions]
    order = sorted(range(len(given)), key=lambda i: given[i])
    last = low - least
    for i in order:
        given[i] = max(given[i], last + least)
        last = given[i]
    last = high + least
    for i in reversed(order):
        given[i] = min(given[i], last - least)
        last = given[i]
    return given
