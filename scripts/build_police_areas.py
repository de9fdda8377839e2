"""Write which share of the people of each small area (RegSO) lives in each of the Police's vulnerable areas of 2023.

A polygon of the Police is laid over the small areas, weighted by their built-up land, since nobody lives in the
forest of either. Where SCB's finer areas (DeSO 2018) are at hand, in four counties, it is laid over these too. Reads
from a folder of published data the polygons (`police_areas_2023.geojson`), the small areas, the DeSO, the built-up
land of localities and SCB's table by DeSO.
Run: scripts/build_police_areas.py --real FOLDER
"""

from __future__ import annotations

import argparse
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from build_small_areas import codes_of_2025
from build_vulnerable import CLASSES, plain

from narvaro.sources.sweden.small_areas import small_areas

TABLES = Path(__file__).parents[1] / "src/narvaro/sources/sweden/tables"
CRS = 3006
LEAST_SHARE = 0.001
"""Slivers along simplified borders are left out."""
NEAR_M = 20_000
"""Built-up land farther than this from every polygon is not looked at."""


def police_areas(real: Path) -> gpd.GeoDataFrame:
    """Return the polygons in metres."""
    found = gpd.read_file(real / "police_areas_2023.geojson").to_crs(CRS)
    found["name"] = found["name"].str.split("/").map(lambda parts: " / ".join(part.strip() for part in parts))
    found["class"] = found["class"].str.lower().map(CLASSES)
    return found


def built_up(real: Path, near: shapely.Geometry) -> shapely.Geometry:
    """Return the built-up land of localities near some ground."""
    localities = gpd.read_file(real / "tatort_polygons_sverigekartan.gpkg").to_crs(CRS).make_valid()
    return shapely.intersection(localities.union_all(), near.buffer(NEAR_M))


def overlaps(areas: gpd.GeoSeries, polygons: gpd.GeoSeries, built: shapely.Geometry) -> pd.DataFrame:
    """Return the share of each area's built-up land, or of its land where it has none, in each polygon."""
    polygon, area = areas.sindex.query(polygons, predicate="intersects")
    pairs = pd.DataFrame({"polygon": polygons.index[polygon], "code": areas.index[area]})
    ground = {}
    for code in pairs["code"].unique():
        inside = shapely.intersection(areas[code], built)
        ground[code] = inside if inside.area > 0 else areas[code]
    held = [
        shapely.intersection(ground[row.code], polygons[row.polygon]).area / ground[row.code].area
        for row in pairs.itertuples()
    ]
    return pairs.assign(share=held)


def by_deso(
    real: Path, polygons: gpd.GeoSeries, built: shapely.Geometry, areas: pd.DataFrame
) -> pd.DataFrame:
    """Return the share of each small area's people in each polygon by its DeSO, and which small areas have any."""
    deso = gpd.read_file(real / "deso_2018_four_counties_epsg3006.gpkg").to_crs(CRS).set_index("deso")
    told = pd.read_csv(real / "deso_2018.csv", dtype={"kommun_code": str}).set_index("deso_2018")
    names = told.groupby("regso_2020")["regso_name"].first().to_frame()
    code = told["regso_2020"].map(codes_of_2025(names, areas))
    found = overlaps(deso.geometry, polygons, built).rename(columns={"code": "deso"})
    found["people"] = found["share"] * found["deso"].map(told["population_2023"])
    found["code"] = found["deso"].map(code)
    people = found.groupby(["polygon", "code"], as_index=False)["people"].sum()
    return people.assign(share=people["people"] / people["code"].map(areas["people_2023"]))


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, required=True, help="folder of published data")
    real = parser.parse_args().real
    police, areas = police_areas(real), small_areas()
    built = built_up(real, police.union_all())
    shapes = gpd.read_file(real / "regso_2025_simplified_100m_epsg3006.gpkg").set_index("regsokod").geometry
    keys = ["polygon", "code"]
    regso = overlaps(shapes, police.geometry, built).set_index(keys)["share"]
    deso = by_deso(real, police.geometry, built, areas).set_index(keys)["share"]
    table = pd.DataFrame({"share_regso": regso, "share_deso": deso}).fillna({"share_regso": 0.0})
    with_deso = set(deso[deso > 0].index.get_level_values("code").str[:2])
    finer = table.index.get_level_values("code").str[:2].isin(with_deso)
    table["share_deso"] = table["share_deso"].fillna(0.0).where(finer)
    table = table[table.max(axis=1) >= LEAST_SHARE].round(4).reset_index()
    table = table.join(police[["name", "class", "as_of"]], on="polygon")
    best = table["share_deso"].fillna(table["share_regso"]) * table["code"].map(areas["people_2023"])
    home = table.loc[best.groupby(table["polygon"]).idxmax()].set_index("polygon")["code"].str[:4]
    table["id"] = [
        f"police-{home[row.polygon]}-{plain(row.name_)}"
        for row in table.rename(columns={"name": "name_"}).itertuples()
    ]
    table["as_of"] = pd.to_datetime(table["as_of"]).dt.date
    columns = ["id", "name", "class", "as_of", "code", "share_regso", "share_deso"]
    table = table[columns].sort_values(["id", "code"])
    table.to_csv(TABLES / "police_2023_shares.csv", index=False, lineterminator="\n")
    for basis in ("share_regso", "share_deso"):
        share = table["share_deso"].fillna(table["share_regso"]) if basis == "share_deso" else table[basis]
        people = share * table["code"].map(areas["people_2023"])
        print(basis, table["id"].nunique(), "areas", int(np.rint(people.sum())), "people")


if __name__ == "__main__":
    main()
