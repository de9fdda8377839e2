"""The page as a whole: well-formed, self-contained, the same in both languages, nothing empty, nothing broken out."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from tests.report.countries import HOSTILE, Told
from tests.report.reading import Node, read

from narvaro.report import page, write_report

EveryPage = dict[tuple[str, str], str]


def test_every_page_is_well_formed(every_page: EveryPage) -> None:
    """Every element is closed where it should be, and every anchor stands once."""
    for text in every_page.values():
        ids = [node.attributes["id"] for node in read(text).walk() if "id" in node.attributes]
        assert len(ids) == len(set(ids))


def test_links_within_the_page_lead_somewhere(every_page: EveryPage) -> None:
    """The contents and the skip link name anchors that are there; what a label refers to is there too."""
    for text in every_page.values():
        root = read(text)
        ids = {node.attributes["id"] for node in root.walk() if "id" in node.attributes}
        links = [str(node.attributes["href"]) for node in root.all("a")]
        assert all(link[1:] in ids for link in links if link.startswith("#"))
        assert all(
            node.attributes["aria-labelledby"] in ids
            for node in root.walk()
            if "aria-labelledby" in node.attributes
        )


def test_a_page_asks_nothing_of_anyone(every_page: EveryPage) -> None:
    """No element loads anything: no script, no image, no style sheet, no address but anchors and its own files."""
    for text in every_page.values():
        root = read(text)
        assert not [
            node for name in ("script", "img", "link", "iframe", "object", "use") for node in root.all(name)
        ]
        assert "url(" not in text
        assert "@import" not in text
        for node in root.walk():
            assert not {"src", "srcset", "action", "data", "xlink:href"} & set(node.attributes)
            assert not [name for name in node.attributes if name.startswith("on")]
            address = str(node.attributes.get("href", "#"))
            assert address.startswith(("#", "data:text/csv;"))


def test_hostile_names_are_shown_and_do_nothing(pages: dict[str, str]) -> None:
    """A name full of markup stands on the page as it was written, and makes no element."""
    for text in pages.values():
        root = read(text)
        assert HOSTILE in root.text()
        assert not root.all("script")
        assert not root.all("b")


def test_both_languages_have_the_same_structure(every_page: EveryPage) -> None:
    """Sections, pictures, tables and places are the same in Swedish and English; only the words differ."""

    def shape(root: Node) -> list[tuple[str, str]]:
        kept = ("section", "figure", "table", "li", "svg", "h1", "h2", "h3", "h4", "tr", "dt")
        return [(node.name, str(node.attributes.get("id", ""))) for node in root.walk() if node.name in kept]

    for (country, lang), text in every_page.items():
        if lang == "sv":
            swedish, english = read(text), read(every_page[country, "en"])
            assert shape(swedish) == shape(english)
            assert [n.text() for n in swedish.all("h2")] != [n.text() for n in english.all("h2")]


def test_a_page_says_its_language_and_has_landmarks(every_page: EveryPage) -> None:
    """The language is set; there is one header, one main part, one footer, one navigation, one first heading."""
    for (_, lang), text in every_page.items():
        root = read(text)
        assert root.all("html")[0].attributes["lang"] == lang
        for name in ("header", "main", "footer", "nav", "h1", "title"):
            assert len(root.all(name)) == 1


def test_headings_step_down_one_at_a_time(every_page: EveryPage) -> None:
    """No level of heading is left out on the way down."""
    for text in every_page.values():
        levels = [int(node.name[1]) for node in read(text).walk() if re.fullmatch(r"h[1-6]", node.name)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_picture_has_words_and_a_table(every_page: EveryPage) -> None:
    """Each figure has a title, a table with a head and rows, a file, and pictures described in two sentences."""
    for text in every_page.values():
        figures = read(text).all("figure")
        assert figures
        for figure in figures:
            assert figure.all("h3")[0].text().strip()
            table = figure.all("table")[0]
            assert min(len(table.all("th")), len(table.all("td"))) > 0
            assert str(figure.all("a", "csv")[0].attributes["href"]).startswith("data:text/csv;")
            shown = [node for node in figure.all("svg") if node.attributes.get("role") == "img"]
            assert shown
            for picture in shown:
                words = str(picture.attributes["aria-label"])
                assert len(re.findall(r"[.:](?= |$)", words)) >= 2, words


def test_a_picture_that_only_repeats_a_word_is_silent(pages: dict[str, str]) -> None:
    """Every SVG either says what it shows or is hidden from those who listen."""
    for node in read(pages["sv"]).all("svg"):
        assert ("aria-label" in node.attributes) != (node.attributes.get("aria-hidden") == "true")


def test_nothing_is_left_empty_or_unsaid(every_page: EveryPage) -> None:
    """No section, list, paragraph or cell heading is empty; no missing figure or unfilled text reaches the reader."""
    for text in every_page.values():
        root = read(text)
        for node in root.walk():
            if node.name in (
                "section",
                "p",
                "ul",
                "li",
                "h1",
                "h2",
                "h3",
                "h4",
                "th",
                "dt",
                "dd",
                "caption",
                "summary",
            ):
                assert node.text().strip(), node
        found = re.findall(r"\b(?:nan|None|inf)\b|[{}]|\breport\.(?!html)\w+", _body(root))
        assert found == []


def _body(root: Node) -> str:
    return root.all("body")[0].text()


def test_the_answer_has_five_sentences(every_page: EveryPage) -> None:
    """Five paragraphs of a report, each one sentence that ends with a full stop."""
    for text in (text for (kind, _), text in every_page.items() if kind not in ("pair", "many")):
        answer = next(node for node in read(text).all("div", "answer"))
        sentences = [node.text() for node in answer.all("p")]
        assert len(sentences) == 5
        assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in sentences)


def test_every_place_of_the_plan_can_be_linked_to(told: Told, pages: dict[str, str]) -> None:
    """Each action has an anchor, and no two share one."""
    places = [node.attributes.get("id") for node in read(pages["sv"]).all("li", "place")]
    actions = [action for _, action in told.plan.actions]
    assert len([name for name in places if str(name).startswith("place-")]) == len(actions)
    assert len(places) == len(set(places))


def test_a_case_without_anything_swedish_says_nothing_swedish(
    plain_pages: dict[tuple[str, str], str],
) -> None:
    """No municipality, region, list, agency or settlement is spoken of where the case has none."""
    words = ("municipalit", "FA-region", "Police", "Skatteverket", "countryside", "agencies", "earmark")
    for (_, lang), text in plain_pages.items():
        if lang == "en":
            # The British rules are told by their own names.
            body = _body(read(text)).replace("in the countryside within 3 miles (UK Post Office)", "")
            assert [word for word in words if word.casefold() in body.casefold()] == []


def test_a_plan_that_changes_nothing_has_no_places(plain_pages: dict[tuple[str, str], str]) -> None:
    """Sections with nothing to say are left out, in the page and in its contents."""
    root = read(plain_pages["still", "en"])
    names = [node.attributes.get("id") for node in root.all("section")]
    assert not {"places", "others"} & set(names)
    assert [node.attributes["href"] for node in root.all("nav")[0].all("a")] == [f"#{name}" for name in names]


def test_the_same_input_gives_the_same_bytes(told: Told, pages: dict[str, str], tmp_path: Path) -> None:
    """A second report is the first, byte for byte, also from the tables of plan.json; it is written as UTF-8."""
    path = write_report(
        told.case, told.plan.to_json(), told.findings, "sv", tmp_path / "a" / "report.sv.html"
    )
    assert path.read_text(encoding="utf-8") == pages["sv"]
    assert [file.name for file in path.parent.iterdir()] == ["report.sv.html"]


def test_a_language_that_is_not_there_is_refused(told: Told) -> None:
    """Only the languages of the catalogue can be asked for."""
    with pytest.raises(ValueError, match="no such language: de"):
        page(told.case, told.plan, told.findings, "de")
