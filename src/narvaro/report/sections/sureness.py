"""How sure: the value beside its bound, why the search stopped, and what was recomputed."""

from __future__ import annotations

import math

from narvaro.report.figures.bound import ProofFigures, ProofText, draw_proof
from narvaro.report.html import Child, Html, el
from narvaro.report.material import Material
from narvaro.report.pictures import Numbers, both_widths, picture
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, table
from narvaro.report.voice import capital

LARGE = 1e6
"""From here up a value is written in millions."""


def sureness_section(m: Material) -> Section:
    """Return the section on how sure the plan is."""
    parts: list[Child] = [_proof(m), _parts(m), _checks(m)]
    return Section(
        "sureness", m.voice("sureness.label"), _title(m), [part for part in parts if part is not None]
    )


def _title(m: Material) -> str:
    v, gap = m.voice, float(m.plan["objective"]["gap"])
    if m.plan["status"] == "optimal":
        return v("sureness.title.optimal")
    return v("sureness.title.gap", gap=v.pct(gap)) if math.isfinite(gap) else v("sureness.title.none")


def unit_of(m: Material, unit: str, value: float) -> tuple[str, float, int]:
    """Return the words for a unit, what a value is divided by, and the decimals it needs."""
    v = m.voice
    words = v.ours(f"report.unit.{unit}")
    if abs(value) >= LARGE:
        return v("unit_millions", unit=words), 1e6, 3
    return words, 1.0, 0 if abs(value) >= 100 or float(value).is_integer() else 2


def _proof(m: Material) -> Html:
    v, objective = m.voice, m.plan["objective"]
    value, bound, gap = (float(objective[name]) for name in ("after", "bound", "gap"))
    unit, divisor, decimals = unit_of(m, str(objective["unit"]), value)
    before = objective.get("before")
    proof = ProofFigures(
        None if before is None else float(before) / divisor, value / divisor, bound / divisor
    )
    text = ProofText(
        v("sureness.before"),
        v("sureness.value"),
        v("sureness.bound"),
        v("sureness.closed"),
        v("sureness.unknown"),
        v("sureness.enlarged"),
        decimals,
    )
    told = {
        "value": v.number(value / divisor, decimals),
        "bound": v.number(bound / divisor, decimals),
        "unit": unit,
        "gap": v.pct(gap),
    }
    columns = (Column(v("col.figure")), Column(v("col.value")))
    stopped = str(m.plan["stopped_by"])
    rows: list[list[Cell]] = [
        [v("sureness.row.unit"), unit],
        [v("sureness.row.before"), v.number(proof.before, decimals) if proof.before is not None else None],
        [v("sureness.row.value"), told["value"]],
        [v("sureness.row.bound"), told["bound"]],
        [v("sureness.row.gap"), v.pct_table(gap, 3)],
        [v("sureness.row.status"), v.ours(f"status.{m.plan['status']}")],
        [v("sureness.row.stopped"), v.ours(f"stopped_by.{stopped}")],
    ]
    name = v.ours(f"objective.{objective['name']}")
    return picture(
        "bound",
        v("sureness.picture.closed" if bound >= value else "sureness.picture.gap", **told),
        v("sureness.subtitle", objective=name, unit=unit),
        both_widths(lambda width: draw_proof(proof, text, m.lang, width), v("sureness.alt", **told)),
        Numbers(columns, rows),
        m.lang,
    )


def _parts(m: Material) -> Html | None:
    """Return the figures that the objective is made of, before and after."""
    v = m.voice
    parts = m.plan["objective"]["parts"]
    if not parts:
        return None
    columns = [
        Column(v("col.part")),
        Column(v("col.unit")),
        Column(v("col.before"), "number"),
        Column(v("col.mean_of_years"), "number"),
        *(Column(str(year["year"]), "number") for year in m.years),
    ]
    rows: list[list[Cell]] = []
    for part in parts:
        unit, divisor, decimals = unit_of(m, str(part["unit"]), float(part["before"]))
        label = v.ours(f"part.{part['name']}")
        figures = [part["before"], part["after"], *part["by_year"]]
        rows.append([label, unit, *(v.number(float(x) / divisor, decimals) for x in figures)])
    title = v.count("sureness.parts", len(parts))
    return el(
        "div",
        el("h3", title),
        table(columns, rows, title, m.lang, show_caption=False),
        id="parts",
        class_="short",
    )


def _checks(m: Material) -> Html | None:
    """Return what was recomputed by code of its own."""
    v = m.voice
    checks = m.plan["checks"]
    if not checks:
        return None
    failed = [name for name, agrees in checks.items() if not agrees]
    items = [
        el(
            "li",
            v.ours(f"check.{name}"),
            ": ",
            v("check_agrees" if agrees else "check_differs"),
        )
        for name, agrees in checks.items()
    ]
    title = v("sureness.checks.fail") if failed else v.count("sureness.checks", len(items))
    return el(
        "div",
        el("h3", capital(title)),
        el("p", v("sureness.checks_text"), class_="subtitle"),
        el("ul", items),
        id="checks",
    )
