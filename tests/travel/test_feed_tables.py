"""Cells of timetables are read as they stand: blanks, long rows, NA, marks at the beginning; keys stand once."""

import pytest
from tests.travel.one_line import CALLS, RIDE, TABLES, calls, faults

from narvaro.errors import TableError, TravelError
from narvaro.travel.feed_columns import KEYS
from narvaro.travel.timetable import check_timetable

pytest.importorskip("cafein", reason="the network extra is not installed")


def each_row(text, change):
    head, *rows = text.strip().split("\n")
    return "\n".join([head, *map(change, rows)]) + "\n"


SPELLINGS = {
    "blanks after commas": {name: text.replace(",", ", ") for name, text in TABLES.items()},
    "blanks before commas": {name: text.replace(",", " ,") for name, text in TABLES.items()},
    "tabs": {"stop_times.txt": TABLES["stop_times.txt"].replace(",", ",\t")},
    "a mark at the beginning": {name: "\ufeff" + text for name, text in TABLES.items()},
    "lines end as in Windows": {name: text.replace("\n", "\r\n") for name, text in TABLES.items()},
    "quoted cells": {
        name: "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.strip().split("\n"))
        for name, text in TABLES.items()
    },
    "quotes after blanks": {"stops.txt": TABLES["stops.txt"].replace(",S", ', "S').replace("S1,0", 'S1",0').replace(
        "S2,0", 'S2",0').replace("S3,0", 'S3",0')},
    "a comma too many in each row": {name: each_row(text, lambda row: row + ",") for name, text in TABLES.items()},
    "two blank cells too many": {name: each_row(text, lambda row: row + ", ,") for name, text in TABLES.items()},
    "a comma too many in header and rows": {
        name: text.replace("\n", ",\n") for name, text in TABLES.items()
    },
    "blank lines": {name: text.replace("\n", "\n\n") + "\n" for name, text in TABLES.items()},
    "a stop called NA": {
        "stops.txt": TABLES["stops.txt"].replace("S1,S1", "NA,S1"),
        "stop_times.txt": TABLES["stop_times.txt"].replace("S1", "NA"),
    },
    "a service called NA": {
        "trips.txt": TABLES["trips.txt"].replace(",W,", ",NA,"),
        "calendar.txt": TABLES["calendar.txt"].replace("W,", "NA,"),
    },
    "a trip called null and a line called nan": {
        "trips.txt": "route_id,service_id,trip_id\nnan,W,null\n",
        "routes.txt": TABLES["routes.txt"].replace("\nR,", "\nnan,"),
        "stop_times.txt": TABLES["stop_times.txt"].replace("T1", "null"),
    },
    "ids like numbers": {
        "stops.txt": TABLES["stops.txt"].replace("S1,S1", "007,S1").replace("S2,S2", "7,S2"),
        "stop_times.txt": TABLES["stop_times.txt"].replace("S1", "007").replace("S2", "7"),
    },
}  # fmt: skip


@pytest.mark.parametrize("tables", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_the_same_feed_spelt_otherwise_gives_the_same_minutes(world, tables) -> None:
    """The bus at 10:30 is at S2 at 10:40 and at S3 at 10:50, however the cells are written: 15 and 25 minutes."""
    assert world.minutes(tables) == [15.0, 25.0]


@pytest.mark.parametrize("table", ["stop_times.txt", "trips.txt", "calendar.txt", "stops.txt"])
def test_a_row_longer_than_the_header_is_named(world, table) -> None:
    """A row with something beyond the header is refused by its number, with how many cells it has; nothing shifts."""
    cells = TABLES[table].split("\n")[0].count(",") + 1
    path = world.feed({table: each_row(TABLES[table], lambda row: row + ",,x")})
    with pytest.raises(
        TableError, match=f"{table}, row 2: The row has {cells + 2} cells, the header {cells}"
    ):
        check_timetable(path)


def test_rows_keep_their_number_after_blank_lines(world) -> None:
    """Two blank lines before the third call: its broken time is in row 6 of the file."""
    text = TABLES["stop_times.txt"].replace("T1,10:50:00", "\n\nT1,ten")
    assert faults(check_timetable, world.feed({"stop_times.txt": text})) == [
        ("stop_times.txt", 6, "arrival_time", "feed_time")
    ]


def again(table, row=1, change=str):
    lines = TABLES[table].strip().split("\n")
    return {table: "\n".join([*lines, change(lines[row])]) + "\n"}


@pytest.mark.parametrize(
    ("tables", "place"),
    [
        (again("stops.txt"), ("stops.txt", 5, "stop_id")),
        (again("trips.txt"), ("trips.txt", 3, "trip_id")),
        (again("routes.txt"), ("routes.txt", 3, "route_id")),
        (again("agency.txt"), ("agency.txt", 3, "agency_id")),
        (again("calendar.txt"), ("calendar.txt", 3, "service_id")),
        (again("stop_times.txt", 2), ("stop_times.txt", 5, "trip_id, stop_sequence")),
        (again("stops.txt", 1, lambda row: row.replace("S1,", " S1 ,", 1)), ("stops.txt", 5, "stop_id")),
        (
            {"calendar_dates.txt": "service_id,date,exception_type\nW,20260310,1\nW,20260310,2\n"},
            ("calendar_dates.txt", 3, "service_id, date"),
        ),
        (
            {
                "frequencies.txt": "trip_id,start_time,end_time,headway_secs\n"
                "T1,09:00:00,11:00:00,600\nT1,09:00:00,12:00:00,60\n"
            },
            ("frequencies.txt", 3, "trip_id, start_time"),
        ),
        (
            {"transfers.txt": "from_stop_id,to_stop_id,transfer_type\nS1,S2,0\nS1,S2,3\n"},
            ("transfers.txt", 3, ", ".join(KEYS["transfers.txt"])),
        ),
    ],
)  # fmt: skip
def test_what_may_stand_once_is_refused_the_second_time(world, tables, place) -> None:
    """A key that stands twice is a fault that names both rows."""
    path = world.feed(tables)
    assert faults(check_timetable, path) == [(*place, "feed_twice")]
    with pytest.raises(TableError, match=r"stands already in row \d"):
        check_timetable(path)


def test_a_column_twice_is_refused(world) -> None:
    """Two columns of one name: which one is meant cannot be known."""
    text = TABLES["stops.txt"].replace("stop_name", "stop_id")
    assert faults(check_timetable, world.feed({"stops.txt": text})) == [
        ("stops.txt", None, "stop_id", "feed_twice_column")
    ]


def test_a_feed_with_a_password(world) -> None:
    """A zip file that says it is locked is refused in words, before anything is read."""
    path = world.feed({})
    content = path.read_bytes()
    at = content.index(b"PK\x01\x02") + 8  # the flags of the first file in the directory
    path.write_bytes(content[:at] + bytes([content[at] | 1]) + content[at + 1 :])
    with pytest.raises(TravelError, match=r"feed\.zip is locked with a password"):
        check_timetable(path)


@pytest.mark.parametrize("name", ["T\x1b[2J1", "T" * 50_000, "T\x07", "T\u202e1"])
def test_names_that_are_told_cannot_steer_a_terminal(world, name) -> None:
    """Control characters are shown as a sign, and a name of 50,000 letters is cut; the minutes are the same."""
    tables = {table: TABLES[table].replace("T1", name) for table in ("trips.txt", "stop_times.txt")}
    assert world.minutes(tables) == [15.0, 25.0]
    with pytest.raises(TableError) as error:
        check_timetable(
            world.feed({**tables, "stop_times.txt": tables["stop_times.txt"].replace("10:50", "10:20")})
        )
    told = error.value.text("en")
    assert all(letter.isprintable() for letter in told.replace("\n", "").replace("\xa0", ""))
    assert len(told) < 1000


def test_tables_in_a_folder_of_the_zip(world) -> None:
    """The folder is named beside the tables that are missing."""
    tables = dict.fromkeys(TABLES) | {f"gtfs/{name}": text for name, text in TABLES.items()}
    with pytest.raises(TableError, match="The tables lie in the folder gtfs of the zip file"):
        check_timetable(world.feed(tables))


def test_all_faults_come_at_once(world) -> None:
    """A blank id, a weekday of T1, a thirteenth month, a latitude of 91 and a time of 25:61 stand in one error."""
    found = faults(
        check_timetable,
        world.feed(
            {
                "stops.txt": TABLES["stops.txt"] + "S4,S4,91,0\n,S5,1,1\n",
                "calendar.txt": TABLES["calendar.txt"]
                .replace("W,1,1", "W,T1,-1")
                .replace("20260331", "20261301"),
                "stop_times.txt": CALLS + calls("T1", *RIDE[:2], ("25:61:00", "S3")),
            }
        ),
    )
    assert {(table, row, column) for table, row, column, _ in found} == {
        ("stops.txt", 5, "stop_lat"),
        ("stops.txt", 6, "stop_id"),
        ("calendar.txt", 2, "monday"),
        ("calendar.txt", 2, "tuesday"),
        ("calendar.txt", 2, "end_date"),
        ("stop_times.txt", 4, "arrival_time"),
        ("stop_times.txt", 4, "departure_time"),
    }


@pytest.mark.parametrize(
    ("table", "old", "new", "key"),
    [
        ("calendar.txt", "W,1", "W,-1", "feed_weekday"),
        ("calendar.txt", "W,1", "W,", "feed_blank"),
        ("calendar.txt", "20260301", "20260230", "feed_date"),
        ("calendar.txt", "20260301", " 1 March", "feed_date"),
        ("calendar.txt", "20260331", "20250331", "feed_end_before_start"),
        ("stops.txt", "S1,S1,0", "S1,S1,nan0", "feed_number"),
        ("stop_times.txt", ",1\n", ",1.5\n", "feed_sequence"),
        ("stop_times.txt", ",1\n", ",-1\n", "feed_sequence"),
        ("stop_times.txt", "10:30:00,10", "10:3x:00,10", "feed_time"),
        ("agency.txt", "Europe/Stockholm", "Europe/Stokholm", "feed_zone"),
        ("trips.txt", ",T1", ",", "feed_blank"),
        ("trips.txt", "R,W,T1\n", "", "feed_empty_table"),
        ("stop_times.txt", calls("T1", *RIDE), "", "feed_empty_table"),
        ("routes.txt", "R,A,1,3\n", "", "feed_empty_table"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(world, table, old, new, key) -> None:
    """Each broken value, blank id and empty table is a fault in its own table."""
    assert old in TABLES[table]
    found = faults(check_timetable, world.feed({table: TABLES[table].replace(old, new, 1)}))
    assert (table, key) in {(one, what) for one, _, _, what in found}


@pytest.mark.parametrize(
    ("table", "text", "key"),
    [
        ("calendar_dates.txt", "service_id,date,exception_type\nW,20260310,0\n", "feed_exception"),
        (
            "frequencies.txt",
            "trip_id,start_time,end_time,headway_secs\nT1,09:00:00,11:00:00,-5\n",
            "feed_whole",
        ),
        (
            "frequencies.txt",
            "trip_id,start_time,end_time,headway_secs\nT9,09:00:00,11:00:00,60\n",
            "feed_unknown",
        ),
        (
            "frequencies.txt",
            "trip_id,start_time,end_time,headway_secs,exact_times\nT1,09:00:00,11:00:00,60,x\n",
            "feed_yes_no",
        ),
        ("transfers.txt", "from_stop_id,to_stop_id,transfer_type\nS1,S2,6\n", "feed_transfer"),
        ("transfers.txt", "from_stop_id,to_stop_id,transfer_type\nS1,S9,0\n", "feed_unknown"),
        (
            "transfers.txt",
            "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nS1,S2,2,5m\n",
            "feed_whole",
        ),
    ],
)
def test_further_tables_are_checked_too(world, table, text, key) -> None:
    """A broken value in a table that need not be there is a fault as well."""
    assert [(one, what) for one, _, _, what in faults(check_timetable, world.feed({table: text}))] == [
        (table, key)
    ]


def test_pickup_of_an_unknown_kind(world) -> None:
    """4 is no way of getting on."""
    text = CALLS.strip() + ",pickup_type\n" + calls("T1", *RIDE, more=(",0", ",4", ",1"))
    assert faults(check_timetable, world.feed({"stop_times.txt": text})) == [
        ("stop_times.txt", 3, "pickup_type", "feed_boarding")
    ]


# How many faults there are, and of which kind


def many(count, times="25:61:00"):
    return CALLS + "".join(f"T1,{times},{times},S1,{n}\n" for n in range(count))


@pytest.mark.parametrize(
    ("tables", "count", "named"),
    [
        ({"stop_times.txt": many(20)}, 40, 40),
        ({"stop_times.txt": many(1000)}, 2000, 40),
        ({"stops.txt": TABLES["stops.txt"] + "".join(f"X{n},X,91,0\n" for n in range(25))}, 25, 20),
        ({"stops.txt": TABLES["stops.txt"] + "X,X,1,0\n" * 31}, 30, 20),
        ({"routes.txt": TABLES["routes.txt"] + "".join(f"X{n},A,1,3,more\n" for n in range(22))}, 22, 20),
        ({"stop_times.txt": CALLS + "T1,10:30:00,10:30:00,S1,1\n" * 24}, 23, 20),
        ({"trips.txt": TABLES["trips.txt"] + "".join(f"{n % 2 or ''},W,X{n}\n" for n in range(50))}, 50, 40),
        ({"trips.txt": TABLES["trips.txt"] + "".join(f"R,V,X{n}\n" for n in range(30))}, 61, 41),
    ],
)  # fmt: skip
def test_faults_beyond_the_named_ones_are_counted(world, tables, count, named) -> None:
    """Twenty of a kind are named; the headline counts all, and what is not named is said as a number."""
    with pytest.raises(TableError) as error:
        check_timetable(world.feed(tables))
    further = [fault for fault in error.value.faults if fault.key == "table.and_more"]
    others = [fault for fault in error.value.faults if fault.key != "table.and_more"]
    assert len(others) == named
    assert sum(fault.data["count"] for fault in further) == count - named
    assert f"Faults found: {count:,}." in str(error.value)


def test_faults_are_counted_over_the_parts_of_a_table(world, monkeypatch) -> None:
    """Read in parts of seven rows, fifty broken departures and arrivals are as many as read at once."""
    monkeypatch.setattr("narvaro.travel.feed_tables.ROWS", 7)
    with pytest.raises(TableError, match="Faults found: 100") as error:
        check_timetable(world.feed({"stop_times.txt": many(50)}))
    assert len(error.value.faults) == 42


@pytest.mark.parametrize(
    "table", ["stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "calendar.txt", "calendar_dates.txt"]
)
def test_an_empty_table_is_one_fault(world, table) -> None:
    """What names the rows of an empty table is no further fault."""
    tables = {
        **TABLES,
        "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nT1,09:00:00,11:00:00,60\n",
        "transfers.txt": "from_stop_id,to_stop_id,from_route_id,from_trip_id,transfer_type\nS1,S2,R,T1,0\n",
    }
    tables[table] = tables.get(table, "service_id,date,exception_type\n").split("\n")[0] + "\n"
    if table == "calendar_dates.txt":
        tables["calendar.txt"] = None
    found = faults(check_timetable, world.feed(tables))
    assert found == [(table, 1, None, "feed_empty_table")]


@pytest.mark.parametrize(("trips", "said"), [(39, r"2 of 39 trips \(5.1\s%\)"), (40, None)])
def test_the_limit_is_said_with_counts(world, trips, said) -> None:
    """Two broken of 39 are 5.1 percent and above the limit, two of 40 are the limit itself."""
    tables = {
        "trips.txt": "route_id,service_id,trip_id\n" + "".join(f"R,W,X{n}\n" for n in range(trips)),
        "stop_times.txt": CALLS
        + calls("X0", RIDE[0])
        + calls("X1", RIDE[0])
        + "".join(calls(f"X{n}", *RIDE) for n in range(2, trips)),
    }
    path = world.feed(tables)
    if said is None:
        assert check_timetable(path).notices[0].data["count"] == 2
    else:
        with pytest.raises(TableError, match=said):
            check_timetable(path)


def test_calls_without_a_place_are_said_with_counts(world) -> None:
    """One call of three, and no trip: the sentence counts calls."""
    text = TABLES["stops.txt"].replace("S2,S2,0", "S2,S2,,#", 1).split("#")
    tables = {"stops.txt": text[0] + "\n" + TABLES["stops.txt"][TABLES["stops.txt"].index("S3,S3") :]}
    with pytest.raises(TableError, match=r"1 of 3 calls \(33.3\s%\) are at stops without a place"):
        check_timetable(world.feed(tables))
