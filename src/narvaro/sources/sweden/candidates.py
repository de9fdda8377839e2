"""Candidate sites: places over a size, and one in each vulnerable area of any edition."""

from __future__ import annotations

import numpy as np
import pandas as pd

from narvaro.sources.sweden.areas import area_points, swedish_areas
from narvaro.sources.sweden.geometry import distance_km
from narvaro.sources.sweden.localities import localities
from narvaro.sources.sweden.tables import read_table, rule


def candidate_areas() -> pd.Series:
    """Return, for each area of Sweden, whether an office could open there.

    Yes for the point or the middle square of a locality from `candidate_people`, of the main place of every
    municipality, for squares of a city from `candidate_square_people`, and for every vulnerable area.
    """
    areas = swedish_areas()
    places = localities()
    whole = places["people"]
    chosen = set(places.index[(whole >= rule("candidate_people")) | places["is_main"]])
    found = areas["kind"] == "vulnerable"
    rows = areas.index[areas["kind"] == "locality"]
    keys = pd.Series(rows, index=rows).str.extract(r"^place-(?P<place>(?:scb-)?[^-]+)(?:-(?P<square>\d+))?$")
    middle = keys["square"].isna() | areas.loc[rows, "name"].str.endswith(" centrum")
    crowded = areas.loc[rows, "people"] >= rule("candidate_square_people")
    found.loc[rows] = (keys["place"].isin(chosen) & middle) | (keys["square"].notna() & crowded)
    return found


def candidate_size(areas: pd.DataFrame) -> pd.Series:
    """Return the size that a new office would have, by the kind of need where it stands (Ds 2020:29).

    Parameters
    ----------
    areas
        `kind` and `settlement`; a vulnerable area goes before its settlement class.
    """
    sizes = read_table("candidate_sizes").set_index("group")["size"]
    group = areas["settlement"].mask(areas["kind"] == "vulnerable", "vulnerable")
    return group.map(sizes)


def candidates(offices: np.ndarray) -> pd.DataFrame:
    """Return the candidate sites that are not an existing office already.

    Parameters
    ----------
    offices
        Points of the existing offices, shape (m, 2), metres.

    Returns
    -------
    DataFrame
        Index `id` (`site-` and the area's id); `name, lon, lat, municipality_code, area_id, locality, size,
        source`.
    """
    areas = swedish_areas()
    possible = candidate_areas().to_numpy()
    near = distance_km(area_points(), offices).min(axis=1) < rule("candidate_apart_km")
    columns = ["name", "lon", "lat", "municipality_code", "locality"]
    table: pd.DataFrame = areas.loc[possible & ~near, columns].copy()
    table["area_id"] = table.index
    table["size"] = candidate_size(areas.loc[table.index])
    table["source"] = "rule of the candidate sites"
    table.index = pd.Index([f"site-{area}" for area in table.index], name="id")
    return table
