"""Cells of an .xlsx sheet that show an error, such as #N/A, which calamine gives as empty ones."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ERROR = re.compile(rb"<c\b(?=[^>]*\bt=\"e\")[^>]*\br=\"([A-Z]+)(\d+)\"[^>]*>.*?<v>([^<]*)</v>", re.DOTALL)


def error_cells(data: bytes, sheet: str) -> list[tuple[int, str, str]]:
    """Return row, column letters and error of each cell of a sheet that shows one; none of other kinds of workbooks.

    Parameters
    ----------
    data
        The bytes of the workbook.
    sheet
        The name of the sheet.
    """
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
            relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            named = {found.get("name"): found.get(_RELATION) for found in book.iter(f"{_MAIN}sheet")}
            targets = {found.get("Id"): str(found.get("Target")) for found in relations}
            target = targets[named[sheet]].removeprefix("/")
            content = archive.read(target if target.startswith("xl/") else f"xl/{target}")
        except (KeyError, ElementTree.ParseError):  # an .ods, or a workbook laid out in another way
            return []
    return [(int(row), column.decode(), error.decode()) for column, row, error in _ERROR.findall(content)]
