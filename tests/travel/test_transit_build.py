"""A network of public transport is built once, and what is said on the way is sorted, counted and kept beside it."""

import pytest
from tests.travel.one_line import CALLS, NEVER, RIDE, STOPS, TABLES, TUESDAY, calls, same, stop

from narvaro.errors import Fault, TravelError
from narvaro.language import keys
from narvaro.travel.transit_build import (
    SAID_BY_ENGINE,
    _not_too_much,
    engine_notices,
)

pytest.importorskip("cafein", reason="the network extra is not installed")


@pytest.mark.parametrize(
    ("lost", "trips", "refused"), [(1, 19, False), (2, 19, True), (5, 95, False), (0, 0, False)]
)
def test_the_engine_may_lose_a_twentieth_of_the_trips(lost, trips, refused) -> None:
    """Those it kept and those it left out are all there were: 1 of 20 is the limit, 2 of 21 above it."""
    said = [Fault("travel.engine_trips", {"count": lost}), Fault("travel.engine_rows", {"count": 99})]
    if refused:
        with pytest.raises(TravelError) as error:
            _not_too_much(said, trips)
        assert (error.value.data["count"], error.value.data["of"]) == (lost, trips + lost)
    else:
        _not_too_much(said, trips)


def test_stops_far_from_any_street_are_told(world) -> None:
    """S2 lies 3 km from the street: nobody gets off there, and it is told; S3 is reached as before."""
    text = TABLES["stops.txt"].replace(stop("S2", 6000), stop("S2", 6000, 4000))
    same(world.minutes({"stops.txt": text}), [NEVER, 25])
    assert world.notices({"stops.txt": text}) == {"notice_far": 1}
    same(world.minutes({"stops.txt": text}, snap_limit_m=5000.0, max_walk_min=60.0), [15 + 37.5, 25])


def test_notices_are_kept_when_nothing_is_worked_out_again(world, write_osm, make_case, tmp_path) -> None:
    """A second run in the same folder finds the network again, and tells the same of it."""
    from tests.travel.one_line import street

    from narvaro.travel import RunSettings, open_travel_times, travel_times

    text = TABLES["stops.txt"].replace(stop("S2", 6000), stop("S2", 6000, 4000))
    osm, feed, case = (
        street(write_osm),
        world.feed({"stops.txt": text}),
        make_case([(0, 1000)], [(10_000, 1000)]),
    )
    told = []
    for _ in range(2):
        travel_times(
            case,
            tmp_path / "p",
            RunSettings(osm=osm, gtfs=[feed], modes=["transit"], depart=TUESDAY, window_min=1),
        )
        told.append(open_travel_times(tmp_path / "p").notices)
    assert told[0] == told[1] != ()
    travel_times(case, tmp_path / "p", RunSettings(osm=osm, modes=["car"]))
    assert open_travel_times(tmp_path / "p").notices == told[0]


def test_what_the_engine_says_is_sorted_and_counted() -> None:
    """Each kind that cafein is known to say is counted; anything else is told word by word; each has its text."""
    said = [
        "quarantined 2 trip(s) with data-quality problems; routing excludes them",
        "quarantined 1 trip(s) with data-quality problems; routing excludes them",
        "/feed.zip: dropped 4 row(s) of stop_times.txt that failed to parse",
        "3 stop(s) have no coordinates and get no footpaths",
        "5 stop(s) are farther than 1000.0 m from the walking network and get no footpaths",
        "something new",
        "something new",
    ]
    found = {notice.key: notice.data["count"] for notice in engine_notices(said)}
    assert found == {
        "travel.engine_trips": 3,
        "travel.engine_rows": 4,
        "travel.engine_nowhere": 3,
        "travel.engine_far": 5,
        "travel.engine_other": 2,
    }
    assert {f"travel.engine_{kind}" for kind, _ in SAID_BY_ENGINE} <= set(keys())
    assert engine_notices(said)[-1].data["said"] == "something new"


@pytest.mark.parametrize(("count", "refused"), [(1, False), (2, True)])
def test_what_the_engine_says_is_kept_or_refused(world, monkeypatch, count, refused) -> None:
    """A warning while the network is built is kept with the travel times; 2 lost beside 20 trips are too many."""
    import warnings

    from narvaro.travel import transit_build

    walks = transit_build.walks_between

    def warn(*asked):
        warnings.warn(f"quarantined {count} trip(s) with data-quality problems", stacklevel=1)
        return walks(*asked)

    monkeypatch.setattr(transit_build, "walks_between", warn)
    names = [f"T{n}" for n in range(20)]
    tables = {
        "trips.txt": "route_id,service_id,trip_id\n" + "".join(f"R,W,{name}\n" for name in names),
        "stop_times.txt": CALLS + "".join(calls(name, *RIDE) for name in names),
    }
    if refused:
        with pytest.raises(TravelError, match="left out 2 of 22 trips"):
            world.notices(tables)
        assert list(world.folder.rglob("*.cafein")) == []
    else:
        assert world.notices(tables) == {"engine_trips": 1}


def test_timetables_of_another_place(world) -> None:
    """Where no stop lies near a street, streets and timetables do not belong together."""
    text = "stop_id,stop_name,stop_lat,stop_lon\n" + "".join(
        stop(name, at, 90_000) for name, at in STOPS.items()
    )
    with pytest.raises(TravelError, match=r"None of the 3 stops in feed0\.zip lies within"):
        world.minutes({"stops.txt": text})
