"""The brief says nothing but what the report says, on one page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.report.countries import HOSTILE, Told
from tests.report.reading import read

from narvaro.language import number
from narvaro.report.brief import brief_page, write_brief

FIGURE = re.compile(r"\d+(?:[\u202f\u00a0 ,.]\d+)*")


def figures(page: str) -> set[str]:
    """Return the figures in the texts of a page, as they are written."""
    texts = [child for node in read(page).all("body")[0].walk() for child in node.children]
    return {figure for text in texts if isinstance(text, str) for figure in FIGURE.findall(text)}


def in_tenths(figure: str, lang: str) -> str:
    """Return a figure of the report with one decimal, as it is written."""
    plain = re.sub(r"[\u202f\u00a0 ]", "", figure)
    plain = plain.replace(",", ".") if lang == "sv" else plain.replace(",", "")
    return number(float(plain), lang, 1) if re.fullmatch(r"\d+\.\d+", plain) else figure


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_figure_is_one_of_the_reports(
    told: Told, plain_told: dict[str, Told], every_page: dict[tuple[str, str], str], lang: str
) -> None:
    """Each number in each sentence, cell and picture stands in the report of the same plan; sums by year in tenths."""
    for kind, one in ({"tall": told} | plain_told).items():
        found = figures(brief_page(one.case, one.plan, one.findings, lang))
        whole = figures(every_page[kind, lang])
        assert len(found) > 10
        assert found - whole - {in_tenths(figure, lang) for figure in whole} == set(), kind


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_it_has_the_parts_that_a_decision_needs(told: Told, lang: str) -> None:
    """One headline, the answer, one map with words for those who cannot see it, money, places, proof, the unknown."""
    page = read(brief_page(told.case, told.plan, told.findings, lang))
    assert page.all("html")[0].attributes["lang"] == lang
    assert len(page.all("h1")) == 1
    assert [one.attributes["id"] for one in page.all("section")] == [
        "map",
        "money",
        "gains",
        "losses",
        "sureness",
        "unknown",
    ]
    (drawn,) = [svg for svg in page.all("svg") if svg.attributes.get("role") == "img"]
    assert len(str(drawn.attributes["aria-label"])) > 40
    assert len(page.all("tbody")[0].all("tr")) == len(told.plan.to_json()["years"])
    assert not page.all("script")
    assert HOSTILE not in str(page.attributes)


def test_money_has_a_row_a_year_as_the_ledger_has_it(plain_told: dict[str, Told]) -> None:
    """What is given, spent and carried over, with a decimal of a million, and the offices."""
    one = plain_told["close"]
    page = read(brief_page(one.case, one.plan, one.findings, "en"))
    rows = [[cell.text() for cell in row.all("th") + row.all("td")] for row in page.all("tbody")[0].all("tr")]
    for row, year in zip(rows, one.plan.to_json()["years"], strict=True):
        money = [
            f"{year[name]:.1f}".replace("-", "\N{MINUS SIGN}")
            for name in ("appropriation", "spent", "carried")
        ]
        assert row == [str(year["year"]), *money, str(year["offices"])]


def test_the_file_has_the_same_bytes_each_time(told: Told, tmp_path: Path) -> None:
    """Written whole."""
    paths = [write_brief(told.case, told.plan, told.findings, "sv", tmp_path / name) for name in ("a", "b")]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with pytest.raises(ValueError, match="no such language"):
        brief_page(told.case, told.plan, told.findings, "de")


def test_it_is_easily_read(told: Told, plain_told: dict[str, Told]) -> None:
    """In Swedish its LIX, words a sentence and the percent of words of more than six letters, is at most 42."""
    for kind, one in ({"tall": told} | plain_told).items():
        page = read(brief_page(one.case, one.plan, one.findings, "sv")).all("body")[0]
        text = " ".join(node.text() for name in ("p", "li") for node in page.all(name))
        words = re.findall(r"[^\W\d_]+", text)
        sentences = len(re.findall(r"[.:!?](?=\s|$)", text))
        long = sum(len(word) > 6 for word in words)
        assert len(words) / sentences + 100 * long / len(words) <= 42, kind
