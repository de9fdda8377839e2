"""The two embedded scenarios: within the money, near the bound, and the same every time."""

import pytest

from narvaro.plan import make_plan, write_plan
from narvaro.sources import scenario, scenario_names

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=scenario_names())
def made(request):
    case, policy = scenario(request.param)
    return case, policy, make_plan(case, policy)


def test_the_gap_is_at_most_half_a_per_cent_and_all_checks_agree(made):
    """Each scenario is proven to 0.5 %, and separate code agrees."""
    plan = made[2]
    assert plan.objective.gap <= 0.005
    assert all(plan.checks.values())
    assert plan.status == "feasible" or plan.objective.gap <= 1e-6


def test_the_money_is_kept_to_the_krona_in_every_year(made):
    """What is brought, given, spent, carried and lapsed adds up, and the network at the end can be afforded."""
    plan, brought = made[2], 0
    for year in plan.years:
        money = year.money
        assert brought + money["appropriation"] == money["spent"] + money["carried"] + money["lapsed"]
        brought = money["carried"]
    assert brought >= 0
    assert plan.afterwards["running"] <= plan.afterwards["appropriation"]


def test_every_region_that_had_an_office_has_one(made):
    """No FA-region is left without."""
    case, _, plan = made
    regions = case.sites["fa_region_code"]
    before = set(regions[case.existing])
    for year, sizes in plan.networks(case).items():
        assert before <= set(regions[sizes != ""]), year


def test_a_second_run_gives_the_same_bytes(made, tmp_path):
    """The case and the plan made again are the same file."""
    case, _, plan = made
    again, same_policy = scenario(case.name)
    write_plan(plan, tmp_path / "one.json")
    write_plan(make_plan(again, same_policy), tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_the_expansion_opens_where_the_state_did():
    """Municipalities that the government's decision of 2021 named for their vulnerable areas are among the openings."""
    case, policy = scenario("expansion-2020")
    plan = make_plan(case, policy)
    places = case.sites["municipality"][[action.site_id for _, action in plan.actions]]
    assert {"Stockholm", "Göteborg", "Malmö", "Uppsala"} <= set(places)
    assert all(action.action == "open" for _, action in plan.actions)
    assert plan.objective.part("without_walk").last_year < plan.objective.part("without_walk").before
    assert sum(year.money["lapsed"] for year in plan.years) < 4_300  # less than one more office


def test_the_cut_closes_and_shrinks_and_opens_nothing():
    """Less money opens nothing; fewer offices are left, none larger."""
    case, policy = scenario("cut-2025")
    plan = make_plan(case, policy)
    assert {action.action for _, action in plan.actions} == {"close", "resize"}
    assert all(action.running_change_milli < 0 for _, action in plan.actions)
    assert plan.counts["offices_after"] < plan.counts["offices_before"]
