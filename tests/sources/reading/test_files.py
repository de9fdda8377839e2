"""Files as people have them: each gives the same three areas, or one sentence that says what to do."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from tests.sources.reading.written import old_workbook, open_document, workbook

from narvaro.errors import TableError
from narvaro.sources.reading.files import file_and_part, read_file
from narvaro.sources.reading.found import TableAsked
from narvaro.sources.tables import read_table

HEAD = ["id", "name", "lon", "lat", "people"]
AREAS = [
    ["0114", "Väsby", 17.9, 59.5, 1178],
    ["0115", "Åre", 18.1, 59.25, 900.5],
    ["0117", "Österåker", 18.3, 59.5, 12],
]
TABLE = [HEAD, *AREAS]
TITLED = [
    ["Folkmängd per område, 2025"],
    ["Preliminär"],
    [],
    *TABLE,
    ["", "Summa", "", "", 2090.5],
    [],
    ["Källa: SCB"],
]


def text(rows: list[list[object]], separator: str = ",", comma: bool = False) -> str:
    def cell(value: object) -> str:
        return str(value).replace(".", ",") if comma and isinstance(value, float) else str(value)

    return "\r\n".join(separator.join(map(cell, row)) for row in rows) + "\r\n"


def written(name: str, content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return write


def shaped(name: str, crs: int = 3006, **options: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        table = gpd.GeoDataFrame(
            {k: [row[HEAD.index(k)] for row in AREAS] for k in ("id", "name", "people")},
            geometry=gpd.points_from_xy([row[2] for row in AREAS], [row[3] for row in AREAS], crs=4326),
        ).to_crs(crs)
        path = folder / name
        table.to_parquet(path) if name.endswith("parquet") else table.to_file(path, **options)
        return path

    return write


def zipped(write: Callable[[Path], Path], inside: str = "") -> Callable[[Path], Path]:
    def pack(folder: Path) -> Path:
        source = write(folder)
        with zipfile.ZipFile(folder / "areas.zip", "w") as archive:
            for file in sorted(folder.glob(f"{source.stem}.*")):
                if file.suffix != ".zip":
                    archive.write(file, inside + file.name)
        return folder / "areas.zip"

    return pack


def part(write: Callable[[Path], Path], name: str) -> Callable[[Path], str]:
    return lambda folder: f"{write(folder)}#{name}"


FILES: dict[str, Callable[[Path], Path | str]] = {
    "CSV UTF-8": written("a.csv", text(TABLE).encode()),
    "Excel's CSV UTF-8 in Swedish": written("a.csv", text(TABLE, ";", comma=True).encode("utf-8-sig")),
    "Excel's CSV in Swedish": written("a.csv", text(TABLE, ";", comma=True).encode("cp1252")),
    "Excel's CSV for Mac": written("a.csv", text(TABLE, ";", comma=True).encode("mac_roman")),
    "Excel's Unicode text": written("a.txt", text(TABLE, "\t", comma=True).encode("utf-16")),
    "a database's tab file": written("a.tsv", text(TABLE, "\t").encode()),
    "CSV with titles and a sum": written("a.csv", text(TITLED, ";").encode("cp1252")),
    "a workbook": lambda folder: workbook(folder / "a.xlsx", {"Blad1": TABLE}),
    "a workbook with titles, notes and a read-me": lambda folder: workbook(
        folder / "a.xlsx", {"Läs mig": [["Hej"]], "Data": TITLED}
    ),
    "a sheet by name": part(
        lambda folder: workbook(folder / "a.xlsx", {"2024": TABLE[:2], "2025": TABLE}), "2025"
    ),
    "an old workbook": lambda folder: old_workbook(folder / "a.xls", TITLED),
    "LibreOffice": lambda folder: open_document(folder / "a.ods", TABLE),
    "a Shapefile": shaped("a.shp"),
    "a Shapefile in Windows-1252": shaped("a.shp", encoding="CP1252"),
    "a GeoPackage": shaped("a.gpkg", 3021),
    "FlatGeobuf": shaped("a.fgb", 3857),
    "GeoJSON": shaped("a.geojson", 4326),
    "GeoParquet": shaped("a.parquet", 3035),
    "a zipped Shapefile": zipped(shaped("a.shp"), "export/"),
    "a zipped CSV": zipped(written("a.csv", text(TABLE).encode("cp1252"))),
    "a zipped workbook": zipped(lambda folder: workbook(folder / "a.xlsx", {"Blad1": TABLE})),
}


@pytest.mark.parametrize("name", FILES)
def test_each_file_gives_the_same_areas(tmp_path: Path, name: str) -> None:
    """Ids with their zeros, names letter by letter, numbers and places."""
    raw = read_table(FILES[name](tmp_path), "areas")
    table = raw.table.sort_values("id")
    assert table["id"].tolist() == ["0114", "0115", "0117"]
    assert table["name"].tolist() == ["Väsby", "Åre", "Österåker"]
    assert table["people"].astype(float).tolist() == [1178, 900.5, 12]
    assert table["lon"].astype(float).tolist() == pytest.approx([17.9, 18.1, 18.3], abs=1e-5)
    assert table["lat"].astype(float).tolist() == pytest.approx([59.5, 59.25, 59.5], abs=1e-5)


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 3_000_000)
    return file.getvalue()


REFUSED: dict[str, tuple[Callable[[Path], Path | str], str]] = {
    "a document": (
        written("a.docx", b"PK"),
        "Files of the kind “.docx” are not read. Give CSV, a spreadsheet",
    ),
    "another alphabet": (
        written("a.csv", "id,name\na,Łódź".encode("cp1250")),
        "Save the file again as “CSV UTF-8”.",
    ),
    "two sheets": (
        lambda folder: workbook(folder / "a.xlsx", {"2024": TABLE, "2025": TABLE}),
        'several tables: 2024, 2025. Say which one to read, for example --areas-sheet "2024".',
    ),
    "no such sheet": (
        part(lambda folder: workbook(folder / "a.xlsx", {"1": TABLE}), "2"),
        "There is no “2” in the file.",
    ),
    "an archive bomb": (written("a.zip", bomb()), "Unpack it yourself and give the table in it."),
    "a sum among the rows": (
        written("a.csv", text([HEAD, AREAS[0], ["Summa", "", "", "", 5], AREAS[1]]).encode()),
        "a.csv, row 3: The row “Summa” looks like a sum",
    ),
    "half a Shapefile": (written("a.shp", b"x"), "these are missing beside it: a.dbf, a.shx."),
    "no file": (lambda folder: folder / "gone.xlsx", "The file is not there."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_with_certainty_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    """It says what to do, in both languages."""
    write, words = REFUSED[name]
    with pytest.raises(TableError) as caught:
        read_table(write(tmp_path), "areas")
    (fault,) = caught.value.faults
    assert words in fault.text("en")
    assert fault.text("sv") != fault.text("en")


def test_a_part_is_named_after_the_file(tmp_path: Path) -> None:
    """A mark in the name of a file or folder is no part of it."""
    (tmp_path / "x#1").mkdir()
    file = tmp_path / "x#1" / "a#b.csv"
    file.write_text("id\na", encoding="utf-8")
    assert file_and_part(file) == (file, None)
    assert file_and_part(f"{file}#S#1") == (file, "S#1")
    assert file_and_part("gone.xlsx#S") == (Path("gone.xlsx"), "S")


def test_what_was_chosen_within_an_archive_is_told_too(tmp_path: Path) -> None:
    """The file, then what was chosen in it."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("areas.csv", text(TABLE).encode("cp1252"))
        archive.writestr("b.csv", "x")
    found = read_file(path, TableAsked("sites", "a.zip", "areas.csv"))
    assert [note.key for note in found.choices] == ["reading.charset"]
    assert found.label == "a.zip (areas.csv)"
