"""Tables as text: CSV in the character sets and with the separators that programs write."""

from __future__ import annotations

from dataclasses import replace

from narvaro.case.tables import csv_records
from narvaro.errors import Fault, TableError
from narvaro.language import Note
from narvaro.sources.reading.charset import decoded
from narvaro.sources.reading.found import TableAsked, TableFound
from narvaro.sources.reading.layout import filled, header_row, is_number, table_on

SEPARATORS = ",;\t"
SAMPLED = 20_000
"""So many characters of a text are looked at to find its separator."""


def read_text(data: bytes, asked: TableAsked) -> TableFound:
    r"""Return the table of a text.

    Parameters
    ----------
    data
        The bytes of the file: UTF-8, UTF-16, Windows-1252 or Mac Roman; with commas, semicolons or tabs.
    asked
        What faults call the file, and the names of columns.

    Raises
    ------
    TableError
        If the character set is not certain, or the table has faults of form.

    Examples
    --------
    >>> found = read_text("Folkmängd\n\nid;name\na;Åre\n".encode("cp1252"), TableAsked("areas", "a.csv"))
    >>> found.table["name"].tolist(), found.first_row
    (['Åre'], 4)
    >>> found.choices[0].text("en")
    'a.csv is read as Windows-1252: is “Folkmängd” spelt right? If not, save it as “CSV UTF-8”.'
    """
    read = decoded(data, asked.label)
    text = read.text
    if not text.strip():
        raise TableError([Fault("table.empty", {}, asked.label)])
    said = separator_line(text)
    separator = said or best_separator(text, asked)
    body = text.partition("\n")[2] if said else text
    rows = csv_records(body, separator, asked.label)
    found = table_on(rows, asked, 2 if said else 1)
    choices = list(found.choices)
    if read.example:
        told = {"file": asked.label, "charset": read.charset, "example": read.example}
        choices.insert(0, Note("reading.charset", told))
    return replace(found, choices=tuple(choices))


def separator_line(text: str) -> str:
    r"""Return the separator that a spreadsheet was told of in a first line such as `sep=;`; nothing where none stands.

    Examples
    --------
    >>> separator_line("sep=;\nid;name"), separator_line("id,name")
    (';', '')
    """
    line = text.partition("\n")[0].strip().strip('"').casefold()
    return line[4:] or "\t" if line.startswith("sep=") and line[4:] in ("", *SEPARATORS) else ""


def best_separator(text: str, asked: TableAsked) -> str:
    """Return what stands between the cells: that which gives the most names of columns, then the widest row of names.

    A decimal comma stands in numbers, never between names.
    """
    sample = text[:SAMPLED]
    sample = sample[: sample.rfind("\n") + 1] or sample if len(text) > SAMPLED else sample

    def score(separator: str) -> tuple[int, int]:
        try:
            rows = csv_records(sample, separator, asked.label)
        except (
            TableError
        ):  # a quotation mark may stand open where the sample ends: the line of names is enough
            rows = [line.split(separator) for line in sample.splitlines()]
        if not any(filled(row) for row in rows):
            return 0, 0
        names = rows[header_row(rows, asked.known)]
        return sum(asked.known(cell) for cell in names), sum(
            bool(cell.strip()) and not is_number(cell) for cell in names
        )

    return max(SEPARATORS, key=score)
