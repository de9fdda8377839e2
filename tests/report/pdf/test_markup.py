"""A page as typst reads it has every text and every figure of the page, and no text means anything to typst."""

from __future__ import annotations

import re

import pytest
from tests.report.countries import Told
from tests.report.reading import Node, read

from narvaro.report.brief import brief_page
from narvaro.report.html import escape
from narvaro.report.pdf.markup import LEFT_OUT, LEFT_OUT_CLASSES, Paper, Writer, quoted, together

LONG = Paper("10pt", ("sources",), "Annex")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def paper_of(body: str, paper: Paper = LONG) -> str:
    """Return what a page with a body becomes, without what stands around it."""
    page = f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    return Writer(paper).page(page).text


def texts_of(page: str) -> list[str]:
    """Return the texts of a page that stand on paper, in plain blanks."""

    def inside(node: Node) -> list[str]:
        classes = set((node.attributes.get("class") or "").split())
        if (
            node.name in LEFT_OUT
            or LEFT_OUT_CLASSES & classes
            or (node.name == "caption" and "hidden" in classes)
        ):
            return []  # a hidden caption says what the title beside it says
        found = []
        for child in node.children:
            found += [child] if isinstance(child, str) else inside(child)
        return found

    return [
        one for text in inside(read(page).all("body")[0]) if (one := re.sub(r"[ \n]+", " ", text).strip(" "))
    ]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_text_of_a_report_stands_on_paper(every_page: dict[tuple[str, str], str], lang: str) -> None:
    """Each text, of paragraphs, tables and pictures, is there as it stands; drawings for phones and files are not."""
    for kind in ("tall", "open", "close", "still", "first"):
        page = every_page[kind, lang]
        made = Writer(LONG).page(page)
        strings = [re.sub(r"\\(.)", r"\1", one).strip(" ") for one in STRING.findall(made.text)]
        drawn = "".join(made.drawings.values())
        for text in texts_of(page):
            assert text in strings or f">{escape(text)}<" in drawn, (kind, text)


def test_no_text_means_anything_to_typst() -> None:
    """Signs of typst, quotes and backslashes stand between quotes as they are."""
    assert quoted('#let "a" = $x$ \\ *b*\n  c') == '"#let \\"a\\" = $x$ \\\\ *b* c"'
    assert '"#panic()"' in paper_of("<p>#panic()</p>")


def test_an_element_that_paper_does_not_know_is_refused() -> None:
    """Nothing is left out in silence; an element that closes another is none of ours."""
    with pytest.raises(ValueError, match="knows no <video>"):
        paper_of("<video>x</video>")
    with pytest.raises(ValueError, match="closes another"):
        paper_of("<p><strong>x</p></strong>")


def test_the_annex_has_its_sections_and_the_tables_behind_pictures() -> None:
    """Last, under its heading; without an annex a table stays where it is."""
    table = (
        "<details><summary>s</summary><table><caption>C</caption><thead><tr><th>a</th></tr></thead>"
        "<tbody><tr><th>1</th></tr></tbody></table></details>"
    )
    body = f'<section id="sources"><p>late</p></section><section id="map">{table}<p>early</p></section>'
    text = paper_of(body)
    assert text.index('"early"') < text.index('annex("Annex")') < text.index('"C"') < text.index('"late"')
    short = paper_of(body, Paper("10pt"))
    assert "annex(" not in short
    assert short.index('"late"') < short.index('"C"') < short.index('"early"')


def test_a_drawing_has_its_words_and_one_beside_words_has_none(told: Told) -> None:
    """Pictures carry what is said of them; marks of a key are no pictures to a screen reader."""
    made = Writer(Paper("10pt", tallest_mm=100.0)).page(brief_page(told.case, told.plan, told.findings, "en"))
    assert len(re.findall(r"\bdrawing\(", made.text)) == 1
    assert len(re.findall(r"\b(?:mark|step)\(", made.text)) == len(made.drawings) - 1
    (wide,) = re.findall(r'drawing\("\d+", ([\d.]+)pt', made.text)
    tall = max(made.drawings.values(), key=len)
    width, height = (float(re.search(rf' {name}="([\d.]+)"', tall)[1]) for name in ("width", "height"))  # type: ignore[index]
    assert float(wide) * height / width <= 100 * 72 / 25.4 + 0.1


def test_a_wide_table_shares_the_sheet() -> None:
    """A narrow one has columns as wide as their cells; else a column of sentences is the widest."""

    def columns(*cells: str) -> list[str]:
        row = f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        rows = f"<thead>{row}</thead><tbody>{row}</tbody>"
        table = f'<table><caption class="hidden">C</caption>{rows}</table>'
        return re.search(r"figures\(\((.*?),\)", paper_of(table))[1].split(", ")  # type: ignore[index]

    assert columns("name", "1 234") == ["auto", "auto"]
    name, sentence = (
        float(share.removesuffix("fr")) for share in columns("name", "a sentence of words " * 10)
    )
    assert sentence > 2 * name


def test_pieces_join_to_one() -> None:
    """None, one and several."""
    assert [together(parts) for parts in ([], ["a"], ["a", "", "b"])] == ["", "a", "{a;b}"]
