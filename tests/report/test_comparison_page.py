"""The page of plans beside each other is whole, in both languages, and in the dress of the report."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.report.countries import HOSTILE, Told
from tests.report.reading import read

from narvaro.explain import PlanComparison
from narvaro.report import comparison_page, page, write_comparison_page


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_section_has_an_anchor_and_a_finding(
    compared_pages: dict[tuple[str, str], str], lang: str
) -> None:
    """The contents lead to each; no text of the user's is taken for HTML."""
    for kind in ("pair", "many"):
        text = compared_pages[kind, lang]
        root = read(text)
        names = [section.attributes["id"] for section in root.all("section")]
        assert [link.attributes["href"] for link in root.all("nav")[0].all("a")] == [
            f"#{name}" for name in names
        ]
        assert names[:2] == ["map", "people"]
        assert all(section.all("h2")[0].text().strip() for section in root.all("section"))
        assert HOSTILE not in text
        assert "{" not in root.all("main")[0].text()


def test_it_wears_what_the_report_wears(told: Told, compared_pages: dict[tuple[str, str], str]) -> None:
    """The same styles, word for word."""
    report = read(page(told.case, told.plan, told.findings, "sv")).all("style")[0].text()
    assert read(compared_pages["pair", "sv"]).all("style")[0].text() == report


def test_an_unknown_language_is_refused(told: Told, comparison: PlanComparison) -> None:
    """There are two."""
    with pytest.raises(ValueError, match="no such language: fi"):
        comparison_page(told.case, comparison, "fi")


def test_the_file_is_the_page(told: Told, comparison: PlanComparison, tmp_path: Path) -> None:
    """Byte by byte."""
    path = write_comparison_page(told.case, comparison, "en", tmp_path / "x.html")
    assert path.read_text(encoding="utf-8") == comparison_page(told.case, comparison, "en")
