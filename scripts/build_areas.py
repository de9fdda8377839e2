"""Write the localities, and the areas of the embedded Sweden with their polygons: small areas in parts.

Reads SCB's localities of 2020 (`localities_2020.csv`) and the Police's polygons (`police_areas_2023.geojson`) from a
folder of published data; small areas, vulnerable areas and shares by polygon from the tables that
`build_small_areas.py`, `build_vulnerable.py` and `build_police_areas.py` have written.
Run: scripts/build_areas.py --real FOLDER
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import asdict, fields
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

TABLES = Path(__file__).parents[1] / "src/narvaro/sources/sweden/tables"


def write_localities(real: Path) -> None:
    """Write SCB's localities of 2020."""
    raw = pd.read_csv(real / "localities_2020.csv", dtype={"kommun_code": str}).sort_values("locality_code")
    table = pd.DataFrame(
        {
            "code": raw["locality_code"],
            "name": raw["name"],
            "municipality_code": raw["kommun_code"],
            "people_2020": raw["population_2020"],
            "km2": raw["area_ha"] / 100,
            "lon": raw["lon"],
            "lat": raw["lat"],
        }
    )
    table.to_csv(TABLES / "localities.csv", index=False, lineterminator="\n")


GRID_M = 1.0
ROUNDS = 2
"""Cleaning makes corners that lie on no whole metre; after the second time few are left, in a file a fifth smaller."""


def as_coverage(polygons: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Return polygons that were cut one by one as one coverage, nearly all of whose corners lie on whole metres."""
    shapes = polygons.to_numpy()
    for _ in range(ROUNDS):
        # a cut puts a corner on one side of a shared edge; cleaning gives it to both
        shapes = shapely.coverage_clean(shapely.set_precision(shapes, GRID_M))
    return gpd.GeoDataFrame({"code": polygons.index}, geometry=shapes, crs=polygons.crs)


def main() -> None:
    """Write the tables and the polygons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, required=True, help="folder of published data")
    real = parser.parse_args().real
    write_localities(real)
    # these read the table just written
    from police_parts import shares_of_parts, with_police

    from narvaro.sources.sweden.part_shapes import part_shapes
    from narvaro.sources.sweden.parts import AreaPart, parts_of
    from narvaro.sources.sweden.small_areas import small_area_shapes, small_areas

    areas = small_areas()
    found = with_police(parts_of(areas, small_area_shapes()), shares_of_parts(real), areas)
    found.sort(key=lambda row: row[0].id)
    columns = [*(field.name for field in fields(AreaPart)), "people_origin", "police"]
    with (TABLES / "areas.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for part, police, origin in found:
            row = asdict(part) | {
                "x": round(part.x),
                "y": round(part.y),
                "extent_km": round(part.extent_km, 3),
            }
            origins = {origin, areas["people_origin"][part.small_area_code]}
            writer.writerow(
                {**row, "people_origin": "assumed" if "assumed" in origins else "derived", "police": police}
            )
    shapes = as_coverage(part_shapes([part for part, _, _ in found], small_area_shapes()))
    shapes.to_parquet(TABLES / "areas.parquet", compression="zstd", compression_level=19, index=False)
    people = sum(part.people for part, _, _ in found)
    assert people == areas["people_2023"].sum(), people
    print(f"{len(found):,} areas with {people:,} people")


if __name__ == "__main__":
    main()
