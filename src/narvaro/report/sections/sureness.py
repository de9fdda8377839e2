"""How sure: the value beside its bound, why the search stopped, and what was recomputed."""

from __future__ import annotations

from narvaro.report.figures.bound import ProofFigures, ProofText, draw_proof
from narvaro.report.html import Child, Html, el
from narvaro.report.material import Material
from narvaro.report.pictures import both_widths, picture
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, Numbers, table


def sureness_section(m: Material) -> Section:
    """Return the section on how sure the plan is."""
    given = m.plan["status"] == "given"
    parts: list[Child] = [_given(m) if given else _proof(m), _parts(m), _checks(m)]
    return Section(
        "sureness",
        m.voice("sureness.label"),
        m.say("sureness.title"),
        [part for part in parts if part is not None],
    )


def _proof(m: Material) -> Html:
    v, found = m.voice, m.findings.tables["sureness.proof"].iloc[0]
    before, value, bound = (float(found[name]) for name in ("before", "value", "bound"))
    decimals = int(found["decimals"])
    text = ProofText(
        v("sureness.before"),
        v("sureness.value"),
        v("sureness.bound"),
        v("sureness.closed"),
        v("sureness.unknown"),
        v("sureness.enlarged"),
        decimals,
    )
    columns = (Column(v("col.figure")), Column(v("col.value")))
    rows: list[list[Cell]] = [
        [v("sureness.row.unit"), m.phrase("sureness.unit")],
        [v("sureness.row.before"), v.number(before, decimals)],
        [v("sureness.row.value"), v.number(value, decimals)],
        [v("sureness.row.bound"), v.number(bound, decimals)],
        [v("sureness.row.gap"), v.pct_table(float(found["gap"]), 3)],
        [v("sureness.row.status"), v.ours(f"status.{m.plan['status']}")],
        [v("sureness.row.stopped"), v.ours(f"stopped_by.{m.plan['stopped_by']}")],
    ]
    proof = ProofFigures(before, value, bound)
    return picture(
        "bound",
        m.say("sureness.picture"),
        m.say("sureness.subtitle"),
        both_widths(lambda width: draw_proof(proof, text, m.lang, width), m.say("sureness.alt")),
        Numbers(columns, rows),
        m.lang,
    )


def _given(m: Material) -> Html:
    """Return the value of a plan that was given, of which nothing is proven, and the rules that it breaks."""
    v, found = m.voice, m.findings.tables["sureness.proof"].iloc[0]
    decimals = int(found["decimals"])
    rows: list[list[Cell]] = [
        [v("sureness.row.unit"), m.phrase("sureness.unit")],
        [v("sureness.row.before"), v.number(float(found["before"]), decimals)],
        [v("sureness.row.value"), v.number(float(found["value"]), decimals)],
        [v("sureness.row.status"), v.ours("status.given")],
    ]
    title = v("sureness.given")
    figures = table(
        (Column(v("col.figure")), Column(v("col.value"))), rows, title, m.lang, show_caption=False
    )
    broken = [el("li", rule) for rule in m.each("sureness.broken")]
    return el("div", el("h3", title), figures, el("ul", broken) if broken else None, id="given")


def _parts(m: Material) -> Html | None:
    """Return the figures that the objective is made of, before and after."""
    v, found = m.voice, m.findings.tables["sureness.parts"]
    if found.empty:
        return None
    years = [str(year["year"]) for year in m.plan["years"]]
    columns = [
        Column(v("col.part")),
        Column(v("col.unit")),
        Column(v("col.before"), "number"),
        Column(v("col.mean_of_years"), "number"),
        *(Column(year, "number") for year in years),
    ]
    rows: list[list[Cell]] = [
        [
            v.ours(f"part.{row['part']}"),
            _unit(m, str(row["unit"]), bool(row["millions"])),
            *(v.number(float(row[name]), int(row["decimals"])) for name in ("before", "after", *years)),
        ]
        for _, row in found.iterrows()
    ]
    title = m.say("sureness.parts")
    return el(
        "div",
        el("h3", title),
        table(columns, rows, title, m.lang, show_caption=False),
        id="parts",
        class_="short",
    )


def _unit(m: Material, unit: str, millions: bool) -> str:
    words = m.voice.ours(f"said.unit.{unit}")
    return m.voice.ours("said.unit_millions", unit=words) if millions else words


def _checks(m: Material) -> Html | None:
    """Return what was recomputed by code of its own."""
    v, checks = m.voice, m.plan["checks"]
    if not checks:
        return None
    given = m.plan["status"] == "given"
    words = ("check_broken", "check_kept") if given else ("check_differs", "check_agrees")
    items = [el("li", v.ours(f"check.{name}"), ": ", v(words[agrees])) for name, agrees in checks.items()]
    return el(
        "div",
        el("h3", m.say("sureness.checks")),
        el("p", v("sureness.checks_text"), class_="subtitle"),
        el("ul", items),
        id="checks",
    )
