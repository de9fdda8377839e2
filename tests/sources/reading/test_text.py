"""CSV in every set and with every separator gives the same table."""

import itertools

import pytest

from narvaro.errors import TableError
from narvaro.sources.reading.found import TableAsked
from narvaro.sources.reading.text import best_separator, read_text, separator_line

ASKED = TableAsked("areas", "a.csv")
ROWS = [["id", "name", "lon", "people"], ["01", "Växjö", "14.8", "90"], ["02", "Åre", "13.1", "12"]]


@pytest.mark.parametrize(
    ("charset", "separator", "end"),
    list(itertools.product(["utf-8-sig", "utf-16", "cp1252", "mac_roman"], ",;\t", ["\n", "\r\n", "\r"])),
)
def test_every_set_separator_and_line_end_is_read(charset: str, separator: str, end: str) -> None:
    """SheetRows are those that were written, and zeros stay."""
    text = end.join(separator.join(row) for row in ROWS)
    found = read_text(text.encode(charset), ASKED)
    assert [found.table.columns.tolist(), *found.table.to_numpy().tolist()] == ROWS
    assert found.first_row == 2
    assert [note.key for note in found.choices] == (
        ["reading.charset"] if charset in ("cp1252", "mac_roman") else []
    )


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("id;namn;lon;lat\na;A;18,1;59,2\nb;B;18,3;59,4\n", ";"),
        ("Folkmängd, per kommun, 2025\n\nKod;Namn;Antal\n01;A;5,5\n", ";"),
        ("id,name,services\na,A,post; bank; tax\nb,B,post; bank\n", ","),
        ("kod\tnamn, kommun\tx\n1\tA, B\t2,5\n", "\t"),
        ("id\na\n", ","),
    ],
)
def test_the_separator_is_that_of_the_column_names(text: str, separator: str) -> None:
    """Commas in titles, decimals and lists are none."""
    assert best_separator(text, ASKED) == separator


def test_a_first_line_may_say_the_separator() -> None:
    """As a spreadsheet is told of it; rows are numbered with that line."""
    assert separator_line('"sep=\t"\nid') == "\t"
    found = read_text(b"sep=;\nid;name\na;A, B\n", ASKED)
    assert (found.table["name"].tolist(), found.first_row) == (["A, B"], 3)


def test_a_quotation_mark_that_stays_open_is_a_fault() -> None:
    """With the row that it is opened in."""
    with pytest.raises(TableError) as caught:
        read_text(b'id,name\na,"A\nb,B\n', ASKED)
    assert [(fault.key, fault.row) for fault in caught.value.faults] == [("table.quotation", 2)]
