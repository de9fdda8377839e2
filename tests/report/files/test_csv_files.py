"""CSV as the language's Excel opens it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from narvaro.report.files.csv_files import write_csv_files
from narvaro.report.files.sheets import Sheet
from narvaro.report.tables import Column, Numbers, csv_bytes

ODD = Sheet(
    "odd", "Odd", Numbers((Column("name"), Column("share", "share")), [["=1+1", 0.5], ["Åmål; c", -2.0]])
)


def read(path: Path, lang: str) -> list[list[str]]:
    """Return the cells of a file."""
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if lang == "sv" else ","))


def test_each_table_is_a_file_of_its_key(tmp_path: Path) -> None:
    """With the mark of UTF-8, semicolons and decimal commas in Swedish, and no formula."""
    (path,) = write_csv_files([ODD], tmp_path / "csv", "sv")
    assert path.name == "odd.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read(path, "sv") == [["name", "share"], ["'=1+1", "0,5"], ["Åmål; c", "-2"]]
    (path,) = write_csv_files([ODD], tmp_path / "csv", "en")
    assert read(path, "en") == [["name", "share"], ["'=1+1", "0.5"], ["Åmål; c", "-2"]]


def test_the_bytes_are_those_of_the_link_of_the_page(tmp_path: Path) -> None:
    """One piece writes both."""
    (path,) = write_csv_files([ODD], tmp_path, "sv")
    assert path.read_bytes() == csv_bytes(ODD.numbers.columns, ODD.numbers.rows, "sv")
