"""The events of the Swedish network are dated as their sources say, never more exactly, and no plan rests on them."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from narvaro.case import Case
from narvaro.case.events import COUNTED, outside_places
from narvaro.sources import scenario, scenario_names
from narvaro.sources.sweden.events import events
from narvaro.sources.sweden.network import network


@pytest.fixture(scope="module")
def case() -> Case:
    """The network of the end of 2024 with its events."""
    return scenario("cut-2025")[0]


def test_every_event_has_its_source_and_how_it_is_known() -> None:
    """And an origin; what is planned or inferred has a span and no date."""
    table = events()
    assert table["source"].ne("").all()
    assert set(table["origin"]) == {"stated", "derived", "assumed"}
    loose = table["note"].str.contains("planned|inferred|not found|announced")
    assert table.loc[loose & (table["event"] != COUNTED), "date"].eq("").all()


@pytest.mark.parametrize("name", scenario_names())
def test_events_move_no_plan(name: str) -> None:
    """The case without its events has the same checksum, and its provenance does not name them."""
    made, _ = scenario(name)
    bare = replace(made, events=made.events.head(0))
    assert made.checksum == bare.checksum
    assert len(made.events) > 0
    assert [row.table for row in made.provenance if "event" in row.table] == []


def test_the_register_meets_what_was_counted_but_for_two(case: Case) -> None:
    """Each count from 2019 to 2024 lies within what the rows leave open, save one in May 2021; in 2025 rows lack six.

    What counted 116 in May 2021 had 117 the December before. The 125 at the end of 2025 are fewer than any network of
    ours, as more closings are known by number than by place.
    """
    apart = {}
    for event in case.register.events:
        if event.kind == COUNTED:
            there = case.register.standing(event.span.last)
            counted, ends = int(event.detail), (len(there.sure), len(there.possible))
            if not ends[0] <= counted <= ends[1]:
                apart[event.span.last] = (counted, *ends)
    assert apart == {dt.date(2021, 5, 31): (116, 117, 118), dt.date(2025, 12, 31): (125, 131, 134)}


def test_an_assumed_office_has_no_events(case: Case) -> None:
    """The offices that a rule has placed stand all the time."""
    assumed = set(case.sites.index[case.sites["assumed"] & case.existing])
    placed = {site for site in assumed if site.split("-")[2] == "assumed"}
    assert placed & set(case.events["site_id"]) == set()
    assert placed <= set(case.register.standing_in(2019).sure)


def test_an_office_that_opened_later_is_placed_in_the_case_of_2020() -> None:
    """The case of the end of 2020 has none of those that opened afterwards among its sites, but all in its register."""
    early = scenario("expansion-2020")[0]
    outside = outside_places(early.events, early.sites)
    later = set(network(2024).index) - set(network(2020).index)
    named = {site for site in later if "assumed" not in site}
    assert set(outside["id"]) == named
    assert outside[["lon", "lat"]].notna().all(axis=None)
    assert len(early.register.standing_in(2020).sure) == len(early.register.standing_in(2020).possible) == 117
    assert pd.Index(early.register.offices).is_unique
