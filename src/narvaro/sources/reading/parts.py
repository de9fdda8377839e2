"""Which sheet of a workbook, layer of a geo file or file of an archive is the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from narvaro.errors import Fault, TableError
from narvaro.language import Note
from narvaro.sources.reading.found import TableAsked


def chosen_part(names: Sequence[str], asked: TableAsked, fits: Callable[[str], bool]) -> str:
    """Return the name of the part to read.

    The one that the user named; else the only one; else that called `areas` or `sites`; else the only one whose
    columns fit. There is no fifth way: which of two is meant is asked.

    Parameters
    ----------
    names
        The parts that hold anything.
    asked
        What is looked for.
    fits
        Tells whether a part has the columns that are asked for; called only where it matters.

    Raises
    ------
    TableError
        If the user named a part that is not there, or several may be meant; the fault names those there are.

    Examples
    --------
    >>> chosen_part(["Read me", "Data"], TableAsked("areas", "a.xlsx"), lambda name: name == "Data")
    'Data'
    >>> chosen_part(["2024", "2025"], TableAsked("areas", "a.xlsx", "2025"), lambda name: True)
    '2025'
    """
    if asked.part is not None:
        alike = [name for name in names if name.strip().casefold() == asked.part.strip().casefold()]
        if asked.part in names:
            return asked.part
        if len(alike) == 1:
            return alike[0]
        data = {"part": asked.part, "parts": list(names), "option": option(asked)}
        raise TableError([Fault("table.no_such_part", data, asked.label)])
    if len(names) == 1:
        return names[0]
    called = [name for name in names if name.strip().casefold() == asked.kind]
    fitting = called or [name for name in names if fits(name)]
    if len(fitting) == 1:
        return fitting[0]
    if not names:
        raise TableError([Fault("table.empty", {}, asked.label)])
    data = {"parts": list(names), "option": option(asked), "example": (fitting or list(names))[0]}
    raise TableError([Fault("table.many_parts", data, asked.label)])


def option(asked: TableAsked) -> str:
    """Return the option that names a part of the file.

    Examples
    --------
    >>> option(TableAsked("areas", "a.xlsx"))
    '--areas-sheet'
    """
    return f"--{asked.kind}-sheet"


def told_part(key: str, name: str, names: Sequence[str], asked: TableAsked) -> tuple[Note, ...]:
    """Return how the choice of a part is told; nothing where it was named by the user or by its own name.

    Examples
    --------
    >>> told_part("reading.sheet", "Data", ["Read me", "Data"], TableAsked("areas", "a.xlsx"))[0].text("en")
    'a.xlsx: the sheet “Data” is read; not read: Read me.'
    """
    others = [other for other in names if other != name]
    if not others or asked.part is not None or name.strip().casefold() == asked.kind:
        return ()
    return (Note(key, {"file": asked.label, "part": name, "others": others}),)
