"""What minutes rest on: the settings of the run that made them, figure by figure, for the assumptions of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from narvaro.case import Assumption

RUN = "setting of the travel times"
"""The source of what was asked of the run, with the options of `narvaro travel`."""
STRAIGHT = "straight line"


def basis_of(mode: str, made_of: Mapping[str, Any]) -> tuple[Assumption, ...]:
    """Return the figures that the minutes of a mode rest on, by what the manifest says they were made of.

    Parameters
    ----------
    mode
        One of the modes of the manifest.
    made_of
        What an engine says of a mode; a figure that is not there is left out.

    Examples
    --------
    >>> made_of = {"max_min": 60.0, "pace": {"walk_kmh": 4.8}, "there_and_back": False}
    >>> [(row.id, row.value) for row in basis_of("walk", made_of)]
    [('travel.walk.max_minutes', 60.0), ('travel.walk.walk_kmh', 4.8)]
    """
    return tuple(
        Assumption(f"travel.{mode}.{name}", value, unit, "assumed", RUN)
        for name, value, unit in _figures(made_of)
        if value is not None
    )


def _figures(made_of: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    trip = made_of.get("trip")
    if made_of.get("engine") == STRAIGHT:
        yield "detour_factor", made_of.get("detour_factor"), ""
        yield "kmh", made_of.get("kmh"), "km/h"
    if isinstance(trip, Mapping):
        yield from _of_trips(trip)
    yield "max_minutes", made_of.get("max_min"), "min"
    pace = made_of.get("pace")
    if not isinstance(trip, Mapping) and isinstance(pace, Mapping):
        yield "walk_kmh", pace.get("walk_kmh"), "km/h"
        if made_of.get("there_and_back"):
            yield "there_and_back", "", ""


def _of_trips(trip: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """Yield when and how ways by timetable are made."""
    begin = datetime.fromisoformat(str(trip["depart"]))
    last = begin + timedelta(minutes=int(trip["window_min"]) - 1)
    yield "date", f"{begin:%Y-%m-%d}", ""
    yield "departures", f"{begin:%H:%M}–{last:%H:%M}", ""
    yield "median", "", ""
    yield "max_walk_min", trip.get("max_walk_min"), "min"
    yield "walk_kmh", trip.get("walk_kmh"), "km/h"
    yield "max_rides", trip.get("max_rides"), ""
    if trip.get("there_and_back"):
        yield "there_and_back", "", ""
        yield "desk_min", trip.get("desk_min"), "min"
