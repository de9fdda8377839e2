"""What is told of timetables stands under "not known" of the report, in both languages."""

from __future__ import annotations

from dataclasses import replace

from narvaro.case import Case
from narvaro.errors import Fault
from narvaro.explain import Findings, find
from narvaro.language import say
from narvaro.plan import Plan
from narvaro.travel import TravelTimes

TOLD = (
    Fault("travel.notice_far", {"count": 3, "of": 40, "limit": 1000.0, "names": "A, B, C"}),
    Fault("travel.notice_backwards", {"file": "feed.zip", "count": 2, "of": 90, "names": "T1, T7"}),
    Fault("travel.engine_other", {"count": 1, "said": "something new"}),
)


def test_notices_of_travel_times_are_not_known(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Each notice becomes a note, which outlives being written and read, and says its names in either language."""
    found = find(case, plan, travel=replace(travel, notices=TOLD))
    notes = Findings.from_json(found.to_json()).notes
    for notice in TOLD:
        [note] = [note for note in notes if note.key == notice.key]
        for lang in ("en", "sv"):
            assert note.text(lang) == say(notice.key, lang, **notice.data)
    assert not any(note.key.startswith("travel.") for note in find(case, plan, travel=travel).notes)
