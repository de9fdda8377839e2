"""A PDF can be heard: it has a language, a title, headings in order, headings of tables and words for its pictures."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from tests.report.countries import Told
from tests.report.pdf.tags import opened, tags_of
from tests.report.reading import Node, read

from narvaro.errors import SettingError
from narvaro.report import brief_page, page, write_brief, write_report
from narvaro.report.pdf.compile import pdf_of, require_typst, write_page
from narvaro.report.pdf.markup import LEFT_OUT_CLASSES, Paper

HEADINGS = ("H1", "H2", "H3", "H4")
MOST_SHEETS = 12


@pytest.fixture(scope="module", autouse=True)
def typst() -> None:
    """Left out where typst is not installed."""
    pytest.importorskip("typst")


def shown(node: Node, name: str) -> list[Node]:
    """Return the elements of a name that stand on paper."""
    if LEFT_OUT_CLASSES & set((node.attributes.get("class") or "").split()):
        return []
    found = [node] if node.name == name else []
    return found + [one for child in node.children if isinstance(child, Node) for one in shown(child, name)]


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("shape", ["report", "brief"])
def test_a_pdf_is_tagged(
    told: Told, plain_told: dict[str, Told], tmp_path: Path, shape: str, lang: str
) -> None:
    """PDF/UA-1, with all that the page has for those who cannot see it: the walk of its tags agrees with the page."""
    write, make = {"report": (write_report, page), "brief": (write_brief, brief_page)}[shape]
    for one in (told, plain_told["close"]):
        html = read(make(one.case, one.plan, one.findings, lang))
        pdf = opened(write(one.case, one.plan, one.findings, lang, tmp_path / "a.pdf").read_bytes())
        assert str(pdf.Root.Lang) == lang
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert "<pdfuaid:part>1</pdfuaid:part>" in str(pdf.open_metadata())
        assert str(pdf.docinfo["/Title"]) == html.all("title")[0].text()
        tags = tags_of(pdf)
        levels = [int(tag.kind[1]) for tag in tags.all(*HEADINGS)]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        told_of = sorted(
            str(svg.attributes["aria-label"]) for svg in shown(html, "svg") if svg.attributes.get("role")
        )
        assert sorted(tag.alt for tag in tags.all("Figure")) == told_of
        tables = list(tags.all("Table"))
        assert len(tables) == len(shown(html, "table"))
        for table in tables:
            (head,) = table.all("THead")
            cells = list(head.all("TH", "TD"))
            assert {(cell.kind, cell.scope) for cell in cells} == {("TH", "/Column")}
            assert all(len(list(row.all("TH", "TD"))) == len(cells) for row in table.all("TR"))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_brief_is_one_sheet_and_the_report_at_most_twelve_before_its_annex(
    told: Told, plain_told: dict[str, Told], tmp_path: Path, lang: str
) -> None:
    """Of A4; the annex begins on a sheet of its own."""
    for one in (told, *plain_told.values()):
        brief = opened(write_brief(one.case, one.plan, one.findings, lang, tmp_path / "b.pdf").read_bytes())
        assert len(brief.pages) == 1
        assert [round(float(side)) for side in brief.pages[0].mediabox[2:]] == [595, 842]
        report = opened(write_report(one.case, one.plan, one.findings, lang, tmp_path / "r.pdf").read_bytes())
        with report.open_outline() as outline:
            (annex,) = [item for item in outline.root[0].children if re.match("Annex|Bilaga", item.title)]
        first = [sheet.objgen for sheet in report.pages].index(annex.destination[0].objgen)
        assert 1 <= first <= MOST_SHEETS


def test_the_same_page_gives_the_same_bytes(told: Told) -> None:
    """No date and no chance is in them; another page has others."""
    whole = brief_page(told.case, told.plan, told.findings, "sv")
    first, second, other = (
        pdf_of(one, Paper("10pt")) for one in (whole, whole, whole.replace("Närvaro", "N"))
    )
    assert first == second
    assert first != other
    assert b"CreationDate" not in first


def test_a_name_that_does_not_end_so_gives_the_page(tmp_path: Path) -> None:
    """As it stands."""
    assert write_page(tmp_path / "a.html", "<p>x</p>", Paper("10pt")).read_text() == "<p>x</p>"


def test_a_letter_that_no_font_has_is_told() -> None:
    """It would be a hole in the page; a font of the machine may have it."""
    hole = '<html lang="en"><head><title>T</title></head><body><h1>a\U00011a00</h1></body></html>'
    with pytest.raises(SettingError, match="No font on this machine has a letter"):
        pdf_of(hole, Paper("10pt"))


def test_what_installs_typst_is_told_where_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the words for any extra."""
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(SettingError, match=r"pip install 'narvaro\[pdf\]'"):
        require_typst()
