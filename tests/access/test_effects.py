"""An event is the network with its office against that without it, on its day; what is not known gives two ends."""

import numpy as np
import pandas as pd
import pytest
from tests.access.three_offices import KINDS, SITES, TIMES

from narvaro.access.effects import Effects, effects_of, grouped
from narvaro.case.events import conform_events
from narvaro.case.register import register_of

PEOPLE = np.array([10.0, 30.0, 5.0])


def effects(rows: list[dict[str, object]], times: pd.DataFrame = TIMES, far: float | None = None) -> Effects:
    table, faults = conform_events(pd.DataFrame(rows).fillna(""), SITES, [])
    assert faults == []
    register = register_of(SITES, table)
    people = dict.fromkeys(register.years, PEOPLE)
    return effects_of(
        register, dict.fromkeys(register.years, times), people, grouped(times.index, KINDS), "car", far
    )


def test_an_opening_and_the_closing_of_the_same_office_touch_the_same_people() -> None:
    """s2 is nearer for b, by 20 minutes, and for c, by 5: 35 people and 625 person-minutes, both times."""
    found = effects(
        [
            {"site_id": "s2", "date": "2021", "event": "opened"},
            {"site_id": "s2", "date": "2023-05", "event": "closed"},
        ]
    ).of_everyone()
    assert found["people_low"].tolist() == found["people_high"].tolist() == [35.0, 35.0]
    assert found["person_min_low"].tolist() == found["person_min_high"].tolist() == [625.0, 625.0]


def test_who_is_touched_is_told_by_group() -> None:
    """Nobody in town; all of them in the country."""
    found = effects([{"site_id": "s2", "date": "2021", "event": "opened"}])
    assert found.table.set_index("group")["people_high"].to_dict() == {
        "country": 35.0,
        "town": 0.0,
        "everyone": 35.0,
    }
    assert found.most_touched().loc[0].tolist() == ["country", 35.0]


def test_what_is_not_known_of_other_offices_gives_two_ends() -> None:
    """If s3 stood when s2 opened only b gains, 10 minutes each; if not, b gains 20 and c 5."""
    found = effects(
        [
            {"site_id": "s3", "from": "2020", "to": "2022", "event": "opened"},
            {"site_id": "s2", "date": "2021-06", "event": "opened"},
        ]
    )
    row = found.of_everyone().loc[[event.site_id for event in found.events].index("s2")]
    assert row.tolist() == [30.0, 35.0, 300.0, 625.0]


def test_days_touch_those_who_have_the_office_as_their_nearest_and_cost_no_minutes() -> None:
    """s1 is nearest for all three where it is the only one."""
    found = effects([{"site_id": "s1", "date": "2021", "event": "days", "days": "3"}]).of_everyone()
    assert found.loc[0].tolist() == [45.0, 45.0, 0.0, 0.0]


def test_people_who_had_no_office_within_reach_count_at_the_limit() -> None:
    """Five had none within 60 minutes: they gain 60 - 35; without a limit they gain without end."""
    times = TIMES.assign(s1=[5.0, 25.0, np.nan])
    opened = [{"site_id": "s2", "date": "2021", "event": "opened"}]
    assert effects(opened, times, 60.0).of_everyone().loc[0].tolist() == [35.0, 35.0, 725.0, 725.0]
    assert effects(opened, times).of_everyone().loc[0, "person_min_high"] == np.inf


def test_counts_of_offices_have_no_effect() -> None:
    """They are no events of an office."""
    found = effects(
        [
            {"site_id": "s2", "date": "2021", "event": "opened"},
            {"site_id": "", "date": "2021", "event": "counted", "offices": "2"},
        ]
    )
    assert [event.kind for event in found.events] == ["opened"]
    assert found.of_everyone().index.tolist() == pytest.approx([0])
