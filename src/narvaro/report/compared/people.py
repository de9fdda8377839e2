"""Who has how far with each plan: by group, and the places that are hit hardest or gain most."""

from __future__ import annotations

import pandas as pd

from narvaro.report.compared.material import ComparedMaterial
from narvaro.report.figures.bars import Bar, draw_bars
from narvaro.report.figures.dumbbell import DumbbellText, Pair, draw_dumbbells
from narvaro.report.html import Html, el
from narvaro.report.pictures import NARROW, both_widths, picture
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, Numbers, csv_link, table

MOST_PLACES = 10
BARS = {"mean_min": 1, "people_beyond": 0}
"""Figures that are drawn beside each other, with their decimals."""


def people_section(m: ComparedMaterial) -> Section:
    """Return the section on people: all together, and by group."""
    groups = [_groups(m, k, name) for k, name in enumerate(m.found.others, 1)]
    parts = el("div", _together(m), el("div", groups), class_="two")
    return Section("people", m.voice("compared.people.label"), m.title("people.title"), parts)


def _together(m: ComparedMaterial) -> Html:
    """Return the mean way and people beyond the standard, a bar a plan; and who has a longer or a shorter way."""
    v, plans = m.voice, m.found.plans
    charts = []
    for figure, decimals in BARS.items():
        bars = [Bar(m.plan(name), float(plans[figure][name]), name != m.first) for name in m.found.names]
        words = v(f"compared.bars.{figure}", by=m.by, limit=m.found.limit_min)
        told = ", ".join(
            f"{m.plan(one)} {v.number(float(plans[figure][one]), decimals)}" for one in m.found.names
        )
        drawn = draw_bars(bars, m.lang, NARROW, decimals)
        charts.append(el("div", el("p", words, class_="fine"), drawn.svg(f"{words}: {told}.")))
    columns = [Column(v("compared.col.beside", a=m.plan_within(m.first)))]
    columns += [Column(v(f"compared.col.{way}"), "number") for way in ("longer", "shorter", "same")]
    ways = m.found.ways[["longer", "shorter", "same"]]
    rows: list[list[Cell]] = [
        [m.plan(str(name)), *(float(x) for x in row)] for name, *row in ways.itertuples(name=None)
    ]
    return picture(
        "together",
        m.title("1.people" if m.pair else "map.minutes"),
        v("compared.people.subtitle", by=m.by, noticed=m.found.noticed_min),
        el("div", charts, class_="pair"),
        Numbers(columns, rows),
        m.lang,
        beside=False,
    )


def _groups(m: ComparedMaterial, k: int, name: str) -> Html:
    """Return the mean minutes of each group with the first plan and with another."""
    v, found = m.voice, m.found.groups
    labels = [m.group(str(grouping), str(group)) for grouping, group in found.index]
    pairs = [
        Pair(label, one, other)
        for label, one, other in zip(
            labels, found[("mean_min", m.first)].tolist(), found[("mean_min", name)].tolist(), strict=True
        )
        if one == one  # a group of whom nobody is reached has no mean
    ]
    text = DumbbellText(v("compared.groups.unit", by=m.by), m.plan(m.first), m.plan(name), 1)
    called = {"a": m.plan_within(m.first), "b": m.plan_within(name)}
    return picture(
        f"groups-{k}",
        m.title(f"{k}.groups"),
        v("compared.groups.subtitle", by=m.by, **called),
        both_widths(
            lambda width: draw_dumbbells(pairs, text, m.lang, width), v("compared.groups.alt", **called)
        ),
        _group_numbers(m, name, labels),
        m.lang,
        beside=False,
    )


def _group_numbers(m: ComparedMaterial, name: str, labels: list[str]) -> Numbers:
    v, both = m.voice, (m.first, name)
    columns = [Column(v("col.group")), Column(v("col.people"), "number")]
    columns += [Column(v("compared.col.mean", plan=m.plan(one)), "number", 1) for one in both]
    columns += [
        Column(v("compared.col.beyond", plan=m.plan(one), limit=m.found.limit_min), "number") for one in both
    ]
    keys = [("people", ""), *(("mean_min", one) for one in both), *(("people_beyond", one) for one in both)]
    figures = m.found.groups[keys].to_numpy(dtype=float).tolist()
    return Numbers(columns, [[label, *row] for label, row in zip(labels, figures, strict=True)], stack=True)


def places_section(m: ComparedMaterial) -> Section | None:
    """Return the section on places; nothing where ways are the same everywhere."""
    parts = [part for k, name in enumerate(m.found.others, 1) for part in _places(m, k, name)]
    if not parts:
        return None
    return Section("places", m.voice("compared.places.label"), m.title("places.title"), parts)


def _places(m: ComparedMaterial, k: int, name: str) -> list[Html]:
    """Return the municipalities and the areas that another plan hits hardest, and those that gain most."""
    v, called = m.voice, {"a": m.plan_within(m.first), "b": m.plan_within(name)}
    beside, towns = [], "municipality" in m.case.areas
    tables = {"worst": m.found.hit_hardest(name, MOST_PLACES), "best": m.found.helped_most(name, MOST_PLACES)}
    columns = [
        Column(v("col.municipality" if towns else "col.area")),
        Column(v("col.people"), "number"),
        Column(v("compared.col.longer"), "number"),
        Column(v("compared.col.shorter"), "number"),
        Column(v("compared.col.mean_change"), "number", 1),
    ]
    for kind, places in tables.items():
        if len(places):
            rows = _rows(places[["people", "longer", "shorter", "change_min"]])
            title = v(f"compared.{kind}" if towns else f"compared.{kind}_areas", **called)
            every = _rows(m.found.municipalities[name][["people", "longer", "shorter", "change_min"]])
            file, words = (
                ("municipalities", "gains.municipalities_link") if towns else ("areas", "compared.areas_link")
            )
            link = csv_link(columns, every, file, m.lang, v(words))
            beside.append(
                _titled(
                    f"{kind}-{k}",
                    title,
                    table(columns, rows, title, m.lang, show_caption=False, stack=True),
                    link,
                )
            )
    found = [el("div", beside, class_="halves")] if beside else []
    areas = m.found.worst_areas(name, MOST_PLACES)
    if len(areas):
        found.append(_areas(m, k, name, areas, called))
    return found


def _titled(name: str, title: str, *parts: Html) -> Html:
    return el("div", el("h3", title), parts[0], [el("p", part) for part in parts[1:]], id=name)


def _rows(places: pd.DataFrame) -> list[list[Cell]]:
    return [[str(place), *(float(x) for x in row)] for place, *row in places.itertuples(name=None)]


def _areas(m: ComparedMaterial, k: int, name: str, areas: pd.DataFrame, called: dict[str, str]) -> Html:
    v, own = m.voice, m.case.areas
    towns = "municipality" in own
    columns = [Column(v("col.area")), *([Column(v("col.municipality"))] if towns else [])]
    columns += [Column(v("col.people"), "number")]
    columns += [Column(v("compared.col.minutes", plan=m.plan(one)), "number", 0) for one in (m.first, name)]
    rows: list[list[Cell]] = []
    for area, *figures in areas[["people", "before_min", "after_min"]].itertuples(name=None):
        town = [str(own["municipality"][area])] if towns else []
        rows.append([str(own["name"][area]), *town, *figures])
    title = v("compared.areas", **called)
    link = csv_link(columns, rows, "areas-hit", m.lang)
    return _titled(
        f"areas-{k}", title, table(columns, rows, title, m.lang, show_caption=False, stack=True), link
    )
