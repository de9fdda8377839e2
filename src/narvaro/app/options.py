"""The numbers of options, held within what they can mean before any work is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path

from narvaro.case import MoneyUnit
from narvaro.case.money import NO_CURRENCY, Unit
from narvaro.errors import Fault, SettingError
from narvaro.sources.naming import Wishes
from narvaro.sources.tables import Crs


@dataclass(frozen=True)
class Range:
    """Where the number of an option may lie: above one figure or at least it, and perhaps below another."""

    low: float
    above: bool = True
    below: float | None = None

    def fault(self, name: str, value: float) -> Fault | None:
        """Return what is wrong with a number, or nothing.

        Examples
        --------
        >>> Range(0.0).fault("--within", 20.0) is None, Range(0.0).fault("--within", -5.0).key
        (True, 'policy.above')
        """
        given = f"{value:g}"
        if not isfinite(value):
            return Fault("document.not_finite", {"given": given}, None, None, name)
        if value < self.low or (self.above and value == self.low):
            key = "policy.above" if self.above else "policy.at_least"
            return Fault(key, {"given": given, "limit": f"{self.low:g}"}, None, None, name)
        if self.below is not None and value >= self.below:
            return Fault("policy.below", {"given": given, "limit": f"{self.below:g}"}, None, None, name)
        return None


WITHIN = Range(0.0)
TIME_LIMIT = Range(0.0)
GAP = Range(0.0, above=False, below=1.0)
MAX_MINUTES = Range(0.0)
WINDOW = Range(0.0)
WORKERS = Range(1.0, above=False)
PROPOSED = Range(1.0, above=False)


def require_numbers(given: Mapping[str, tuple[float | None, Range]]) -> None:
    """Raise unless each number lies in its range; one that is not given is left to its default.

    Raises
    ------
    SettingError
        With a fault for each option, named as it is written.

    Examples
    --------
    >>> require_numbers({"--gap": (0.01, GAP), "--time-limit": (None, TIME_LIMIT)})
    """
    faults = [
        fault
        for name, (value, allowed) in given.items()
        if value is not None and (fault := allowed.fault(name, value)) is not None
    ]
    if faults:
        raise SettingError(faults)


def money_option(currency: str | None, unit: str | None) -> MoneyUnit | None:
    """Return what figures of money count as the options say it; None where neither is given.

    Raises
    ------
    SettingError
        If that is no code of a currency, or no unit.

    Examples
    --------
    >>> money_option("EUR", None), money_option(None, None)
    (MoneyUnit(currency='EUR', unit='million'), None)
    """
    if currency is None and unit is None:
        return None
    asked: Unit = unit or "million"  # type: ignore[assignment]  # whether it is one is held here below
    money = MoneyUnit(NO_CURRENCY if currency is None else currency, asked)
    options = {"money.currency": "--currency", "money.unit": "--money-unit"}
    if faults := money.faults():
        raise SettingError([replace(fault, column=options[str(fault.column)]) for fault in faults])
    return money


def table_wishes(
    columns: Sequence[str], thousands: str | None, groups: Sequence[str], propose_sites: int | None = None
) -> Wishes | None:
    """Return how a user's own tables are to be read, as the options say it; None where none is given.

    Parameters
    ----------
    columns
        Each the name of a column here and in the file: `people=folkmangd`, or `areas.people=folkmangd`.
    thousands
        The mark of thousands where a number has two readings.
    groups
        Columns of numbers that are groups, several separated by commas.
    propose_sites
        How many candidates are to be proposed from the areas.

    Raises
    ------
    SettingError
        If a column is not said so, is said twice, or is none.

    Examples
    --------
    >>> table_wishes(["people=Antal inv"], ".", ["class,rank"])
    Wishes(columns={'people': 'Antal inv'}, thousands='.', groups=('class', 'rank'), propose_sites=0)
    """
    said: dict[str, str] = {}
    faults = []
    for given in columns:
        name, sign, column = (part.strip() for part in given.partition("="))
        if not (name and sign and column):
            faults.append(Fault("table.map_form", {"value": given}, None, None, "--map"))
        elif name in said:
            faults.append(Fault("table.map_twice", {"name": name}, None, None, "--map"))
        said[name] = column
    if faults:
        raise SettingError(faults)
    named = tuple(name.strip() for given in groups for name in given.split(",") if name.strip())
    require_numbers({"--propose-sites": (propose_sites, PROPOSED)})
    wishes = Wishes(said, thousands, named, propose_sites or 0)
    return None if wishes == Wishes() else wishes


def crs_option(both: str | None, areas: str | None, sites: str | None) -> Crs:
    """Return the coordinate system of both tables, or that of each where one has its own.

    Examples
    --------
    >>> crs_option("EPSG:3006", None, None), crs_option("EPSG:3006", None, "EPSG:4326")
    ('EPSG:3006', {'areas': 'EPSG:3006', 'sites': 'EPSG:4326'})
    """
    if areas is None and sites is None:
        return both
    return {"areas": areas or both, "sites": sites or both}


def part_option(file: Path | None, part: str | None) -> Path | None:
    """Return a file with the sheet, layer or member of it that an option names.

    Raises
    ------
    SettingError
        If the option stands without its file.

    Examples
    --------
    >>> str(part_option(Path("a.xlsx"), "2025"))
    'a.xlsx#2025'
    """
    if part is None:
        return file
    if file is None:
        raise SettingError([Fault("usage.new")])
    return Path(f"{file}#{part}")
