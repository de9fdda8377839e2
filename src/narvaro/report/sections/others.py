"""What if: the same money without the earmark, the same question under another list, side by side."""

from __future__ import annotations

from narvaro.report.figures.bars import Bar, draw_bars
from narvaro.report.html import Child, Html, el
from narvaro.report.material import Material
from narvaro.report.pictures import NARROW, picture
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, Numbers, csv_link, table

DECIMALS = {"mean_min": 2}
"""Of figures in the table that have any; money has what suits its unit."""
BAR_DECIMALS = {"mean_min": 1}


def others_section(m: Material) -> Section | None:
    """Return the section on other plans; nothing where there are none."""
    found = m.findings.tables["others"]
    if found.empty:
        return None
    parts: list[Child] = [_other(m, int(position)) for position in found["position"]]
    parts.append(_agreement(m))
    return Section("others", m.voice("others.label"), m.say("others.title"), parts)


def _other(m: Material, position: int) -> Html:
    """Return today, the plan and another plan side by side."""
    name = f"others.{position}"
    plans = [m.phrase(place) for place in ("others.name.before", "others.name.main", f"{name}.name")]
    charts = []
    for figure, *values in m.findings.tables[f"{name}.bars"].itertuples(index=False, name=None):
        bars = [
            Bar(plan, float(value), k == 1) for k, (plan, value) in enumerate(zip(plans, values, strict=True))
        ]
        drawn = draw_bars(bars, m.lang, NARROW, BAR_DECIMALS.get(figure, 0))
        caption = el("p", m.phrase(f"{name}.bars.{figure}"), class_="fine")
        charts.append(el("div", caption, drawn.svg(m.phrase(f"{name}.alt.{figure}"))))
    return picture(
        f"other-{position}",
        m.phrase(f"{name}.title"),
        m.voice("others.subtitle"),
        el("div", charts, class_="pair"),
        _numbers(m, name, plans),
        m.lang,
        beside=False,
    )


def _numbers(m: Material, name: str, plans: list[str]) -> Numbers:
    """Return the three plans side by side, a row a figure."""
    v, decimals = m.voice, DECIMALS | {"spent": m.voice.money_decimals()}
    columns = [Column(v("col.figure")), *(Column(plan, "number") for plan in plans)]
    rows: list[list[Cell]] = [
        [m.phrase(f"others.row.{figure}"), *(v.number(x, decimals.get(figure, 0)) for x in values)]
        for figure, *values in m.findings.tables[name].itertuples(index=False, name=None)
    ]
    return Numbers(columns, rows)


def _agreement(m: Material) -> Html | None:
    """Return in how many of the plans each place is found."""
    v, found = m.voice, m.findings.tables["others.agreement"]
    if found.empty:
        return None
    places = [name for name in ("municipality",) if name in found]
    columns = [
        Column(v("col.place")),
        *(Column(v(f"col.{name}")) for name in places),
        Column(v("col.action")),
        Column(v("col.in_plan")),
        Column(m.phrase("others.in_plans"), "number"),
    ]
    rows: list[list[Cell]] = [
        [
            str(row["name"]),
            *(str(row[name]) for name in places),
            v.ours(f"said.places.verb.{row['action']}"),
            bool(row["main"]),
            int(row["plans"]),
        ]
        for row in found.to_dict("records")
    ]
    title = v("others.agreement")
    return el(
        "details",
        el("summary", title),
        table(columns, rows, title, m.lang, show_caption=False),
        el("p", csv_link(columns, rows, "agreement", m.lang)),
        id="agreement",
    )
