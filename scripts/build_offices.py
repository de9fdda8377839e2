"""Write the table of offices that a source names: our own columns, the facts' words kept in `source` and `note`.

Run: scripts/build_offices.py --facts FOLDER
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
TABLES = HERE.parent / "src/narvaro/sources/sweden/tables"
PLACES = HERE / "sweden/office_places.csv"
SERVICES = {
    "Skatteverket": "skatteverket",
    "Pensionsmyndigheten": "pensionsmyndigheten",
    "Försäkringskassan": "forsakringskassan",
    "Arbetsförmedlingen": "arbetsformedlingen",
}
COMMON = {"skatteverket", "pensionsmyndigheten", "forsakringskassan"}
STAFF_SAID = {
    "Linköping city": ("medium", "about 15 staff (2022)"),
    "Linköping Skäggetorp": ("small", "5 staff (2022)"),
    "Ludvika": ("flexible", "two staff (2021)"),
    "Skellefteå": ("small", "5 staff, later 3 (2023)"),
}
PROPOSED = {"flexi": "flexible", "litet": "small", "medium": "medium"}
NOT_SURE = {"Hultsfred": "assumed"}
"""One source lets the Vimmerby office cover Hultsfred: perhaps no office of its own."""
LATER = {"Norrköping (remaining office)"}
"""Most likely the office of the 2021 decision; with it open in 2020 the totals of 2020 could not be met."""


def plain(text: str) -> str:
    """Return a name as letters that fit an id."""
    letters = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in letters).split())


def short_name(name: str) -> str:
    """Return the name without remarks in brackets, save those that tell two offices of a town apart."""
    if name.startswith("Göteborg Biskopsgården"):
        return "Göteborg Biskopsgården"
    bare = re.sub(r"\s*\(.*\)$", "", name)
    return f"{bare} 2" if "2021 decision" in name or name.startswith("Norrköping (rem") else bare


def sizes(register: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the size a source gives each office, empty where none does, and that source."""
    said = decisions.set_index("kommun_kod")
    rows = []
    for office in register.itertuples():
        size, source = STAFF_SAID.get(office.name, ("", ""))
        late = office.name in LATER or opened_year(office.opened) >= 2021
        if not size and late and office.kommun_code in said.index:
            size = PROPOSED.get(said.loc[office.kommun_code, "size_proposed"], "")
            source = "proposed in Ds 2020:29" if size else ""
        rows.append((size, source))
    return pd.DataFrame(rows, columns=["size", "size_source"])


def opened_year(text: str) -> int:
    """Return the year in which an office opened, 0 where it was there in 2019 or earlier."""
    years = re.findall(r"20\d\d", text)
    return int(years[0]) if years and not text.startswith("by ") else 0


def service_list(text: str) -> str:
    """Return our ids of the services a source names, empty where it does not name the whole list."""
    ids = {SERVICES[part] for part in text.split(";") if part in SERVICES}
    if not ids or not (ids >= COMMON or len(ids) > 1):
        return ""
    return ";".join(name for name in SERVICES.values() if name in ids | COMMON)


def points(register: pd.DataFrame) -> pd.DataFrame:
    """Return lon, lat and how they are known: our own list of places, or the register's district.

    The list has the centre of the municipality's main locality where a source names no more than the municipality.
    """
    own = pd.read_csv(PLACES).set_index("name")
    rows = []
    for office in register.itertuples():
        if office.name in own.index:
            place = own.loc[office.name]
            rows.append((place["lon"], place["lat"], place["reason"]))
        elif office.coordinate_source.startswith("place or district"):
            rows.append((office.lon, office.lat, "place or district, about 1-2 km"))
        else:
            raise SystemExit(f"no place for {office.name}: give it one in {PLACES.name}")
    return pd.DataFrame(rows, columns=["lon", "lat", "place_note"])


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, required=True)
    facts = parser.parse_args().facts
    register = pd.read_csv(facts / "offices_register.csv", dtype=str, keep_default_na=False)
    register[["lat", "lon"]] = register[["lat", "lon"]].astype(float)
    decisions = pd.read_csv(facts / "decisions_2021_28.csv", dtype=str, keep_default_na=False)
    table = pd.DataFrame({"name": register["name"].map(short_name)})
    table.insert(0, "id", "office-" + register["kommun_code"] + "-" + table["name"].map(plain))
    table["municipality_code"] = register["kommun_code"]
    table = table.join(points(register))
    table["opened"], table["closed"] = register["opened"], register["closed"]
    later = register["opened"].map(opened_year).ge(2021) | register["name"].isin(LATER)
    table["open_2020"], table["open_2024"] = ~later, True
    table = table.join(sizes(register, decisions))
    table["services"] = register["agencies"].map(service_list)
    origin = register["confidence"].replace({"inferred": "derived"})
    table["origin"] = register["name"].map(NOT_SURE).fillna(origin)
    table.loc[table["place_note"].str.startswith("assumed"), "origin"] = "assumed"
    table["source"] = register["source"].str.split(" | ", regex=False).str[0]
    table["note"] = register["source"].str.partition(" | ")[2]
    if table["id"].duplicated().any():
        raise SystemExit(f"two offices with one id: {table.loc[table['id'].duplicated(), 'id'].tolist()}")
    table.sort_values("id").to_csv(TABLES / "offices.csv", index=False, lineterminator="\n")
    first = decisions[~decisions["reason_class"].str.startswith("utsatt")]
    without = first[["kommun_kod", "municipality", "reason_class", "source"]].rename(
        columns={"kommun_kod": "municipality_code"}
    )
    without.sort_values("municipality_code").to_csv(
        TABLES / "first_office_2021.csv", index=False, lineterminator="\n"
    )
    for year in (2020, 2024):
        there = table[table[f"open_{year}"]]
        print(year, len(there), "offices in", there["municipality_code"].nunique(), "municipalities")


if __name__ == "__main__":
    main()
