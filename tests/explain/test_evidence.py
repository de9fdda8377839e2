"""The way of every area to its nearest office, in several networks."""

from __future__ import annotations

import numpy as np
import pytest
from tests.explain.plans import MakePlan, mixed

from narvaro.access import nearest
from narvaro.case import Case, Policy
from narvaro.explain.evidence import gather, limits_of, ways_to
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


def test_networks_at_once_equal_networks_one_by_one(travel: TravelTimes) -> None:
    """Reading travel times once for all networks finds what looking at each alone finds."""
    networks = {"a": ["s3", "s1"], "b": ["s1", "s2", "s3", "s4"], "c": []}
    found = ways_to(travel, "car", 30.0, networks)
    for name, sites in networks.items():
        alone = nearest(travel, mode="car", sites=sites)
        assert np.array_equal(found.minutes[name], alone["minutes"], equal_nan=True)
        assert found.nearest[name].tolist() == alone["site_id"].tolist()


def test_a_way_counts_at_most_at_the_cutoff(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """The isle, which reaches nothing, is counted at 240 minutes and not left out."""
    evidence = gather(case, plan, travel)
    assert evidence.counted("car", "before").tolist() == [5, 20, 4, 240, 9]
    assert evidence.counted("car", "after").tolist() == [5, 2, 40, 240, 9]


@pytest.mark.parametrize(
    ("changes", "limits"),
    [
        ({}, {"car": 30.0, "walk": 20.0}),
        ({"kind": "beyond", "standard_min": 45.0}, {"car": 45.0, "walk": 20.0}),
        ({"kind": "beyond", "mode": "walk", "standard_min": 15.0}, {"walk": 15.0}),
        ({"kind": "minutes", "mode": "walk"}, {"walk": 20.0}),
        ({"mode": "transit"}, {"transit": 30.0, "walk": 20.0}),
    ],
)
def test_standards_follow_the_policy(policy: Policy, changes: dict, limits: dict) -> None:
    """The mode of the policy has its standard and stands first; on foot the walking standard holds."""
    changed = policy.model_copy(update={"objective": mixed(**changes)})
    assert limits_of(changed) == limits
    assert next(iter(limits_of(changed))) == changed.objective.mode


def test_on_foot_only_the_sizes_count_that_the_policy_counts(
    case: Case, policy: Policy, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """Where only medium offices count on foot, the village's small one does not; by car it does."""
    only = policy.model_copy(update={"objective": mixed(walk_sizes=("medium",))})
    evidence = gather(case, make_plan_of([], [], policy=only), travel)
    assert np.isnan(evidence.ways["walk"].minutes.loc["village", "before"])
    assert evidence.ways["car"].minutes.loc["village", "before"] == 4.0


def test_order_of_travel_times_does_not_matter(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Travel times in another order of areas and sites give the same ways, matched by label."""
    turned = travel.select(tuple(reversed(travel.area_ids)), tuple(reversed(travel.site_ids)))
    one, other = gather(case, plan, travel), gather(case, plan, turned)
    assert one.ways["car"].minutes.equals(other.ways["car"].minutes)


def test_modes_without_travel_times_are_left_out(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Where nothing is known on foot there is nothing on foot, and no error."""
    car = TravelTimes.from_dense(travel.area_ids, travel.site_ids, {"car": travel.to_dense("car")})
    assert list(gather(case, plan, car).ways) == ["car"]
