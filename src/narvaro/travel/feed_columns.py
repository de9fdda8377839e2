"""Which files and columns of a timetable feed (GTFS) are read, and which are left out; `docs/travel.md` says why."""

from __future__ import annotations

NEEDED = {
    "stops.txt": ("stop_id", "stop_lat", "stop_lon"),
    "routes.txt": ("route_id",),
    "trips.txt": ("route_id", "service_id", "trip_id"),
    "stop_times.txt": ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"),
}
"""Files without which nothing can be said, and the columns that they must have."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

CALENDARS = {
    "calendar.txt": ("service_id", "start_date", "end_date", *WEEKDAYS),
    "calendar_dates.txt": ("service_id", "date", "exception_type"),
}
"""At least one of the two must be there."""

CONTINUOUS = ("continuous_pickup", "continuous_drop_off")
"""Whether people may get on and off between stops: told, not followed."""

FLEXIBLE = ("location_group_id", "location_id", "start_pickup_drop_off_window", "end_pickup_drop_off_window")
"""Columns of `stop_times.txt` that make a row a trip on demand (GTFS-Flex)."""

READ = {
    "agency.txt": ("agency_id", "agency_timezone"),
    "stops.txt": (*NEEDED["stops.txt"], "parent_station"),
    "routes.txt": (*NEEDED["routes.txt"], "route_type", *CONTINUOUS),
    "trips.txt": NEEDED["trips.txt"],
    "stop_times.txt": (
        *NEEDED["stop_times.txt"],
        "pickup_type",
        "drop_off_type",
        *CONTINUOUS,
        *FLEXIBLE,
    ),
    **CALENDARS,
    "frequencies.txt": ("trip_id", "start_time", "end_time", "headway_secs", "exact_times"),
    "transfers.txt": (
        "from_stop_id",
        "to_stop_id",
        "from_route_id",
        "to_route_id",
        "from_trip_id",
        "to_trip_id",
        "transfer_type",
        "min_transfer_time",
    ),
}
"""All that is read; a file of this list that is not there, or a column, counts as empty."""

KEYS = {
    "agency.txt": ("agency_id",),
    "stops.txt": ("stop_id",),
    "routes.txt": ("route_id",),
    "trips.txt": ("trip_id",),
    "calendar.txt": ("service_id",),
    "calendar_dates.txt": ("service_id", "date"),
    "frequencies.txt": ("trip_id", "start_time"),
    "transfers.txt": READ["transfers.txt"][:6],
}
"""What may stand only once in a table; (trip_id, stop_sequence) of `stop_times.txt` is checked with the calls."""

LEFT_OUT = {
    "stops.txt": ("wheelchair_boarding", "level_id"),
    "routes.txt": ("network_id",),
    "trips.txt": ("block_id", "wheelchair_accessible", "bikes_allowed", "cars_allowed"),
}
"""Columns that are not read and could change the answer for some; told where they hold anything."""

LEFT_OUT_FILES = (
    "pathways.txt",
    "levels.txt",
    "fare_attributes.txt",
    "fare_rules.txt",
    "fare_products.txt",
    "fare_leg_rules.txt",
    "fare_transfer_rules.txt",
    "booking_rules.txt",
    "location_groups.txt",
    "location_group_stops.txt",
    "locations.geojson",
)
"""Files that are not read and could change the answer for some; told where they are there."""
