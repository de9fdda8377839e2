"""Who gains and who loses: by group before and after, people against minutes, by municipality, and standards."""

from __future__ import annotations

import pandas as pd

from narvaro.report.figures.curve import CurveText, Reach, draw_reach, people_unit
from narvaro.report.figures.dumbbell import DumbbellText, Pair, draw_dumbbells
from narvaro.report.html import Child, Html, el
from narvaro.report.material import Material
from narvaro.report.pictures import both_widths, picture
from narvaro.report.sections.section import Section
from narvaro.report.sections.standards import standards_of
from narvaro.report.tables import Cell, Column, Numbers, csv_link, table
from narvaro.report.voice import capital

WHEN = ("before", "after")


def gains_section(m: Material) -> Section:
    """Return the section on who gains."""
    parts: list[Child] = [_shares(m), _curve(m), _means(m)]
    if m.findings.leads_with_means:
        parts.reverse()
    parts += [_municipalities(m), _evenness(m), _standards(m)]
    return Section(
        "gains", m.voice("gains.label"), m.say("gains.title"), [part for part in parts if part is not None]
    )


def _labels(m: Material, found: pd.DataFrame) -> list[str]:
    """Return the name of each group of a picture."""
    return [
        capital(m.names.group(str(grouping), str(group)))
        for grouping, group in zip(found["grouping"], found["group"], strict=True)
    ]


def _dumbbells(
    m: Material, name: str, anchor: str, numbers: Numbers, pairs: list[Pair], percent: bool
) -> Html:
    """Return the picture of a measure before and after, by group."""
    v = m.voice
    text = DumbbellText(m.phrase(f"gains.{name}.unit"), v("before"), v("after"), 1, percent)
    return picture(
        anchor,
        m.say(f"gains.{name}.title"),
        m.say(f"gains.{name}.subtitle"),
        both_widths(lambda width: draw_dumbbells(pairs, text, m.lang, width), m.say(f"gains.{name}.alt")),
        numbers,
        m.lang,
    )


def _shares(m: Material) -> Html:
    """Return the share beyond the standard by group."""
    v, found = m.voice, m.findings.tables["gains.shares"]
    labels, figures = _labels(m, found), found[["people", *WHEN]].to_numpy(dtype=float).tolist()
    columns = (
        Column(v("col.group")),
        Column(v("col.people"), "number"),
        *(Column(v(f"col.{when}"), "share", 1) for when in WHEN),
    )
    numbers = Numbers(columns, [[label, *row] for label, row in zip(labels, figures, strict=True)])
    pairs = [Pair(label, before, after) for label, (_, before, after) in zip(labels, figures, strict=True)]
    return _dumbbells(m, "shares", f"shares-{m.findings.target_mode}", numbers, pairs, percent=True)


def _means(m: Material) -> Html | None:
    """Return the mean minutes by group, of those who have an office within reach."""
    v, found = m.voice, m.findings.tables["gains.means"]
    if found.empty:
        return None
    labels, figures = _labels(m, found), found[list(WHEN)].to_numpy(dtype=float).tolist()
    pairs = [Pair(label, *row) for label, row in zip(labels, figures, strict=True)]
    columns = (Column(v("col.group")), *(Column(v(f"col.{when}"), "number", 1) for when in WHEN))
    numbers = Numbers(columns, [[label, *row] for label, row in zip(labels, figures, strict=True)])
    return _dumbbells(m, "means", f"means-{m.findings.shown_mode}", numbers, pairs, percent=False)


def _curve(m: Material) -> Html | None:
    """Return people against minutes: those of the definition where the plan is about them, else everybody."""
    v, found = m.voice, m.findings.tables["gains.curve"]
    if found.empty:
        return None
    reach = Reach(
        *(tuple(found[name].astype(float)) for name in ("minutes", "people_before", "people_after"))
    )
    standard = float(found.loc[found["standard"], "minutes"].iloc[0])
    unit = v(f"curve.people.{people_unit(reach)}")
    text = CurveText(m.phrase("gains.curve.axis"), unit, v("before"), v("after"))
    columns = (
        Column(v("col.minutes"), "number"),
        Column(v("col.people_before"), "number"),
        Column(v("col.people_after"), "number"),
        Column(v("col.change"), "number"),
    )
    rows = m.findings.tables["gains.curve_steps"].to_numpy(dtype=float).tolist()
    return picture(
        "curve",
        m.say("gains.curve.title"),
        m.say("gains.curve.subtitle"),
        both_widths(lambda width: draw_reach(reach, text, m.lang, width, standard), m.say("gains.curve.alt")),
        Numbers(columns, rows),
        m.lang,
    )


def _municipalities(m: Material) -> Html | None:
    """Return the municipalities where most people's ways change, and all of them as a file."""
    v, found = m.voice, m.findings.tables["gains.municipalities"]
    if found.empty:
        return None
    ways = [way for way in ("reached", "unreached") if f"people_newly_{way}" in found]
    columns = (
        Column(v("col.municipality")),
        Column(v("col.people"), "number"),
        Column(v("col.shorter"), "number"),
        Column(v("col.longer"), "number"),
        *(Column(v(f"col.newly_{way}"), "number") for way in ways),
        Column(v("col.mean_before"), "number", 1),
        Column(v("col.mean_after"), "number", 1),
    )
    figures = found.drop(columns=["place", "changed", "shown"]).to_numpy(dtype=float).tolist()
    rows: list[list[Cell]] = [[str(place), *row] for place, row in zip(found["place"], figures, strict=True)]
    top = [row for row, shown in zip(rows, found["shown"], strict=True) if shown]
    title = m.phrase("gains.municipalities.title")
    return el(
        "div",
        el("h3", capital(title)),
        el("p", m.say("gains.municipalities.subtitle"), class_="subtitle"),
        table(columns, top, title, m.lang, show_caption=False),
        el("p", csv_link(columns, rows, "municipalities", m.lang, v("gains.municipalities_link"))),
        id="municipalities",
    )


def _evenness(m: Material) -> Html | None:
    """Return the measures of inequality, each with a line on how to read it."""
    v, found = m.voice, m.findings.tables["gains.evenness"]
    if found.empty:
        return None
    columns = (
        Column(v("col.measure")),
        Column(v("col.before"), "number", 3),
        Column(v("col.after"), "number", 3),
        Column(v("col.reading")),
    )
    rows: list[list[Cell]] = [
        [v.ours(f"access.measure.{measure}"), float(before), float(after), v(f"measure.{measure}")]
        for measure, before, after in found.itertuples(index=False)
    ]
    title = m.say("gains.evenness.title")
    return el(
        "div",
        el("h3", title),
        table(columns, rows, title, m.lang, show_caption=False),
        [el("p", said, class_="fine") for said in m.each("gains.evenness.filler")],
        id="evenness",
    )


def _standards(m: Material) -> Html | None:
    """Return which standards are met, before and after, and which are not measured and why."""
    title = m.phrase("gains.standards.title")
    if not title:
        return None
    found = standards_of(m, "gains.standards", title, verdict=True)
    return el("div", el("h3", capital(title)), found, id="standards")
