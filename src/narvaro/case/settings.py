"""Settings of travel: how a distance becomes minutes."""

from __future__ import annotations

from dataclasses import dataclass

from narvaro.case.money import Origin
from narvaro.case.provenance import Assumption
from narvaro.case.words import word
from narvaro.errors import Fault


@dataclass(frozen=True)
class TravelSettings:
    """What turns a distance as the crow flies into minutes.

    Parameters
    ----------
    detour_factor
        Length of the way divided by the distance as the crow flies, at least 1.
    car_kmh, walk_kmh, bicycle_kmh
        Mean speed over the whole way, km/h.
    max_min
        A way longer than this counts as unreachable, minutes.
    origin, source
        Whether the figures are stated, derived or assumed, and after what.
    without_car
        Share of people without a car where an area has none of its own (a column `without_car`), 0 to 1.
    """

    detour_factor: float = 1.3
    car_kmh: float = 60.0
    walk_kmh: float = 4.8
    bicycle_kmh: float = 15.0
    max_min: float = 1_440.0
    origin: Origin = "assumed"
    source: str = "rule of thumb: roads 1.3 times the straight line, 60 km/h door to door, 4.8 km/h on foot"
    without_car: float | None = None

    def faults(self, file: str | None = None) -> list[Fault]:
        """Return what is wrong with the figures."""
        found = []
        if not 1.0 <= self.detour_factor <= 10.0:
            found.append(
                Fault(
                    "travel_settings.detour", {"value": str(self.detour_factor)}, file, None, "detour_factor"
                )
            )
        for field in ("car_kmh", "walk_kmh", "bicycle_kmh", "max_min"):
            value = getattr(self, field)
            if not 0 < value < float("inf"):
                found.append(Fault("travel_settings.positive", {"value": str(value)}, file, None, field))
        if self.without_car is not None and not 0.0 <= self.without_car <= 1.0:
            data = {"value": str(self.without_car)}
            found.append(Fault("travel_settings.share", data, file, None, "without_car"))
        return found


@dataclass(frozen=True)
class TownTravel:
    """How ways that begin or end in a kind of settlement differ from the open road, door to door.

    Parameters
    ----------
    id
        A value of the areas' column `settlement`.
    near_km
        So much of a way by car, at this end of it, goes at the speed of the town, km of road.
    near_kmh
        That speed, km/h.
    start_min
        From the door to the car, where the way begins, minutes.
    park_min
        To find a place for the car and walk from it, where the way ends, minutes.
    transit_wait_min
        To walk to a stop and wait there, where the way begins, minutes.
    transit_kmh
        Mean speed of public transport on ways that begin there, with changes and the walk at the end, km/h.
    origin, source
        Whether the figures are stated, derived or assumed, and after what.
    """

    id: str
    near_km: float
    near_kmh: float
    start_min: float
    park_min: float
    transit_wait_min: float
    transit_kmh: float
    origin: Origin = "assumed"
    source: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", word(self.id))

    def faults(self, file: str | None = None) -> list[Fault]:
        """Return what is wrong with the figures."""
        wrong = [
            (field, getattr(self, field))
            for field in ("near_km", "start_min", "park_min", "transit_wait_min")
            if not 0 <= getattr(self, field) < float("inf")
        ]
        found = [
            Fault("travel_settings.town_negative", {"town": self.id, "value": str(value)}, file, None, field)
            for field, value in wrong
        ]
        for field in ("near_kmh", "transit_kmh"):
            value = getattr(self, field)
            if not 0 < value < float("inf"):
                data = {"town": self.id, "value": str(value)}
                found.append(Fault("travel_settings.town_speed", data, file, None, field))
        return found

    def assumptions(self) -> list[Assumption]:
        """Return the figures, each with its unit and where it comes from."""
        units = {
            "near_km": "km",
            "near_kmh": "km/h",
            "start_min": "min",
            "park_min": "min",
            "transit_wait_min": "min",
            "transit_kmh": "km/h",
        }
        return [
            Assumption(f"town.{self.id}.{part}", getattr(self, part), unit, self.origin, self.source)
            for part, unit in units.items()
        ]
