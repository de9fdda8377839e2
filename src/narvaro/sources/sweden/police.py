"""The Police's vulnerable areas over SCB's small areas: by polygon in 2023, by the best that is known in the others."""

from __future__ import annotations

from functools import cache
from typing import Literal

import pandas as pd
import shapely

from narvaro.sources.sweden.geometry import distance_km, to_metres
from narvaro.sources.sweden.small_areas import small_area_shapes, small_areas
from narvaro.sources.sweden.tables import read_table
from narvaro.sources.sweden.vulnerable import EDITION_COLUMNS, vulnerable_areas

Basis = Literal["best", "regso"]
WITH_POLYGONS = "police_2023"
MOSTLY = 0.5
"""A small area is on the list where at least this share of its people lives in areas on it."""


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


def small_areas_listed() -> pd.DataFrame:
    """Return the small areas of each part of the Police list, of every edition.

    In 2023 an area has the small areas with at least half of their people in its polygon, and the one that has most of
    its people in any case, so that no area is lost between large small areas; each goes with the nearest part of the
    list in its municipality. A part that was left without, and one that was not on the list of 2023, has the small
    areas of its name, or else the one that its point lies in.

    Returns
    -------
    DataFrame
        `id` of the part (see :func:`~narvaro.sources.sweden.vulnerable.vulnerable_areas`), `code` of the small area,
        and `origin`: `derived` by polygon or by name, `assumed` by point.
    """
    return _listed().copy()


@cache
def _listed() -> pd.DataFrame:
    parts = vulnerable_areas()
    by_polygon = _by_polygon(parts)
    rest = parts.drop(by_polygon["id"].unique())
    by_name = _by_name(rest)
    by_point = _by_point(rest.drop(by_name["id"].unique()))
    found = pd.concat([by_polygon, by_name, by_point], ignore_index=True)
    return found.sort_values(["id", "code"], ignore_index=True)


def _by_polygon(parts: pd.DataFrame) -> pd.DataFrame:
    """Return the small areas of the list of 2023, each with the nearest part in its municipality."""
    areas, table = small_areas(), _table()
    people = table["share"] * table["code"].map(areas["people_2023"])
    on_list = share_on_list()
    held = set(table.loc[people.groupby(table["id"]).idxmax(), "code"]) | set(
        on_list.index[on_list >= MOSTLY]
    )
    rows = []
    for municipality, its in parts[parts[WITH_POLYGONS]].groupby("municipality_code"):
        codes = sorted(code for code in held if code.startswith(str(municipality)))
        away = distance_km(
            to_metres(areas.loc[codes, "lon"], areas.loc[codes, "lat"]), to_metres(its["lon"], its["lat"])
        )
        rows += [(its.index[part], code) for code, part in zip(codes, away.argmin(axis=1), strict=True)]
    return pd.DataFrame(rows, columns=["id", "code"]).assign(origin="derived")


def _by_name(parts: pd.DataFrame) -> pd.DataFrame:
    areas = small_areas().reset_index()
    named = parts["regso"].str.split(";").explode().reset_index()
    named["municipality_code"] = named["id"].map(parts["municipality_code"])
    found = named.merge(areas, left_on=["municipality_code", "regso"], right_on=["municipality_code", "name"])
    return found[["id", "code"]].assign(origin="derived")


def _by_point(parts: pd.DataFrame) -> pd.DataFrame:
    shapes = small_area_shapes()
    points = shapely.points(to_metres(parts["lon"], parts["lat"]))
    nearest = shapes.sindex.nearest(points, return_all=False)[1]
    return pd.DataFrame({"id": parts.index, "code": shapes.index[nearest], "origin": "assumed"})


def police_lists() -> pd.DataFrame:
    """Return whether each small area is on the Police list, for each edition.

    Returns
    -------
    DataFrame
        Index `code`; yes/no `police_YEAR`, whole small areas by the rule of :func:`small_areas_listed`.

    Examples
    --------
    >>> lists = police_lists()  # Vivalla, on every list, and Saltskog, on the last two
    >>> lists.loc["1880R029"].tolist(), lists.loc["0181R024"].tolist()
    ([True, True, True, True, True, True], [False, False, False, False, True, True])
    """
    parts, listed = vulnerable_areas(), _listed()
    codes = small_areas().index
    return pd.DataFrame(
        {
            column: codes.isin(listed.loc[listed["id"].map(parts[column]), "code"])
            for column in EDITION_COLUMNS
        },
        index=codes,
    )
