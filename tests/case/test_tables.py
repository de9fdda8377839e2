"""A text table is read as it stands, so that its faults can be named by row and column."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.case.tables import read_csv_text
from narvaro.errors import TableError


def table(folder: Path, content: bytes | str) -> Path:
    path = folder / "areas.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def message(folder: Path, content: bytes | str, lang: str = "en") -> str:
    with pytest.raises(TableError) as caught:
        read_csv_text(table(folder, content))
    return caught.value.text(lang)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_three_separators_are_understood(tmp_path: Path, separator: str) -> None:
    """Comma, semicolon and tab give the same table."""
    rows = [["id", "name"], ["a", "Ö"], ["b", ""]]
    found = read_csv_text(table(tmp_path, "\n".join(separator.join(row) for row in rows)))
    assert found.to_numpy().tolist() == [["a", "Ö"], ["b", ""]]


def test_a_mark_at_the_start_and_line_ends_of_every_system_are_understood(tmp_path: Path) -> None:
    """What Windows and old Macs write is read like the rest."""
    for end in (b"\r\n", b"\r", b"\n"):
        found = read_csv_text(table(tmp_path, b"\xef\xbb\xbfid,name" + end + b"a,A" + end))
        assert (found.columns.tolist(), found["id"].tolist()) == (["id", "name"], ["a"])


def test_decimal_commas_in_a_semicolon_file_are_understood(tmp_path: Path) -> None:
    """18,5 is a number where semicolons separate; a text with a comma stays a text."""
    found = read_csv_text(table(tmp_path, "id;lon;name\na;18,5;Ås, norr\nb;-3;Ås\n"))
    assert found["lon"].tolist() == ["18.5", "-3"]
    assert found["name"].tolist() == ["Ås, norr", "Ås"]


def test_short_rows_are_filled_and_empty_rows_at_the_end_dropped(tmp_path: Path) -> None:
    """Spreadsheets leave out empty cells at the end of a row and add empty rows at the end of a table."""
    found = read_csv_text(table(tmp_path, "id,name,kind\na,A\n,,\n\n"))
    assert found.to_numpy().tolist() == [["a", "A", ""]]


FAULTS = [
    (
        "",
        "areas.csv: The file is empty. Its first row must hold the column names.",
        "areas.csv: Filen är tom.",
    ),
    ("id,name\n", "areas.csv: The table has no rows.", "areas.csv: Tabellen har inga rader."),
    (
        "id,name,id\na,A,b\n",
        "areas.csv, row 1, column id: Two columns have this name. Keep one.",
        "areas.csv, rad 1, kolumn id: Två kolumner har det här namnet.",
    ),
    (
        "id,name\na,A\nb,B,C\n",
        "areas.csv, row 3: The row has 3 cells but there are 2 columns.",
        "areas.csv, rad 3: Raden har 3 celler men det finns 2 kolumner.",
    ),
    (
        "id,name\na,A\n\nb,B\n",
        "areas.csv, row 3: The row is empty. Delete it",
        "areas.csv, rad 3: Raden är tom. Ta bort den",
    ),
    (
        'id,name\na,"A\nb,B\n',
        "areas.csv, row 2: A quotation mark is opened and not closed",
        "areas.csv, rad 2: Ett citattecken öppnas men stängs inte",
    ),
    (
        "id,name\na,Sjöbo\n".encode("cp1252"),
        "areas.csv, row 2: The file is not UTF-8 (byte 12). Save it again as “CSV UTF-8”.",
        "areas.csv, rad 2: Filen är inte i UTF-8 (byte 12). Spara den på nytt som ”CSV UTF-8”.",
    ),
]


@pytest.mark.parametrize(("content", "english", "swedish"), FAULTS)
def test_a_broken_file_is_told_of_in_both_languages(
    tmp_path: Path, content: bytes | str, english: str, swedish: str
) -> None:
    """The message says what is wrong, in which row, and what would be right."""
    assert english in message(tmp_path, content)
    assert swedish in message(tmp_path, content, "sv")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The path is told as it was given."""
    with pytest.raises(TableError) as caught:
        read_csv_text(tmp_path / "gone.csv")
    assert f"{tmp_path / 'gone.csv'}: The file is not there." in str(caught.value)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=12).map(str.strip)


@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_what_a_spreadsheet_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    """Any cells, quoted as a CSV writer quotes them, come back as they were."""
    quoted = ['"' + '","'.join(cell.replace('"', '""') for cell in ("x", *row)) + '"' for row in rows]
    path = table(tmp_path_factory.mktemp("csv"), "\n".join(["id,one,two", *quoted]) + "\n")
    found = read_csv_text(path)
    assert [tuple(row) for row in found[["one", "two"]].to_numpy().tolist()] == rows
