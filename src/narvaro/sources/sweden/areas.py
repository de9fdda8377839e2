"""All areas of Sweden: small areas, in the countryside in parts, with the areas of the Police's list cut out."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from narvaro.sources.sweden.definitions import small_area_definitions
from narvaro.sources.sweden.geometry import to_degrees
from narvaro.sources.sweden.localities import localities
from narvaro.sources.sweden.municipalities import REGION_COLUMNS, with_regions
from narvaro.sources.sweden.settlement import settlement_of
from narvaro.sources.sweden.tables import read_table, rule
from narvaro.sources.sweden.vulnerable import EDITION_COLUMNS, vulnerable_areas

OVER_SMALL_AREAS = ("area_types_1_2", "own_index")
"""Definitions that say yes or no of a whole small area, and so of each of its parts."""
COLUMNS = (
    "name",
    "lon",
    "lat",
    "people",
    "people_origin",
    "extent_km",
    "kind",
    "settlement",
    "locality",
    "small_area_code",
    "municipality_code",
    "municipality",
    *REGION_COLUMNS,
    *EDITION_COLUMNS,
    *OVER_SMALL_AREAS,
)
OUTSIDE = "a"
"""SCB's settlement class of people outside localities."""


@cache
def _table() -> pd.DataFrame:
    table = read_table("areas")
    table["municipality_code"] = table["small_area_code"].str[:4]
    listed = vulnerable_areas().reindex(table["police"])
    for column in EDITION_COLUMNS:
        table[column] = (listed[column] == True).to_numpy()  # noqa: E712  missing outside the list
    defined = small_area_definitions().reindex(table["small_area_code"])
    for column in OVER_SMALL_AREAS:
        table[column] = defined[column].to_numpy(bool)
    rural = table["settlement_class"] == OUTSIDE
    table["kind"] = np.select([rural, table["police"] != ""], ["rural", "vulnerable"], "locality")
    points = area_points()
    places = localities().reindex(table["locality_code"])
    table["settlement"] = settlement_of(
        points, table["settlement_class"].to_numpy(), places["people_now"].fillna(0).to_numpy(float)
    )
    table["locality"] = places["name"].fillna("").to_numpy()
    degrees = to_degrees(points)
    table["lon"], table["lat"] = degrees[:, 0], degrees[:, 1]
    return with_regions(table).set_index("id")


def swedish_areas() -> pd.DataFrame:
    """Return all areas of Sweden, with the people of 31 December 2023.

    Returns
    -------
    DataFrame
        Index `id`, in order; `name, lon, lat`, `people` (whole, summing to each municipality's figure),
        `people_origin` (`derived` or `assumed`), `extent_km` (mean distance of its people to the point), `kind`
        (`locality`, `vulnerable`, `rural`), `settlement`, `locality` (empty in the countryside), `small_area_code` (the
        RegSO it is, or is a part of), municipality, county and FA-region with codes, and yes/no `police_YEAR` for each
        edition of the Police list, `area_types_1_2` and `own_index` (see
        :func:`~narvaro.sources.sweden.definitions.small_area_definitions`).
    """
    return _table()[list(COLUMNS)].copy()


def area_points() -> np.ndarray:
    """Return the points of all areas in metres, shape (n, 2), in their order."""
    return read_table("areas")[["x", "y"]].to_numpy(float)


def need_weights(areas: pd.DataFrame, definition: str) -> pd.Series:
    """Return the need weight of each person: that of vulnerable areas, of the countryside, or of elsewhere.

    Parameters
    ----------
    areas
        With `settlement` and the yes/no column of the definition.
    definition
        Name of that column.
    """
    weights = areas["settlement"].map({"rural": rule("need_rural")}).fillna(rule("need_other"))
    return weights.mask(areas[definition], rule("need_vulnerable"))


@cache
def _main_places() -> pd.DataFrame:
    places = localities()
    main = places.loc[places["is_main"], ["municipality_code", "name", "lon", "lat", "people_now"]]
    table = _table()
    built = table[table["kind"] != "rural"]
    most = built.loc[built.groupby("municipality_code")["people"].idxmax()]
    other = most.loc[~most["municipality_code"].isin(main["municipality_code"])]
    found = pd.concat([main, other[main.columns.drop("people_now")]]).set_index("municipality_code")
    return found.sort_index()


def main_places() -> pd.DataFrame:
    """Return the main place of each municipality: its most populous locality, else its most populous area.

    A municipality whose town is booked under a neighbour (Solna, Sundbyberg) has no locality of its own.

    Returns
    -------
    DataFrame
        Index municipality code; `name, lon, lat`, and `people_now` of the locality (missing for an area).
    """
    return _main_places().copy()
