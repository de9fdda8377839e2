"""What is told of timetables reaches a person and a machine."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

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

    def made(case, folder, **asked):
        return replace(straight_line(case), notices=(TOLD,))

    monkeypatch.setattr(travelling, "travel_times", made)
    assert "Stops farther than 1,000 metres from any street that can be walked" in " ".join(
        narvaro("travel", small).out.split()
    )
    told = narvaro("travel", small, "--json").json["notices"]
    assert [(row["key"], row["data"]["count"]) for row in told] == [("travel.notice_far", 3)]
