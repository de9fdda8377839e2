"""Write the events of the Swedish network, 2020-2026: openings, closings, days and services, each with its source.

Dates that the facts write in words are read by the tables below, each word once: what is planned or inferred becomes a
span, never a date. A word that no table knows stops the script, so that no fact is dropped in silence.

Run: scripts/build_events.py --facts FOLDER       (after build_offices.py)
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from build_offices import TABLES, plain, short_name

from narvaro.case.events import EVENT_COLUMNS


class When(NamedTuple):
    """How a date is written in the table: a date, or the ends of a span; and how the row is known."""

    date: str = ""
    first: str = ""
    last: str = ""
    origin: str = "stated"


BEFORE = {
    "",
    "2018",
    "2018 (planned)",
    "2018 or 2019",
    "2008-05-19",
    "2011-01",
    "by 2010",
    "by 2019-09 (inferred)",
}
"""Openings before the network was taken over in 2019: no event."""
NO_EVENT = {"2019-11 (a new office opened; earlier office not excluded)"}
"""Not known to have changed anything."""
OPENED = {
    "2020-06": When("2020-06"),
    "2021": When("2021"),
    "2022-05-31": When("2022-05-31"),
    "2022-H1": When(first="2022-01", last="2022-06"),
    "2022-H2": When(first="2022-07", last="2022-12"),
    # planned for that half year, and among the 148 of the end of 2024
    "2022-H2 (planned)": When(first="2022-07", last="2024", origin="derived"),
    "2022-12-01 (planned inauguration)": When(first="2022-12-01", last="2024", origin="derived"),
    "2022-2024 (date not found)": When(first="2022", last="2024", origin="derived"),
    "2023-2024 (inferred)": When(first="2023", last="2024", origin="derived"),
    "2023-01 (inaugurated)": When("2023-01"),
    "2023-05 (inaugurated)": When("2023-05"),
    "2023-06": When("2023-06"),
    "2024-01 (inaugurated)": When("2024-01"),
    "2024-09/10": When(first="2024-09", last="2024-10"),
}
CLOSED = {
    "2024-12-31/2025-01 (closed since the turn of the year)": When(first="2024-12-31", last="2025-01"),
    "2025 spring": When(first="2025-03", last="2025-06-02"),
    "2025-02 closed; reopening confirmed by SSC (2025-12)": When("2025-02"),
    # announced, and not known to have happened: the span has no end
    "2025-2026 (announced; date not found)": When(first="2025-09"),
    "2026 (announced)": When(first="2026"),
}
LATER_OPENED = {
    "Norrköping (remaining office)": When(first="2023", last="2024", origin="assumed"),
    "Ludvika": When(first="2025-12"),
}
"""What the column `opened` of the register does not say: see the notes there."""
DAYS = (
    ("Botkyrka Hallunda", When("2023-10-02"), 4),
    ("Stockholm Kungsholmen", When("2023-10-02"), 4),
    ("Stockholm Liljeholmen", When("2023-10-02"), 4),
    ("Stockholm Odenplan", When("2023-10-02"), 4),
    ("Sundbyberg", When("2023-10-02"), 4),
    ("Hudiksvall", When("2023-11"), 2),
    ("Hudiksvall", When("2024-01"), 3),
    ("Vimmerby", When(last="2026-02-15"), 3),
    ("Vimmerby", When(last="2026-02-15"), 2),
    ("Oskarshamn", When(last="2026-02-15"), 3),
)
"""Days a week from then on, as the register's notes say."""
ADDED = {
    "Migrationsverket (pilot from 2021-09-01)": When("2021-09-01"),
    "Migrationsverket (planned for autumn 2023)": When(first="2023-09"),
    "Migrationsverket (from 2026)": When(first="2026"),
}
SERVICE = "migrationsverket"
COUNTS = (
    ("2019-06", 113),
    ("2020-12", 117),
    ("2021-05", 116),
    ("2022-01", 118),
    ("2022-06", 123),
    ("2023-06", 135),
    ("2023-12", 138),
    ("2024-10", 147),
    ("2024-12", 148),
)
"""Rows of the series that give one figure; the range of 2022-12 and the aim for 2026 are left out."""


def read(text: str, known: dict[str, When]) -> When:
    """Return when, as a fact's words say it: a full date as it stands."""
    if text in known:
        return known[text]
    if len(text) == 10 and text.replace("-", "").isdecimal():
        return When(text)
    raise SystemExit(f"no reading of {text!r}: add one")


def row(office: pd.Series, event: str, when: When, **detail: object) -> dict[str, object]:
    """Return one row of the table."""
    span = {"date": when.date, "from": when.first, "to": when.last}
    said = {"origin": when.origin, "source": office["source"].split(" | ")[0]}
    return {"site_id": office["id"], "event": event, **span, **said, **detail}


def office_rows(register: pd.DataFrame, since: pd.DataFrame) -> list[dict[str, object]]:
    """Return the events of the offices."""
    gone = since[since["topic"] == "closure"]
    rows = []
    for _, office in register.iterrows():
        opened, closed = office["opened"], office["closed"]
        if opened not in BEFORE | NO_EVENT:
            rows.append(row(office, "opened", read(opened, OPENED), note=opened))
        if closed:
            rows.append(row(office, "closed", read(closed, CLOSED), note=closed))
        if office["name"] in LATER_OPENED:
            note = closed or "most likely the office of the 2021 decision"
            rows.append(row(office, "opened", LATER_OPENED[office["name"]], note=note))
        for _, fact in gone[gone["text"].str.startswith(office["name"] + " ")].iterrows():
            source = since.loc[0, "source"] if fact["source"] == "same" else fact["source"]
            rows.append(row(office, "closed", When(fact["as_of"]), note=fact["text"]) | {"source": source})
        own = [(when, days) for name, when, days in DAYS if name == office["name"]]
        rows += [row(office, "days", when, days=days) for when, days in own]
        for part in office["agencies"].split(";"):
            if part in ADDED:
                rows.append(row(office, "service_added", ADDED[part], service=SERVICE, note=part))
    return rows


def counted_rows(series: pd.DataFrame, since: pd.DataFrame) -> list[dict[str, object]]:
    """Return the known numbers of offices."""
    sources = series.set_index("when")["source"]
    rows: list[dict[str, object]] = [
        {"event": "counted", "date": when, "offices": offices, "origin": "stated", "source": sources[when]}
        for when, offices in COUNTS
    ]
    last = since[since["topic"] == "network"].iloc[0]
    said = {"origin": "stated", "source": last["source"], "note": last["text"]}
    return [*rows, {"event": "counted", "date": last["as_of"], "offices": int(last["value"]), **said}]


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, required=True)
    facts = parser.parse_args().facts
    tables = {
        name: pd.read_csv(facts / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in ("offices_register", "network_series", "facts_since_2025")
    }
    register, since = tables["offices_register"], tables["facts_since_2025"]
    register["id"] = "office-" + register["kommun_code"] + "-" + register["name"].map(short_name).map(plain)
    rows = office_rows(register, since) + counted_rows(tables["network_series"], since)
    table = pd.DataFrame(rows).reindex(columns=list(EVENT_COLUMNS))
    offices = pd.read_csv(TABLES / "offices.csv", dtype=str, keep_default_na=False).set_index("id")
    places = offices.reindex(table["site_id"])
    for column in ("name", "lon", "lat", "municipality_code"):
        table[column] = places[column].to_numpy()
    table["when"] = table["date"].where(table["date"] != "", table["from"])
    table["when"] = table["when"].where(table["when"] != "", table["to"])
    table = table.sort_values(["when", "site_id"], kind="stable").drop(columns="when")
    for column in ("days", "offices"):
        table[column] = table[column].astype("Int64")
    table.to_csv(TABLES / "events.csv", index=False, lineterminator="\n")
    print(table["event"].value_counts().to_string())


if __name__ == "__main__":
    main()
