"""Every shape of a plan has the same figures: the workbook, the CSV and the files that the page holds."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from tests.report.countries import Told
from tests.report.reading import read

from narvaro.report import PlanLabel, write_files
from narvaro.report.files.export import KINDS
from narvaro.report.voice import Voice

LABEL = PlanLabel("mine", "2026-11-28", "Åsa", "=why not")
SHARED = {"actions": "places", "load": "load", "assumptions": "assumptions", "sources": "sources"}
"""Tables whose CSV stands in the page too, by the names there."""
MARKS = {"sv": (";", ","), "en": (",", ".")}


@pytest.fixture(scope="module", params=["sv", "en"])
def made(
    told: Told, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> tuple[str, Path]:
    """The files of the tall country in a language."""
    folder = tmp_path_factory.mktemp(request.param)
    write_files(told.case, told.plan, told.findings, request.param, folder, label=LABEL)
    return request.param, folder


def cells_of(text: str, lang: str) -> list[list[str]]:
    """Return the cells of a CSV."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=MARKS[lang][0]))


def as_number(text: str, lang: str) -> float | None:
    """Return the number that a cell of a CSV is; None where it is none."""
    try:
        return float(text.replace(MARKS[lang][1], "."))
    except ValueError:
        return None


def test_the_workbook_and_the_csv_have_the_same_cells(made: tuple[str, Path]) -> None:
    """Sheet by sheet and cell by cell: numbers to the sixth decimal, texts letter by letter."""
    lang, folder = made
    book = openpyxl.load_workbook(folder / f"plan.{lang}.xlsx")
    files = {path.stem: path for path in (folder / f"csv.{lang}").iterdir()}
    assert len(book.sheetnames) == len(files)
    walked = 0
    for key, path in files.items():
        sheet = book[Voice(lang)(f"sheet.{key}")]
        rows = cells_of(path.read_bytes().decode("utf-8-sig"), lang)
        assert sheet.max_row == len(rows)
        for row, line in zip(sheet.iter_rows(), rows, strict=True):
            for cell, text in zip(row, line, strict=True):
                if isinstance(cell.value, dt.datetime):
                    assert cell.value.date().isoformat() == text
                elif isinstance(cell.value, int | float):
                    assert as_number(text, lang) == pytest.approx(cell.value, abs=1e-6)
                    walked += 1
                else:
                    assert (cell.value or "") == text.removeprefix("'"), (key, cell.coordinate)
    assert walked > 500


def test_the_files_of_the_page_are_the_same(made: tuple[str, Path], pages: dict[str, str]) -> None:
    """What the report holds in its links is what the export writes, byte by byte."""
    lang, folder = made
    links = {
        str(link.attributes["download"]): str(link.attributes["href"])
        for link in read(pages[lang]).all("a", "csv")
    }
    for key, name in SHARED.items():
        held = base64.b64decode(links[f"{name}.csv"].partition(",")[2])
        assert (folder / f"csv.{lang}" / f"{key}.csv").read_bytes() == held


def test_only_what_is_asked_for_is_written(told: Told, tmp_path: Path) -> None:
    """By the name of its kind; a kind or a language that is none is refused."""
    (path,) = write_files(told.case, told.plan, told.findings, "en", tmp_path, only=["workbook"])
    assert [file.name for file in tmp_path.iterdir()] == [path.name] == ["plan.en.xlsx"]
    with pytest.raises(ValueError, match="no such kind"):
        write_files(told.case, told.plan, told.findings, "en", tmp_path, only=["pdf"])
    with pytest.raises(ValueError, match="no such language"):
        write_files(told.case, told.plan, told.findings, "xx", tmp_path)


def test_the_same_plan_gives_the_same_bytes(told: Told, tmp_path: Path) -> None:
    """All files, also of a plan whose day nobody knows: then it is the first of its years."""
    for name in ("a", "b"):
        write_files(told.case, told.plan, told.findings, "sv", tmp_path / name)
    made = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file())
    assert len(made) > len(KINDS)
    assert all((tmp_path / "a" / one).read_bytes() == (tmp_path / "b" / one).read_bytes() for one in made)
    book = openpyxl.load_workbook(tmp_path / "a" / "plan.sv.xlsx")
    assert book.properties.created == dt.datetime(2021, 1, 1)
