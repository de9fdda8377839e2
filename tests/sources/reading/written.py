"""Files as people have them, written by the tests that read them."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import xlwt

ROWS: list[list[Any]] = [
    ["id", "name", "lon", "lat", "people"],
    ["0114", "Väsby", 17.9, 59.5, 1178],
    ["0115", "Vallentuna", 18.1, 59.5, 900.5],
]


def workbook(path: Path, sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> Path:
    """Write an .xlsx workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def old_workbook(path: Path, rows: list[list[Any]]) -> Path:
    """Write an .xls workbook."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Blad1")
    for i, row in enumerate(rows):
        for k, cell in enumerate(row):
            sheet.write(i, k, cell)
    book.save(str(path))
    return path


def open_document(path: Path, rows: list[list[Any]]) -> Path:
    """Write an .ods workbook with one sheet."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{urn}:office:1.0" '
        f'xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Blad1">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{urn}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def _ods_cell(cell: Any) -> str:
    kind = f'float" office:value="{cell}' if isinstance(cell, int | float) else "string"
    text = f"<text:p>{escape(str(cell))}</text:p>"
    return f'<table:table-cell office:value-type="{kind}">{text}</table:table-cell>'


def locked(path: Path) -> Path:
    """Mark the first file of an archive as encrypted, as a password does."""
    data = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(sign) + at
        struct.pack_into("<H", data, start, struct.unpack_from("<H", data, start)[0] | 1)
    path.write_bytes(data)
    return path
