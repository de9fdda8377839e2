"""How people travel in each kind of settlement: speeds, parking, stops, and how many have no car."""

from __future__ import annotations

import pandas as pd

from narvaro.case import Assumption, TownTravel, TravelSettings
from narvaro.sources.sweden.tables import read_table, rule

ROAD_SOURCE = "roads 1.3 times the straight line, 72 km/h between the towns at both ends, 4.8 km/h on foot"
"""Told in Swedish by `sweden.travel_source.road`."""


def road_travel() -> TravelSettings:
    """Return how a distance becomes minutes outside the towns."""
    return TravelSettings(
        detour_factor=rule("detour_factor"),
        car_kmh=rule("road_kmh"),
        walk_kmh=rule("walk_kmh"),
        origin="assumed",
        source=ROAD_SOURCE,
    )


def town_travel() -> tuple[TownTravel, ...]:
    """Return how ways that begin or end in each kind of settlement differ, every figure assumed.

    Examples
    --------
    >>> [(town.id, town.near_kmh) for town in town_travel()][:2]
    [('metro_inner', 22.0), ('metro_outer', 32.0)]
    """
    return tuple(
        TownTravel(
            id=str(row["id"]),
            near_km=float(row["near_km"]),
            near_kmh=float(row["near_kmh"]),
            start_min=float(row["start_min"]),
            park_min=float(row["park_min"]),
            transit_wait_min=float(row["transit_wait_min"]),
            transit_kmh=float(row["transit_kmh"]),
            source=str(row["source"]),
        )
        for row in read_table("towns").to_dict("records")
    )


def without_car(settlement: pd.Series) -> pd.Series:
    """Return the share of people without a car in areas, by their settlement; assumed, 0 to 1."""
    return settlement.map(read_table("towns").set_index("id")["without_car"]).astype(float)


def car_assumptions() -> tuple[Assumption, ...]:
    """Return the share of people without a car in each settlement, as figures that a plan by person rests on."""
    return tuple(
        Assumption(
            f"town.{row['id']}.without_car", float(row["without_car"]), "", "assumed", str(row["source"])
        )
        for row in read_table("towns").to_dict("records")
    )
