"""The rules of changing in a timetable feed: those between two stops are followed, the others told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from narvaro.errors import Fault
from narvaro.travel.feed_copy import stop_names
from narvaro.travel.timetable import Timetable

TIMED, AT_LEAST, NO_CHANGE, IN_SEAT = 1, 2, 3, 4

UNFOLLOWED = ("lines", "stops", "blank", "same")
"""Why a rule is not followed: it holds for certain lines or trips, names no pair of stops, gives no time, or holds at
one and the same stop."""

Walk = tuple[str, str, int, float]
"""From stop, to stop, seconds, metres."""


def changing_rules(
    timetables: Sequence[Timetable],
) -> tuple[Mapping[tuple[str, str], int | None], tuple[Fault, ...]]:
    """Return what feeds say of changing between two stops, and notices of what cannot be followed.

    Returns
    -------
    tuple
        From and to stop, by the names of `feed_copy.stop_names`, to the fewest seconds, or None where one cannot
        change; the notices.
    """
    rules: dict[tuple[str, str], int | None] = {}
    notices: list[Fault] = []
    for timetable, names in zip(timetables, stop_names(timetables), strict=True):
        rows = timetable.transfers
        special = (rows[["from_route_id", "to_route_id", "from_trip_id", "to_trip_id"]] != "").any(axis=1)
        rows = rows.assign(special=special)
        parent = timetable.stops["parent_station"]
        children = names.groupby(parent).agg(list).to_dict()
        own = {stop: [name, *children.get(stop, [])] for stop, name in names.items()}
        unfollowed = dict.fromkeys(UNFOLLOWED, 0)
        binding = rows["kind"].isin([AT_LEAST, NO_CHANGE])
        # A rule for a station holds for all its stops; one for a stop goes before it.
        station = rows["from_stop_id"].isin(children).astype(int) + rows["to_stop_id"].isin(children).astype(
            int
        )
        order = station[binding].sort_values(ascending=False, kind="stable").index
        for row in rows.loc[order].to_dict("records"):
            wait = None if row["kind"] == NO_CHANGE else int(row["wait"])
            one, two = str(row["from_stop_id"]), str(row["to_stop_id"])
            reason = _unfollowed(bool(row["special"]), one, two, wait)
            if reason is not None:
                unfollowed[reason] += 1
            # A rule of a station for itself holds between its stops, though not within one of them.
            general = reason in (None, "same")
            if general:
                pairs = ((a, b) for a in own.get(one, ()) for b in own.get(two, ()) if a != b)
                rules.update(dict.fromkeys(pairs, wait))
        data = {"file": timetable.file}
        notices += [
            Fault(f"travel.notice_changes_{reason}", {**data, "count": count})
            for reason, count in unfollowed.items()
            if count
        ]
        waits, seats = int((rows["kind"] == TIMED).sum()), int((rows["kind"] == IN_SEAT).sum())
        if waits:
            notices.append(Fault("travel.notice_timed", {**data, "count": waits}))
        if seats:
            notices.append(Fault("travel.notice_in_seat", {**data, "count": seats}))
    return rules, tuple(notices)


def _unfollowed(special: bool, one: str, two: str, wait: int | None) -> str | None:
    """Return why a rule between two stops cannot be followed, None where it can."""
    if special:
        return "lines"
    if not (one and two):
        return "stops"
    if wait is not None and wait < 0:
        return "blank"
    return "same" if one == two and wait != 0 else None


def follow(walks: Sequence[Walk], rules: Mapping[tuple[str, str], int | None]) -> list[Walk]:
    """Return the walks between stops as the rules allow them.

    Examples
    --------
    >>> follow([("a", "b", 60, 80.0), ("b", "a", 60, 80.0), ("a", "c", 60, 80.0)], {("a", "b"): 300, ("b", "a"): None})
    [('a', 'b', 300, 80.0), ('a', 'c', 60, 80.0)]
    """
    found = []
    for one, two, seconds, metres in walks:
        least = rules.get((one, two), 0)
        if least is not None:
            found.append((one, two, max(seconds, least), metres))
    return found
