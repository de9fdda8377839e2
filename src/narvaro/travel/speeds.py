"""How fast one moves on each road: posted limits, defaults by class, and factors by class and hour."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from narvaro.case.tables import FIRST_ROW, read_csv_text
from narvaro.errors import Fault, InputError, SettingError
from narvaro.travel.arrays import Floats, Int32s
from narvaro.travel.roads import BACKWARD, DISMOUNT, FORWARD, STEPS, Roads
from narvaro.travel.rules import CAR, MODE_BITS, RoadRules
from narvaro.travel.words import figure, word

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SWEDISH = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
_DAY_OF = {name: place for week in (DAYS, _SWEDISH) for place, name in enumerate(week)}
_COLUMNS = ("class", "days", "from_hour", "to_hour", "factor")
FREE_FLOW = "free flow"
MOST_FACTOR = 2.0
"""A factor above this is taken for a percentage or a speed: nobody drives at twice the posted speed."""
MOST_MS = 2.0e9
"""Longest time of a road, 23 days: it stays below what stands for "cannot be reached" in four bytes."""

FactorRow = tuple[str, tuple[str, ...], int, int, float]
"""Class or "*", days, first hour, hour after the last, factor."""


@dataclass(frozen=True)
class SpeedFactors:
    """Factors on the speed of cars, by road class and hour of the week.

    Parameters
    ----------
    rows
        Tuples (class or "*", days, first hour, hour after the last, factor).
    label
        What a reader should know the factors as.

    Examples
    --------
    On Tuesdays at eight, cars keep 60 percent of the speed on primary roads:

    >>> factors = SpeedFactors((("primary", ("tue",), 7, 9, 0.6),), "rush")
    >>> factors.at("primary", 1, 8), factors.at("primary", 1, 9), factors.at("service", 1, 8)
    (0.6, 1.0, 1.0)
    """

    rows: tuple[FactorRow, ...]
    label: str

    def at(self, road_class: str, weekday: int, hour: int) -> float:
        """Return the factor of a class at an hour; a row for the class goes before a row for all."""
        found = 1.0
        for wanted in ("*", road_class):
            for name, days, first, after, factor in self.rows:
                if name == wanted and DAYS[weekday] in days and first <= hour < after:
                    found = factor
        return found

    def names_at(self, weekday: int, hour: int) -> frozenset[str]:
        """Return the classes, or *, that have a row at an hour."""
        return frozenset(
            name
            for name, days, first, after, _ in self.rows
            if DAYS[weekday] in days and first <= hour < after
        )

    @property
    def checksum(self) -> str:
        """SHA-256 of the rows."""
        return hashlib.sha256(repr(self.rows).encode()).hexdigest()


def read_speed_factors(path: Path | str, rules: RoadRules) -> SpeedFactors:
    """Read a table of speed factors.

    Parameters
    ----------
    path
        CSV with `class` (a road class or *), `days` (such as "mon-fri" or "sat, sun", in Swedish too), `from_hour`,
        `to_hour` (0 to 24) and `factor` (above 0, at most 2; with a point or a comma).

    Raises
    ------
    SettingError
        With every row that cannot be used, and every row that contradicts one before it.
    """
    path = Path(path)
    try:
        path.open("rb").close()
        table = read_csv_text(path)
    except InputError as error:
        raise SettingError(error.faults) from None
    except OSError as error:
        fault = Fault("travel.speed_table", {"problem": str(error.strerror)}, path.name)
        raise SettingError([fault]) from None
    table.columns = [str(name).strip().lower() for name in table.columns]
    names = list(table.columns)
    unclear = [
        Fault("travel.speed_column", {}, path.name, None, name) for name in _COLUMNS if name not in names
    ]
    unclear += [
        Fault("table.column_twice", {}, path.name, None, name) for name in _COLUMNS if names.count(name) > 1
    ]
    if unclear:
        raise SettingError(unclear)
    rows: list[FactorRow] = []
    faults: list[Fault] = []
    hours_of: dict[tuple[str, str, int], tuple[int, float]] = {}
    for number, cells in enumerate(table[list(_COLUMNS)].itertuples(index=False, name=None), FIRST_ROW):
        row, wrong = _factor_row(cells, rules)
        faults += [Fault(key, data, path.name, number, column) for key, data, column in wrong]
        if row is None:
            continue
        rows.append(row)
        name, days, first, after, factor = row
        for hour in ((name, day, hour) for day in days for hour in range(first, after)):
            before, other = hours_of.setdefault(hour, (number, factor))
            if other != factor:
                data = {"row": str(before), "hour": f"{hour[0]} {hour[1]} {hour[2]:02d}"}
                faults.append(Fault("travel.speed_twice", data, path.name, number))
                break
    if faults:
        raise SettingError(faults)
    return SpeedFactors(tuple(rows), path.name)


_Wrong = tuple[str, dict[str, str], str]
"""Key and data of what is wrong with a cell, and its column."""


def _factor_row(cells: tuple[str, ...], rules: RoadRules) -> tuple[FactorRow | None, list[_Wrong]]:
    """Return a row of factors, or what is wrong with each of its cells."""
    wrong: list[_Wrong] = []
    found: dict[str, Any] = {}
    readers: tuple[Callable[[str], Any], ...]
    readers = (lambda cell: _class(cell, rules), _days, _hour, _hour, _factor)
    for column, cell, read in zip(_COLUMNS, cells, readers, strict=True):
        try:
            found[column] = read(cell)
        except ValueError:
            kind = "blank" if not cell else "hour" if column.endswith("_hour") else column
            wrong.append((f"travel.speed_bad.{kind}", {"value": cell} if cell else {}, column))
    if not wrong and found["from_hour"] >= found["to_hour"]:
        data = {"value": cells[3], "first": cells[2]}
        wrong.append(("travel.speed_bad.hours", data, "to_hour"))
    if wrong:
        return None, wrong
    return (found["class"], found["days"], found["from_hour"], found["to_hour"], found["factor"]), []


def _class(cell: str, rules: RoadRules) -> str:
    name = word(cell)
    if name != "*" and name not in rules.classes:
        raise ValueError(cell)
    return name


def _factor(cell: str) -> float:
    factor = figure(cell, {"": 1.0})
    if not 0 < factor <= MOST_FACTOR:
        raise ValueError(cell)
    return factor


def _hour(cell: str) -> int:
    hour = figure(cell.removesuffix(":00"), {"": 1.0})
    if not hour.is_integer() or not 0 <= hour <= 24:
        raise ValueError(cell)
    return int(hour)


def _days(text: str) -> tuple[str, ...]:
    """Return the days that a text names, in the order of the week; a span may pass Sunday.

    Examples
    --------
    >>> _days("Fri-Mon"), _days("lör; sön")
    (('mon', 'fri', 'sat', 'sun'), ('sat', 'sun'))
    """
    named: set[int] = set()
    for part in text.lower().replace(" ", "").replace(",", ";").split(";"):
        first, dash, last = part.partition("-")
        if first not in _DAY_OF or (dash and last not in _DAY_OF):
            raise ValueError(text or "days")
        begin, end = _DAY_OF[first], _DAY_OF[last or first]
        named |= {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}
    return tuple(DAYS[day] for day in sorted(named))


def factors_in_use(
    factors: SpeedFactors, roads: Roads, rules: RoadRules, depart: datetime
) -> tuple[SpeedFactors | None, tuple[Fault, ...]]:
    """Return a table of factors if a row holds at the hour for a road that cars may use, and what a reader must know.

    Raises
    ------
    SettingError
        If no row holds for any such road at any hour; says which classes the roads have.
    """
    by_car = (roads.access & (CAR | CAR << BACKWARD)) > 0
    metres = np.bincount(roads.road_class[by_car], roads.length_m[by_car], minlength=len(rules.classes))
    present = [rules.classes[place] for place in np.unique(roads.road_class[by_car])]
    if not {name for name, *_ in factors.rows} & {"*", *present}:
        raise SettingError([Fault("travel.speed_unused", {"classes": present}, factors.label)])
    named = factors.names_at(depart.weekday(), depart.hour)
    told: dict[str, Any] = {"file": factors.label, "depart": f"{depart:%Y-%m-%d %H:%M}"}
    if not named & {"*", *present}:
        return None, (Fault("travel.speed_no_row", told),)
    lacking = [] if "*" in named else [name for name in present if name not in named and name != "ferry"]
    if not lacking:
        return factors, ()
    share = sum(metres[rules.classes.index(name)] for name in lacking) / metres.sum()
    return factors, (
        Fault("travel.speed_some", told | {"classes": lacking, "share": round(float(share), 4)}),
    )


@dataclass(frozen=True)
class Pace:
    """The speeds a mode moves at.

    Parameters
    ----------
    mode
        "car", "walk" or "bicycle".
    walk_kmh, bicycle_kmh
        On the flat, km/h.
    factors
        Factors on the speed of cars, or None for free flow.
    weekday, hour
        When the way is made: 0 is Monday; only the factors read it.
    """

    mode: str
    walk_kmh: float
    bicycle_kmh: float
    factors: SpeedFactors | None = None
    weekday: int = 1
    hour: int = 10

    @property
    def label(self) -> str:
        """What a reader must know: free flow, or the table and hour that were used."""
        if self.mode != "car":
            return ""
        if self.factors is None:
            return FREE_FLOW
        return f"{self.factors.label}, {DAYS[self.weekday]} {self.hour:02d}"

    def to_json(self) -> dict[str, object]:
        """Return what the minutes depend on."""
        facts: dict[str, object] = {"mode": self.mode, "walk_kmh": self.walk_kmh}
        if self.mode == "bicycle":
            facts["bicycle_kmh"] = self.bicycle_kmh
        if self.mode == "car" and self.factors is not None:
            facts["factors"] = [self.factors.checksum, self.weekday, self.hour]
        return facts


def road_ms(roads: Roads, pace: Pace, rules: RoadRules) -> tuple[Int32s, Int32s]:
    r"""Return the milliseconds each road takes, along it and against it; -1 where the mode may not go.

    :math:`t = 3\,600\,\ell / (v f)` with length :math:`\ell` (m), speed :math:`v` (km/h) and factor
    :math:`f`; a ferry takes its own minutes whatever the mode. Rounded to whole milliseconds, at least one.
    """
    bit = MODE_BITS[pace.mode]
    found = []
    for shift, posted in ((FORWARD, roads.car_kmh), (BACKWARD, roads.car_back_kmh)):
        kmh = _speeds(roads, pace, rules, posted)
        seconds = np.where(np.isnan(roads.fixed_s), 3.6 * roads.length_m / kmh, roads.fixed_s)
        # At least a millisecond: cells rest on no road being free (`cell_kernels`).
        ms = np.rint(np.clip(seconds * 1000.0, 1.0, MOST_MS)).astype(np.int32)
        found.append(np.where((roads.access >> shift) & bit, ms, np.int32(-1)).astype(np.int32))
    return found[0], found[1]


def _speeds(roads: Roads, pace: Pace, rules: RoadRules, posted: npt.NDArray[np.float32]) -> Floats:
    if pace.mode == "walk":
        return np.where(roads.flags & STEPS, rules.figure("steps_share") * pace.walk_kmh, pace.walk_kmh)
    if pace.mode == "bicycle":
        return np.where(roads.flags & DISMOUNT, rules.figure("dismount_kmh"), pace.bicycle_kmh)
    default = np.array([rules.car_kmh[name] for name in rules.classes])
    factor = np.ones(len(rules.classes))
    if pace.factors is not None:
        factor = np.array([pace.factors.at(name, pace.weekday, pace.hour) for name in rules.classes])
    kmh = np.where(np.isnan(posted), default[roads.road_class], posted.astype(np.float64))
    return np.asarray(kmh * factor[roads.road_class])
