"""Candidate sites: places over a size, and one in each vulnerable area of any edition."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from narvaro.sources.sweden.areas import area_points, listed_parts, main_places, swedish_areas
from narvaro.sources.sweden.geometry import Metres, distance_km, to_metres
from narvaro.sources.sweden.localities import localities
from narvaro.sources.sweden.tables import read_table, rule


def candidate_areas() -> pd.Series:
    """Return, for each area of Sweden, whether an office could open there.

    Yes for the area nearest to the point of each locality from `candidate_people`, for that of the main place of every
    municipality, for the most populous area of each part of the Police's list, and in cities for the areas that most
    people live around: those with `candidate_city_people` within `candidate_city_km`, from the most down, none of them
    nearer than that to one before it.
    """
    areas = swedish_areas()
    points = area_points()
    built = (areas["kind"] != "rural").to_numpy()
    places = localities()
    large = places[places["people_now"] >= rule("candidate_people")]
    main = main_places()
    wanted = np.vstack([large[["x", "y"]].to_numpy(float), to_metres(main["lon"], main["lat"])])
    found = np.zeros(len(areas), dtype=bool)
    found[np.flatnonzero(built)[cKDTree(points[built]).query(wanted)[1]]] = True
    part = listed_parts()
    listed = areas["people"][(part != "") & built]
    found |= areas.index.isin(listed.groupby(part).idxmax())
    found[_crowded(points, np.where(built, areas["people"], 0).astype(float))] = True
    return pd.Series(found, index=areas.index)


def _crowded(points: Metres, people: NDArray[np.float64]) -> list[int]:
    """Return the areas that most people live around, each farther than `candidate_city_km` from those before it."""
    metres = rule("candidate_city_km") * 1_000
    near = cKDTree(points).query_ball_point(points, metres)
    around = np.array([people[rows].sum() for rows in near])
    taken = np.zeros(len(points), dtype=bool)
    found = []
    for area in np.argsort(-around, kind="stable"):
        if around[area] < rule("candidate_city_people"):
            break
        if people[area] and not taken[area]:
            found.append(int(area))
            taken[near[area]] = True
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
