"""The page of plans laid beside each other, in the dress of the report: one file that asks nothing of anyone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from narvaro.case import Case
from narvaro.case.files import write_text
from narvaro.explain import PlanComparison
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
SENTENCES = ("ways", "mean", "offices", "places", "load", "money", "value")
LONGEST_UNBROKEN = 40
"""A longer name may break at its hyphens, as it would not fit a narrow screen."""


def comparison_page(case: Case, comparison: PlanComparison, lang: str) -> str:
    """Return plans laid beside each other as one HTML page.

    Parameters
    ----------
    case, comparison
        The case, and what `compare_plans` found.
    lang
        `sv`, `en` or `fr`.

    Raises
    ------
    ValueError
        If the language is not one of the catalogue's.
    """
    m = ComparedMaterial(case, comparison, Voice(lang, case.money.label))
    found = [make(m) for make in ORDER]
    parts = [section for section in found if section is not None]
    foot = el(
        "footer",
        el("p", m.voice("compared.foot"), class_="fine quiet"),
        el("p", m.voice("foot.checksum", checksum=case.checksum[:16]), class_="fine quiet"),
    )
    title = m.title("headline")
    page = document(m.voice, title, m.voice("compared.over", case=case.name), _top(m), parts, foot)
    return unbroken(page, comparison.names)


def unbroken(page: str, names: Sequence[str]) -> str:
    """Return a page in whose text names of plans do not break at their hyphens; pictures have no lines to break.

    Examples
    --------
    >>> print(unbroken("<title>a-b</title><p id='a-b'>With a-b</p>", ["a-b"]))
    <title>a-b</title><p id='a-b'>With <span class="own">a-b</span></p>
    """
    told = sorted(
        {str(el("p", name))[3:-4] for name in names if "-" in name and len(name) <= LONGEST_UNBROKEN}, key=len
    )
    if not told:
        return page
    whole = re.compile("|".join(map(re.escape, reversed(told))))
    parts = re.split(r"(<(svg|title|style|script)\b.*?</\2>|<[^>]*>)", page, flags=re.DOTALL)
    parts[::3] = [whole.sub(r'<span class="own">\g<0></span>', text) for text in parts[::3]]
    del parts[2::3]  # the names of the tags alone, which stand in the tags already
    return "".join(parts)


def _top(m: ComparedMaterial) -> Html:
    """Return the answer: each of the others against the first, a few sentences each."""
    blocks = []
    for k in range(1, len(m.found.names)):
        said = [
            line for place in SENTENCES if not (m.pair and place == "ways") for line in m.each(f"{k}.{place}")
        ]
        head = None if m.pair else el("p", el("strong", m.say(f"{k}.title")))
        blocks.append(el("div", head, [el("p", line) for line in said], class_="answer"))
    warned = [el("p", line) for line in m.each("verdict")]
    warned += [el("p", about) for name in m.found.names if (about := m.say(f"list.{name}"))]
    if warned:
        blocks.append(el("div", warned, class_="answer"))
    return el("div", blocks, el("p", m.say("measured"), class_="fine quiet"))


def write_comparison_page(case: Case, comparison: PlanComparison, lang: str, path: Path | str) -> Path:
    """Write the page in a language, whole or not at all; the same input gives the same bytes.

    Parameters
    ----------
    case, comparison
        The case, and what `compare_plans` found.
    lang
        `sv`, `en` or `fr`.
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
