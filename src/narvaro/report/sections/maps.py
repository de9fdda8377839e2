"""The map before and after: the whole case, and the cities where most people live at one scale."""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd

from narvaro.explain import MINUTE_BREAKS
from narvaro.report.figures.map import MapStyle, draw_map
from narvaro.report.figures.terrain import Terrain, classes_of, offices_on, one_scale, people_in, terrain_of
from narvaro.report.html import Html, el
from narvaro.report.map_key import CLASS_COLOURS, CLOSE, map_key, marks_key, minutes_key
from narvaro.report.material import Material
from narvaro.report.pictures import picture
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, Numbers, csv_link
from narvaro.report.voice import uncapital

WHEN = ("before", "after")


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
    style = style_of(terrain)
    sheets = [
        el("div", el("p", m.say(f"map.{when}")), country_map(m, terrain, mode, when), class_="sheet")
        for when in WHEN
    ]
    return picture(
        name,
        m.say(f"map.{mode}.title"),
        m.voice(f"map.subtitle.{_drawn(terrain)}", by=m.names.mode(mode)),
        el("div", sheets, class_="sheets"),
        _minutes_table(m, mode),
        m.lang,
        more=key_of(m, mode, terrain, style),
    )


def style_of(terrain: Terrain) -> MapStyle:
    """Return how the map of the whole case is drawn."""
    return MapStyle(windows=terrain.windows) if terrain.windows else CLOSE


def country_map(m: Material, terrain: Terrain, mode: str, when: str) -> Html:
    """Return the map of the whole case before or after."""
    classes, offices = classes_of(m.minutes(mode)[when]), offices_on(terrain, when)
    drawn = draw_map(terrain.whole, classes, CLASS_COLOURS, offices, terrain.frame, style_of(terrain))
    return drawn.svg(m.say(f"map.{mode}.alt_{when}"))


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
        more=key_of(m, mode, terrain, CLOSE),
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


def key_of(m: Material, mode: str, terrain: Terrain, style: MapStyle) -> Html:
    """Return the key: marks that occur, the scale of minutes and, where polygons are drawn, that of density."""
    marks = marks_key(m.names, set(m.states.values()), m.sizes, m.findings.definition, terrain, style)
    unreached = bool(m.findings.tables[f"map.{mode}"]["low_min"].isna().any())
    return map_key(
        marks, m.voice("map.scale", by=m.names.mode(mode)), minutes_key(m.voice, unreached), m.voice, terrain
    )


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
