"""Settings of visits: how they come over the day, how long each takes, and how long anyone may wait."""

from __future__ import annotations

from dataclasses import dataclass

from narvaro.case.money import Origin
from narvaro.case.provenance import Assumption
from narvaro.errors import Fault


@dataclass(frozen=True)
class VisitSettings:
    """What turns visits in a year into the staff that an office needs.

    No plan rests on it, so it is no part of the checksum of a case.

    Parameters
    ----------
    minutes_each
        Mean time of a visit at the desk, minutes.
    days_year
        Days in a year that an office is open.
    opens
        Hour of the day at which it opens, 0 to 23.
    day_profile
        Share of a day's visits in each hour that it is open, from `opens` on; they add up to 1.
    wait_min, wait_share
        So large a share of the visitors must wait at most so many minutes.
    desk_share
        Share of the staff who are at a desk at a time; the others are on leave, ill, in training or at other work.
    huff_decay
        Exponent of minutes where visits are shared by distance and room (Huff).
    origin, source
        Whether the figures are stated, derived or assumed, and after what.

    Examples
    --------
    >>> VisitSettings().faults(), len(VisitSettings().day_profile)
    ([], 6)
    """

    minutes_each: float = 15.0
    days_year: float = 250.0
    opens: int = 10
    day_profile: tuple[float, ...] = (0.20, 0.19, 0.16, 0.15, 0.16, 0.14)
    wait_min: float = 15.0
    wait_share: float = 0.9
    desk_share: float = 0.8
    huff_decay: float = 2.0
    origin: Origin = "assumed"
    source: str = (
        "rule of thumb: open 10 to 16 on weekdays, most visits before noon, a quarter of an hour each"
    )

    def faults(self, file: str | None = None) -> list[Fault]:
        """Return what is wrong with the figures."""
        wrong = [
            (field, getattr(self, field))
            for field in ("minutes_each", "days_year", "huff_decay")
            if not 0 < getattr(self, field) < float("inf")
        ]
        found = [
            Fault("visits.positive", {"value": str(value)}, file, None, f"visits.{field}")
            for field, value in wrong
        ]
        if not 0 <= self.wait_min < float("inf"):
            data = {"value": str(self.wait_min)}
            found.append(Fault("visits.wait", data, file, None, "visits.wait_min"))
        if not 0 < self.wait_share < 1:
            data = {"value": str(self.wait_share)}
            found.append(Fault("visits.share", data, file, None, "visits.wait_share"))
        if not 0 < self.desk_share <= 1:
            data = {"value": str(self.desk_share)}
            found.append(Fault("visits.desk_share", data, file, None, "visits.desk_share"))
        hours = self.day_profile
        if not hours or not all(0 <= part <= 1 for part in hours) or abs(sum(hours) - 1) > 1e-6:
            data = {"sum": f"{sum(hours):g}"}
            found.append(Fault("visits.profile", data, file, None, "visits.day_profile"))
        if not 0 <= self.opens <= 24 - len(hours):
            data = {"value": str(self.opens), "hours": str(len(hours))}
            found.append(Fault("visits.opens", data, file, None, "visits.opens"))
        return found

    def assumptions(self) -> list[Assumption]:
        """Return the figures, each with its unit and where it comes from."""
        closes = self.opens + len(self.day_profile)
        rows: list[tuple[str, float | str, str]] = [
            ("minutes_each", self.minutes_each, "min"),
            ("days_year", self.days_year, "days"),
            ("hours", f"{self.opens}-{closes}", ""),
            ("busiest_hour", max(self.day_profile), ""),
            ("wait_min", self.wait_min, "min"),
            ("wait_share", self.wait_share, ""),
            ("desk_share", self.desk_share, ""),
            ("huff_decay", self.huff_decay, ""),
        ]
        return [
            Assumption(f"visits.{name}", value, unit, self.origin, self.source) for name, value, unit in rows
        ]
