"""What a run of `travel_times` is asked to do, checked at birth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from narvaro.errors import Fault, SettingError

STREET_MODES = ("car", "walk", "bicycle")
MODES = (*STREET_MODES, "transit")
LONGEST_MIN = 1_092.0


@dataclass(frozen=True)
class RunSettings:
    """What a run is asked to do.

    Parameters
    ----------
    osm
        OpenStreetMap extract (`.osm.pbf`), or None.
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

    Raises
    ------
    SettingError
        With every fault.
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

    def __post_init__(self) -> None:
        faults = [
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
        if self.window_min > 1_440:
            faults.append(Fault("travel.long_window", {"value": self.window_min}))
        if self.osm is not None and self.roads is not None:
            faults.append(Fault("travel.two_networks", {}))
        network = self.osm is not None or self.roads is not None
        for mode in self.modes:
            if mode not in MODES:
                faults.append(Fault("travel.unknown_mode", {"mode": mode, "modes": ", ".join(MODES)}))
            elif mode == "transit" and not (self.gtfs and self.osm):
                faults.append(Fault("travel.mode_without_data", {"mode": mode, "needs": "--osm, --gtfs"}))
            elif mode in STREET_MODES and not network and self.gtfs:
                faults.append(Fault("travel.mode_without_data", {"mode": mode, "needs": "--osm"}))
        if "transit" in self.modes or (self.gtfs and not self.modes):
            faults += self._past_midnight()
        if self.gtfs and self.osm is None:
            faults.append(Fault("travel.mode_without_data", {"mode": "transit", "needs": "--osm"}))
        if faults:
            raise SettingError(faults)

    def _past_midnight(self) -> list[Fault]:
        """Return a fault where ways go on into the next day, whose timetable is not searched."""
        minutes = self.depart.hour * 60 + self.depart.minute + self.window_min + self.max_minutes
        if self.there_and_back:
            minutes += self.desk_min + self.max_minutes
        if minutes <= 1_440:
            return []
        return [Fault("travel.past_midnight", {"depart": f"{self.depart:%H:%M}", "over": minutes - 1_440})]

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
