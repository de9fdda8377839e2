"""The key of a map: the marks that occur, the scale of its colours, and how faint an area is by its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from narvaro.explain import CHANGE_BREAKS, MINUTE_BREAKS
from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.colours import INK, LAND, MINUTE_COLOURS, UNREACHED, mixed
from narvaro.report.figures.map import MapStyle
from narvaro.report.figures.marks import STATES, State, draw_mark, mark_scales
from narvaro.report.figures.polygons import DENSITY_BREAKS, OUTLINE_DASH, STRENGTHS
from narvaro.report.figures.terrain import Terrain
from narvaro.report.html import Html, el
from narvaro.report.names import PageNames
from narvaro.report.voice import Voice, capital

CLASS_COLOURS = (*MINUTE_COLOURS, UNREACHED)
KEY_MARK = 1.2
CLOSE = MapStyle(mark=1.35, borders=1.3, area_borders=0.4)
"""How a map of a city or of a small case is drawn."""


def map_key(marks: Sequence[Html], title: str, scale: Sequence[Html], voice: Voice, terrain: Terrain) -> Html:
    """Return the key of a map: its marks, its scale under a title and, where polygons are drawn, that of density."""
    return el(
        "div",
        el("ul", marks, class_="key"),
        el("p", title, class_="fine scale-title"),
        el("ul", scale, class_="key scale"),
        _density_key(voice) if terrain.whole.polygons is not None else None,
        class_="keys",
    )


def marks_key(
    names: PageNames,
    states: set[State],
    sizes: Mapping[str, tuple[str, str]],
    definition: str,
    terrain: Terrain,
    style: MapStyle,
    called: Mapping[str, str] | None = None,
) -> list[Html]:
    """Return the marks that occur: what happens with an office, its size, and areas that are outlined.

    Parameters
    ----------
    names
        What things are called.
    states
        What happens with any office on the map.
    sizes
        The size before and after of each; marks are alike where it is left out.
    definition
        The column of the areas that are outlined; empty where there are none.
    terrain, style
        How the map is drawn.
    called
        Where marks tell two plans apart: what they are called, as `a` and `b`.
    """
    v = names.voice
    present = set(states)
    present |= {"open"} if {"resized", "closing"} & present else set()
    scales = mark_scales([size.id for size in sorted(names.case.sizes, key=lambda size: size.rank)])
    used = [size for size in scales if any(size in both for both in sizes.values())]
    found = []
    for state in STATES:
        if state == "open" and len(used) > 1:
            found += [el("li", _symbol(state, scales[size]), names.size(size)) for size in used]
        elif state in present:
            words = v(f"mark.{state}") if called is None else v(f"compared.mark.{state}", **called)
            found.append(el("li", _symbol(state), words))
    polygons = terrain.whole.polygons is not None
    if definition and (style.area_borders or not polygons):
        areas = names.areas_of(definition)
        found.append(el("li", _outlined(polygons), capital(v("mark.outlined", areas=areas))))
    return found


def minutes_key(voice: Voice, unreached: bool) -> list[Html]:
    """Return the scale of minutes, with those who have no way at all where there are any."""
    classes = []
    for low, colour in zip(MINUTE_BREAKS, MINUTE_COLOURS, strict=True):
        more = "+" if low == MINUTE_BREAKS[-1] else ""
        classes.append(el("li", patch(colour), f"{low:g}{more}"))
    if unreached:
        classes.append(el("li", patch(UNREACHED), voice("map.unreached_short")))
    return classes


def minute_words(voice: Voice) -> list[str]:
    """Return the names of the classes of minutes, from the nearest to the farthest.

    Examples
    --------
    >>> minute_words(Voice("en"))
    ['0–10', '10–20', '20–30', '30–45', '45–60', '60–90', 'over 90']
    """
    spans = [f"{low:g}–{high:g}" for low, high in pairwise(MINUTE_BREAKS)]
    return [*spans, voice("map.over", n=f"{MINUTE_BREAKS[-1]:g}")]


def change_words(voice: Voice) -> list[str]:
    """Return the names of the classes of change, from a much shorter way to a much longer one."""
    spans = [*(f"{low:g}–{high:g}" for low, high in pairwise(CHANGE_BREAKS)), f"{CHANGE_BREAKS[-1]:g}+"]
    shorter = [voice("compared.shorter", span=span) for span in reversed(spans)]
    return [*shorter, voice("compared.same"), *(voice("compared.longer", span=span) for span in spans)]


def _density_key(voice: Voice) -> list[Html]:
    """Return how faint an area is by the people per km² that live there."""
    classes = []
    for low, share in zip((0.0, *DENSITY_BREAKS), STRENGTHS, strict=True):
        more = "+" if low == DENSITY_BREAKS[-1] else ""
        classes.append(el("li", patch(mixed(MINUTE_COLOURS[-1], LAND, share)), f"{low:g}{more}"))
    return [
        el("p", voice("map.density"), class_="fine scale-title"),
        el("ul", classes, class_="key scale"),
    ]


def patch(colour: str) -> Html:
    """Return a patch of a colour."""
    drawn = Canvas(40, 14)
    drawn.rectangle(0, 0, 40, 14, colour)
    return drawn.silent()


def _symbol(state: State, scale: float = KEY_MARK) -> Html:
    canvas = Canvas(20, 18)
    draw_mark(canvas, state, 10, 9, scale)
    return canvas.silent()


def _outlined(polygons: bool) -> Html:
    canvas = Canvas(20, 18)
    if polygons:
        canvas.polygons([[(3, 5), (12, 2), (17, 8), (13, 16), (4, 13)]], LAND, INK, 1.2, dash=OUTLINE_DASH)
    else:
        canvas.dots([(10, 9)], 11.0, INK)
        canvas.dots([(10, 9)], 8.2, LAND)
    return canvas.silent()
