"""Standards met, missed, or not measurable."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from narvaro.access import judge, standards_table
from narvaro.access.standards import Verdict
from narvaro.case import PRESETS, Standard, standards_elsewhere
from narvaro.case.standards import KM_PER_MILE
from narvaro.errors import SettingError
from narvaro.language import keys

AREAS = pd.DataFrame(
    {
        "people": [600.0, 300.0, 95.0, 5.0],
        "settlement": ["large_town", "metro_outer", "rural", "rural"],
        "vulnerable": [False, True, False, False],
        "municipality_code": ["1", "1", "2", "2"],
    },
    index=["town", "suburb", "farm", "island"],
)
MINUTES = {"car": pd.Series({"town": 10.0, "suburb": 20.0, "farm": 40.0, "island": np.nan})}
KM = pd.Series({"town": 1.0, "suburb": 2.0, "farm": 4.0, "island": 30.0})


@pytest.mark.parametrize(("share", "status"), [(0.9, "met"), (0.91, "missed")])
def test_share_of_everyone(share: float, status: str) -> None:
    """900 of 1,000 people are within 30 minutes: a rule of 90 percent is met, one of 91 missed."""
    verdict = judge(Standard("own", "car", 30.0, share), AREAS, MINUTES, KM)
    assert (verdict.status, verdict.share, verdict.people_beyond) == (status, 0.9, 100.0)


def test_out_of_reach_is_beyond_the_rule() -> None:
    """People with no way to any office are beyond even a limit that nobody exceeds."""
    verdict = judge(Standard("own", "car", 1e6, 1.0), AREAS, MINUTES, KM)
    assert (verdict.status, verdict.people_beyond) == ("missed", 5.0)


def test_every_district() -> None:
    """A rule on every district takes the worst: of 100 people in district 2, 95 are within 6 miles."""
    verdict = judge(
        Standard("own", "distance", 6 * KM_PER_MILE, 0.95, each="municipality_code"), AREAS, MINUTES, KM
    )
    assert (verdict.status, verdict.share, verdict.groups, verdict.worst_group) == ("met", 0.95, 2, "2")
    strict = judge(
        Standard("own", "distance", 6 * KM_PER_MILE, 0.96, each="municipality_code"), AREAS, MINUTES, KM
    )
    assert (strict.status, strict.groups_missed) == ("missed", 1)


def test_the_country_may_meet_what_a_district_misses() -> None:
    """99.5 percent of all are within 6 miles though one district in two is at 95 percent."""
    verdict = judge(Standard("own", "distance", 6 * KM_PER_MILE, 0.96), AREAS, MINUTES, KM)
    assert (verdict.status, verdict.share) == ("met", pytest.approx(0.995))


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Standard("x", "walk", 20.0, 1.0), "access.standard.no_way"),
        (Standard("x", "car", 20.0, 1.0, "income", ("low",)), "access.standard.no_column"),
        (Standard("x", "car", 20.0, 1.0, each="postcode"), "access.standard.no_column"),
        (Standard("x", "car", 20.0, 1.0, "settlement", ("metro_inner",)), "access.standard.no_value"),
    ],
)
def test_what_cannot_be_measured_says_why(rule: Standard, reason: str) -> None:
    """A rule whose mode, column or group is not there is neither met nor missed, and the reason has a text."""
    verdict = judge(rule, AREAS, MINUTES, KM)
    assert (verdict.status, verdict.reason) == ("not_measurable", reason)
    assert np.isnan(verdict.share)
    assert reason in keys()


def test_a_distance_needs_kilometres_whatever_minutes_there_are() -> None:
    """A rule in kilometres is not measured by minutes, and one in minutes not by kilometres."""
    by_km = Standard("x", "distance", 5.0, 0.9)
    assert judge(by_km, AREAS, MINUTES).reason == "access.standard.no_way"
    assert judge(by_km, AREAS, {"distance": MINUTES["car"]}).reason == "access.standard.no_way"
    assert judge(Standard("x", "car", 30.0, 0.9), AREAS, {}, KM).reason == "access.standard.no_way"


def test_a_group_where_nobody_lives_is_not_measurable() -> None:
    """A rule on a group without people says so and does not divide by zero."""
    empty = AREAS.assign(people=[600.0, 0.0, 95.0, 5.0])
    verdict = judge(Standard("x", "car", 20.0, 1.0, "vulnerable", (True,)), empty, MINUTES, KM)
    assert (verdict.status, verdict.reason) == ("not_measurable", "access.standard.nobody")


def test_people_of_unknown_group_are_counted_apart() -> None:
    """Areas whose group is not stated are in neither figure, and how many people that is is told."""
    blank = AREAS.assign(settlement=["large_town", "", "rural", "rural"])
    verdict = judge(Standard("x", "distance", 5.0, 0.95, "settlement", ("rural",)), blank, MINUTES, KM)
    assert (verdict.people, verdict.people_beyond, verdict.people_unknown) == (100.0, 5.0, 300.0)


def test_a_district_without_people_is_no_district() -> None:
    """An empty district neither meets nor misses."""
    areas = AREAS.assign(people=[600.0, 300.0, 0.0, 0.0])
    verdict = judge(Standard("x", "car", 30.0, 1.0, each="municipality_code"), areas, MINUTES, KM)
    assert (verdict.status, verdict.groups) == ("met", 1)


def test_all_presets_in_one_table() -> None:
    """France, Finland and the six British rules come out by hand on four areas."""
    listed = AREAS.assign(uk_deprived=AREAS["vulnerable"])
    table = standards_table(standards_elsewhere(), listed, MINUTES, KM)
    assert table["status"].to_dict() == {
        "france_30min": "missed",  # 900 of 1,000 within 30 minutes
        "finland_60min": "missed",  # the island has no way
        "uk_all_3mi": "met",  # 995 of 1,000 within 4.8 km: 99.5 percent
        "uk_all_1mi": "missed",  # 600 of 1,000
        "uk_deprived_1mi": "missed",  # the suburb is 2 km away
        "uk_urban_1mi": "missed",  # 600 of 900
        "uk_rural_3mi": "met",  # 95 of 100
        "uk_district_6mi": "met",  # 95 of 100 in the worst district
    }
    assert set(Verdict.__dataclass_fields__) <= set(table.columns)


def test_the_british_rule_of_deprived_areas_is_never_measured_on_another_list() -> None:
    """Areas with a list of their own, whatever it is called, lack the one that the rule names."""
    table = standards_table(standards_elsewhere(), AREAS, MINUTES, KM)
    assert table.loc["uk_deprived_1mi", ["status", "reason", "column"]].tolist() == [
        "not_measurable",
        "access.standard.no_column",
        "uk_deprived",
    ]
    assert (table["status"] == "not_measurable").sum() == 1


def test_no_rules_is_an_empty_table_with_all_columns() -> None:
    """Without rules the table is empty and keeps its columns."""
    table = standards_table([], AREAS, MINUTES, KM)
    assert len(table) == 0
    assert "status" in table


def test_missing_people_are_refused() -> None:
    """A missing number of people is an error here as everywhere."""
    with pytest.raises(SettingError, match="farm"):
        standards_table([], AREAS.assign(people=[1.0, 1.0, np.nan, 1.0]), MINUTES, KM)


def test_every_preset_has_a_label_in_both_languages() -> None:
    """Each rule of each preset can be named to a reader."""
    for preset in PRESETS.values():
        for rule in preset():
            assert f"name.standard.{rule.id}" in keys()
