"""The page of plans laid beside each other, in the dress of the report: one file that asks nothing of anyone."""

from __future__ import annotations

from pathlib import Path

from narvaro.case import Case
from narvaro.case.files import write_text
from narvaro.explain import PlanComparison
from narvaro.language import LANGUAGES
from narvaro.report.compared.actions import actions_section, money_section
from narvaro.report.compared.grounds import input_section, sureness_section
from narvaro.report.compared.maps import maps_section
from narvaro.report.compared.material import ComparedMaterial
from narvaro.report.compared.people import people_section, places_section
from narvaro.report.html import Html, el
from narvaro.report.page import document
from narvaro.report.voice import Voice

ORDER = (
    maps_section,
    people_section,
    places_section,
    actions_section,
    money_section,
    sureness_section,
    input_section,
)
SENTENCES = ("ways", "mean", "offices", "places", "money", "value")


def comparison_page(case: Case, comparison: PlanComparison, lang: str) -> str:
    """Return plans laid beside each other as one HTML page.

    Parameters
    ----------
    case, comparison
        The case, and what `compare_plans` found.
    lang
        `sv` or `en`.

    Raises
    ------
    ValueError
        If the language is not one of the catalogue's.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"no such language: {lang}")
    m = ComparedMaterial(case, comparison, Voice(lang, case.money.label))
    found = [make(m) for make in ORDER]
    parts = [section for section in found if section is not None]
    foot = el(
        "footer",
        el("p", m.voice("compared.foot"), class_="fine quiet"),
        el("p", m.voice("foot.checksum", checksum=case.checksum[:16]), class_="fine quiet"),
    )
    title = m.title("headline")
    return document(m.voice, title, m.voice("compared.over", case=case.name), _top(m), parts, foot)


def _top(m: ComparedMaterial) -> Html:
    """Return the answer: each of the others against the first, a few sentences each."""
    blocks = []
    for k in range(1, len(m.found.names)):
        said = [
            line for place in SENTENCES if not (m.pair and place == "ways") for line in m.each(f"{k}.{place}")
        ]
        head = None if m.pair else el("p", el("strong", m.say(f"{k}.title")))
        blocks.append(el("div", head, [el("p", line) for line in said], class_="answer"))
    return el("div", blocks, el("p", m.say("measured"), class_="fine quiet"))


def write_comparison_page(case: Case, comparison: PlanComparison, lang: str, path: Path | str) -> Path:
    """Write the page in a language, whole or not at all; the same input gives the same bytes.

    Parameters
    ----------
    case, comparison
        The case, and what `compare_plans` found.
    lang
        `sv` or `en`.
    path
        Where to write.

    Returns
    -------
    Path
        The file.
    """
    path = Path(path)
    write_text(path, comparison_page(case, comparison, lang))
    return path
