"""Maps side by side: the minutes with each plan, where ways differ from the first, and the cities where they do."""

from __future__ import annotations

import numpy as np
import pandas as pd

from narvaro.explain import CHANGE_BREAKS
from narvaro.report.compared.material import ComparedMaterial
from narvaro.report.figures.colours import CHANGE_COLOURS
from narvaro.report.figures.map import MapStyle, Window, draw_map
from narvaro.report.figures.marks import STATES, State
from narvaro.report.figures.terrain import (
    Terrain,
    change_classes_of,
    classes_of,
    offices_on,
    one_scale,
    terrain_of,
    with_offices,
)
from narvaro.report.html import Html, el
from narvaro.report.map_key import CLASS_COLOURS, CLOSE, change_words, map_key, marks_key, minutes_key, patch
from narvaro.report.pictures import picture
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, Numbers, csv_link
from narvaro.report.voice import capital

NO_CHANGE = len(CHANGE_BREAKS)
SIDE_BY_SIDE = 2
"""So many maps leave room for their table beside them."""


def maps_section(m: ComparedMaterial) -> Section:
    """Return the section of maps."""
    ground = terrain_of(m.case, m.found.definition or None, {})
    parts = [_minutes(m, ground)]
    parts += [_change(m, ground, k, name) for k, name in enumerate(m.found.others, 1)]
    parts.append(el("p", m.voice("map.areas_file_compared"), " ", _areas_file(m), class_="fine files"))
    return Section("map", m.voice("map.label"), m.title("map.title"), parts)


def _style(ground: Terrain) -> MapStyle:
    return MapStyle(windows=ground.windows) if ground.windows else CLOSE


def _states(column: pd.Series[str]) -> dict[str, State]:
    """Return what happens with each site, of those that have an office."""
    told = column.dropna()
    return {str(site): state for site, state in told.items() if state in STATES}


def _drawn(ground: Terrain) -> str:
    return "dots" if ground.whole.polygons is None else "polygons"


def _sizes(m: ComparedMaterial, before: pd.Series[str], after: pd.Series[str]) -> dict[str, tuple[str, str]]:
    return {
        str(site): (str(one), str(other))
        for site, one, other in zip(before.index, before, after, strict=True)
    }


def _minutes(m: ComparedMaterial, ground: Terrain) -> Html:
    """Return the maps of minutes, one a plan, side by side."""
    v, style, sheets = m.voice, _style(ground), []
    present: set[State] = set()
    today = m.case.sizes_today
    for name in m.found.names:
        states = _states(m.found.states[name])
        present |= set(states.values())
        terrain = with_offices(ground, m.case, states, _sizes(m, today, m.found.sizes[name]))
        classes = classes_of(m.found.minutes[name])
        drawn = draw_map(
            terrain.whole, classes, CLASS_COLOURS, offices_on(terrain, "after"), terrain.frame, style
        )
        alt = v(f"compared.alt.{_drawn(ground)}", plan=m.plan_within(name), by=m.by)
        sheets.append(el("div", el("p", m.plan(name)), drawn.svg(alt), class_="sheet"))
    marks = marks_key(
        m.names, present, _sizes(m, today, m.found.sizes[m.first]), m.found.definition, ground, style
    )
    return picture(
        "map-minutes",
        m.title("map.minutes"),
        v(f"map.subtitle.{_drawn(ground)}", by=m.by),
        el("div", sheets, class_="sheets"),
        _minutes_table(m),
        m.lang,
        more=map_key(marks, v("map.scale", by=m.by), minutes_key(v, unreached=False), v, ground),
        beside=len(sheets) <= SIDE_BY_SIDE,
    )


def _minutes_table(m: ComparedMaterial) -> Numbers:
    columns = [Column(m.voice("col.minutes")), *(Column(m.plan(name), "number") for name in m.found.names)]
    rows: list[list[Cell]] = []
    for (low, high), *people in m.found.minute_classes.itertuples(name=None):
        over = np.isinf(high)
        rows.append([m.voice("map.over", n=f"{low:g}") if over else f"{low:g}–{high:g}", *people])
    return Numbers(columns, rows)


def _change(m: ComparedMaterial, ground: Terrain, k: int, name: str) -> Html:
    """Return the map of how much longer or shorter the way is with another plan than with the first."""
    v, style = m.voice, _style(ground)
    states = _states(m.found.states_between[name])
    sizes = _sizes(m, m.found.sizes[m.first], m.found.sizes[name])
    terrain = with_offices(ground, m.case, states, sizes)
    classes = change_classes_of(m.found.change_min(name))
    offices = offices_on(terrain, "after")
    drawn = draw_map(terrain.whole, classes, CHANGE_COLOURS, offices, terrain.frame, style)
    called = {"a": m.plan_within(m.first), "b": m.plan_within(name)}
    whole = el("div", drawn.svg(v("compared.alt.change", **called)), class_="sheet")
    marks = marks_key(m.names, set(states.values()), {}, m.found.definition, ground, style, called)
    key = map_key(marks, v("compared.scale", by=m.by, **called), _change_key(), v, ground)
    cities = _cities(m, terrain, classes)
    return el(
        "div",
        picture(
            f"map-change-{k}",
            m.title(f"{k}.map"),
            v(f"compared.change.{_drawn(ground)}", by=m.by, **called),
            el("div", whole, class_="sheets"),
            _change_table(m, name),
            m.lang,
            more=key,
        ),
        el("div", cities, class_="sheets cities") if cities else None,
    )


def _cities(m: ComparedMaterial, terrain: Terrain, classes: np.ndarray) -> list[Html]:
    """Return the windows of cities in which any way differs, at one scale."""
    scale = one_scale(terrain.close, terrain.windows, 0.05) if terrain.windows else 1.0
    found = []
    for window in terrain.windows:
        if _differs(terrain, window, classes):
            offices = offices_on(terrain, "after", window.name)
            drawn = draw_map(terrain.close, classes, CHANGE_COLOURS, offices, window.frame, CLOSE, scale)
            alt = m.voice("compared.alt.city", city=window.name)
            found.append(el("div", el("p", window.name), drawn.svg(alt), class_="sheet window"))
    return found


def _differs(terrain: Terrain, window: Window, classes: np.ndarray) -> bool:
    inside = window.frame.holds(terrain.close.x, terrain.close.y)
    return bool((classes[inside] != NO_CHANGE).any())


def _change_key() -> list[Html]:
    """Return the scale of change: from how many minutes on a colour counts."""
    ends = [f"{low:g}" for low in CHANGE_BREAKS]
    labels = [*(f"−{end}" for end in reversed(ends)), "0", *(f"+{end}" for end in ends)]
    return [el("li", patch(colour), label) for colour, label in zip(CHANGE_COLOURS, labels, strict=True)]


def _change_table(m: ComparedMaterial, name: str) -> Numbers:
    """Return people by how much longer or shorter their way is; classes with nobody are left out."""
    columns = [Column(m.voice("compared.col.change")), Column(m.voice("col.people"), "number")]
    people = m.found.change_classes[name].tolist()
    named = zip(change_words(m.voice), people, strict=True)
    return Numbers(columns, [[capital(word), heads] for word, heads in named if heads])


def _areas_file(m: ComparedMaterial) -> Html:
    """Return the minutes of every area with each plan as a file."""
    v = m.voice
    columns = [Column(v("col.id")), Column(v("col.area")), Column(v("col.people"), "number")]
    columns += [Column(m.plan(name), "number", 1, in_file=1) for name in m.found.names]
    table = pd.concat([m.case.areas[["name", "people"]], m.found.minutes], axis=1)
    rows = [[str(area), *values] for area, *values in table.itertuples(name=None)]
    return csv_link(columns, rows, "areas", m.lang, v("map.areas_link"))
