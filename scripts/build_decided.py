"""Write what was really decided, and since when a source names each office: what a backtest may look at, and when.

Run: scripts/build_decided.py --facts FOLDER       (after build_offices.py)
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
TABLES = HERE.parent / "src/narvaro/sources/sweden/tables"
KNOWN_FROM = HERE / "sweden/office_known_from.csv"
DATE = r"\b20\d\d(?:-\d\d)?(?:-\d\d)?\b"
LIST_OF_2021 = "2021-09-29"
"""The news that names the 28 municipalities."""
REASONS = {"utsatt": "vulnerable", "glesbygd": "countryside", "storstad": "metropolitan"}
FIRST_IN_REGION = {"2421": "Storuman", "1737": "Torsby", "2021": "Vansbro", "2463": "Åsele"}
STATUSES = {"closed": "done", "closing": "announced", "uncertain": "uncertain"}
LEAVES = {"yes": "leaves_municipality", "no": "keeps_another"}
OPENED = {
    "2022-H1": "2022-01/2022-06",
    "2022-H2": "2022-07/2022-12",
    "2022-H2 (planned)": "2022-07/2022-12",
    "2022-2024 (date not found)": "2022/2024",
    "2022-12-01 (planned inauguration)": "2022-12-01",
    "2024-09/10": "2024-09/2024-10",
    "not found": "2023/2024",
}
"""Dates as ISO 8601; phase 2 whose date no source tells opened in 2023 or 2024, as the number of offices rose."""
COLUMNS = (
    "decided",
    "action",
    "municipality_code",
    "municipality",
    "office_id",
    "lon",
    "lat",
    "date",
    "reason",
    "status",
    "source",
    "note",
)


def text_table(path: Path) -> pd.DataFrame:
    """Return a table with every cell as text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def known_from(offices: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return since when a source names each office: the earliest date of its sources, empty where none is dated.

    A year alone counts as its end. What stands in notes, or is undated, is judged by hand in `office_known_from.csv`.
    Offices of the decision of 2021 are known from the list that names them.
    """
    own = text_table(KNOWN_FROM).set_index("name")
    dates = offices["source"].str.findall(DATE).map(lambda found: min(found, default=""))
    listed = ~offices["open_2020"].eq("True") & offices["municipality_code"].isin(decisions["kommun_kod"])
    dates = dates.mask(listed & (dates > LIST_OF_2021), LIST_OF_2021)
    table = pd.DataFrame(
        {"id": offices["id"], "known_from": offices["name"].map(own["known_from"]).fillna(dates)}
    )
    return table.assign(reason=offices["name"].map(own["reason"]).fillna("earliest date of its sources"))


def of_2020(offices: pd.DataFrame) -> pd.DataFrame:
    """Return the four offices of June 2020, each the first of its region."""
    rows = offices[offices["municipality_code"].isin(FIRST_IN_REGION)]
    return pd.DataFrame(
        {
            "decided": "2020",
            "action": "open",
            "municipality_code": rows["municipality_code"],
            "municipality": rows["municipality_code"].map(FIRST_IN_REGION),
            "office_id": rows["id"],
            "date": "2020-06",
            "reason": "fa_region_code",
            "status": "done",
            "source": rows["source"],
        }
    )


def of_2021(decisions: pd.DataFrame, offices: pd.DataFrame) -> pd.DataFrame:
    """Return the 28 municipalities of 2021, with the point of the place where a source names one."""
    new = offices[offices["open_2020"] != "True"].drop_duplicates("municipality_code", keep="last")
    # two more offices opened in Göteborg and Malmö, for capacity: the district named in the decision counts
    named = {"1480": "office-1480-goteborg-biskopsgarden", "1280": "office-1280-malmo-mobilia"}
    ids = decisions["kommun_kod"].map(new.set_index("municipality_code")["id"].to_dict() | named)
    has_place = decisions["place"] != ""
    word = decisions["reason_class"].str.split(r"[ /]", regex=True).str[0]
    date = decisions["opened"].str.removesuffix(" (inaugurated)")
    return pd.DataFrame(
        {
            "decided": "2021-05",
            "action": "open",
            "municipality_code": decisions["kommun_kod"],
            "municipality": decisions["municipality"],
            "office_id": ids,
            "lon": decisions["lon"].where(has_place, ""),
            "lat": decisions["lat"].where(has_place, ""),
            "date": date.map(lambda text: OPENED.get(text, text)),
            "reason": word.map(REASONS),
            "status": "done",
            "source": decisions["source"],
            "note": decisions["note"],
        }
    )


def of_2025(closures: pd.DataFrame, since: pd.DataFrame, offices: pd.DataFrame) -> pd.DataFrame:
    """Return the closings known of 2025 and the years after: sixteen of a list, Ånge and Östhammar of a later one."""
    by_name = dict(zip(offices["name"], offices["id"], strict=True))
    code_of = dict(zip(offices["name"], offices["municipality_code"], strict=True))
    listed = pd.DataFrame(
        {
            "decided": closures["decision_date"].str.extract(r"^(\d{4}(?:-\d\d){0,2})")[0].fillna("2025"),
            "action": "close",
            "municipality_code": closures["kommun_kod"],
            "municipality": closures["municipality"],
            "office_id": closures["office_name"].map(by_name),
            "date": closures["last_day"].str.extract(r"^(\d{4}-\d\d-\d\d)")[0].fillna(""),
            "reason": closures["leaves_municipality"].map(LEAVES).fillna(""),
            "status": closures["status"].map(STATUSES),
            "source": closures["source"],
            "note": closures["note"].where(closures["date_note"] == "", closures["date_note"]),
        }
    )
    later = since[since["topic"] == "closure"]
    names = later["text"].str.split().str[0]
    told = pd.DataFrame(
        {
            "decided": later["as_of"],
            "action": "close",
            "municipality_code": names.map(code_of),
            "municipality": names,
            "office_id": names.map(by_name),
            "date": later["as_of"],
            "reason": "",
            "status": "done",
            "source": "Riksdagen interpellation 2025/26:465 (HD10465), 2026-05-05",
            "note": "named as hit by closure; whether the municipality was left is not told",
        }
    )
    return pd.concat([listed, told])


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, required=True)
    facts = parser.parse_args().facts
    offices = text_table(TABLES / "offices.csv")
    decisions = text_table(facts / "decisions_2021_28.csv")
    closures = text_table(facts / "closures_2025.csv")
    dated = closures["last_day"].str.fullmatch(r"\d{4}-\d\d-\d\d")
    closures["date_note"] = closures["last_day"].where(~dated, "")
    parts = [
        of_2020(offices),
        of_2021(decisions, offices),
        of_2025(closures, text_table(facts / "facts_since_2025.csv"), offices),
    ]
    table = pd.concat(parts).reindex(columns=list(COLUMNS)).fillna("")
    table["year"] = table["decided"].str[:4]
    table = table.sort_values(["year", "municipality_code"], kind="stable").drop(columns="year")
    table.to_csv(TABLES / "decided.csv", index=False, lineterminator="\n")
    known = known_from(offices, decisions).sort_values("id")
    known.to_csv(TABLES / "known_from.csv", index=False, lineterminator="\n")
    print(table.groupby([table["decided"].str[:4], "action", "status"]).size())


if __name__ == "__main__":
    main()
