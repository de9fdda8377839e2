"""The map before and after: the whole case, and the cities where most people live at one scale."""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd

from narvaro.explain import MINUTE_BREAKS
from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.colours import INK, LAND, MINUTE_COLOURS, UNREACHED, mixed
from narvaro.report.figures.map import MapStyle, draw_map
from narvaro.report.figures.marks import STATES, State, draw_mark, mark_scales
from narvaro.report.figures.polygons import DENSITY_BREAKS, OUTLINE_DASH, STRENGTHS
from narvaro.report.figures.terrain import Terrain, classes_of, offices_on, one_scale, people_in, terrain_of
from narvaro.report.html import Html, el
from narvaro.report.material import Material
from narvaro.report.pictures import Numbers, picture
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link
from narvaro.report.voice import capital, uncapital

CLASS_COLOURS = (*MINUTE_COLOURS, UNREACHED)
WHEN = ("before", "after")
KEY_MARK = 1.2
CLOSE = MapStyle(mark=1.35, borders=1.3, area_borders=0.4)


def maps_section(m: Material) -> Section:
    """Return the section of maps."""
    terrain = terrain_of(m.case, m.findings.definition or None, m.states, m.sizes)
    pictures = [_country(m, terrain, m.findings.shown_mode, "map-country")]
    if terrain.windows:
        pictures.append(_cities(m, terrain, m.findings.close_mode))
    elif m.findings.target_mode != m.findings.shown_mode:
        pictures.append(_country(m, terrain, m.findings.target_mode, "map-walk"))
    areas = el("p", m.voice("map.areas_file"), " ", _areas_file(m), class_="fine files")
    return Section("map", m.voice("map.label"), m.say("map.title"), [*pictures, areas])


# The whole case


def _country(m: Material, terrain: Terrain, mode: str, name: str) -> Html:
    style = MapStyle(windows=terrain.windows) if terrain.windows else CLOSE
    sheets = []
    for when in WHEN:
        classes, offices = classes_of(m.minutes(mode)[when]), offices_on(terrain, when)
        drawn = draw_map(terrain.whole, classes, CLASS_COLOURS, offices, terrain.frame, style)
        sheet = drawn.svg(m.say(f"map.{mode}.alt_{when}"))
        sheets.append(el("div", el("p", m.say(f"map.{when}")), sheet, class_="sheet"))
    return picture(
        name,
        m.say(f"map.{mode}.title"),
        m.voice(f"map.subtitle.{_drawn(terrain)}", by=m.names.mode(mode)),
        el("div", sheets, class_="sheets"),
        _minutes_table(m, mode),
        m.lang,
        more=key(m, mode, terrain, style),
    )


def _drawn(terrain: Terrain) -> str:
    """Return what areas are drawn as."""
    return "dots" if terrain.whole.polygons is None else "polygons"


def _minutes_table(m: Material, mode: str) -> Numbers:
    """Return people by class of minutes."""
    v = m.voice
    columns = (
        Column(v("col.minutes")),
        Column(v("col.people_before"), "number"),
        Column(v("col.people_after"), "number"),
        Column(v("col.change"), "number"),
    )
    table = m.findings.tables[f"map.{mode}"].astype(float)
    rows: list[list[Cell]] = [
        [_class_name(m, low, high), *figures] for low, high, *figures in table.itertuples(index=False)
    ]
    return Numbers(columns, rows)


def _class_name(m: Material, low: float, high: float) -> str:
    """Return a class of minutes: from and to, over the last end, or no way at all."""
    if math.isnan(low):
        return m.voice("map.unreached")
    return m.voice("map.over", n=f"{low:g}") if math.isinf(high) else f"{low:g}–{high:g}"


# The cities


def _cities(m: Material, terrain: Terrain, mode: str) -> Html:
    v, scale = m.voice, one_scale(terrain.close, terrain.windows, 0.05)
    sheets = []
    for when in WHEN:
        classes = classes_of(m.minutes(mode)[when])
        for window in terrain.windows:
            offices = offices_on(terrain, when, window.name)
            drawn = draw_map(terrain.close, classes, CLASS_COLOURS, offices, window.frame, CLOSE, scale)
            date = uncapital(m.say(f"map.{when}"))
            shown = v(f"map.alt.{_drawn(terrain)}", by=m.names.mode(mode))
            alt = f"{v('map.alt.city', city=window.name, when=date)} {shown}"
            sheets.append(el("div", el("p", f"{window.name}, {date}"), drawn.svg(alt), class_="sheet window"))
    return picture(
        "map-cities",
        m.say("map.cities"),
        v(f"map.cities.subtitle.{_drawn(terrain)}", by=m.names.mode(mode)),
        el("div", sheets, class_="sheets cities"),
        _cities_table(m, terrain, mode),
        m.lang,
        more=key(m, mode, terrain, CLOSE),
        open_table=False,
        beside=False,
    )


def _cities_table(m: Material, terrain: Terrain, mode: str) -> Numbers:
    """Return people by class of minutes in each window, before and after."""
    v = m.voice
    columns = [Column(v("col.minutes"))]
    ends = [*pairwise(MINUTE_BREAKS), (MINUTE_BREAKS[-1], math.inf), (math.nan, math.nan)]
    rows: list[list[Cell]] = [[_class_name(m, low, high)] for low, high in ends]
    for window in terrain.windows:
        for when in WHEN:
            columns.append(Column(f"{window.name}, {v(f'col.{when}')}", "number"))
            people = people_in(terrain.close, window, classes_of(m.minutes(mode)[when]))
            for row, figure in zip(rows, people, strict=True):
                row.append(figure)
    return Numbers(columns, [row for row in rows if any(row[1:])])


# The key


def key(m: Material, mode: str, terrain: Terrain, style: MapStyle) -> Html:
    """Return the key: marks that occur, the scale of minutes and, where polygons are drawn, that of density."""
    v = m.voice
    by_density = _density_key(m) if terrain.whole.polygons is not None else None
    return el(
        "div",
        el("ul", _marks_key(m, terrain, style), class_="key"),
        el("p", v("map.scale", by=m.names.mode(mode)), class_="fine scale-title"),
        el("ul", _minutes_key(m, mode), class_="key scale"),
        by_density,
        class_="keys",
    )


def _marks_key(m: Material, terrain: Terrain, style: MapStyle) -> list[Html]:
    """Return the marks that occur: what happens with an office, its size, and areas that are outlined."""
    v = m.voice
    present = set(m.states.values())
    present |= {"open"} if {"resized", "closing"} & present else set()
    scales = mark_scales([size.id for size in sorted(m.case.sizes, key=lambda size: size.rank)])
    used = [size for size in scales if any(size in both for both in m.sizes.values())]
    found = []
    for state in STATES:
        if state == "open" and len(used) > 1:
            found += [el("li", _symbol(state, scales[size]), m.names.size(size)) for size in used]
        elif state in present:
            found.append(el("li", _symbol(state), v(f"mark.{state}")))
    polygons = terrain.whole.polygons is not None
    if m.findings.definition and (style.area_borders or not polygons):
        areas = m.names.areas_of(m.findings.definition)
        found.append(el("li", _outlined(polygons), capital(v("mark.outlined", areas=areas))))
    return found


def _minutes_key(m: Material, mode: str) -> list[Html]:
    classes = []
    for low, colour in zip(MINUTE_BREAKS, MINUTE_COLOURS, strict=True):
        more = "+" if low == MINUTE_BREAKS[-1] else ""
        classes.append(el("li", _patch(colour), f"{low:g}{more}"))
    if m.findings.tables[f"map.{mode}"]["low_min"].isna().any():
        classes.append(el("li", _patch(UNREACHED), m.voice("map.unreached_short")))
    return classes


def _density_key(m: Material) -> list[Html]:
    """Return how faint an area is by the people per km² that live there."""
    classes = []
    for low, share in zip((0.0, *DENSITY_BREAKS), STRENGTHS, strict=True):
        more = "+" if low == DENSITY_BREAKS[-1] else ""
        classes.append(el("li", _patch(mixed(MINUTE_COLOURS[-1], LAND, share)), f"{low:g}{more}"))
    return [
        el("p", m.voice("map.density"), class_="fine scale-title"),
        el("ul", classes, class_="key scale"),
    ]


def _patch(colour: str) -> Html:
    patch = Canvas(40, 14)
    patch.rectangle(0, 0, 40, 14, colour)
    return patch.silent()


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


def _areas_file(m: Material) -> Html:
    """Return the minutes of every area as a file."""
    v = m.voice
    columns = [Column(v("col.id")), Column(v("col.area")), Column(v("col.people"), "number")]
    table = pd.DataFrame({"name": m.case.areas["name"], "people": m.case.areas["people"]})
    for mode in m.findings.modes:
        for when in WHEN:
            columns.append(Column(v(f"col.minutes_{when}", by=m.names.mode(mode)), "number", 1, in_file=1))
            table[f"{mode}_{when}"] = m.minutes(mode)[when]
    rows = [[str(area), *values] for area, *values in table.itertuples(name=None)]
    return csv_link(columns, rows, "areas", m.lang, v("map.areas_link"))
