"""The Police's vulnerable areas of 2023 over SCB's small areas, by polygon."""

from __future__ import annotations

from functools import cache
from typing import Literal

import pandas as pd

from narvaro.sources.sweden.small_areas import small_areas
from narvaro.sources.sweden.tables import read_table

Basis = Literal["best", "regso"]


@cache
def _table() -> pd.DataFrame:
    found = read_table("police_2023_shares")
    found["share_deso"] = pd.to_numeric(found["share_deso"].replace("", float("nan")))
    found["share"] = found["share_deso"].fillna(found["share_regso"])
    return found


def police_shares() -> pd.DataFrame:
    """Return which share of the people of each small area lives in each of the Police's 59 areas of 2023.

    The polygon of an area is laid over the built-up land of the small areas: `derived`, as nobody counts people by
    these polygons. Where people live denser inside than outside, as in a block of towers in a town of small houses,
    SCB's small areas are too coarse and the figure too low: by DeSO, which are half as large, 9 per cent more people
    are found. A row stands for each area and each small area that it shares people with.

    Returns
    -------
    DataFrame
        `id, name, class` (`vulnerable`, `risk` or `particularly`) and `as_of` (the date of its polygon) of the area;
        `code` of the small area; `share_regso` of its people (0 to 1) by the small area alone, `share_deso` by its
        DeSO (missing where there are no polygons of DeSO: all but four counties), and `share`, the best of the two.

    Examples
    --------
    >>> shares = police_shares()
    >>> people = small_areas()["people_2023"].reindex(shares["code"]).to_numpy()
    >>> [round(float((shares[name] * people).sum()), -3) for name in ("share_regso", "share")]
    [435000.0, 464000.0]
    """
    return _table().copy()


def share_on_list(basis: Basis = "best") -> pd.Series:
    """Return the share of each small area's people who live in any of the Police's areas of 2023.

    Parameters
    ----------
    basis
        `best`: by DeSO where these have polygons, else by the small area alone; `regso`: by the small area everywhere.

    Returns
    -------
    Series
        Index `code`, all small areas in their order; 0 to 1.

    Examples
    --------
    >>> share_on_list().loc[["1880R029", "1880R028"]].round(2).tolist()
    [1.0, 0.65]
    """
    sums = _table().groupby("code")["share" if basis == "best" else "share_regso"].sum()
    # rounding may bring a small area that lies in two of them to a little more than all of it
    return sums.reindex(small_areas().index, fill_value=0.0).clip(0.0, 1.0)
