"""The map before and after: the whole case, and the cities where most people live at one scale."""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd

from narvaro.explain import MINUTE_BREAKS
from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.colours import INK, LAND, MINUTE_COLOURS, UNREACHED
from narvaro.report.figures.map import MapStyle, draw_map
from narvaro.report.figures.marks import STATES, draw_mark
from narvaro.report.figures.terrain import Terrain, classes_of, offices_on, one_scale, people_in, terrain_of
from narvaro.report.html import Html, el
from narvaro.report.material import Material
from narvaro.report.pictures import Numbers, picture
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link
from narvaro.report.voice import capital, uncapital

CLASS_COLOURS = (*MINUTE_COLOURS, UNREACHED)
WHEN = ("before", "after")


def maps_section(m: Material) -> Section:
    """Return the section of maps."""
    terrain = terrain_of(m.case, m.findings.definition or None, m.states)
    pictures = [_country(m, terrain, m.findings.shown_mode, "map-country")]
    if terrain.windows:
        pictures.append(_cities(m, terrain, m.findings.close_mode))
    elif m.findings.target_mode != m.findings.shown_mode:
        pictures.append(_country(m, terrain, m.findings.target_mode, "map-walk"))
    areas = el("p", m.voice("map.areas_file"), " ", _areas_file(m), class_="fine files")
    return Section("map", m.voice("map.label"), m.say("map.title"), [*pictures, areas])


# The whole case


def _country(m: Material, terrain: Terrain, mode: str, name: str) -> Html:
    style = MapStyle(windows=terrain.windows) if terrain.windows else MapStyle(mark=1.35, borders=0.9)
    sheets = []
    for when in WHEN:
        classes, offices = classes_of(m.minutes(mode)[when]), offices_on(terrain, when)
        drawn = draw_map(terrain.whole, classes, CLASS_COLOURS, offices, terrain.frame, style)
        sheet = drawn.svg(m.say(f"map.{mode}.alt_{when}"))
        sheets.append(el("div", el("p", m.say(f"map.{when}")), sheet, class_="sheet"))
    return picture(
        name,
        m.say(f"map.{mode}.title"),
        m.voice("map.subtitle", by=m.names.mode(mode)),
        el("div", sheets, class_="sheets"),
        _minutes_table(m, mode),
        m.lang,
        more=key(m, mode),
    )


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
            style = MapStyle(mark=1.35, borders=0.9)
            drawn = draw_map(terrain.close, classes, CLASS_COLOURS, offices, window.frame, style, scale)
            date = uncapital(m.say(f"map.{when}"))
            alt = (
                f"{v('map.alt.city', city=window.name, when=date)} {v('map.alt.dots', by=m.names.mode(mode))}"
            )
            sheets.append(el("div", el("p", f"{window.name}, {date}"), drawn.svg(alt), class_="sheet window"))
    return picture(
        "map-cities",
        m.say("map.cities"),
        v("map.cities.subtitle", by=m.names.mode(mode)),
        el("div", sheets, class_="sheets cities"),
        _cities_table(m, terrain, mode),
        m.lang,
        more=key(m, mode),
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


def key(m: Material, mode: str) -> Html:
    """Return the key: marks that occur, and the scale of minutes."""
    v = m.voice
    present = set(m.states.values()) | (
        {"open"} if {"resized", "closing"} & set(m.states.values()) else set()
    )
    marks = [el("li", _symbol(state), v(f"mark.{state}")) for state in STATES if state in present]
    if m.findings.definition:
        marks.append(
            el("li", _outlined(), capital(v("mark.outlined", areas=m.names.areas_of(m.findings.definition))))
        )
    classes = []
    for low, colour in zip(MINUTE_BREAKS, MINUTE_COLOURS, strict=True):
        more = "+" if low == MINUTE_BREAKS[-1] else ""
        classes.append(el("li", _patch(colour), f"{low:g}{more}"))
    if m.findings.tables[f"map.{mode}"]["low_min"].isna().any():
        classes.append(el("li", _patch(UNREACHED), v("map.unreached_short")))
    return el(
        "div",
        el("ul", marks, class_="key"),
        el("p", v("map.scale", by=m.names.mode(mode)), class_="fine scale-title"),
        el("ul", classes, class_="key scale"),
        class_="keys",
    )


def _patch(colour: str) -> Html:
    patch = Canvas(40, 14)
    patch.rectangle(0, 0, 40, 14, colour)
    return patch.silent()


def _symbol(state: str) -> Html:
    canvas = Canvas(20, 18)
    draw_mark(canvas, next(known for known in STATES if known == state), 10, 9, 1.2)
    return canvas.silent()


def _outlined() -> Html:
    canvas = Canvas(20, 18)
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
