"""Streets that a mode does not use are told, and so are the areas and sites that lie by them."""

from pathlib import Path

import numpy as np
import pytest

from narvaro.language import number
from narvaro.travel import RunSettings, off_street, open_travel_times, travel_times
from narvaro.travel.choice import reaches_nobody
from narvaro.travel.told import MOST_NAMES, run_notices

LINE = {i: (100.0 * i, 0.0) for i in range(21)}
STREET = {"highway": "residential"}
ONE_WAY = {"highway": "residential", "oneway": "yes"}
TRAP = {300 + i: (1_000.0, 500.0 * i) for i in range(1, 7)}
"""A street of 3 km that leaves the line at 1 km and goes north."""
ISLET = {400: (9_000.0, 0.0), 401: (9_200.0, 0.0), 402: (9_400.0, 0.0)}
"""400 metres of street far from all."""


@pytest.fixture
def world(write_osm):
    ways = [(LINE, STREET), ((10, *TRAP), ONE_WAY), ((400, 401), STREET), ((401, 402), STREET)]
    return write_osm({**LINE, **TRAP, **ISLET}, ways)


def told(times, key):
    return [notice.data for notice in times.notices if notice.key == f"travel.{key}"]


def test_pieces_left_out_are_counted_by_mode(world, make_case, tmp_path) -> None:
    """A way of 3 km that cars can enter and not leave, and an islet of 400 m: two pieces by car, on foot the islet."""
    times = travel_times(
        make_case([(0, 0)], [(2_000, 0)]), tmp_path, RunSettings(osm=world, modes=["car", "walk"])
    )
    car, walk = told(times, "left_out")
    assert (car["mode"], car["count"], car["dead_ends"], car["loose"]) == ("car", 2, 1, 1)
    assert (car["km"], car["longest"]) == (pytest.approx(3.4, abs=0.01), pytest.approx(3.0, abs=0.01))
    assert (walk["mode"], walk["count"], walk["dead_ends"], walk["loose"]) == ("walk", 1, 0, 1)
    assert walk["km"] == pytest.approx(0.4, abs=0.01)
    texts = {notice.text(lang) for notice in times.notices for lang in ("sv", "en")}
    assert any("left out for ways by car: 2, 3.40 km" in text for text in texts)
    assert any("vägstycken för resor till fots: 1, totalt 0,40 km" in text for text in texts)


def test_a_network_of_one_piece_has_nothing_to_tell(write_osm, make_case, tmp_path) -> None:
    """No piece, no notice; a street that is drawn twice is no piece that is left out."""
    path = write_osm(LINE, [(LINE, STREET), ((1, 2), {"highway": "footway"})])
    times = travel_times(make_case([(0, 0)], [(2_000, 0)]), tmp_path, RunSettings(osm=path))
    assert times.notices == ()


def test_two_streets_left_out_that_meet_at_a_street_in_use_are_two_pieces(
    write_osm, make_case, tmp_path
) -> None:
    """They hang together by what is in use only; a branch of such a street belongs to it."""
    more = {500: (1_000.0, 200.0), 501: (1_000.0, -200.0), 502: (1_000.0, 400.0), 503: (900.0, 400.0)}
    ways = [(LINE, STREET), ((10, 500), ONE_WAY), ((10, 501), ONE_WAY), ((500, 502), ONE_WAY)]
    path = write_osm({**LINE, **more}, [*ways, ((500, 503), ONE_WAY)])
    times = travel_times(make_case([(0, 0)], [(2_000, 0)]), tmp_path, RunSettings(osm=path, modes=["car"]))
    [data] = told(times, "left_out")
    assert (data["count"], data["dead_ends"]) == (2, 2)


def test_points_by_streets_left_out_are_not_told_to_be_far_from_any(world, make_case, tmp_path) -> None:
    """By the trap at 3 km north and on the islet no other street is within a kilometre; a0 is far from all."""
    case = make_case([(5_000, 3_000), (1_000, 2_900), (9_200, 0), (0, 0)], [(2_000, 0), (9_300, 0)])
    times = travel_times(case, tmp_path, RunSettings(osm=world, modes=["car", "walk"]))
    assert [(d["names"], d["modes"]) for d in told(times, "far_area.one")] == [(["a0"], ["car", "walk"])]
    assert [(d["names"], d["modes"]) for d in told(times, "apart_area.one")] == [
        (["a1"], ["car"]),
        (["a2"], ["car", "walk"]),
    ]
    assert [(d["names"], d["modes"]) for d in told(times, "apart_site.one")] == [(["s1"], ["car", "walk"])]
    assert np.isnan(times.to_dense("car")[:, 0]).tolist() == [True, True, True, False]
    # Every point is named once for each reason, whatever the number of modes.
    named = [name for n in times.notices for name in n.data.get("names", ())]
    assert sorted(named) == ["a0", "a1", "a2", "s1"]
    assert set(off_street(tmp_path)["id"]) == {"a0", "a1", "a2", "s1"}


def test_a_point_put_on_another_street_is_told(world, make_case, tmp_path) -> None:
    """800 m up the trap the car begins 800 m off, on the line; 50 m up nothing is told."""
    case = make_case([(1_000, 800), (1_000, 50)], [(2_000, 0)])
    times = travel_times(case, tmp_path, RunSettings(osm=world, modes=["car", "walk"]))
    assert [d["names"] for d in told(times, "moved_area.one")] == [["a0"]]
    # 800 m on foot to the line at 4.8 km/h and 1 km at 30 km/h: 10 + 2 minutes.
    assert times.to_dense("car")[0, 0] == pytest.approx(12, abs=0.02)


def test_one_and_many_are_told_in_both_languages(world, make_case, tmp_path) -> None:
    """Seven areas: five are named and the rest counted; one: no plural."""
    case = make_case([(5_000, 3_000 + 10 * i) for i in range(7)] + [(0, 0)], [(2_000, 0), (5_000, 3_000)])
    times = travel_times(case, tmp_path, RunSettings(osm=world, modes=["car", "walk", "bicycle"]))
    many, one = (n for n in times.notices if n.key.startswith("travel.far"))
    assert many.text("en") == (
        "7 areas count as unreachable by car, on foot or by bicycle, since no street that may be used for that "
        "lies within 1,000 metres: a0, a1, a2, a3, a4, …."
    )
    assert one.text("sv") == (
        "Platsen s1 räknas som omöjlig att nå med bil, till fots eller med cykel: ingen väg som får användas "
        f"för det ligger inom {number(1000, 'sv')} meter."
    )


def test_a_mode_that_reaches_nobody_is_told_first(write_osm, make_case, tmp_path) -> None:
    """On a street for walkers alone nobody drives; the notice is kept, and goes when cars may drive."""
    case = make_case([(0, 0)], [(2_000, 0)])
    path = write_osm(LINE, [(LINE, {"highway": "footway"})])
    times = travel_times(case, tmp_path, RunSettings(osm=path, modes=["car", "walk"]))
    assert times.notices[0].key == "travel.reaches_nobody"
    assert times.notices[0].data == {"mode": "car", "minutes": 120.0}
    assert open_travel_times(tmp_path).notices == times.notices
    path = write_osm(LINE, [(LINE, STREET)])
    assert (
        told(travel_times(case, tmp_path, RunSettings(osm=path, modes=["car", "walk"])), "reaches_nobody")
        == []
    )


def test_a_place_off_the_streets_that_reaches_itself_reaches_nobody(write_osm, make_case, tmp_path) -> None:
    """An area where the site is takes no time to it, though no car gets anywhere; on a street it does count."""
    case = make_case([(0, 0), (1_000, 0)], [(0, 0)])
    path = write_osm(LINE, [(LINE, {"highway": "footway"})])
    times = travel_times(case, tmp_path, RunSettings(osm=path, modes=["car", "walk"]))
    assert times.to_dense("car")[0, 0] == 0
    assert [notice["mode"] for notice in told(times, "reaches_nobody")] == ["car"]
    assert [reaches_nobody(times, mode) for mode in ("car", "walk", "with_car", "without_car")] == [
        True,
        False,
        False,
        False,
    ]
    alone = travel_times(case, tmp_path / "q", RunSettings(osm=path, modes=["car", "bicycle"]))
    assert reaches_nobody(alone, "with_car")
    assert reaches_nobody(alone, "without_car")


def test_what_is_known_of_a_site_is_kept_when_another_moves(world, make_case, tmp_path) -> None:
    """The column of the site on the islet is not worked out again, and it is told as before."""
    first = travel_times(
        make_case([(0, 0)], [(2_000, 0), (9_300, 0)]), tmp_path, RunSettings(osm=world, modes=["car"])
    )
    again = travel_times(
        make_case([(0, 0)], [(1_900, 0), (9_300, 0)]), tmp_path, RunSettings(osm=world, modes=["car"])
    )
    assert told(again, "apart_site.one") == told(first, "apart_site.one") != []


def test_whoever_cannot_walk_to_the_streets_takes_no_bus(tmp_path) -> None:
    """A point far from where one may walk is told for public transport too, but not for the car."""
    far = {"areas": {"a": 1_400.0}, "sites": {}}
    facts = {
        "made_of": {"max_min": 60.0, "snap_limit_m": 1_000.0},
        "blocks": [],
        "columns": [],
        "site_ids": [],
    }
    none = {"areas": {}, "sites": {}}
    modes = {"car": none, "walk": far, "transit": none}
    notices = run_notices(
        {mode: {**facts, "off_street": off} for mode, off in modes.items()},
        {"areas": {"a": "A"}, "sites": {}},
        tmp_path,
    )
    assert [n.data["mode"] for n in notices[:3]] == ["car", "walk", "transit"]  # no columns: nobody
    [told_of] = notices[3:]
    assert (told_of.key, told_of.data["modes"]) == ("travel.far_area.one", ["walk", "transit"])


def names(count, kind="a"):
    return {f"{kind}{n}": f"{kind.upper()}{n}" for n in range(count)}


def of_mode(far=(), left=(), limit=1_000.0):
    """What a manifest says of a mode whose columns nobody asks for: points far off, and beside streets left out."""
    return {
        "made_of": {"max_min": 60.0, "snap_limit_m": limit},
        "blocks": [],
        "columns": [],
        "site_ids": [],
        "off_street": {"areas": dict.fromkeys(far, 1.0), "sites": {}},
        "beside_left": {"areas": dict.fromkeys(left, 1.0), "sites": {}},
    }


def points_told(modes, count=9):
    found = run_notices(modes, {"areas": names(count), "sites": {}}, Path())
    return {
        (one.key.split(".")[1].removesuffix("_area"), tuple(one.data["modes"])): (
            one.data["count"],
            one.data["names"],
        )
        for one in found
        if "names" in one.data
    }


@pytest.mark.parametrize(
    ("far", "left", "reason"), [(True, False, "far"), (True, True, "apart"), (False, True, "moved")]
)
def test_why_a_point_is_told(far, left, reason) -> None:
    """Far from every street; far from all but one left out; or put on a street though one left out is nearer."""
    mode = of_mode(["a0"] if far else [], ["a0"] if left else [])
    assert points_told({"car": mode}) == {(reason, ("car",)): (1, ["A0"])}


def test_points_that_stand_alike_are_told_together() -> None:
    """a0 and a1 by car and on foot, a2 by car alone; with another limit for walking a0 and a1 are told by each."""
    assert points_told({"car": of_mode(["a0", "a1", "a2"]), "walk": of_mode(["a0", "a1"])}) == {
        ("far", ("car", "walk")): (2, ["A0", "A1"]),
        ("far", ("car",)): (1, ["A2"]),
    }
    apart = points_told({"car": of_mode(["a0"]), "walk": of_mode(["a0"], limit=500.0)})
    assert set(apart) <= {("far", ("car", "walk")), ("far", ("car",)), ("far", ("walk",))}


@pytest.mark.parametrize("count", [1, MOST_NAMES, MOST_NAMES + 1, 99])
def test_the_first_few_points_are_named(count) -> None:
    """Five by name, a sign where there are more, and the count of all."""
    told = points_told({"car": of_mode(names(count))}, count)
    shown = [f"A{n}" for n in range(min(count, MOST_NAMES))] + ["…"] * (count > MOST_NAMES)
    assert told == {("far", ("car",)): (count, shown)}


def test_a_point_that_is_no_longer_in_the_case_is_not_told() -> None:
    """The manifest of a run before knows an area that was taken out."""
    assert points_told({"car": of_mode(["a0", "gone"])}, 1) == {("far", ("car",)): (1, ["A0"])}
