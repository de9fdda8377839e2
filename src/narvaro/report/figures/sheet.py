"""A picture that stands as a file of its own: title, key and maps on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narvaro.report.figures.canvas import Canvas, text_width
from narvaro.report.figures.colours import PAPER, QUIET, RULE
from narvaro.report.figures.map import MapStyle, draw_map
from narvaro.report.figures.polygons import IntArray
from narvaro.report.figures.projection import Frame
from narvaro.report.figures.terrain import Terrain, one_scale
from narvaro.report.html import Html, el

MARGIN, GUTTER = 20.0, 28.0
WINDOW_PX = 214.0
NARROWEST = 480.0
CLOSE = MapStyle(borders=1.3, beneath=0, area_borders=0.4)
TITLE, TEXT = 15.0, 12.5
LINE = 1.45
"""From one line of text to the next, as a share of its size."""
STYLE = """svg { font-family: "Liberation Sans", Arial, Helvetica, sans-serif; }
.halo { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round; }"""


def draw_map_sheet(
    terrain: Terrain,
    classes: IntArray,
    key: Sequence[tuple[str, str]],
    title: str,
    subtitle: str,
) -> Html:
    """Draw the map of the whole and the windows of its cities, under a title and a key, as one SVG for a file.

    Parameters
    ----------
    terrain
        The case as a map sees it.
    classes
        One class an area, an index into `key`; those of the first lie beneath all others.
    key
        Colour and meaning of each class; those later in it stand first under the title.
    title, subtitle
        The finding, and what is drawn.
    """
    frames = [replace(window.frame, width=WINDOW_PX, height=WINDOW_PX) for window in terrain.windows]
    width = max(NARROWEST, 2 * MARGIN + terrain.frame.width + (GUTTER + WINDOW_PX if frames else 0.0))
    head = _head(title, subtitle, key, width)
    colours = [colour for colour, _ in key]
    style = MapStyle(windows=terrain.windows, beneath=0, dots_above=True) if frames else CLOSE
    whole = draw_map(terrain.whole, classes, colours, (), terrain.frame, style)
    top = head.height
    parts = [_placed(head, 0.0, 0.0), _placed(whole, MARGIN, top)]
    parts += _windows(terrain, frames, classes, colours, top)
    low = max(terrain.frame.height, len(frames) * (WINDOW_PX + TEXT * LINE + 8.0))
    return _file(parts, title, width, top + low + MARGIN)


def draw_sheet(drawn: Canvas, title: str, subtitle: str) -> Html:
    """Draw one picture under a title, as one SVG for a file."""
    width = max(NARROWEST, 2 * MARGIN + drawn.width)
    head = _head(title, subtitle, (), width)
    parts = [_placed(head, 0.0, 0.0), _placed(drawn, MARGIN, head.height)]
    return _file(parts, title, width, head.height + drawn.height + MARGIN)


def _windows(
    terrain: Terrain, frames: Sequence[Frame], classes: IntArray, colours: Sequence[str], top: float
) -> list[Html]:
    """Return the windows one under the other at one scale, each with its name."""
    if not frames:
        return []
    small = [replace(window, frame=frame) for window, frame in zip(terrain.windows, frames, strict=True)]
    scale = one_scale(terrain.close, small, 0.05)
    parts, x, y = [], MARGIN + terrain.frame.width + GUTTER, top
    for window in small:
        name = Canvas(WINDOW_PX, TEXT * LINE)
        name.text(0, TEXT, window.name, "left", TEXT, bold=True)
        drawn = draw_map(terrain.close, classes, colours, (), window.frame, CLOSE, scale)
        drawn.line([(0, 0), (WINDOW_PX, 0), (WINDOW_PX, WINDOW_PX), (0, WINDOW_PX), (0, 0)], RULE, 1.0)
        parts += [_placed(name, x, y), _placed(drawn, x, y + TEXT * LINE)]
        y += WINDOW_PX + TEXT * LINE + 8.0
    return parts


def _head(title: str, subtitle: str, key: Sequence[tuple[str, str]], width: float) -> Canvas:
    """Return title, subtitle and key, as high as they need to be."""
    room = width - 2 * MARGIN
    lines = [(line, TITLE, True) for line in lines_of(title, room, TITLE, bold=True)]
    lines += [(line, TEXT, False) for line in lines_of(subtitle, room, TEXT)]
    height = MARGIN + sum(size * LINE for _, size, _ in lines) + 6 + len(key) * TEXT * LINE + 12
    canvas, y = Canvas(width, height), MARGIN
    for line, size, bold in lines:
        canvas.text(
            MARGIN, y + size * 0.8, line, "left", size, bold=bold, **({} if bold else {"colour": QUIET})
        )
        y += size * LINE
    y += 6
    for colour, meaning in reversed(key):
        canvas.dots([(MARGIN + 6, y + TEXT * 0.45)], 11.0, colour)
        canvas.text(MARGIN + 20, y + TEXT * 0.8, meaning, "left", TEXT)
        y += TEXT * LINE
    return canvas


def lines_of(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Return a text as lines that are no wider than the room; a longer word has a line of its own.

    Examples
    --------
    >>> lines_of("one two three", 60.0, 12.0)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _placed(canvas: Canvas, x: float, y: float) -> Html:
    return el("g", canvas.silent(), transform=f"translate({x:g} {y:g})")


def _file(parts: Sequence[Html], label: str, width: float, height: float) -> Html:
    return el(
        "svg",
        el("title", label),
        el("style", Html(STYLE)),
        el("rect", width="100%", height="100%", fill=PAPER),
        parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=f"{width:g}",
        height=f"{height:g}",
        role="img",
    )
