from dataclasses import asdict
from pathlib import Path

import pytest

from narvaro.case import open_case, open_policy, save_case
from narvaro.errors import SettingError
from narvaro.language import edition, keys
from narvaro.sources import scenario, scenario_names
from narvaro.sources.sweden.settlement import SETTLEMENTS
from narvaro.sources.sweden.vulnerable import EDITION_COLUMNS


@pytest.mark.parametrize(
    ("name", "status", "offices"), [("expansion-2020", "must_stay", 117), ("cut-2025", "may_close", 148)]
)
def test_a_scenario_is_a_case_with_its_network_and_policy(name: str, status: str, offices: int) -> None:
    """Every office of the year stands with the status of the scenario; everything else is a candidate."""
    case, policy = scenario(name)
    assert policy.scenario == case.name == name
    assert case.people_total == 10_551_707
    assert len(case.existing_ids) == offices
    assert set(case.sites["status"]) == {status, "candidate"}
    assert 800 <= len(case.sites) <= 1_500
    assert case.groupings()


def test_the_expansion_has_the_money_and_rules_of_2020() -> None:
    """15, 60 and 75 MSEK, earmarked for the list of 2019, a mix of walking and driving, existing offices locked."""
    case, policy = scenario("expansion-2020")
    assert policy.years == (2021, 2022, 2023)
    assert policy.money.change == (15, 60, 75)
    assert policy.money.earmark
    assert policy.definition == "police_2019"
    assert policy.objective.kind == "mix"
    assert policy.limits.keep_one_in == "fa_region_code"
    locked = case.sites.loc[case.existing, "locked_by"]
    assert set(locked) == {"scenario expansion-2020"}
    assert set(case.sites.loc[~case.existing, "locked_by"]) == {""}


def test_the_cut_has_the_money_and_rules_of_2025() -> None:
    """50, 100 and 150 MSEK less; minutes weighted by need; no new office; offices may close or change size."""
    case, policy = scenario("cut-2025")
    assert policy.years == (2025, 2026, 2027)
    assert policy.money.change == (-50, -100, -150)
    assert policy.objective.kind == "minutes"
    assert policy.objective.need_weighted
    assert policy.limits.resize
    assert not policy.limits.open_candidates
    assert set(case.areas["need"]) == {1.0, 1.25, 2.0}


def test_the_same_scenario_is_the_same_every_time() -> None:
    """Two builds have one checksum, equal tables and equal provenance."""
    one, other = scenario("expansion-2020")[0], scenario("expansion-2020")[0]
    assert one.checksum == other.checksum
    assert one.areas.equals(other.areas)
    assert [asdict(row) for row in one.provenance] == [asdict(row) for row in other.provenance]


def test_both_scenarios_have_the_same_people() -> None:
    """People 2023 stand in both; only the network, the need and the policy differ."""
    one, other = scenario("expansion-2020")[0], scenario("cut-2025")[0]
    assert one.areas.drop(columns="need").equals(other.areas.drop(columns="need"))


def test_a_scenario_survives_a_project_folder(tmp_path: Path) -> None:
    """Saved and opened again, case and policy are the same."""
    case, policy = scenario("cut-2025")
    save_case(case, tmp_path, policy)
    again = open_case(tmp_path)
    assert again.checksum == case.checksum
    assert again.provenance == case.provenance
    assert again.assumptions == case.assumptions
    assert open_policy(tmp_path) == policy


def test_every_site_has_its_codes_and_lies_by_an_area() -> None:
    """Municipality, county and FA-region of each site are filled, and its area is one of the case."""
    case, _ = scenario("expansion-2020")
    for column in ("municipality_code", "municipality", "county_code", "fa_region_code", "source", "origin"):
        assert case.sites[column].ne("").all(), column
    assert set(case.sites["area_id"]) <= set(case.areas.index)
    assert case.sites.loc[case.existing & case.sites["assumed"], "origin"].eq("assumed").all()


def test_an_unknown_scenario_is_refused_by_name() -> None:
    """The message names the scenarios there are."""
    with pytest.raises(SettingError) as caught:
        scenario("expansion-2099")
    assert "expansion-2099" in str(caught.value)
    assert "cut-2025" in str(caught.value)


def test_everything_a_reader_meets_has_a_name_in_both_languages() -> None:
    """Scenarios, settlement classes, kinds, sizes and editions of the list are in the catalogue."""
    case, _ = scenario("expansion-2020")
    wanted = {f"sweden.scenario.{name}" for name in scenario_names()}
    wanted |= {f"name.group.settlement.{name}" for name in SETTLEMENTS}
    wanted |= {f"sweden.definition.{edition(name).list}" for name in EDITION_COLUMNS}  # type: ignore[union-attr]
    wanted |= {f"sweden.group.kind.{name}" for name in set(case.areas["kind"])}
    wanted |= {f"sweden.size.{size.id}" for size in case.sizes}
    assert wanted <= set(keys())
