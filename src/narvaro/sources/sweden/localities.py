"""Localities: GeoNames' places brought to the people of their municipality."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narvaro.sources.sweden.apportion import apportion
from narvaro.sources.sweden.geometry import to_metres
from narvaro.sources.sweden.municipalities import municipalities
from narvaro.sources.sweden.tables import read_table, rule
from narvaro.sources.sweden.vulnerable import vulnerable_areas


def locality_people() -> pd.Series:
    """Return the people of each municipality who live in localities outside vulnerable areas.

    People 2023 less those outside localities less those in vulnerable areas; whole, at least 0.
    """
    table = municipalities()
    in_vulnerable = vulnerable_areas().groupby("municipality_code")["people"].sum()
    inside = table["people_2023"] - table["people_outside"]
    return inside.sub(in_vulnerable, fill_value=0).clip(lower=0).astype(int)


def net_people(listed: pd.DataFrame, vulnerable: pd.DataFrame) -> pd.Series:
    """Return GeoNames' figure of each place less the people who stand in it twice.

    A city's figure counts its suburbs, so those listed by themselves are taken out of it; a place that is the same as
    a vulnerable area loses that area's people. Nothing falls below 0.

    Parameters
    ----------
    listed
        Index id; `people`, `nested_in` (id of the city whose figure counts the place, or empty).
    vulnerable
        `people`, `locality_id` (id of the same place, or empty).

    Examples
    --------
    >>> listed = pd.DataFrame({"people": [900, 200, 50], "nested_in": ["", "a", "a"]}, index=["a", "b", "c"])
    >>> same = pd.DataFrame({"people": [60], "locality_id": ["b"]})
    >>> net_people(listed, same).tolist()
    [650.0, 140.0, 50.0]
    """
    nested = listed[listed["nested_in"] != ""].groupby("nested_in")["people"].sum()
    same = vulnerable[vulnerable["locality_id"] != ""].groupby("locality_id")["people"].sum()
    net = listed["people"].sub(nested, fill_value=0).sub(same, fill_value=0)
    return net.reindex(listed.index).clip(lower=0)


def fitted_weights(net: NDArray[np.float64], main: int, pool: float, most: float) -> NDArray[np.float64]:
    """Return weights by which a municipality's people in localities are shared among its places.

    Where the places sum to more than there are people, the largest figure holds others or the whole municipality: the
    excess is taken from it, down to the second largest. Where they sum to much less, places are missing: each grows by
    at most `most`, and the rest lives in the main place.

    Parameters
    ----------
    net
        Shape (n,), persons.
    main
        Position of the main place.
    pool
        People to be shared out.
    most
        Largest factor of growth, at least 1.

    Examples
    --------
    >>> fitted_weights(np.array([900.0, 100.0]), 0, 500, 1.25).tolist()
    [400.0, 100.0]
    >>> fitted_weights(np.array([100.0, 40.0]), 0, 500, 1.25).tolist()
    [450.0, 50.0]
    """
    weights = net.astype(float)
    excess = weights.sum() - pool
    if excess > 0 and len(weights) > 1:
        largest = int(weights.argmax())
        second = float(np.delete(weights, largest).max())
        weights[largest] -= min(excess, weights[largest] - second)
    elif excess < 0 and weights.sum() * most < pool:
        weights *= most
        weights[main] += pool - weights.sum()
    return weights


@cache
def _table() -> pd.DataFrame:
    listed = read_table("localities").set_index("id")
    listed["listed_people"] = listed["people"]
    listed["net_people"] = net_people(listed, vulnerable_areas())
    pools = locality_people()
    most = rule("locality_scale_most")
    people = pd.Series(0, index=listed.index)
    listed["is_main"] = False
    for code, places in listed.groupby("municipality_code", sort=True):
        main = places.index[places["main"]] if places["main"].any() else [places["listed_people"].idxmax()]
        listed.loc[main[0], "is_main"] = True
        pool = int(pools[str(code)])
        net = places["net_people"].to_numpy(float)
        weights = fitted_weights(net, list(places.index).index(main[0]), pool, most)
        people[places.index] = apportion(pool, weights)
    listed["people"] = people
    points = to_metres(listed["lon"], listed["lat"])
    listed["x"], listed["y"] = points[:, 0], points[:, 1]
    return listed


def localities() -> pd.DataFrame:
    """Return the listed localities with the people of 2023 who live in them outside vulnerable areas.

    Returns
    -------
    DataFrame
        Index GeoNames' id; `name, municipality_code, lon, lat`, `x, y` (SWEREF 99 TM, metres), `people` (whole; of a
        municipality they sum to :func:`locality_people`), `listed_people` (GeoNames' figure), `net_people`,
        `nested_in`, `is_main` (the main place of its municipality).
    """
    return _table().copy()
