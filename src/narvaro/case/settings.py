"""Settings of travel: how a distance becomes minutes."""

from __future__ import annotations

from dataclasses import dataclass

from narvaro.case.money import Origin
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
