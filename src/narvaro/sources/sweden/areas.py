"""All areas of Sweden: localities, vulnerable areas and countryside, summing to each municipality's people."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from narvaro.sources.sweden.districts import split_localities
from narvaro.sources.sweden.geometry import to_degrees, to_metres
from narvaro.sources.sweden.localities import localities
from narvaro.sources.sweden.municipalities import REGION_COLUMNS, with_regions
from narvaro.sources.sweden.rural import rural_areas
from narvaro.sources.sweden.settlement import settlement_of, town_of
from narvaro.sources.sweden.tables import rule
from narvaro.sources.sweden.vulnerable import EDITION_COLUMNS, vulnerable_areas

COLUMNS = (
    "name",
    "lon",
    "lat",
    "people",
    "people_origin",
    "kind",
    "settlement",
    "locality",
    "municipality_code",
    "municipality",
    *REGION_COLUMNS,
    *EDITION_COLUMNS,
)


@cache
def _table() -> pd.DataFrame:
    places = localities()
    listed = vulnerable_areas().reset_index()
    points = to_metres(listed["lon"], listed["lat"])
    listed["x"], listed["y"] = points[:, 0], points[:, 1]
    listed["kind"] = "vulnerable"
    built = split_localities(places, listed).assign(kind="locality", people_origin="derived")
    rural = rural_areas(places).assign(kind="rural", people_origin="derived")
    columns = ["id", "name", "x", "y", "people", "people_origin", "municipality_code", "kind"]
    table = pd.concat([built[columns], listed[[*columns, *EDITION_COLUMNS]], rural[columns]])
    table = table.sort_values("id", ignore_index=True)
    for column in EDITION_COLUMNS:
        table[column] = table[column].notna() & (table[column] == True)  # noqa: E712  missing outside the list
    return with_regions(_with_settlement(table, places)).set_index("id")


def _with_settlement(table: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    points = table[["x", "y"]].to_numpy(float)
    rural = table["kind"].to_numpy() == "rural"
    town = town_of(points, table["municipality_code"], places)
    # the square or the point of a place belongs to that place, whatever lies nearer
    own = table["id"].str.extract(r"^place-((?:scb-)?[^-]+)")[0]
    nested = own.map(places["nested_in"])
    same = nested.map(places["municipality_code"]) == table["municipality_code"]
    town = own.mask(same, nested).fillna(town)
    people = table[~rural].groupby(town[~rural])["people"].sum()
    table["settlement"] = settlement_of(points, rural, town.map(people).fillna(0).to_numpy(float))
    table["locality"] = town.map(places["name"]).where(~rural, "")
    degrees = to_degrees(points)
    table["lon"], table["lat"] = degrees[:, 0], degrees[:, 1]
    return table


def swedish_areas() -> pd.DataFrame:
    """Return all areas of Sweden, with the people of 31 December 2023.

    Returns
    -------
    DataFrame
        Index `id`, in order; `name, lon, lat`, `people` (whole, summing to each municipality's figure),
        `people_origin` (`derived` or `assumed`), `kind` (`locality`, `vulnerable`, `rural`), `settlement`, `locality`
        (empty in the countryside), municipality, county and FA-region with codes, and yes/no `police_YEAR` for each
        edition of the Police list.
    """
    return _table()[list(COLUMNS)].copy()


def area_points() -> np.ndarray:
    """Return the points of all areas in metres, shape (n, 2), in their order."""
    return _table()[["x", "y"]].to_numpy(float)


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
