"""Which share of which small area each part of the Police's list holds, and areas with these cut out of them.

The edition of 2023 has polygons (`police_2023_shares.csv`, written by `build_police_areas.py`). A polygon that later
editions split is shared among its parts by the names of their RegSO. Parts of other editions alone have names only:
they are the RegSO of that name (`derived`), or the one that their point lies in (`assumed`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from build_vulnerable import plain

from narvaro.sources.sweden.apportion import apportion
from narvaro.sources.sweden.geometry import to_metres
from narvaro.sources.sweden.localities import disc_extent_km
from narvaro.sources.sweden.parts import LEAST_BUILT_UP_KM2, OUTSIDE, AreaPart
from narvaro.sources.sweden.police import police_shares
from narvaro.sources.sweden.small_areas import small_area_shapes, small_areas
from narvaro.sources.sweden.tables import read_table

CUTS = Path(__file__).parent / "sweden/vulnerable_parts.csv"
LEAST_SHARE = 0.05
"""A smaller share of a small area is a sliver along a border: its people stay with the rest, or go with the part."""


@dataclass(frozen=True)
class Share:
    """What a part of the Police's list holds of one small area."""

    part: str
    code: str
    share: float
    point: tuple[float, float]
    origin: str


def shares_of_parts(real: Path) -> list[Share]:
    """Return the shares of all parts; those of one small area sum to at most 1."""
    parts = read_table("vulnerable").set_index("id")
    polygons = _polygons(real)
    shapes, areas = small_area_shapes(), small_areas()
    built = pd.DataFrame(to_metres(areas["lon"], areas["lat"]), index=areas.index, columns=["x", "y"])
    found: list[Share] = []
    for polygon, rows in _by_polygon():
        ids = _parts_of(polygon, parts.index)
        for row in rows.itertuples():
            # the edge of a polygon over the border of its municipality is drawn coarsely; nobody means it
            if row.code[:4] != polygon.split("-")[1]:
                continue
            middle = shapely.intersection(shapes[row.code], polygons[polygon]).centroid
            point = (middle.x, middle.y) if not middle.is_empty else tuple(built.loc[row.code])
            found += _among(ids, parts, row.code, areas["name"][row.code], row.share, point)
        found = _with_empty(found, ids, parts)
    held = pd.Series([each.share for each in found], [each.code for each in found]).groupby(level=0).sum()
    named = {each.part for each in found}
    for part in parts.index.difference(sorted(named)):
        codes, origin = _by_name(parts.loc[part], areas, shapes)
        for code in codes:
            left = 1 - held.get(code, 0.0)
            if left >= LEAST_SHARE:
                held[code] = 1.0
                found.append(Share(part, code, left, tuple(built.loc[code]), origin))
    return found


def _polygons(real: Path) -> gpd.GeoSeries:
    """Return the polygons by id, in metres."""
    table = gpd.read_file(real / "police_areas_2023.geojson").to_crs(3006)
    known = {polygon.split("-", 2)[2]: polygon for polygon in police_shares()["id"]}
    ids = table["name"].map(plain).map(known)
    return gpd.GeoSeries(table.geometry.to_numpy(), index=ids, crs=table.crs)


def _by_polygon() -> Iterator[tuple[str, pd.DataFrame]]:
    table = police_shares()
    table["share"] = table["share"].clip(upper=1.0)
    yield from table[table["share"] >= LEAST_SHARE].groupby("id")


def _parts_of(polygon: str, parts: pd.Index) -> list[str]:
    """Return the parts of a polygon: itself, or those that later editions split it into."""
    if polygon in parts:
        return [polygon]
    cuts = pd.read_csv(CUTS, dtype=str)
    named = cuts["police_name"].map(plain) == polygon.split("-", 2)[2]
    own = cuts[named & (cuts["municipality_code"] == polygon.split("-")[1])]
    ids = [f"police-{row.municipality_code}-{plain(row.part)}" for row in own.itertuples()]
    return list(dict.fromkeys(ids))


def _among(
    ids: list[str], parts: pd.DataFrame, code: str, name: str, share: float, point: tuple[float, float]
) -> list[Share]:
    """Return a share of a polygon as shares of its parts: of those that name the small area, the most exact one."""
    names = {part: str(parts.loc[part, "regso"]).split(";") for part in ids}
    naming = [part for part in ids if name in names[part]]
    if not naming:
        points = to_metres(parts.loc[ids, "lon"], parts.loc[ids, "lat"])
        naming = [ids[int(np.hypot(*(points - point).T).argmin())]]
    fewest = min(len(names[part]) for part in naming)
    naming = [part for part in naming if len(names[part]) == fewest]
    people = parts.loc[naming, "people"].astype(float)
    places = to_metres(parts.loc[naming, "lon"], parts.loc[naming, "lat"])
    return [
        Share(
            part,
            code,
            share * people[part] / people.sum(),
            point if len(naming) == 1 else tuple(at),
            "derived",
        )
        for part, at in zip(naming, places, strict=True)
    ]


def _with_empty(found: list[Share], ids: list[str], parts: pd.DataFrame) -> list[Share]:
    """Give a part that no small area is named after its share of the nearest one, by the people of both."""
    for part in ids:
        if any(each.part == part for each in found):
            continue
        point = to_metres([parts.loc[part, "lon"]], [parts.loc[part, "lat"]])[0]
        own = [each for each in found if each.part in ids]
        near = min(own, key=lambda each: float(np.hypot(*(np.array(each.point) - point))))
        people = parts.loc[[near.part, part], "people"].astype(float)
        taken = near.share * people[part] / people.sum()
        found.remove(near)
        found += [
            replace(near, share=near.share - taken, origin="assumed"),
            Share(part, near.code, taken, tuple(point), "assumed"),
        ]
    return found


def _by_name(part: pd.Series, areas: pd.DataFrame, shapes: gpd.GeoSeries) -> tuple[list[str], str]:
    own = areas[areas["municipality_code"] == part["municipality_code"]]
    named = own.index[own["name"].isin(str(part["regso"]).split(";"))]
    if len(named):
        return list(named), "derived"
    point = shapely.Point(to_metres([part["lon"]], [part["lat"]])[0])
    return [str(shapes[own.index].distance(point).idxmin())], "assumed"


def cut_out(whole: AreaPart, shares: list[Share], built_up_km2: float) -> list[tuple[AreaPart, str, str]]:
    """Return an area with the shares of parts cut out: each with the id of its part (or none) and its people's origin.

    What is left when less than `LEAST_SHARE` of the people is left goes with the parts.
    """
    if not shares:
        return [(whole, "", "")]
    rest = 1 - sum(each.share for each in shares)
    weights = [each.share for each in shares] + ([rest] if rest >= LEAST_SHARE else [])
    people = apportion(whole.people, weights)
    if len(weights) == 1:
        return [(whole, shares[0].part, shares[0].origin)]
    names = read_table("vulnerable").set_index("id")["name"]
    found = []
    for each, own in zip(shares, people, strict=False):
        id_ = f"{whole.id}-{each.part.split('-', 2)[2]}"
        extent_km = float(disc_extent_km(max(built_up_km2 * each.share, LEAST_BUILT_UP_KM2)))
        x, y = each.point
        cut = replace(whole, id=id_, name=names[each.part], x=x, y=y, people=int(own), extent_km=extent_km)
        found.append((cut, each.part, each.origin))
    if rest >= LEAST_SHARE:
        moved = np.array([whole.x, whole.y]) - sum(each.share * np.array(each.point) for each in shares)
        x, y = moved / rest
        # the middle of what is left is exact only as far as the built-up land is even: no farther than its own extent
        off = np.array([x - whole.x, y - whole.y])
        longest = whole.extent_km * 1_000
        off *= min(1.0, longest / max(float(np.hypot(*off)), 1e-9))
        extent_km = float(disc_extent_km(max(built_up_km2 * rest, LEAST_BUILT_UP_KM2)))
        left = replace(
            whole, x=whole.x + off[0], y=whole.y + off[1], people=int(people[-1]), extent_km=extent_km
        )
        found.append((left, "", ""))
    return found


def with_police(
    parts: list[AreaPart], shares: list[Share], areas: pd.DataFrame
) -> list[tuple[AreaPart, str, str]]:
    """Return all areas with the Police's parts cut out of the most populous part outside the countryside of each."""
    by_code: dict[str, list[Share]] = {}
    for each in shares:
        by_code.setdefault(each.code, []).append(each)
    found = []
    built = areas["built_up_km2"].fillna(0).clip(lower=LEAST_BUILT_UP_KM2)
    most = {
        code: max(
            (p for p in parts if p.small_area_code == code and p.settlement_class != OUTSIDE), key=_people
        )
        for code in by_code
    }
    for part in parts:
        own = by_code.get(part.small_area_code, []) if part is most.get(part.small_area_code) else []
        # a share is one of the whole small area
        scale = areas["people_2023"][part.small_area_code] / part.people
        own = [replace(each, share=min(1.0, each.share * scale)) for each in own]
        found += cut_out(part, own, float(built[part.small_area_code]))
    return found


def _people(part: AreaPart) -> int:
    return part.people
