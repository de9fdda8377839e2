"""How fast one moves on each road: posted limits, defaults by class, and factors by class and hour."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from narvaro.errors import Fault, SettingError
from narvaro.travel.roads import DISMOUNT, STEPS, Roads
from narvaro.travel.rules import MODE_BITS, RoadRules

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FREE_FLOW = "free flow"
COLUMNS = ("class", "days", "from_hour", "to_hour", "factor")
Row = tuple[str, tuple[str, ...], int, int, float]
"""Class or "*", days, first hour, hour after the last, factor."""


@dataclass(frozen=True)
class SpeedFactors:
    """Factors on the speed of cars, by road class and hour of the week.

    Parameters
    ----------
    rows
        As in `Row`.
    label
        What a reader should know the factors as.

    Examples
    --------
    On Tuesdays at eight, cars keep 60 percent of the speed on primary roads:

    >>> factors = SpeedFactors((("primary", ("tue",), 7, 9, 0.6),), "rush")
    >>> factors.at("primary", 1, 8), factors.at("primary", 1, 9), factors.at("service", 1, 8)
    (0.6, 1.0, 1.0)
    """

    rows: tuple[Row, ...]
    label: str

    def at(self, road_class: str, weekday: int, hour: int) -> float:
        """Return the factor of a class at an hour; a row for the class goes before a row for all."""
        found = 1.0
        for wanted in ("*", road_class):
            for name, days, first, after, factor in self.rows:
                if name == wanted and DAYS[weekday] in days and first <= hour < after:
                    found = factor
        return found

    @property
    def checksum(self) -> str:
        """SHA-256 of the rows."""
        return hashlib.sha256(repr(self.rows).encode()).hexdigest()


def read_speed_factors(path: Path | str, rules: RoadRules) -> SpeedFactors:
    """Read a table of speed factors.

    Parameters
    ----------
    path
        CSV with `class` (a road class or *), `days` (such as "mon-fri" or "sat;sun"), `from_hour`,
        `to_hour` (0 to 24) and `factor` (above 0, at most 2).

    Raises
    ------
    SettingError
        With every row that cannot be used.
    """
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *lines = [[cell.strip() for cell in line] for line in csv.reader(file, strict=True)] or [[]]
    except (OSError, ValueError, csv.Error) as error:
        fault = Fault("travel.speed_table", {"problem": str(error)[:120]}, path.name)
        raise SettingError([fault]) from None
    lacking = [name for name in COLUMNS if head.count(name) != 1]
    if lacking:
        raise SettingError([Fault("travel.speed_column", {}, path.name, None, name) for name in lacking])
    rows: list[Row] = []
    faults = []
    for number, line in enumerate(lines, 2):
        if not any(line):
            continue
        try:
            row = _row(line, head, rules)
            clash = next((other for other in rows if _overlap(row, other)), None)
            if clash is not None:
                raise ValueError(
                    f"{row[0]}, {line[head.index('days')]} {row[2]}-{row[3]} = {row[4]} / {clash[4]}"
                )
            rows.append(row)
        except ValueError as error:
            faults.append(Fault("travel.speed_row", {"problem": str(error)}, path.name, number))
    if faults:
        raise SettingError(faults)
    return SpeedFactors(tuple(rows), path.name)


def _row(line: list[str], head: list[str], rules: RoadRules) -> Row:
    if any(line[len(head) :]) or len(line) < len(head):
        raise ValueError(f"{len(line)} / {len(head)}")
    road_class, days, first, after, factor = (line[head.index(name)] for name in COLUMNS)
    row = (road_class, _days(days), int(first), int(after), float(factor))
    if road_class != "*" and road_class not in rules.classes:
        raise ValueError(road_class)
    if not (0 <= row[2] < row[3] <= 24 and 0 < row[4] <= 2):
        raise ValueError(f"{first}-{after}, {factor}")
    return row


def _overlap(one: Row, two: Row) -> bool:
    """Say whether two rows give the same class different factors at the same hour."""
    same = one[0] == two[0] and bool(set(one[1]) & set(two[1])) and one[2] < two[3] and two[2] < one[3]
    return same and one[4] != two[4]


def _days(text: str) -> tuple[str, ...]:
    days: list[str] = []
    for part in text.lower().replace(" ", "").split(";"):
        first, _, last = part.partition("-")
        if first not in DAYS or (last and last not in DAYS):
            raise ValueError(text)
        begin, end = DAYS.index(first), DAYS.index(last or first)
        # The week goes round: from Friday to Monday are four days.
        days += [DAYS[(begin + step) % 7] for step in range((end - begin) % 7 + 1)]
    return tuple(days)


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


def road_ms(
    roads: Roads, pace: Pace, rules: RoadRules
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    r"""Return the milliseconds each road takes, along it and against it; -1 where the mode may not go.

    :math:`t = 3\,600\,\ell / (v f)` with length :math:`\ell` (m), speed :math:`v` (km/h) and factor
    :math:`f`; a ferry takes its own minutes whatever the mode. Rounded to whole milliseconds, at least one.
    """
    bit = MODE_BITS[pace.mode]
    found = []
    for shift, posted in ((0, roads.car_kmh), (3, roads.car_back_kmh)):
        kmh = _speeds(roads, pace, rules, posted)
        seconds = np.where(np.isnan(roads.fixed_s), 3.6 * roads.length_m / kmh, roads.fixed_s)
        ms = np.rint(np.clip(seconds * 1000.0, 1.0, 2.0e9)).astype(np.int32)
        found.append(np.where((roads.access >> shift) & bit, ms, np.int32(-1)).astype(np.int32))
    return found[0], found[1]


def _speeds(
    roads: Roads, pace: Pace, rules: RoadRules, posted: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64]:
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
