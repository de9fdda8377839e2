"""How sure each plan is, which rules it breaks, and what it was made from."""

from __future__ import annotations

from narvaro.report.compared.material import ComparedMaterial
from narvaro.report.html import Child, el
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, table


def sureness_section(m: ComparedMaterial) -> Section:
    """Return the section on proof and broken rules."""
    v, plans = m.voice, m.found.plans
    parts: list[Child] = [el("p", line) for line in m.each("proof")]
    alike = bool(plans["alike"].all())
    columns = [
        Column(v("compared.col.plan")),
        Column(v("compared.col.goal"), wide=True),
        *_value_columns(m, alike),
        Column(v("compared.col.worse", plan=m.plan_within(m.first)), "share", 2),
        Column(v("compared.col.gap"), "share", 2),
        Column(v("compared.col.broken"), "number"),
    ]
    rows: list[list[Cell]] = []
    for name, row in plans.iterrows():
        own = [_known(row["value"]), _known(row["bound"])] if alike else [_known(row["by_first"])]
        goal = v.ours(f"objective.{row['kind']}")
        shares = [_known(row["worse_share"]) if name != m.first else None, _known(row["gap"])]
        rows.append([m.plan(str(name)), goal, *own, *shares, int(row["broken"])])
    title = v("compared.sure.table")
    parts.append(table(columns, rows, title, m.lang, show_caption=False, stack=True))
    for name in m.found.names:
        broken = m.found.broken_lines(name, m.lang)
        parts += [el("p", line) for line in m.each(f"rules.{name}")]
        if broken:
            parts.append(el("ul", [el("li", line) for line in broken]))
    return Section("sure", v("compared.sure.label"), m.title("sure.title"), el("div", parts))


def _value_columns(m: ComparedMaterial, alike: bool) -> list[Column]:
    """Return value and bound of each where they can be compared, else the value by the goal of the first."""
    v = m.voice
    if not alike:
        return [Column(v("compared.col.by_first", plan=m.plan_within(m.first)), "number")]
    return [Column(v("compared.col.value"), "number"), Column(v("compared.col.bound"), "number")]


def _known(value: float) -> float | None:
    return float(value) if value == value else None


def input_section(m: ComparedMaterial) -> Section:
    """Return the section on what the plans were made from, and how all of them are measured."""
    v = m.voice
    parts: list[Child] = [el("p", line) for line in m.each("input")]
    if not m.found.settings.empty:
        columns = [Column(v("compared.col.setting"))]
        columns += [Column(m.plan(str(name))) for name in m.found.settings.columns]
        rows: list[list[Cell]] = [
            [str(setting), *(cell or "–" for cell in cells)]
            for setting, *cells in m.found.settings.itertuples(name=None)
        ]
        parts.append(table(columns, rows, v("compared.settings"), m.lang))
    parts += [el("p", line, class_="fine quiet") for line in m.each("measured")]
    return Section("input", v("compared.input.label"), m.title("input.title"), el("div", parts))
