"""Settlement classes: inner and outer parts of the three metropolitan areas, large towns, small towns, countryside."""

from __future__ import annotations

import numpy as np

from narvaro.sources.sweden.geometry import Metres, distance_km, to_metres
from narvaro.sources.sweden.tables import read_table, rule

SETTLEMENTS = ("metro_inner", "metro_outer", "large_town", "small_town", "rural")


def settlement_of(points: Metres, classes: np.ndarray, town_people: np.ndarray) -> np.ndarray:
    """Return the settlement class of areas.

    1. Outside localities (SCB's class A): `rural`.
    2. Within the inner distance of a metropolitan centre: `metro_inner`; within the outer: `metro_outer`.
    3. In a locality from 40,000 people: `large_town`.
    4. In the central locality of a municipality (class C), or in another from 3,000 people (class B): `small_town`.
    5. Else `rural`.

    Parameters
    ----------
    points
        Shape (n, 2), metres.
    classes
        Shape (n,), SCB's classes `a`, `b` and `c`.
    town_people
        Shape (n,), people of the locality an area belongs to.

    References
    ----------
    A, B, C: SCB, DeSO. 40,000: Sveriges Kommuner och Regioner, grouping of municipalities 2023 (larger towns). 3,000:
    Glesbygdsverket. The metropolitan distances are assumed, see `metros.csv`.

    Examples
    --------
    >>> norrmalm, umea, amal = to_metres([18.06, 20.26, 12.70], [59.335, 63.83, 59.05])[:, None]
    >>> town = np.array(["c"])
    >>> [settlement_of(p, town, np.array([n]))[0] for p, n in ((norrmalm, 9), (umea, 9e4), (amal, 9e3))]
    ['metro_inner', 'large_town', 'small_town']
    """
    metros = read_table("metros")
    away = distance_km(points, to_metres(metros["lon"], metros["lat"]))
    inner = (away <= metros["inner_km"].to_numpy(float)).any(axis=1)
    outer = (away <= metros["outer_km"].to_numpy(float)).any(axis=1)
    large = town_people >= rule("large_town_people")
    small = (classes == "c") | (town_people >= rule("small_town_people"))
    kinds = np.select([classes == "a", inner, outer, large, small], ["rural", *SETTLEMENTS[:4]], "rural")
    return np.asarray(kinds, dtype=object)
