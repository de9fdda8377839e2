"""Elements that cannot be broken by what they hold."""

import html

from hypothesis import example, given
from hypothesis import strategies as st
from tests.report.reading import read

from narvaro.report.html import Html, anchor, el, escape, join

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")))


@given(TEXTS)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    """What a reader sees in an element and in an attribute is the text that was given."""
    node = read(el("p", text, title=text)).all("p")[0]
    assert node.text() == text
    assert node.attributes["title"] == text


def test_text_is_escaped_once_and_html_never() -> None:
    """An element inside another stays an element; its text is not escaped again."""
    assert el("p", "a & b ", el("em", "<c>")) == "<p>a &amp; b <em>&lt;c&gt;</em></p>"
    assert escape(Html("<hr>")) == "<hr>"


def test_characters_that_no_page_may_hold_are_left_out() -> None:
    """Control characters vanish; tabs and line ends stay."""
    assert escape("a\x00b\x08c\td\x85e") == "abc\tde"


def test_halves_of_characters_become_a_mark() -> None:
    """A text of a broken file can be written as UTF-8, in an element and in an attribute."""
    assert escape("a\ud800b") == "a\ufffdb"
    assert el("p", "\udfff", title="\udc80").encode() == '<p title="\ufffd">\ufffd</p>'.encode()


def test_children_may_be_nested_or_missing() -> None:
    """Lists within lists are flattened and nothing is nothing."""
    assert join(["a", None, ["b", [el("i", "c")]]], "-") == "a-b<i>c</i>"
    assert el("p", None, [None, []]) == "<p></p>"


def test_attributes() -> None:
    """A trailing underscore is dropped, others become hyphens; True is bare, False and None are left out."""
    written = el("a", "x", class_="k", aria_label='"', hidden=True, open=False, id=None, tabindex=0)
    assert written == '<a class="k" aria-label="&quot;" hidden tabindex="0">x</a>'


@given(TEXTS, TEXTS)
@example("<b", "\u03cb")
@example("Å1", "A1")
def test_different_ids_have_different_anchors(one: str, other: str) -> None:
    """Anchors are plain letters that can stand in an address, and no two ids share one."""
    assert all(c.isascii() and (c.isalnum() or c in "-_.") for c in anchor("place", one))
    assert (anchor("place", one) == anchor("place", other)) == (one == other)


def test_escaping_agrees_with_the_standard_library() -> None:
    """The five signs that matter are written as html.escape writes them."""
    assert escape("<>&'\"") == html.escape("<>&'\"")
