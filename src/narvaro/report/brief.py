"""The brief: the plan on one page, for a minister or a board; it prints on one sheet of A4."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from narvaro.case import Case
from narvaro.explain import Findings
from narvaro.report.figures.terrain import terrain_of
from narvaro.report.html import Child, Html, el
from narvaro.report.material import Material, material_of
from narvaro.report.page import whole
from narvaro.report.pdf.compile import write_page
from narvaro.report.pdf.markup import Paper
from narvaro.report.sections.answer import although
from narvaro.report.sections.maps import country_map, key_of, style_of
from narvaro.report.tables import Cell, Column, table

SIDES = ("gains", "losses")
MONEY = ("appropriation", "spent", "carried")


def brief_page(case: Case, plan: Any, findings: Findings, lang: str) -> str:
    """Return the brief as one HTML page.

    Parameters
    ----------
    case, plan, findings
        The case, the plan made for it (a `Plan` or the tables of plan.json) and its explanations.
    lang
        `sv`, `en` or `fr`.

    Raises
    ------
    ValueError
        If the language is not one of the catalogue's.
    """
    m = material_of(case, plan, findings, lang)
    v, title = m.voice, m.say("headline")
    over = el("p", el("strong", "Närvaro"), " · ", m.scenario, ", ", v("brief.over"), class_="over")
    first = [el("p", sentence) for sentence in m.each("brief.answer")]
    header = el("header", over, el("h1", title), although(m), el("div", first, class_="answer"))
    told = [_money(m), _places(m), _sureness(m), _unknown(m)]
    main = el("main", _map(m), el("div", told, class_="told"), class_="brief")
    foot = [el("p", line, class_="fine quiet") for line in (v("brief.foot"), _checksum(m))]
    return whole(lang, title, [header, main, el("footer", foot)], "brief.css")


def _checksum(m: Material) -> str:
    return m.voice("foot.checksum", checksum=str(m.plan["case_checksum"])[:16])


def _section(name: str, title: str, *body: Child) -> Html:
    heading = f"{name}-title"
    return el("section", el("h2", title, id=heading), body, id=name, aria_labelledby=heading)


def _map(m: Material) -> Html:
    """Return the map after the plan, with its key."""
    terrain = terrain_of(m.case, m.findings.definition or None, m.states, m.sizes)
    mode = m.findings.shown_mode
    key = key_of(m, mode, terrain, style_of(terrain))
    return _section("map", m.say("map.title"), country_map(m, terrain, mode, "after"), key)


def _money(m: Material) -> Html:
    """Return what is given, spent and carried over by year, a row a year."""
    v, found = m.voice, m.findings.tables["money.ledger"]
    columns = [
        Column(v("col.year"), "code"),
        *(Column(v(f"brief.{name}"), "number", v.money_decimals()) for name in MONEY),
        Column(v("brief.offices"), "number"),
    ]
    rows: list[list[Cell]] = [
        [int(row["year"]), *(float(row[name]) for name in MONEY), int(row["offices"])]
        for row in found.to_dict("records")
    ]
    return _section("money", v("brief.money"), table(columns, rows, v("money.short"), m.lang))


def _places(m: Material) -> list[Html]:
    """Return where most is gained and lost, each with its reason."""
    return [_section(side, m.voice(f"brief.{side}"), _side(m, side)) for side in SIDES]


def _side(m: Material, side: str) -> list[Html]:
    found = m.findings.tables[f"brief.{side}"].to_dict("records")
    if not found:
        return [el("p", m.say(f"brief.no_{side}"))]
    items = [
        el(
            "li",
            el("strong", str(row["place"])),
            f", {row['year']}: ",
            m.phrase(f"brief.{row['site_id']}.{row['year']}"),
        )
        for row in found
    ]
    return [el("ul", items), el("p", m.say("brief.order"), class_="fine quiet")]


def _sureness(m: Material) -> Html:
    sentences = [el("p", sentence) for sentence in m.each("brief.sure")]
    return _section("sureness", m.voice("brief.sure"), sentences)


def _unknown(m: Material) -> Html:
    """Return the foremost of what is not known."""
    items = [el("li", note) for note in m.phrases("brief.unknown")]
    more = m.say("brief.more")
    left = el("p", more, class_="fine quiet") if more else None
    return _section("unknown", m.voice("brief.unknown"), el("ul", items), left)


def write_brief(case: Case, plan: Any, findings: Findings, lang: str, path: Path | str) -> Path:
    """Write the brief in a language, whole or not at all; the same input gives the same bytes.

    Parameters
    ----------
    case, plan, findings
        The case, the plan made for it and its explanations.
    lang
        `sv`, `en` or `fr`.
    path
        Where to write, such as `results/brief.sv.html`; `results/brief.sv.pdf` gives a tagged PDF.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    SettingError
        If a PDF is asked for and typst is not installed.
    """
    return write_page(path, brief_page(case, plan, findings, lang), Paper("10pt", tallest_mm=118.0))
