"""Texts with their data filled in."""

import pytest

from narvaro.language import Note, say


@pytest.mark.parametrize(
    ("n", "swedish", "english"),
    [
        (1, "ett kontor öppnar", "one office opens"),
        (2, "två kontor öppnar", "two offices open"),
        (12, "tolv kontor öppnar", "twelve offices open"),
        (13, "13 kontor öppnar", "13 offices open"),
        (1200, "1\N{NARROW NO-BREAK SPACE}200 kontor öppnar", "1,200 offices open"),
    ],
)
def test_counts_bend_with_the_number(n: int, swedish: str, english: str) -> None:
    """One has its own form; up to twelve are words; above, figures."""
    assert (say("said.offices_open", "sv", n=n), say("said.offices_open", "en", n=n)) == (swedish, english)


def test_none_has_its_own_words_where_there_are_any() -> None:
    """Zero takes the form for none, else the form for many."""
    assert say("said.municipalities_lose", "en", n=0) == "no municipality loses its last one"
    assert say("said.offices_open", "en", n=0) == "no offices open"


@pytest.mark.parametrize(
    ("key", "data", "english"),
    [
        ("said.sure.gap", {"gap": 0.0158}, "1.6 percent"),
        ("said.fine.services", {"services": ["A", "B", "C"]}, "A, B and C"),
        (
            "said.clauses",
            {"parts": [Note("said.offices_open", {"n": 1}), Note("said.offices_close", {"n": 2})]},
            "one office opens; two offices close",
        ),
    ],
)
def test_a_format_of_the_text_says_how_a_figure_is_written(key: str, data: dict, english: str) -> None:
    """A note holds the raw figure; the text says whether it is a share, people or a list."""
    assert english in Note(key, data).text("en").replace("\N{NO-BREAK SPACE}", " ")


def test_a_name_may_begin_a_line() -> None:
    """The first letter becomes a capital; a name that has one stays, and so does the rest."""
    key = "said.others.name.other_definition"
    names = ("the list of 2025", "Åmåls lista", "ödebygd")
    assert [say(key, "sv", definition=name) for name in names] == [
        "The list of 2025",
        "Åmåls lista",
        "Ödebygd",
    ]
