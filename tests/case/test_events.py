"""A register of events is checked at birth: dates, sites, order and what each event says; every fault at once."""

from pathlib import Path

import pandas as pd
import pytest

from narvaro.case import Case, open_case, save_case
from narvaro.case.events import EVENT_COLUMNS, conform_events, events_of, outside_places
from narvaro.case.tables import read_csv_text
from narvaro.errors import Fault, TableError

SITES = pd.DataFrame(
    {"status": ["may_close", "candidate"], "lon": [18.0, 18.1], "lat": [59.3, 59.3]}, index=["hall", "mall"]
)


def told(*rows: dict[str, object], sites: pd.DataFrame = SITES) -> tuple[pd.DataFrame, list[Fault]]:
    table = pd.DataFrame([{"site_id": "", "date": "", **row} for row in rows]).fillna("")
    return conform_events(table, sites, ["small", "large"])


def keys(*rows: dict[str, object]) -> list[tuple[str, int | None, str | None]]:
    return [(fault.key, fault.row, fault.column) for fault in told(*rows)[1]]


def test_every_kind_of_event_is_read() -> None:
    """A table with all kinds has no faults; figures are numbers, and an empty origin means that a source says so."""
    table, faults = told(
        {"site_id": "mall", "date": "2021", "event": "opened"},
        {"site_id": "mall", "from": "2022-01", "to": "2022-06", "event": "days", "days": "3"},
        {"site_id": "hall", "date": "2022-05-30", "event": "resized", "size": "small", "origin": "derived"},
        {"site_id": "hall", "date": "2023", "event": "service_added", "service": "passports"},
        {"site_id": "hall", "date": "2024", "event": "service_removed", "service": "passports"},
        {"site_id": "mall", "from": "2024", "event": "closed"},
        {"date": "2024-12-31", "event": "counted", "offices": "2"},
    )
    assert faults == []
    assert tuple(table.columns) == EVENT_COLUMNS
    assert table["origin"].tolist() == ["stated", "stated", "derived", *["stated"] * 4]
    assert [event.detail for event in events_of(table)] == [
        "",
        "3",
        "small",
        "passports",
        "passports",
        "",
        "2",
    ]


def test_every_fault_is_told_with_row_and_column() -> None:
    """One table with a fault of each kind in its cells."""
    assert keys(
        {"site_id": "hall", "date": "spring", "event": "closed"},
        {"site_id": "hall", "date": "2025", "from": "2024", "event": "closed"},
        {"site_id": "hall", "from": "2025", "to": "2024", "event": "closed"},
        {"site_id": "nowhere", "date": "2025", "event": "closed"},
        {"date": "2025", "event": "closed"},
        {"site_id": "hall", "date": "2025", "event": "burnt"},
        {"site_id": "hall", "date": "2025", "event": "days", "days": "8"},
        {"site_id": "hall", "date": "2025", "event": "days", "days": "few"},
        {"site_id": "hall", "date": "2025", "event": "resized", "size": "huge"},
        {"site_id": "hall", "date": "2025", "event": "service_added"},
        {"site_id": "hall", "event": "counted", "offices": "2.5", "origin": "heard"},
    ) == [
        ("table.one_of", 7, "event"),
        ("table.one_of", 12, "origin"),
        ("events.bad_date", 2, "date"),
        ("events.two_dates", 3, "date"),
        ("events.backwards", 4, "from, to"),
        ("events.count_needs_date", 12, "date"),
        ("table.not_a_number", 9, "days"),
        ("events.days", 8, "days"),
        ("events.needs", 9, "days"),
        ("table.one_of", 10, "size"),
        ("events.needs", 11, "service"),
        ("events.offices", 12, "offices"),
        ("events.no_such_site", 5, "site_id"),
        ("table.blank", 6, "site_id"),
        ("events.count_of_all", 12, "site_id"),
    ]


def test_an_office_opens_and_closes_in_turn() -> None:
    """Two openings in a row, a closing before the opening of what is no office today, and days of one that is gone."""
    opened = {"site_id": "mall", "event": "opened"}
    closed = {"site_id": "mall", "event": "closed"}
    assert keys(opened | {"date": "2021"}, opened | {"date": "2023"}) == [("events.again", 3, "event")]
    assert keys(closed | {"date": "2021"}, opened | {"date": "2023"}) == [
        ("events.closed_before", 3, "event")
    ]
    days = {"site_id": "hall", "date": "2025", "event": "days", "days": "3"}
    assert keys({"site_id": "hall", "date": "2024", "event": "closed"}, days) == [
        ("events.of_a_closed_office", 3, "event")
    ]


def test_an_office_of_today_may_have_closed_and_opened_again() -> None:
    """No row of its first opening is needed, not for one that is gone either; dates count, not the order of rows."""
    again = {"site_id": "hall", "date": "2025-12", "event": "opened"}
    closed = {"site_id": "hall", "date": "2025-02", "event": "closed"}
    assert keys(again, closed) == []
    place = {"name": "Hall", "lon": "18.0", "lat": "59.3"}
    assert told(again | place, closed, sites=SITES.drop("hall"))[1] == []


def test_spans_that_lie_over_each_other_are_taken_in_the_order_of_their_beginnings() -> None:
    """Opened 2022-2024 and closed 2023-2025 is possible; a span open backwards is taken by its end."""
    assert (
        keys(
            {"site_id": "mall", "from": "2023", "to": "2025", "event": "closed"},
            {"site_id": "mall", "from": "2022", "to": "2024", "event": "opened"},
        )
        == []
    )
    assert (
        keys(
            {"site_id": "mall", "date": "2023", "event": "opened"},
            {"site_id": "mall", "to": "2025", "event": "closed"},
        )
        == []
    )


def test_a_site_that_is_not_in_the_table_has_a_place_of_its_own() -> None:
    """In one of its rows; two places, or one where only a slip puts it, are faults."""
    shop = {"site_id": "shop", "event": "opened", "name": "Shop", "lon": "18.05", "lat": "59.31"}
    table, faults = told(shop | {"date": "2021"}, {"site_id": "shop", "date": "2023", "event": "closed"})
    assert faults == []
    assert outside_places(table, SITES)[["id", "name", "lon"]].to_numpy().tolist() == [
        ["shop", "Shop", 18.05]
    ]
    other = shop | {"date": "2023", "event": "closed", "lon": "18.2"}
    assert keys(shop | {"date": "2021"}, other) == [("events.two_places", 3, "lon, lat")]
    assert keys(shop | {"date": "2021", "lon": "59.31", "lat": "18.05"}) == [
        ("table.turned_round", 2, "lon, lat")
    ]
    assert keys(shop | {"date": "2021", "lon": "181"}) == [("table.outside_world", 2, "lon, lat")]


def test_columns_that_lack_are_named() -> None:
    """What is needed is the site, the event, and something on when."""
    faults = conform_events(pd.DataFrame({"office": ["hall"]}), SITES, [])[1]
    assert [(fault.key, fault.column) for fault in faults] == [
        ("table.missing_column", "site_id"),
        ("table.missing_column", "event"),
        ("table.missing_column", "date"),
    ]


@pytest.fixture
def case() -> Case:
    """Two areas, an office, a candidate, and an office that came and went."""
    areas = pd.DataFrame(
        {"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.1], "lat": 59.3, "people": [900, 100]}
    )
    events = pd.DataFrame(
        {
            "site_id": ["shop", "shop", ""],
            "date": ["2021", "", "2022"],
            "from": ["", "2023-03", ""],
            "event": ["opened", "closed", "counted"],
            "name": ["Shop", "", ""],
            "lon": ["18.05", "", ""],
            "lat": ["59.31", "", ""],
            "offices": ["", "", "2"],
            "source": ["the mayor, 2021", "=1+1", ""],
        }
    )
    return Case("town", areas, SITES.rename_axis("id").reset_index().assign(name=["H", "M"]), events=events)


def test_a_case_with_events_is_kept_in_a_folder(case: Case, tmp_path: Path) -> None:
    """`events.csv` gives the same events, and without it there are none; neither changes what a plan depends on."""
    save_case(case, tmp_path)
    again = open_case(tmp_path)
    pd.testing.assert_frame_equal(again.events, case.events)
    assert again.register.years == (2020, 2021, 2022, 2023)
    (tmp_path / "events.csv").unlink()
    bare = open_case(tmp_path)
    assert len(bare.events) == 0
    assert bare.register.years == ()
    assert bare.checksum == case.checksum


def test_faults_of_events_stand_beside_those_of_other_tables(case: Case, tmp_path: Path) -> None:
    """One error names the file, the row and the column of each."""
    save_case(case, tmp_path)
    table = read_csv_text(tmp_path / "events.csv")
    table.loc[0, "date"] = "early"
    table.to_csv(tmp_path / "events.csv", index=False)
    areas = read_csv_text(tmp_path / "areas.csv")
    areas.loc[1, "people"] = "-1"
    areas.to_csv(tmp_path / "areas.csv", index=False)
    with pytest.raises(TableError) as error:
        open_case(tmp_path)
    assert [(fault.file, fault.row, fault.column) for fault in error.value.faults] == [
        ("areas.csv", 3, "people"),
        ("events.csv", 2, "date"),
    ]
