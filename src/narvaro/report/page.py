"""The page: sections put together into one file that asks nothing of anyone."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from narvaro.case import Case
from narvaro.explain import Findings
from narvaro.language import say
from narvaro.report.html import Child, Html, el
from narvaro.report.material import Material, material_of
from narvaro.report.pdf.compile import write_page
from narvaro.report.pdf.markup import Paper
from narvaro.report.sections.answer import although, answer, small_print
from narvaro.report.sections.decided import decided_section
from narvaro.report.sections.fact_box import fact_box_section
from narvaro.report.sections.gains import gains_section
from narvaro.report.sections.grounds import assumptions_section, sources_section, unknown_section
from narvaro.report.sections.load import load_section
from narvaro.report.sections.maps import maps_section
from narvaro.report.sections.money import money_section
from narvaro.report.sections.not_chosen import not_chosen_section
from narvaro.report.sections.others import others_section
from narvaro.report.sections.places import places_section
from narvaro.report.sections.road import road_section
from narvaro.report.sections.rules import rules_section
from narvaro.report.sections.section import Section
from narvaro.report.sections.standards import elsewhere_section
from narvaro.report.sections.streets import streets_section
from narvaro.report.sections.sureness import sureness_section
from narvaro.report.voice import Voice

ORDER = (
    maps_section,
    gains_section,
    streets_section,
    load_section,
    road_section,
    money_section,
    places_section,
    not_chosen_section,
    others_section,
    decided_section,
    sureness_section,
    fact_box_section,
    rules_section,
    assumptions_section,
    sources_section,
    unknown_section,
    elsewhere_section,
)
ANNEX = ("not-chosen", "others", "decided", "rules", "assumptions", "sources")
"""Sections that stand last on paper, after the tables behind pictures."""


def sections(m: Material) -> list[Section]:
    """Return the sections that have something to say, in the order they are read."""
    found = [make(m) for make in ORDER]
    return [section for section in found if section is not None]


def page(case: Case, plan: Any, findings: Findings, lang: str) -> str:
    """Return the report as one HTML page.

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
    title = m.say("headline")
    top = el("div", although(m), answer(m), small_print(m))
    return document(m.voice, title, m.scenario, top, sections(m), _foot(m))


def document(v: Voice, title: str, over: str, top: Html, parts: Sequence[Section], foot: Html) -> str:
    """Return a whole page in the one dress that pages have.

    Parameters
    ----------
    v
        How it speaks.
    title
        The finding, which stands in large letters and names the page.
    over
        What stands over it: the scenario.
    top
        The answer, beside the contents.
    parts
        Its sections.
    foot
        What stands under it.
    """
    links = [el("li", el("a", part.label, href=f"#{part.name}")) for part in parts]
    contents = el("nav", el("ul", links), aria_label=v("contents"))
    header = el(
        "header",
        el("a", v("skip"), href="#main", class_="skip"),
        el("p", el("strong", "Närvaro"), " · ", over, class_="over"),
        el("h1", title),
        el("div", top, contents, class_="top"),
    )
    return whole(v.lang, title, [header, el("main", [s.html() for s in parts], id="main"), foot])


def whole(lang: str, title: str, body: Child, *more_styles: str) -> str:
    """Return a file that asks nothing of anyone, with the styles of a page and perhaps more.

    Parameters
    ----------
    lang
        Its language.
    title
        The finding that names it.
    body
        What stands in it.
    *more_styles
        Files of styles beside this module, such as `brief.css`.
    """
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light"),
        el("title", f"{title} – Närvaro"),
        el("style", Html("".join(_style(name) for name in ("style.css", *more_styles)))),
    )
    return f"<!DOCTYPE html>\n{el('html', head, el('body', body), lang=lang)}\n"


def _foot(m: Material) -> Html:
    v = m.voice
    return el(
        "footer",
        el("p", v("foot.made"), class_="fine quiet"),
        el("p", v("foot.checksum", checksum=str(m.plan["case_checksum"])[:16]), class_="fine quiet"),
    )


def _style(name: str) -> str:
    return (resources.files("narvaro.report").joinpath(name)).read_text(encoding="utf-8")


def write_report(case: Case, plan: Any, findings: Findings, lang: str, path: Path | str) -> Path:
    """Write the report in a language, whole or not at all; the same input gives the same bytes.

    Parameters
    ----------
    case, plan, findings
        The case, the plan made for it and its explanations.
    lang
        `sv`, `en` or `fr`.
    path
        Where to write, such as `results/report.sv.html`; `results/report.sv.pdf` gives a tagged PDF.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    SettingError
        If a PDF is asked for and typst is not installed.
    """
    written = page(case, plan, findings, lang)
    return write_page(path, written, Paper("10pt", ANNEX, say("report.annex", lang)))
