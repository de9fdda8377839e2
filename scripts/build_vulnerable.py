"""Write the table of vulnerable areas: the Police list of six editions cut into parts that never overlap.

An area that was split, joined or renamed between editions becomes one row for each part, so that every edition is a
set of rows and nobody is counted twice. Run: scripts/build_vulnerable.py --facts FOLDER
"""

from __future__ import annotations

import argparse
import unicodedata
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
TABLES = HERE.parent / "src/narvaro/sources/sweden/tables"
PARTS = HERE / "sweden/vulnerable_parts.csv"
ASSUMED_PEOPLE = 8_500
"""People of an area that no RegSO could be matched to: the Police's 550 000 people in 65 areas, rounded."""
EDITIONS = (2015, 2017, 2019, 2021, 2023, 2025)
CLASSES = {"utsatt område": "vulnerable", "riskområde": "risk", "särskilt utsatt område": "particularly"}


def plain(text: str) -> str:
    """Return a name as letters that fit an id."""
    letters = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in letters).split())


def by_part(listed: pd.DataFrame, cuts: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each part and edition, with what the cuts say of the part."""
    keys = ["municipality_code", "police_name"]
    rows = listed.merge(cuts, on=keys, how="left")
    rows["part"] = rows["part"].fillna(rows["police_name"])
    return rows


def one_part(rows: pd.DataFrame) -> dict[str, object]:
    """Return the row of a part from its editions, the newest first."""
    own = rows[rows["police_name"] == rows["part"]]
    source = (own if len(own) else rows).iloc[0]
    cut = rows[rows["people_cut"].fillna("") != ""]
    placed = rows[rows["lon_cut"].notna()]
    reasons = sorted({f"{r.police_name}: {r.reason}" for r in rows.itertuples() if isinstance(r.reason, str)})
    if len(cut):
        given = cut["people_cut"].iloc[0]
        people, origin = (ASSUMED_PEOPLE, "assumed") if given == "assumed" else (int(given), "assumed")
        if "people = " in cut["reason"].iloc[0]:
            origin = "derived"
    elif rows["people_2023"].notna().any():
        people = int(
            own["people_2023"].max() if own["people_2023"].notna().any() else rows["people_2023"].max()
        )
        origin = "derived"
    else:
        people, origin = ASSUMED_PEOPLE, "assumed"
    point = placed.iloc[0][["lon_cut", "lat_cut"]] if len(placed) else source[["lon", "lat"]]
    row: dict[str, object] = {
        "id": f"police-{source['municipality_code']}-{plain(source['part'])}",
        "name": source["part"],
        "municipality_code": source["municipality_code"],
        "lon": float(point.iloc[0]),
        "lat": float(point.iloc[1]),
        "people": people,
        "people_origin": origin,
        "regso": "" if origin == "assumed" and people == ASSUMED_PEOPLE else source["regso_matched"],
    }
    row |= {f"class_{edition}": "" for edition in EDITIONS}
    row |= {f"class_{r.edition}": CLASSES[r.police_class] for r in rows.itertuples()}
    row["note"] = "; ".join(reasons)
    return row


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, required=True)
    facts = parser.parse_args().facts
    listed = pd.read_csv(facts / "vulnerable_areas.csv", dtype={"kommun_code": str}).rename(
        columns={"kommun_code": "municipality_code", "area_name": "police_name", "class": "police_class"}
    )
    listed["regso_matched"] = listed["regso_matched"].fillna("")
    cuts = pd.read_csv(PARTS, dtype={"municipality_code": str, "people": str})
    cuts = cuts.rename(columns={name: f"{name}_cut" for name in ("people", "lon", "lat")})
    unused = set(zip(cuts["municipality_code"], cuts["police_name"], strict=True)) - set(
        zip(listed["municipality_code"], listed["police_name"], strict=True)
    )
    if unused:
        raise SystemExit(f"cuts of areas that are on no list: {sorted(unused)}")
    rows = by_part(listed, cuts).sort_values("edition", ascending=False, kind="stable")
    parts = [one_part(group) for _, group in rows.groupby(["municipality_code", "part"], sort=True)]
    table = pd.DataFrame(parts)
    table.to_csv(TABLES / "vulnerable.csv", index=False, lineterminator="\n")
    print(f"{len(table)} parts, {table['people'].sum()} people")


if __name__ == "__main__":
    main()
