"""A world small enough for the head: one straight street of 10 km, and one bus that calls at 0, 6 and 10 km."""

import datetime
import itertools
import math

import numpy as np

from narvaro.errors import TableError
from narvaro.travel import RunSettings, open_travel_times, travel_times

NORTH = 1000
STOPS = {"S1": 0, "S2": 6000, "S3": 10_000}
METRE = 1 / 111_319.49, 1 / 110_574.28
WEEK = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
CALLS = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
TUESDAY = datetime.datetime(2026, 3, 10, 10, 25)


def stop(name, east, north=NORTH):
    return f"{name},{name},{north * METRE[1]:.7f},{east * METRE[0]:.7f}\n"


def calls(trip, *times_and_stops, more=()):
    """Rows of `stop_times.txt`, with further cells for each call."""
    cells = more or [""] * len(times_and_stops)
    return "".join(
        f"{trip},{time},{time},{name},{number}{cell}\n"
        for number, ((time, name), cell) in enumerate(zip(times_and_stops, cells, strict=True), 1)
    )


NEVER = math.nan
RIDE = (("10:30:00", "S1"), ("10:40:00", "S2"), ("10:50:00", "S3"))
TABLES = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\nA,A,https://example.org,Europe/Stockholm\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n" + "".join(stop(*one) for one in STOPS.items()),
    "routes.txt": "route_id,agency_id,route_short_name,route_type\nR,A,1,3\n",
    "trips.txt": "route_id,service_id,trip_id\nR,W,T1\n",
    "stop_times.txt": CALLS + calls("T1", *RIDE),
    "calendar.txt": WEEK + "W,1,1,1,1,1,0,0,20260301,20260331\n",
}
"""The bus leaves S1 at 10:30, S2 at 10:40 and is at S3 at 10:50, Monday to Friday."""


def same(found, right):
    np.testing.assert_array_equal(found, right)


def with_columns(names, *cells):
    """`stop_times.txt` of the one trip with further columns."""
    return CALLS.strip() + "," + names + "\n" + calls("T1", *RIDE, more=["," + cell for cell in cells])


def street(write_osm, every=100):
    """The street, with a junction at each `every` metres."""
    nodes = {number: (number * every + 0.0, NORTH) for number in range(1, 10_000 // every + 1)}
    nodes[10_001] = (0.0, NORTH)
    order = [10_001, *range(1, 10_000 // every + 1)]
    ways = [((one, two), {"highway": "residential"}) for one, two in itertools.pairwise(order)]
    return write_osm(nodes, ways, "street.osm.pbf")


class World:
    """Asks for minutes from S1 to S2 and S3 at 10:25: by hand 15 and 25."""

    def __init__(self, write_osm, write_feed, make_case, folder):
        self.write_osm, self.write_feed, self.make_case, self.folder = (
            write_osm,
            write_feed,
            make_case,
            folder,
        )
        self.asked = 0

    def minutes(self, *feeds, depart=TUESDAY, osm=None, **changes):
        """Minutes by public transport; feeds as tables that replace those of the world.

        To a tenth: a walk of a centimetre to the street counts as a second.
        """
        return self.times(*feeds, depart=depart, osm=osm, **changes).to_dense("transit").round(1).tolist()[0]

    def times(self, *feeds, depart=TUESDAY, osm=None, **changes):
        self.asked += 1
        paths = [self.feed(tables, f"feed{number}.zip") for number, tables in enumerate(feeds or ({},))]
        case = self.make_case([(0, NORTH)], [(6000, NORTH), (10_000, NORTH)])
        asked = {"modes": ["transit"], "window_min": 1, **changes}
        project = self.folder / f"p{self.asked}"
        travel_times(
            case, project, RunSettings(osm=osm or street(self.write_osm), gtfs=paths, depart=depart, **asked)
        )
        return open_travel_times(project)

    def notices(self, *feeds, **changes):
        """The keys of what is told, with their counts."""
        return {
            notice.key.split(".")[1]: notice.data.get("count")
            for notice in self.times(*feeds, **changes).notices
        }

    def feed(self, tables, name="feed.zip"):
        return self.write_feed({k: v for k, v in {**TABLES, **tables}.items() if v is not None}, name)


def faults(check, path):
    """What a check says of a feed: (table, row, column, key), in its order."""
    try:
        check(path)
    except TableError as error:
        return [
            (str(fault.file).split("/")[-1], fault.row, fault.column, fault.key.split(".")[1])
            for fault in error.faults
        ]
    return []
