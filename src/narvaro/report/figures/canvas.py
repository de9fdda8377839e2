"""A sheet measured in pixels, from the top left corner, drawn by matplotlib."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from narvaro.language import visible
from narvaro.report.figures.colours import INK
from narvaro.report.figures.svg import CLASS, embed
from narvaro.report.html import Html

Point = tuple[float, float]
Anchor = Literal["left", "center", "right"]

_SETTINGS: Any = {
    "svg.fonttype": "none",  # text stays text: it can be read, found and copied, in the font of the page
    "svg.hashsalt": "narvaro",  # the same bytes each time
    "font.family": ["DejaVu Sans"],
    "path.simplify": False,
}
_DPI = 72  # one point is one pixel


class Canvas:
    """A sheet to draw on.

    Parameters
    ----------
    width, height
        Size, pixels. Texts are 12 pixels where not told otherwise, so a sheet should be shown at its own size.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._figure = Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI)
        self._canvas: Any = FigureCanvasSVG(self._figure)
        self._figure.patch.set_visible(False)
        # no axes: everything is laid on the figure itself, in pixels, with y downwards
        self._pixels = Affine2D().scale(1, -1).translate(0, height)
        self._order = 0

    def line(
        self,
        points: Iterable[Point],
        colour: str = INK,
        width: float = 1.0,
        dash: Sequence[float] | None = None,
        name: str = "",
    ) -> None:
        """Draw a line through points."""
        vertices = np.asarray(list(points), dtype=float)
        codes: list[Any] = [Path.MOVETO, *([Path.LINETO] * (len(vertices) - 1))]
        style = _dashed(dash, width)
        self._add(Path(vertices, codes), "none", colour, width, name, linestyle=style, capstyle="round")

    def lines(self, lines: Iterable[Sequence[Point]], colour: str, width: float) -> None:
        """Draw many lines of one colour and width as one path."""
        vertices: list[Point] = []
        codes: list[Any] = []
        for line in lines:
            vertices += line
            codes += [Path.MOVETO, *([Path.LINETO] * (len(line) - 1))]
        if vertices:
            self._add(Path(vertices, codes), "none", colour, width, "")

    def rectangle(
        self, x: float, y: float, width: float, height: float, fill: str, stroke: str = "none", name: str = ""
    ) -> None:
        """Draw a rectangle from its upper left corner."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.polygons([corners], fill, stroke, 1.0, name)

    def polygons(
        self,
        rings: Iterable[Sequence[Point]],
        fill: str,
        stroke: str = "none",
        width: float = 1.0,
        name: str = "",
        dash: Sequence[float] | None = None,
    ) -> None:
        """Draw closed rings as one shape; a ring inside another, turned the other way, is a hole."""
        vertices: list[Point] = []
        codes: list[Any] = []
        for ring in rings:
            points = [(float(x), float(y)) for x, y in ring]
            vertices += [*points, points[0]]
            codes += [Path.MOVETO, *([Path.LINETO] * (len(points) - 1)), Path.CLOSEPOLY]
        if vertices:
            self._add(Path(vertices, codes), fill, stroke, width, name, linestyle=_dashed(dash, width))

    def dots(self, points: Iterable[Point], diameter: float, colour: str, name: str = "") -> None:
        """Draw filled dots of one size and colour, all as one short path: strokes of no length with round ends."""
        places = np.repeat(np.asarray(list(points), dtype=float).reshape(-1, 2), 2, axis=0)
        if len(places):
            codes: list[Any] = [Path.MOVETO, Path.LINETO] * (len(places) // 2)
            self._add(Path(places, codes), "none", colour, diameter, name, capstyle="round")

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str,
        stroke: str = "none",
        width: float = 1.0,
        name: str = "",
    ) -> None:
        """Draw a circle."""
        unit = Path.unit_circle()
        self._add(Path(np.asarray(unit.vertices) * radius + (x, y), unit.codes), fill, stroke, width, name)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        anchor: Anchor = "left",
        size: float = 12.0,
        colour: str = INK,
        bold: bool = False,
        name: str = "",
    ) -> None:
        """Write a text with its base line at y."""
        self._order += 1
        written = Text(
            x,
            y,
            visible(text),  # a control character would end the picture
            ha=anchor,
            va="baseline",
            fontsize=size,
            color=colour,
            fontweight="bold" if bold else "normal",
            parse_math=False,
            zorder=self._order,
            gid=CLASS + name if name else None,
            transform=self._pixels,
        )
        self._figure.add_artist(written)

    def svg(self, label: str, decimals: int = 1) -> Html:
        """Return the sheet as SVG for a page.

        Parameters
        ----------
        label
            What the picture shows, for those who cannot see it.
        decimals
            Decimals of a pixel that are kept.
        """
        written = io.StringIO()
        with mpl.rc_context(_SETTINGS), warnings.catch_warnings():
            # the widths matplotlib would measure are not used, so a letter its own font lacks does no harm
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            empty = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            self._canvas.print_svg(written, metadata=empty)
        return embed(written.getvalue(), label, self.width, self.height, decimals)

    def silent(self) -> Html:
        """Return the sheet as SVG beside a word that says the same: those who listen are not told twice."""
        return self.svg("")

    def _add(
        self,
        path: Path,
        fill: str,
        stroke: str,
        width: float,
        name: str,
        linestyle: object = "solid",
        capstyle: Literal["butt", "round"] = "butt",
    ) -> None:
        self._order += 1
        path.should_simplify = False
        patch = PathPatch(
            path,
            facecolor=fill,
            edgecolor=stroke,
            linewidth=width if stroke != "none" else 0.0,
            linestyle=linestyle,
            capstyle=capstyle,
            joinstyle="round",
            zorder=self._order,
            clip_on=False,
            gid=CLASS + name if name else None,
            transform=self._pixels,
        )
        self._figure.add_artist(patch)


def _dashed(dash: Sequence[float] | None, width: float) -> object:
    """Return pixels of line and gap as matplotlib counts them, in widths of the line."""
    return "solid" if dash is None else (0, tuple(part / width for part in dash))


def text_width(text: str, size: float = 12.0, bold: bool = False) -> float:
    """Return about how wide a text will be, pixels; a little more rather than less.

    Examples
    --------
    >>> text_width("iiii") < text_width("mmmm")
    True
    """
    narrow, wide = set("iljtfrI.,:;'|!()[] \N{NARROW NO-BREAK SPACE}"), set("mwMWQ%@")
    ems = sum(0.37 if c in narrow else 0.95 if c in wide else 0.72 if c.isupper() else 0.63 for c in text)
    return ems * size * (1.1 if bold else 1.0)


def size_that_fits(text: str, room: float, size: float = 12.0) -> float:
    """Return the size at which a text is no wider than its room: its own, or smaller.

    Examples
    --------
    >>> size_that_fits("min", 300), size_that_fits("m" * 100, 300) < 12
    (12.0, True)
    """
    wide = text_width(text, size)
    return size * min(1.0, room / wide) if wide else size
