"""Access before and after."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.explain.plans import MakePlan

from narvaro.case import Case, standards_elsewhere
from narvaro.explain.change import (
    curve_table,
    gain_table,
    group_table,
    groupings,
    inequality_table,
    standard_table,
    year_table,
)
from narvaro.explain.evidence import Evidence, gather
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


@pytest.fixture
def evidence(case: Case, plan: Plan, travel: TravelTimes) -> Evidence:
    return gather(case, plan, travel)


def row(table: pd.DataFrame, mode: str, grouping: str, group: str) -> pd.Series:
    here = (table["mode"] == mode) & (table["grouping"] == grouping) & (table["group"] == group)
    assert here.sum() == 1
    return table[here].iloc[0]


def test_the_definition_stands_first_and_twins_are_told_once(case: Case, make_plan_of: MakePlan) -> None:
    """A code and its name sort people alike, so only the code is kept; the policy's definition leads."""
    areas = case.areas.assign(place_code=list("11223"), place=["A", "A", "B", "B", "C"])
    twin = Case("twin", areas, case.sites, sizes=case.sizes)
    found = groupings(twin, make_plan_of([], [], case=twin).policy.definition)
    assert found == ("listed", "settlement", "listed_later", "place_code")


def _times(case: Case) -> TravelTimes:
    shape = (len(case.areas), len(case.sites))
    return TravelTimes.from_dense(
        tuple(case.areas.index), tuple(case.sites.index), {"car": np.ones(shape), "walk": np.ones(shape)}
    )


def test_codes_carry_their_names(case: Case, make_plan_of: MakePlan) -> None:
    """A group that is a code has the name beside it as label; others are their own label."""
    areas = case.areas.assign(place_code=list("11223"), place=["A", "A", "B", "B", "C"])
    twin = Case("twin", areas, case.sites, sizes=case.sizes)
    table = group_table(gather(twin, make_plan_of([], [], case=twin), _times(twin)))
    assert row(table, "car", "place_code", "2")["label"] == "B"
    assert row(table, "car", "settlement", "rural")["label"] == "rural"


def test_everybody_before_and_after(evidence: Evidence) -> None:
    """Over the 1,000 people with a way the mean goes from 9.4 to 7.6 minutes; the isle is told apart."""
    everyone = row(group_table(evidence), "car", "everyone", "")
    assert everyone["people"] == 1050
    assert everyone["people_unreached_before"] == everyone["people_unreached_after"] == 50
    assert everyone["mean_min_before"] == pytest.approx((600 * 5 + 300 * 20 + 100 * 4) / 1000)
    assert everyone["mean_min_after"] == pytest.approx((600 * 5 + 300 * 2 + 100 * 40) / 1000)
    assert (everyone["people_beyond_before"], everyone["people_beyond_after"]) == (50, 150)


def test_a_definition_is_a_group(evidence: Evidence) -> None:
    """All 300 people of the listed area lack an office on foot before, and none after."""
    listed = row(group_table(evidence), "walk", "listed", "yes")
    assert (listed["people_beyond_before"], listed["people_beyond_after"]) == (300, 0)
    assert (listed["share_beyond_before"], listed["share_beyond_after"]) == (1.0, 0.0)


def test_groups_add_up(evidence: Evidence) -> None:
    """In every grouping people, and people beyond the standard, add up to everybody."""
    table = group_table(evidence)
    for mode in ("car", "walk"):
        everyone = row(table, mode, "everyone", "")
        for grouping in groupings(evidence.case, evidence.policy.definition):
            rows = table[(table["mode"] == mode) & (table["grouping"] == grouping)]
            for name in ("people", "people_beyond_before", "people_beyond_after"):
                assert rows[name].sum() == pytest.approx(everyone[name])


def test_who_gains_and_who_loses(evidence: Evidence) -> None:
    """The suburb saves 18 minutes each, the village loses 36; the village falls outside both standards."""
    everyone = row(gain_table(evidence), "car", "everyone", "")
    assert (everyone["people_shorter"], everyone["people_longer"]) == (300, 100)
    assert (everyone["person_minutes_saved"], everyone["person_minutes_lost"]) == (5400, 3600)
    assert (everyone["mean_saved_min"], everyone["mean_lost_min"]) == (18, 36)
    assert (everyone["people_newly_within"], everyone["people_newly_beyond"]) == (0, 100)
    on_foot = row(gain_table(evidence), "walk", "everyone", "")
    assert (on_foot["people_newly_within"], on_foot["people_newly_beyond"]) == (300, 100)


def test_a_first_way_is_no_shorter_way(case: Case, travel: TravelTimes, make_plan_of: MakePlan) -> None:
    """The harbour gives the isle a way of 10 minutes, not one that is 230 minutes shorter than the cutoff."""
    evidence = gather(case, make_plan_of([("open", "s4", "small")], []), travel)
    everyone = row(gain_table(evidence), "car", "everyone", "")
    assert (everyone["people_newly_reached"], everyone["people_newly_unreached"]) == (50, 0)
    assert (everyone["people_shorter"], everyone["people_longer"]) == (0, 0)
    assert np.isnan(everyone["mean_saved_min"])
    assert everyone["person_minutes_saved"] == 50 * 230
    rural = row(gain_table(evidence), "car", "settlement", "rural")
    assert (rural["people_newly_reached"], rural["people_shorter"]) == (50, 0)


def test_a_way_that_is_lost_is_no_longer_way(case: Case, travel: TravelTimes, make_plan_of: MakePlan) -> None:
    """The isle reaches the church alone: when that closes the village has 36 minutes more and the isle no way."""
    dense = travel.to_dense("car")
    dense[3, 2] = 30
    with_ferry = TravelTimes.from_dense(travel.area_ids, travel.site_ids, {"car": dense})
    evidence = gather(case, make_plan_of([], [("close", "s3", "")]), with_ferry)
    everyone = row(gain_table(evidence), "car", "everyone", "")
    assert (everyone["people_longer"], everyone["mean_lost_min"]) == (100, 36)
    assert (everyone["people_newly_reached"], everyone["people_newly_unreached"]) == (0, 50)


def test_a_way_beyond_the_cutoff_is_compared_as_it_is(
    case: Case, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """The village goes from 4 to 300 minutes: 296 longer, though the plan counts 240 at most."""
    dense = travel.to_dense("car")
    dense[2, 0] = 300
    far = TravelTimes.from_dense(travel.area_ids, travel.site_ids, {"car": dense})
    evidence = gather(case, make_plan_of([], [("close", "s3", "")]), far)
    everyone = row(gain_table(evidence), "car", "everyone", "")
    assert everyone["mean_lost_min"] == 296
    assert everyone["person_minutes_lost"] == 100 * 236


def test_less_than_a_minute_is_not_called_shorter(
    case: Case, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """Half a minute saved counts in the sum of minutes and not among the people with a shorter journey."""
    dense = travel.to_dense("car")
    dense[0, 1] = 4.5
    near = TravelTimes.from_dense(travel.area_ids, travel.site_ids, {"car": dense})
    evidence = gather(case, make_plan_of([("open", "s2", "small")], []), near)
    everyone = row(gain_table(evidence), "car", "everyone", "")
    assert everyone["people_shorter"] == 300
    assert everyone["person_minutes_saved"] == pytest.approx(5400 + 600 * 0.5)


def test_nobody_changed_has_no_mean(case: Case, travel: TravelTimes, make_plan_of: MakePlan) -> None:
    """A plan that does nothing changes nothing, and the mean change is missing and not zero."""
    everyone = row(gain_table(gather(case, make_plan_of([], []), travel)), "car", "everyone", "")
    assert everyone["people_shorter"] == everyone["people_longer"] == 0
    assert np.isnan(everyone["mean_saved_min"])


def test_curves_count_people_within(evidence: Evidence) -> None:
    """Within 4 minutes by car there are 100 people before and 300 after; curves never fall or reach the isle."""
    curves = curve_table(evidence)
    everyone = curves[(curves["mode"] == "car") & (curves["grouping"] == "everyone")].set_index("minutes")
    assert everyone.loc[4, ["people_before", "people_after"]].tolist() == [100, 300]
    assert everyone.loc[20, "people_before"] == 1000
    for column in ("people_before", "people_after"):
        assert everyone[column].is_monotonic_increasing
        assert everyone[column].max() == 1000
    assert everyone.loc[90, "share_after"] == pytest.approx(1000 / 1050)


def test_curves_agree_with_the_standard(evidence: Evidence) -> None:
    """At the standard the curve and the table of groups say the same."""
    curves, groups = curve_table(evidence), group_table(evidence)
    for mode, limit in (("car", 30), ("walk", 20)):
        for grouping, group in (("everyone", ""), ("listed", "yes"), ("settlement", "rural")):
            here = row(curves[curves["minutes"] == limit], mode, grouping, group)
            told = row(groups, mode, grouping, group)
            assert told["people"] - here["people_after"] == pytest.approx(told["people_beyond_after"])


def test_years_in_between(evidence: Evidence) -> None:
    """In 2021 the suburb has its office and the village still its own; in 2022 the village has lost it."""
    table = year_table(evidence).set_index(["when", "mode"])
    assert table.loc[("2021", "walk"), "people_beyond"] == 50
    assert table.loc[("2022", "walk"), "people_beyond"] == 150
    assert table.loc[("before", "walk"), "people_beyond_definition"] == 300
    assert table.loc[("2022", "walk"), "people_beyond_definition"] == 0
    assert table.loc[("2021", "car"), "offices"] == 3
    expected = 600 * 5 + 300 * 2 + 100 * 4 + 50 * 240
    assert table.loc[("2021", "car"), "person_minutes"] == expected


def test_inequality_counts_the_isle_at_the_cutoff(evidence: Evidence) -> None:
    """Before and after are about the same people; Theil's parts add up; the equivalent is above the mean."""
    table = inequality_table(evidence).set_index(["mode", "measure"])
    for when in ("before", "after"):
        parts = table.loc[("car", "theil_within"), when] + table.loc[("car", "theil_between"), when]
        assert parts == pytest.approx(table.loc[("car", "theil"), when])
        mean = np.average(evidence.counted("car", when), weights=evidence.people)
        assert table.loc[("car", "kolm_pollak_ede"), when] > mean


def test_standards_before_and_after(evidence: Evidence) -> None:
    """Of eight rules of others each has a status before and after; the listed column is not the United Kingdom's."""
    table = standard_table(evidence, standards_elsewhere()).set_index("id")
    assert len(table) == 8
    assert table.loc["france_30min", ["status_before", "status_after"]].tolist() == ["missed", "missed"]
    assert table.loc["france_30min", "people_beyond_before"] == 50
    assert table.loc["france_30min", "people_beyond_after"] == 150
    assert table.loc["uk_deprived_1mi", "reason"] == "access.standard.no_column"
    assert len(standard_table(evidence, ())) == 0
