"""Settlement classes: inner and outer parts of the three metropolitan areas, large towns, small towns, countryside."""

from __future__ import annotations

import numpy as np
import pandas as pd

from narvaro.sources.sweden.geometry import Metres, distance_km, reach_km, to_metres
from narvaro.sources.sweden.tables import read_table, rule

SETTLEMENTS = ("metro_inner", "metro_outer", "large_town", "small_town", "rural")


def town_of(points: Metres, codes: pd.Series, places: pd.DataFrame) -> pd.Series:
    """Return the id of the locality that each point belongs to: the one whose rim is nearest in its municipality.

    The distance to the rim is the distance to the place less the radius of its people at the density of a city. A place
    that a larger one of the same municipality counts as its own does not compete; neither does one without people.

    Parameters
    ----------
    points
        Shape (n, 2), metres.
    codes
        Length n, municipality of each point.
    places
        As :func:`~narvaro.sources.sweden.localities.localities` gives them.
    """
    parent = places["nested_in"].map(places["municipality_code"])
    towns = places[(parent != places["municipality_code"]) & (places["people"] > 0)]
    radius = reach_km(
        towns[["people", "listed_people"]].max(axis=1).to_numpy(float), rule("city_people_per_km2")
    )
    to_rim = distance_km(points, towns[["x", "y"]].to_numpy(float)) - radius
    elsewhere = codes.to_numpy()[:, None] != towns["municipality_code"].to_numpy()[None, :]
    nearest = np.where(elsewhere, np.inf, to_rim).argmin(axis=1)
    return pd.Series(towns.index.to_numpy()[nearest], index=codes.index)


def settlement_of(points: Metres, rural: np.ndarray, town_people: np.ndarray) -> np.ndarray:
    """Return the settlement class of areas.

    1. Outside localities: `rural`.
    2. Within the inner distance of a metropolitan centre: `metro_inner`; within the outer: `metro_outer`.
    3. Else by the people of the whole locality, its suburbs and vulnerable areas counted in: `large_town` from 40,000,
       `small_town` from 3,000, else `rural`.

    Parameters
    ----------
    points
        Shape (n, 2), metres.
    rural
        Shape (n,), yes for areas outside localities.
    town_people
        Shape (n,), people of the locality an area belongs to.

    References
    ----------
    40,000: Sveriges Kommuner och Regioner, grouping of municipalities 2023 (larger towns). 3,000: Glesbygdsverket.
    The metropolitan distances are assumed, see `metros.csv`.

    Examples
    --------
    >>> norrmalm, umea, amal = to_metres([18.06, 20.26, 12.70], [59.335, 63.83, 59.05])[:, None]
    >>> [settlement_of(p, np.array([False]), np.array([n]))[0] for p, n in ((norrmalm, 9), (umea, 9e4), (amal, 9e3))]
    ['metro_inner', 'large_town', 'small_town']
    """
    metros = read_table("metros")
    centres = read_table("localities").set_index("id").loc[metros["locality_id"]]
    away = distance_km(points, to_metres(centres["lon"], centres["lat"]))
    inner = (away <= metros["inner_km"].to_numpy(float)).any(axis=1)
    outer = (away <= metros["outer_km"].to_numpy(float)).any(axis=1)
    large, small = town_people >= rule("large_town_people"), town_people >= rule("small_town_people")
    kinds = np.select([rural, inner, outer, large, small], ["rural", *SETTLEMENTS[:4]], "rural")
    return np.asarray(kinds, dtype=object)
