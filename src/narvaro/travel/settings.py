"""What a run of `travel_times` is asked to do, checked at birth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from narvaro.errors import Fault, SettingError
from narvaro.travel.rules import road_rules
from narvaro.travel.speeds import SpeedFactors, read_speed_factors

STREET_MODES = ("car", "walk", "bicycle")
MODES = (*STREET_MODES, "transit")
LONGEST_MIN = 1_092.0
"""Longest way that can be asked for, minutes: the whole minutes within the two bytes of seconds of a stored pair."""


DAY_MIN = 1_440
"""Minutes of a day: departures and ways are looked up in the timetable of one day and the nights that run into it."""


@dataclass(frozen=True)
class RunSettings:
    """What a run is asked to do: the same settings in Python, on the command line and behind the manifest.

    At birth a text is taken for a path in `osm`, `roads`, `gtfs` and `speed_factors`, and read as a moment in `depart`;
    any sequence does for `gtfs` and `modes`.

    Parameters
    ----------
    osm
        OpenStreetMap extract (`.osm.pbf`), or None. Without `osm` and `roads` the straight line answers.
    roads
        Roads as lines with speeds (GeoPackage or GeoParquet), or None.
    gtfs
        Timetables (GTFS zip files).
    modes
        Modes asked for; empty for all that there are data for.
    depart
        When the window of departures begins, local time.
    window_min
        Length of the window of departures, minutes.
    max_minutes
        Longest way kept, minutes.
    there_and_back
        Minutes are the mean of the way there and the way back the same day.
    desk_min
        Minutes at the desk between the two ways.
    snap_limit_m
        A point farther than this from every street is reported and left unreached, metres.
    max_walk_min
        Longest walk to, from or between stops, and longest walk instead of public transport, minutes.
    max_rides
        Most vehicles boarded on a way.
    partial
        Go on although the network does not cover all areas.
    speed_factors
        Factors on the speed of cars by road class and hour, or the table (CSV) that has them; without them cars keep
        the posted speed, and results say "free flow".

    Raises
    ------
    SettingError
        With every fault.

    Examples
    --------
    >>> settings = RunSettings(osm="town.osm.pbf", modes=["walk", "car"], depart="2026-03-10T08:00")
    >>> settings.osm.name, settings.asked, settings.depart.hour
    ('town.osm.pbf', ('car', 'walk'), 8)
    """

    osm: Path | None = None
    roads: Path | None = None
    gtfs: tuple[Path, ...] = ()
    modes: tuple[str, ...] = ()
    depart: datetime = datetime(2026, 3, 10, 10, 0)
    window_min: int = 60
    max_minutes: float = 120.0
    there_and_back: bool = False
    desk_min: int = 30
    snap_limit_m: float = 1_000.0
    max_walk_min: float = 30.0
    max_rides: int = 4
    partial: bool = False
    speed_factors: Path | SpeedFactors | None = None

    def __post_init__(self) -> None:
        faults = self._in_one_form()
        faults += [
            Fault("travel.setting_positive", {"value": value}, None, None, name)
            for name, value in (
                ("window_min", self.window_min),
                ("max_minutes", self.max_minutes),
                ("snap_limit_m", self.snap_limit_m),
                ("max_walk_min", self.max_walk_min),
                ("max_rides", self.max_rides),
            )
            if not 0 < value < float("inf")
        ]
        if self.max_minutes > LONGEST_MIN:
            faults.append(Fault("travel.too_long", {"value": self.max_minutes, "longest": LONGEST_MIN}))
        if self.window_min > DAY_MIN:
            faults.append(Fault("travel.long_window", {"value": self.window_min}))
        if self.osm is not None and self.roads is not None:
            faults.append(Fault("travel.two_networks", {}))
        for mode in self.modes:
            if mode not in MODES:
                faults.append(Fault("travel.unknown_mode", {"mode": mode, "modes": ", ".join(MODES)}))
            elif mode == "transit" and not (self.gtfs and self.osm):
                faults.append(Fault("travel.mode_without_data", {"mode": mode, "needs": "--osm, --gtfs"}))
            elif mode in STREET_MODES and not self.on_network and self.gtfs:
                faults.append(Fault("travel.mode_without_data", {"mode": mode, "needs": "--osm"}))
        if "transit" in self.modes or (self.gtfs and not self.modes):
            faults += self._past_midnight()
        if self.gtfs and self.osm is None:
            faults.append(Fault("travel.mode_without_data", {"mode": "transit", "needs": "--osm"}))
        if self.speed_factors is not None and ("car" not in self.asked or not self.on_network):
            table = self.speed_factors
            label = table.name if isinstance(table, Path) else table.label
            faults.append(Fault("travel.speed_without_roads", {}, label))
        if faults:
            raise SettingError(faults)

    def _in_one_form(self) -> list[Fault]:
        """Make paths, tuples and a moment of what was given as text or another sequence; tell what is no moment."""
        given: dict[str, object] = {
            "osm": _path(self.osm),
            "roads": _path(self.roads),
            "gtfs": tuple(Path(feed) for feed in self.gtfs),
            "modes": tuple(self.modes),
        }
        if not isinstance(self.speed_factors, SpeedFactors):
            given["speed_factors"] = _path(self.speed_factors)
        faults: list[Fault] = []
        if isinstance(self.depart, str):
            try:
                given["depart"] = read_moment(self.depart)
            except SettingError as error:
                # The default stands in, so that the other settings are looked at too.
                given["depart"], faults = RunSettings.depart, list(error.faults)
        for name, value in given.items():
            object.__setattr__(self, name, value)  # the form is frozen once it is born
        return faults

    def _past_midnight(self) -> list[Fault]:
        """Return a fault where ways go on into the next day, whose timetable is not searched."""
        minutes = self.depart.hour * 60 + self.depart.minute + self.window_min + self.max_minutes
        if self.there_and_back:
            minutes += self.desk_min + self.max_minutes
        if minutes <= DAY_MIN:
            return []
        return [Fault("travel.past_midnight", {"depart": f"{self.depart:%H:%M}", "over": minutes - DAY_MIN})]

    @property
    def on_network(self) -> bool:
        """Whether there are streets, and not the straight line alone."""
        return self.osm is not None or self.roads is not None

    def factors(self) -> SpeedFactors | None:
        """Return the factors on the speed of cars, read from their table where that was given.

        Raises
        ------
        SettingError
            With every row of the table that cannot be used.
        """
        if isinstance(self.speed_factors, Path):
            return read_speed_factors(self.speed_factors, road_rules())
        return self.speed_factors

    @property
    def asked(self) -> tuple[str, ...]:
        """The modes to work out, in one order whatever the order they were asked in."""
        wanted = set(self.modes or (*STREET_MODES, *(("transit",) if self.gtfs else ())))
        if "transit" in wanted:
            # A way by public transport begins and ends on foot: its far points are those of walking.
            wanted.add("walk")
        return tuple(mode for mode in MODES if mode in wanted)


def read_moment(text: str) -> datetime:
    """Return a moment such as 2026-03-10T10:00.

    Raises
    ------
    SettingError
        If it is no moment.

    Examples
    --------
    >>> read_moment("2026-03-10T10:00")
    datetime.datetime(2026, 3, 10, 10, 0)
    """
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise SettingError([Fault("travel.no_moment", {"value": text}, None, None, "depart")]) from None


def _path(given: Path | str | None) -> Path | None:
    return None if given is None else Path(given)
