"""A table is found on its sheet: titles above, notes and sums below are left out and told, sums between are refused."""

import pytest

from narvaro.errors import TableError
from narvaro.sources.reading.found import TableAsked, canonical
from narvaro.sources.reading.layout import header_row, spans, table_on

ASKED = TableAsked("areas", "a.xlsx")
NAMES = ["id", "name", "lon", "lat", "people"]
A, B = ["a", "Ala", "18", "59", "5"], ["b", "Bro", "18", "59", "7"]


def test_titles_above_and_notes_below_are_left_out_and_told() -> None:
    """The rows keep the numbers they have on the sheet."""
    rows = [
        ["Folkmängd, 2025"],
        [],
        NAMES,
        [],
        A,
        B,
        ["", "Summa", "", "", "12"],
        [],
        ["* Preliminär"],
        ["Källa: SCB"],
    ]
    found = table_on(rows, ASKED)
    assert (found.table["id"].tolist(), found.first_row) == (["a", "b"], 5)
    assert [note.text("en") for note in found.choices] == [
        "a.xlsx: the column names are taken from row 3; what stands above is left out.",
        "a.xlsx: rows 7, 9–10 below the table are left out (the first: “Summa 12”).",
    ]


@pytest.mark.parametrize(
    "word", ["Summa", "TOTALT", "Total", "Insgesamt", "Ensemble", "Yhteensä", "Delsumma", "Hela riket"]
)
def test_a_sum_between_the_rows_is_refused(word: str) -> None:
    """It would count people twice; the fault names its row."""
    with pytest.raises(TableError) as caught:
        table_on([NAMES, A, [word, "", "", "", "5"], B], ASKED)
    assert [(fault.key, fault.row) for fault in caught.value.faults] == [("table.sum_row", 3)]


def test_a_place_that_is_called_as_a_sum_is_a_place() -> None:
    """Summa is a village in Finland: its row has all that the others have."""
    found = table_on([NAMES, A, ["s", "Summa", "27", "60", "9"]], ASKED)
    assert found.table["name"].tolist() == ["Ala", "Summa"]
    assert found.choices == ()


def test_a_last_row_that_is_not_finished_is_no_note() -> None:
    """An id alone is a row with faults, which the check of the table names."""
    assert table_on([NAMES, A, B, ["c"]], ASKED).table["id"].tolist() == ["a", "b", "c"]


def test_a_blank_row_between_others_is_a_fault() -> None:
    """What stands below might be another table."""
    with pytest.raises(TableError) as caught:
        table_on([["Title"], NAMES, A, [], B], ASKED)
    assert [(fault.key, fault.row) for fault in caught.value.faults] == [("table.blank_row", 4)]


def test_a_table_may_begin_in_column_b() -> None:
    """Blank columns at both sides are left out."""
    found = table_on([["", *NAMES, ""], ["", *A, ""]], ASKED)
    assert found.table.columns.tolist() == NAMES


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Areas, people"], ["ID", "Name", "2025"], ["1", "A", "5"]], 1),
        ([["Befolkning"], ["Kod", "Namn", "Antal"], ["1", "A", "5"]], 1),
        ([["Kod", "Namn"], ["x", "A"], ["y", "B"]], 0),
        ([["5", "6"], ["7", "8"]], 0),
        ([[], ["Kod"], ["1"]], 1),
    ],
)
def test_column_names_are_known_or_the_widest_texts_above_numbers(
    rows: list[list[str]], expected: int
) -> None:
    """In this order; the first row that holds anything where neither is found."""
    assert header_row(rows, canonical) == expected


def test_rows_are_listed_in_spans() -> None:
    """Neighbours stand as one span."""
    assert spans([7]) == "7"
    assert spans([2, 3, 9]) == "2–3, 9"
