"""What is told of timetables reaches a person and a machine."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
from shapely.geometry import LineString

from narvaro.case import open_case
from narvaro.errors import Fault
from narvaro.travel import open_travel_times, straight_line

TOLD = Fault("travel.notice_far", {"count": 3, "of": 40, "limit": 1000.0, "names": "A, B, C"})


def with_notice(narvaro, project: Path) -> None:
    """Make travel times, and write a notice into their manifest as a run with timetables does."""
    assert narvaro("travel", project, "--mode", "car").code == 0
    path = project / "travel" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["modes"]["car"]["notices"] = [{"key": TOLD.key, "data": dict(TOLD.data)}] * 2
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_notices_of_the_manifest_come_once(narvaro, small: Path) -> None:
    """Two modes may rest on the same feed: what is told of it is told once."""
    with_notice(narvaro, small)
    times = open_travel_times(small)
    assert times is not None
    assert times.notices == (TOLD,)


def test_a_person_and_a_machine_are_told(narvaro, small: Path, monkeypatch) -> None:
    """At the end of `narvaro travel` the notice stands in words; with --json under `notices`."""
    from narvaro.app import travelling

    def made(case, folder, settings, **asked):
        return replace(straight_line(case), notices=(TOLD,))

    monkeypatch.setattr(travelling, "travel_times", made)
    assert "Stops farther than 1,000 metres from any street that can be walked" in " ".join(
        narvaro("travel", small).out.split()
    )
    told = narvaro("travel", small, "--json").json["notices"]
    assert [(row["key"], row["data"]["count"]) for row in told] == [("travel.notice_far", 3)]


def test_points_off_the_streets_stand_in_the_report(narvaro, small: Path, tmp_path: Path) -> None:
    """Streets to all areas but one: it is named once, for all modes, in the terminal and under what is not known."""
    case = open_case(small)
    [lost] = case.areas.index[case.areas["name"] == "North Bank"]
    ends = [*case.areas.drop(lost)[["lon", "lat"]].to_numpy(), *case.sites[["lon", "lat"]].to_numpy()]
    lines = [LineString([ends[0], end]) for end in ends[1:] if tuple(end) != tuple(ends[0])]
    gpd.GeoDataFrame({"speed_kmh": 60.0}, geometry=lines, crs=4326, index=range(len(lines))).to_file(
        tmp_path / "roads.gpkg"
    )
    told = (
        "The area North Bank counts as unreachable by car, on foot or by bicycle: no street that may be used for "
        "that lies within 1,000 metres."
    )
    done = narvaro("travel", small, "--roads", tmp_path / "roads.gpkg")
    assert " ".join(done.out.split()).count("North Bank") == 1
    assert told in " ".join(done.out.split())
    assert narvaro("plan", small).code == 0
    assert narvaro("report", small).code == 0
    page = (small / "results" / "report.en.html").read_text(encoding="utf-8")
    [unknown] = re.findall(r'<section[^>]*id="unknown".*?</section>', page, re.DOTALL)
    assert told in unknown


def test_a_mode_that_reaches_nobody_is_told_by_access_and_refused_by_plan(
    narvaro, small: Path, tmp_path: Path
) -> None:
    """Roads closed for cars, and offices in the very places where people live: no minutes by car to plan by."""
    case = open_case(small)
    ends = case.areas[["lon", "lat"]].to_numpy()
    lines = [LineString([ends[0], end]) for end in ends[1:]]
    table = {"speed_kmh": 60.0, "car": "no"}
    gpd.GeoDataFrame(table, geometry=lines, crs=4326, index=range(len(lines))).to_file(tmp_path / "r.gpkg")
    assert narvaro("travel", small, "--roads", tmp_path / "r.gpkg").code == 0
    told = "No area reaches any site by car within 120 minutes"
    assert told in " ".join(narvaro("access", small, "--mode", "car").out.split())
    assert told not in " ".join(narvaro("access", small, "--mode", "walk").out.split())
    done = narvaro("plan", small)
    assert done.code == 2
    assert "Nobody reaches any site by car" in " ".join(done.err.split())
