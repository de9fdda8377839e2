"""The map before and after: the whole case, and the cities where most people live at one scale."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.colours import INK, LAND, MINUTE_BREAKS, MINUTE_COLOURS, UNREACHED, minute_class
from narvaro.report.figures.map import MapStyle, Office, draw_map, ink_scale
from narvaro.report.figures.marks import STATES, draw_mark
from narvaro.report.html import Html, el
from narvaro.report.material import EVERYONE, Material
from narvaro.report.pictures import Numbers, picture
from narvaro.report.sections.answer import HALF_A_PERSON
from narvaro.report.sections.section import Section
from narvaro.report.tables import Column, csv_link
from narvaro.report.terrain import Terrain, terrain_of
from narvaro.report.voice import capital, uncapital

CLASS_COLOURS = (*MINUTE_COLOURS, UNREACHED)
WHEN = ("before", "after")


def maps_section(m: Material) -> Section:
    """Return the section of maps."""
    terrain = terrain_of(m)
    pictures = [_country(m, terrain, m.mode, "map-country")]
    if terrain.windows:
        pictures.append(_cities(m, terrain))
    elif m.target_mode != m.mode:
        pictures.append(_country(m, terrain, m.target_mode, "map-walk"))
    areas = el("p", m.voice("map.areas_file"), " ", _areas_file(m), class_="fine files")
    return Section("map", m.voice("map.label"), _title(m), [*pictures, areas])


def _title(m: Material) -> str:
    v = m.voice
    opened, closed = m.doing("open"), m.doing("close")
    if opened:
        offices = v.count("the_new_offices", len(opened))
        where = Counter(str(step["municipality"]) for step in opened if step["municipality"])
        if len(opened) == 1:
            return capital(v("map.title.one", place=m.place_name(opened[0])))
        if sum(where.values()) < len(opened):
            return capital(
                v("map.title.named", offices=offices, places=v.listing([str(s["name"]) for s in opened], 3))
            )
        (first, most), *rest = where.most_common()
        several = v.count("municipalities", len(where))
        if most >= 2 and (not rest or rest[0][1] < most):
            data = {"offices": offices, "municipalities": several, "first": first, "n": v.words(most)}
            return capital(v("map.title.all_in_one" if not rest else "map.title.most_in", **data))
        return capital(v("map.title.spread", offices=offices, municipalities=several))
    if closed:
        offices = v.count("offices_close", len(closed))
        if any(step["leaves_municipality"] is None for step in closed):
            return capital(v("map.title.closes", closes=offices))
        lose = sum(bool(step["leaves_municipality"]) for step in closed)
        return capital(v("map.title.leaves", closes=offices, lose=v.count("municipalities_lose", lose)))
    return v("map.title.same")


# The whole case


def _country(m: Material, terrain: Terrain, mode: str, name: str) -> Html:
    v = m.voice
    style = MapStyle(windows=terrain.windows) if terrain.windows else MapStyle(mark=1.35, borders=0.9)
    sheets = []
    for when in WHEN:
        drawn = draw_map(
            terrain.whole,
            classes_of(m, mode, when),
            CLASS_COLOURS,
            offices_of(terrain, when),
            terrain.frame,
            style,
        )
        sheets.append(
            el(
                "div",
                el("p", v(f"map.{when}", year=str(m.years[-1]["year"]))),
                drawn.svg(_alt(m, mode, when)),
                class_="sheet",
            )
        )
    return picture(
        name,
        _beyond_title(m, mode),
        v("map.subtitle", by=m.by(mode)),
        el("div", sheets, class_="sheets"),
        _minutes_table(m, mode),
        m.lang,
        more=key(m, mode),
    )


def _beyond_title(m: Material, mode: str) -> str:
    """Return how many have a way beyond the standard, before and after."""
    v, row = m.voice, m.everyone(mode)
    before, after = float(row["people_beyond_before"]), float(row["people_beyond_after"])
    data = {
        "limit": v.minutes(m.limit_min(mode)),
        "by": m.by(mode),
        **v.heads(before, after),
        "change": v.people(abs(after - before)),
    }
    if max(before, after) < HALF_A_PERSON:
        return v("map.beyond.nobody", **data)
    if abs(after - before) < HALF_A_PERSON:
        return v("map.beyond.same", **data)
    return v("map.beyond.fewer" if after < before else "map.beyond.more", **data)


def classes_of(m: Material, mode: str, when: str) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return each area's class of minutes by a mode, before or after the plan."""
    minutes = m.minutes(mode)[when].to_numpy(dtype=float)
    return np.array([minute_class(value) for value in minutes], dtype=np.int64)


def offices_of(terrain: Terrain, when: str, city: str = "") -> list[Office]:
    """Return the offices of a map: before, those of today as they are; after, all with what happens to them.

    On the map of a city a name does not repeat the city's.
    """
    offices = [replace(office, name=office.name.removeprefix(f"{city} ")) for office in terrain.offices]
    if when == "after":
        return offices
    before = [office for office in offices if office.state != "new"]
    return [Office(o.x, o.y, o.state if o.state in ("open", "assumed") else "open", o.name) for o in before]


def _alt(m: Material, mode: str, when: str, city: str = "") -> str:
    """Return two sentences for those who do not see the map."""
    v, row = m.voice, m.everyone(mode)
    count = Counter(m.states.values())
    first = v(
        f"map.alt.{when}",
        offices=v.number(float(m.counts[f"offices_{when}"] or 0)),
        new=str(count["new"]),
        closing=str(count["closing"]),
    )
    if city:
        named = v(f"map.{when}", year=str(m.years[-1]["year"]))
        return f"{v('map.alt.city', city=city, when=uncapital(named))} {v('map.alt.dots', by=m.by(mode))}"
    data = {
        "limit": v.minutes(m.limit_min(mode)),
        "by": m.by(mode),
        "share": v.pct(float(row[f"share_beyond_{when}"])),
    }
    return f"{first} {v('map.alt.beyond', **data)}"


def _minutes_table(m: Material, mode: str) -> Numbers:
    """Return people by class of minutes, read off the curve of people within so many minutes."""
    v = m.voice
    curves = m.findings.curves
    curve = curves[(curves["mode"] == mode) & (curves["grouping"] == EVERYONE)]
    within = {
        when: dict(zip(curve["minutes"].astype(int), curve[f"people_{when}"].astype(float), strict=True))
        for when in WHEN
    }
    row = m.everyone(mode)
    ends = [int(end) for end in MINUTE_BREAKS[1:] if int(end) in within["after"]]
    columns = (
        Column(v("col.minutes")),
        Column(v("col.people_before"), "number"),
        Column(v("col.people_after"), "number"),
        Column(v("col.change"), "number"),
    )
    steps = {when: [0.0, *(within[when][end] for end in ends)] for when in WHEN}
    reached = {when: float(row["people"] - row[f"people_unreached_{when}"]) for when in WHEN}
    rows: list[list[str | float]] = []
    for k, (low, high) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
        before, after = (steps[when][k + 1] - steps[when][k] for when in WHEN)
        rows.append([f"{low}–{high}", before, after, after - before])
    before, after = (reached[when] - steps[when][-1] for when in WHEN)
    rows.append([v("map.over", n=str(ends[-1])), before, after, after - before])
    lost = [float(row[f"people_unreached_{when}"]) for when in WHEN]
    if max(lost) >= HALF_A_PERSON:
        rows.append([v("map.unreached"), lost[0], lost[1], lost[1] - lost[0]])
    return Numbers(columns, rows)


# The cities


def _cities(m: Material, terrain: Terrain) -> Html:
    v, mode = m.voice, _close_mode(m)
    scale = max(ink_scale(terrain.close, window.frame, 0.05) for window in terrain.windows)
    sheets = []
    for when in WHEN:
        classes = classes_of(m, mode, when)
        for window in terrain.windows:
            drawn = draw_map(
                terrain.close,
                classes,
                CLASS_COLOURS,
                offices_of(terrain, when, window.name),
                window.frame,
                MapStyle(mark=1.35, borders=0.9),
                scale,
            )
            label = f"{window.name}, {uncapital(v(f'map.{when}', year=str(m.years[-1]['year'])))}"
            sheets.append(
                el("div", el("p", label), drawn.svg(_alt(m, mode, when, window.name)), class_="sheet window")
            )
    return picture(
        "map-cities",
        _cities_title(m),
        v("map.cities.subtitle", by=m.by(mode)),
        el("div", sheets, class_="sheets cities"),
        _cities_table(m, terrain, mode),
        m.lang,
        more=key(m, mode),
        open_table=False,
        beside=False,
    )


def _close_mode(m: Material) -> str:
    """Return the mode of the close maps: in a city an office is never far by car, so on foot where it is known."""
    return "walk" if "walk" in m.modes else m.mode


def _cities_title(m: Material) -> str:
    """Return what the close maps show: whom the decision is about, or everybody."""
    v, mode = m.voice, _close_mode(m)
    if m.definition is None or m.target_mode != "walk":
        return _beyond_title(m, mode)
    row = m.group_row(mode, m.definition, "yes")
    before, after = (float(row[f"people_beyond_{when}"]) for when in WHEN)
    data = {
        "areas": m.names.areas_of(m.definition),
        "limit": v.minutes(m.limit_min(mode)),
        **v.heads(before, after),
    }
    if abs(before - after) < HALF_A_PERSON:
        return capital(v("map.target.same", **data))
    return capital(v("map.target.fewer" if after < before else "map.target.more", **data))


def _cities_table(m: Material, terrain: Terrain, mode: str) -> Numbers:
    """Return people by class of minutes in each window, before and after."""
    v = m.voice
    columns = [Column(v("col.minutes"))]
    people = terrain.close.people
    names = [*(f"{low:g}–{high:g}" for low, high in pairwise(MINUTE_BREAKS))]
    rows: list[list[str | float]] = [[name] for name in (*names, v("map.over", n="90"), v("map.unreached"))]
    for window in terrain.windows:
        inside = window.frame.holds(terrain.close.x, terrain.close.y)
        for when in WHEN:
            columns.append(Column(f"{window.name}, {v(f'col.{when}')}", "number"))
            classes = classes_of(m, mode, when)
            for k, row in enumerate(rows):
                row.append(float(people[inside & (classes == k)].sum()))
    return Numbers(columns, [row for row in rows if any(value for value in row[1:])])


# The key


def key(m: Material, mode: str) -> Html:
    """Return the key: marks that occur, and the scale of minutes."""
    v = m.voice
    present = set(m.states.values()) | (
        {"open"} if {"resized", "closing"} & set(m.states.values()) else set()
    )
    marks = [el("li", _symbol(state), v(f"mark.{state}")) for state in STATES if state in present]
    if m.definition is not None:
        marks.append(el("li", _outlined(), capital(v("mark.outlined", areas=m.names.areas_of(m.definition)))))
    classes = []
    for k, colour in enumerate(MINUTE_COLOURS):
        patch = Canvas(40, 14)
        patch.rectangle(0, 0, 40, 14, colour)
        low = MINUTE_BREAKS[k]
        classes.append(el("li", patch.silent(), f"{low:g}" + ("+" if k == len(MINUTE_COLOURS) - 1 else "")))
    if any(float(m.everyone(mode)[f"people_unreached_{when}"]) >= HALF_A_PERSON for when in WHEN):
        patch = Canvas(40, 14)
        patch.rectangle(0, 0, 40, 14, UNREACHED)
        classes.append(el("li", patch.silent(), v("map.unreached_short")))
    return el(
        "div",
        el("ul", marks, class_="key"),
        el("p", v("map.scale", by=m.by(mode)), class_="fine scale-title"),
        el("ul", classes, class_="key scale"),
        class_="keys",
    )


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
    for mode in m.modes:
        for when in WHEN:
            columns.append(Column(v(f"col.minutes_{when}", by=m.by(mode)), "number", 1))
            table[f"{mode}_{when}"] = m.minutes(mode)[when].round(1)
    rows = [[str(area), *values] for area, *values in table.itertuples(name=None)]
    return csv_link(columns, rows, "areas", m.lang, v("map.areas_link"))
