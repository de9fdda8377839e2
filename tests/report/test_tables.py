"""Tables of the page and files for spreadsheets."""

import base64
import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.reading import read

from narvaro.report.tables import Column, cell_text, csv_link, csv_text, table

COLUMNS = (Column("place"), Column("people", "number"), Column("share", "share", 1), Column("year", "code"))


def test_cells_follow_the_language() -> None:
    """Figures have the signs of the language, a code has none, a missing figure is a dash, yes and no are words."""
    row = ["Åmål", 12345.6, 0.125, 2021]
    assert [cell_text(c, k, "sv") for c, k in zip(row, COLUMNS, strict=True)] == [
        "Åmål",
        "12\N{NARROW NO-BREAK SPACE}346",
        "12,5\N{NO-BREAK SPACE}%",
        "2021",
    ]
    assert [cell_text(x, COLUMNS[1], "en") for x in (None, math.nan, True)] == ["–", "–", "yes"]


def test_a_table_has_headings_for_rows_and_columns() -> None:
    """Each column and each row has a heading with a scope; figures are marked; the sum is marked."""
    root = read(table(COLUMNS, [["A", 1, 0.5, 2021], ["B", 2, 1.0, 2022]], "caption <", "en", bold=[1]))
    assert [node.attributes["scope"] for node in root.all("th")] == ["col"] * 4 + ["row"] * 2
    assert len(root.all("td", "n")) == 4
    assert [node.attributes.get("class") for node in root.all("tr")] == [None, None, "bold"]
    assert root.all("caption")[0].text() == "caption <"
    assert root.all("div", "roll")[0].attributes["tabindex"] == "0"


def test_a_date_is_marked_so_that_no_line_is_broken_in_it() -> None:
    """A month or a day by itself; not a year, nor a sentence with a date in it."""
    cells = ["2024-02", "2025-04-10", "2025", "Publikt 2025-05-20"]
    row = read(table([Column("x")] * 5, [["first", *cells]], "c", "sv"))
    assert [node.text() for node in row.all("td", "d")] == cells[:2]


def test_rows_of_another_width_are_refused() -> None:
    """A row with too few cells is an error, not a shifted table."""
    with pytest.raises(ValueError, match="zip"):
        table(COLUMNS, [["A", 1]], "c", "en")


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))), st.floats(-1e6, 1e6)
        )
    )
)
def test_a_file_can_be_read_back(rows: list[tuple[str, float]]) -> None:
    """Names and figures come back from the file as they were; only a text like a formula gets a quotation mark."""
    columns = (Column("name"), Column("value", "number"))
    read_back = list(csv.reader(io.StringIO(csv_text(columns, rows, "en"), newline="")))
    assert read_back[0] == ["name", "value"]
    for (name, value), cells in zip(rows, read_back[1:], strict=True):
        assert cells[0].removeprefix("'") == name.removeprefix("'")
        assert float(cells[1]) == pytest.approx(value, abs=1e-6)


def test_swedish_files_are_for_swedish_spreadsheets() -> None:
    """Semicolons between cells and commas for decimals."""
    assert csv_text((Column("a"), Column("b")), [["x", 1.5], ["y", None]], "sv") == "a;b\r\nx;1,5\r\ny;\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x")'])
def test_a_name_is_never_a_formula(text: str) -> None:
    """A text that a spreadsheet would run is kept as text; a negative figure stays a figure."""
    columns = (Column("a"),)
    assert next(csv.reader(io.StringIO(csv_text(columns, [[text]], "en").split("\r\n")[1])))[0] == f"'{text}"
    assert csv_text(columns, [[-1.5]], "en").split("\r\n")[1] == "-1.5"


def test_a_link_holds_the_file_in_itself() -> None:
    """The address is the file, with the mark that makes spreadsheets read Swedish letters."""
    link = read(csv_link((Column("å"),), [["ö"]], "file", "en")).all("a")[0]
    kind, _, data = str(link.attributes["href"]).partition(",")
    assert kind == "data:text/csv;charset=utf-8;base64"
    assert base64.b64decode(data).decode("utf-8-sig") == "å\r\nö\r\n"
    assert link.attributes["download"] == "file.csv"
