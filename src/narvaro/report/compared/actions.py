"""What the plans do where they do not all do the same, and what that costs year by year."""

from __future__ import annotations

from narvaro.report.compared.material import ComparedMaterial
from narvaro.report.figures.bars import Bar, draw_bars
from narvaro.report.html import el
from narvaro.report.pictures import NARROW
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link, table


def actions_section(m: ComparedMaterial) -> Section:
    """Return the section on what is done, place by place."""
    v = m.voice
    said = [
        el("p", line)
        for k in range(1, len(m.found.names))
        for place in ("offices", "changes")
        for line in m.each(f"{k}.{place}")
    ]
    body = el("div", said)
    if not m.found.done.empty:
        columns = [Column(v("col.place")), *(Column(m.plan(name)) for name in m.found.names)]
        rows: list[list[Cell]] = [
            [
                m.found.sites[str(site)],
                *("; ".join(note.text(m.lang) for note in cell) or "–" for cell in cells),
            ]
            for site, *cells in m.found.done.itertuples(name=None)
        ]
        title = v("compared.actions.title")
        shown = table(columns, rows, title, m.lang, show_caption=False, stack=True)
        link = el("p", csv_link(columns, rows, "actions", m.lang))
        differ = el("details", el("summary", title), shown, link, id="differ", open=len(rows) <= 60)
        body = el("div", body, differ, class_="two")
    return Section("actions", v("compared.actions.label"), m.title("actions.title"), body)


def money_section(m: ComparedMaterial) -> Section | None:
    """Return the section on money; nothing where no two of them have a ledger."""
    v, plans = m.voice, m.found.plans
    with_money = [name for name in m.found.names if plans["spent"].notna()[name]]
    if not with_money:
        return None
    exact = v.money_decimals(exact=True)
    bars = [Bar(m.plan(name), float(plans["spent"][name]), name != m.first) for name in with_money]
    words = v("compared.money.bars")
    drawn = draw_bars(bars, m.lang, NARROW, v.money_decimals())
    told = ", ".join(f"{bar.label} {v.number(bar.value, v.money_decimals())}" for bar in bars)
    columns = [Column(v("col.year"), "code"), Column(v("col.figure"))]
    columns += [Column(m.plan(name), "number", exact) for name in with_money]
    rows: list[list[Cell]] = []
    for (year, figure), *row in m.found.yearly[with_money].itertuples(name=None):
        decimals = 0 if figure == "offices" else exact
        cells = [v.number(float(x), decimals) if x == x else None for x in row]
        rows.append([int(year), v(f"compared.money.{figure}"), *cells])
    title = v("compared.money.title")
    in_all = el(
        "div",
        el("p", words, class_="subtitle"),
        el("div", drawn.svg(f"{words}: {told}."), class_="pair"),
        el("p", v("compared.money.full_year", each=_full_years(m))),
    )
    by_year = el(
        "div",
        el("h3", title),
        table(columns, rows, title, m.lang, show_caption=False),
        el("p", csv_link(columns, rows, "money", m.lang)),
    )
    return Section(
        "money", v("money.label"), m.title("money.title"), el("div", in_all, by_year, class_="two")
    )


def _full_years(m: ComparedMaterial) -> str:
    """Return what a full year of the offices costs with each plan, today's too."""
    years, decimals = m.found.plans["full_year"].astype(float), m.voice.money_decimals()
    return "; ".join(
        f"{m.plan_within(name)} {m.voice.number(years[name], decimals)}" for name in m.found.names
    )
