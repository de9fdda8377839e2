"""Small areas in parts: one point in a town, several where people live in localities and between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from narvaro.sources.sweden.apportion import apportion
from narvaro.sources.sweden.countryside import cells_within, drawn_together, points_wanted, thinning
from narvaro.sources.sweden.geometry import to_metres
from narvaro.sources.sweden.localities import (
    central_locality,
    disc_extent_km,
    localities,
    nearest_locality,
)

CENTRAL, OTHER, OUTSIDE = "c", "b", "a"
"""SCB's settlement classes of DeSO: the central locality of a municipality, another locality, outside localities."""
LEAST_BUILT_UP_KM2 = 0.25
"""An area without built-up land of its own takes up at least this much, a few blocks."""


@dataclass(frozen=True)
class AreaPart:
    """A part of a small area: a point that some of its people live around.

    Parameters
    ----------
    id, name
        Of the part; those of the small area where it is whole.
    small_area_code
        Code of the small area.
    settlement_class
        `a` outside localities, `b` in a locality, `c` in the central locality of the municipality.
    locality_code
        The locality it is or belongs to, or empty.
    x, y
        SWEREF 99 TM, metres.
    people
        Whole persons.
    extent_km
        Mean distance of its people to the point, km as the crow flies.
    """

    id: str
    name: str
    small_area_code: str
    settlement_class: str
    locality_code: str
    x: float
    y: float
    people: int
    extent_km: float


def parts_of(areas: pd.DataFrame, shapes: gpd.GeoSeries) -> list[AreaPart]:
    """Return small areas as parts, whose people sum to those of each.

    1. Without people outside localities and without a locality of its own inside: the area whole, at its built-up land.
    2. Else people in the central locality (class C) at that locality's point, or at the built-up land where it lies in
       another area; the localities inside, which share the people of class B and as many of class A as they have by
       SCB's list of localities; and everyone else of class A drawn together into points on the land of the area.

    Parameters
    ----------
    areas
        As :func:`~narvaro.sources.sweden.small_areas.small_areas` gives them: `people_a`, `people_b`, `people_c`.
    shapes
        Their polygons, in metres, same index.
    """
    points = to_metres(areas["lon"], areas["lat"])
    inside = _localities_inside(shapes)
    central = areas["people_c"] >= areas["people_b"]
    belongs = np.where(
        central, central_locality(points, areas.index.str[:4]), nearest_locality(points)["code"]
    )
    built_up = areas["built_up_km2"].fillna(0.0).clip(lower=LEAST_BUILT_UP_KM2)
    extent_km = disc_extent_km(built_up.to_numpy(float))
    people = areas[["people_a", "people_b", "people_c"]].to_numpy(int)
    found: list[AreaPart] = []
    for row, code in enumerate(map(str, areas.index)):
        outside, other, middle = map(int, people[row])
        whole = AreaPart(
            code,
            # Malmö's are all called so
            str(areas["name"].iloc[row]).removeprefix("RegSO-"),
            code,
            CENTRAL if central.iloc[row] else OTHER,
            str(belongs[row]),
            float(points[row, 0]),
            float(points[row, 1]),
            outside + other + middle,
            float(extent_km[row]),
        )
        classes = {OUTSIDE: outside, OTHER: other, CENTRAL: middle}
        found += _parts(whole, classes, inside.get(code), shapes[code])
    return [part for part in found if part.people]


def _localities_inside(shapes: gpd.GeoSeries) -> dict[str, pd.DataFrame]:
    """Return the localities whose point lies in each area; of the areas' municipalities also those on no land."""
    table = localities()
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(table["x"], table["y"]), index=table.index, crs=shapes.crs
    )
    areas = gpd.GeoDataFrame({"small_area": shapes.index}, geometry=shapes.to_numpy(), crs=shapes.crs)
    within = points.sjoin(areas)["small_area"]
    known = table["municipality_code"].isin(shapes.index.str[:4])
    ashore = points[known & ~table.index.isin(within.index)].sjoin_nearest(areas)["small_area"]
    both = pd.concat([within, ashore])
    table["small_area"] = both[~both.index.duplicated()].reindex(table.index)
    return {str(code): inside for code, inside in table.groupby("small_area")}


def _parts(
    whole: AreaPart, people: dict[str, int], inside: pd.DataFrame | None, polygon: BaseGeometry
) -> Iterator[AreaPart]:
    """Return the parts of one small area."""
    central = inside[inside["is_main"]] if inside is not None else pd.DataFrame()
    others = inside[~inside["is_main"]] if inside is not None else pd.DataFrame()
    if not people[OUTSIDE] and not (len(others) and people[OTHER]):
        yield whole
        return
    code = whole.small_area_code
    if people[CENTRAL]:
        middle = replace(whole, id=f"{code}-centre", settlement_class=CENTRAL, people=people[CENTRAL])
        yield _at_locality(middle, central) if len(central) else middle
    in_localities = people[OTHER]
    if len(others):
        listed = round(float(others["people_now"].sum()))
        in_localities = min(max(listed, people[OTHER]), people[OTHER] + people[OUTSIDE])
        yield from _as_localities(whole, others, in_localities)
    elif in_localities:
        yield replace(whole, id=f"{code}-built", settlement_class=OTHER, people=in_localities)
    outside = people[OTHER] + people[OUTSIDE] - in_localities
    if outside:
        yield from _outside(whole, outside, polygon)


def _at_locality(part: AreaPart, locality: pd.DataFrame) -> AreaPart:
    """Return a part at the point of the first locality of a table, called after it."""
    return replace(
        part,
        name=str(locality["name"].iloc[0]),
        locality_code=str(locality.index[0]),
        x=float(locality["x"].iloc[0]),
        y=float(locality["y"].iloc[0]),
    )


def _as_localities(whole: AreaPart, inside: pd.DataFrame, people: int) -> Iterator[AreaPart]:
    shares = apportion(people, inside["people_now"])
    extents = disc_extent_km(inside["km2"])
    for row, code in enumerate(map(str, inside.index)):
        part = replace(
            whole,
            id=f"{whole.small_area_code}-{code}",
            settlement_class=OTHER,
            people=int(shares[row]),
            extent_km=float(extents[row]),
        )
        yield _at_locality(part, inside.iloc[[row]])


def _outside(whole: AreaPart, people: int, polygon: BaseGeometry) -> Iterator[AreaPart]:
    wanted = points_wanted(people, polygon.area / 1e6)
    cells = cells_within(polygon, wanted)
    weights = thinning(nearest_locality(cells)["to_rim_km"].to_numpy(float))
    points, held, extent_km = drawn_together(cells, weights, wanted)
    # a lone cell stands for itself, yet its people live all over it
    least_km = float(disc_extent_km(polygon.area / 1e6 / len(cells)))
    for number, share in enumerate(apportion(people, held)):
        name = f"{whole.name} landsbygd"
        yield replace(
            whole,
            id=f"{whole.small_area_code}-rural-{number + 1:02d}",
            name=f"{name} {number + 1}" if len(points) > 1 else name,
            settlement_class=OUTSIDE,
            locality_code="",
            x=float(points[number, 0]),
            y=float(points[number, 1]),
            people=int(share),
            extent_km=max(float(extent_km[number]), least_km),
        )
