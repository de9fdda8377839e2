"""Settings and policies as they were written before money said its currency: all figures were million SEK.

A settings file (`narvaro.toml`) of format 1 says no money, and the names of its figures end in `_msek`. It is read as
what it was: the currency is SEK, the unit a million, and the names are those of now. Old names in a file of now are
read too, where the case counts in million SEK; new files have new names alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from narvaro.case.money import NO_CURRENCY, MoneyUnit
from narvaro.errors import Fault, FolderError, InputError

FORMER_FORMAT = 1
FORMER_MONEY = MoneyUnit("SEK", "million")
SIZE_NAMES = {"running_msek_year": "running_year", "opening_msek": "opening", "closing_msek": "closing"}
POLICY_NAMES = {"base_msek": "base", "change_msek": "change"}
"""Names of figures before, and now."""


def named_as_now(
    table: Mapping[str, Any], names: Mapping[str, str], place: str, file: str, error: type[InputError]
) -> dict[str, Any]:
    """Return a table whose former names are those of now; other entries stay as they are, in their order.

    Raises
    ------
    InputError
        Of the kind asked for, if a figure is given under both of its names.

    Examples
    --------
    >>> named_as_now({"change_msek": [5.0]}, POLICY_NAMES, "money", "policy.toml", InputError)
    {'change': [5.0]}
    """
    faults = [
        Fault("money.fault.both_names", {"old": old, "new": new}, file, None, f"{place}.{old}")
        for old, new in names.items()
        if old in table and new in table
    ]
    if faults:
        raise error(faults)
    return {names.get(name, name): value for name, value in table.items()}


def settings_as_now(table: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Return the plain tables of a settings file in the form of now, whatever they hold.

    Raises
    ------
    FolderError
        If a size has a figure under both of its names, or a former name where the case counts otherwise.
    """
    found = dict(table)
    if found["format"] == FORMER_FORMAT:
        found["format"] = FORMER_FORMAT + 1
        found.setdefault("money", {"currency": FORMER_MONEY.currency, "unit": FORMER_MONEY.unit})
        found["assumptions"] = _each(found.get("assumptions"), _unit_as_now)
    sizes = found.get("sizes")
    former = [old for old in SIZE_NAMES if any(old in size for size in _tables(sizes))]
    if former and not is_former(found.get("money")):
        data = {"old": former[0], "new": SIZE_NAMES[former[0]], "money": _label(found.get("money"))}
        raise FolderError([Fault("money.fault.former_name", data, file, None, "sizes")])
    found["sizes"] = _each(sizes, lambda size: named_as_now(size, SIZE_NAMES, "sizes", file, FolderError))
    return {name: value for name, value in found.items() if value is not None}


def is_former(money: object) -> bool:
    """Tell whether the table `money` says what was meant before it was there."""
    wanted = {"currency": FORMER_MONEY.currency, "unit": FORMER_MONEY.unit}
    return isinstance(money, Mapping) and {"unit": "million", **money} == wanted


def _label(money: object) -> str:
    known = money if isinstance(money, Mapping) else {}
    return MoneyUnit(str(known.get("currency", NO_CURRENCY)), known.get("unit", "million")).label


def unit_as_now(unit: str) -> str:
    """Return the unit of an assumption as it is written now.

    Examples
    --------
    >>> unit_as_now("MSEK/year"), unit_as_now("km/h")
    ('million SEK/year', 'km/h')
    """
    return unit.replace("MSEK", FORMER_MONEY.label) if unit in ("MSEK", "MSEK/year") else unit


def _unit_as_now(row: Mapping[str, Any]) -> dict[str, Any]:
    unit = row.get("unit")
    return {**row, "unit": unit_as_now(unit)} if isinstance(unit, str) else dict(row)


def _tables(rows: object) -> list[Mapping[str, Any]]:
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _each(rows: object, change: Any) -> object:
    """Return rows with each table among them changed; what is no list of tables is left for the schema to refuse."""
    return (
        [change(row) if isinstance(row, Mapping) else row for row in rows] if isinstance(rows, list) else rows
    )
