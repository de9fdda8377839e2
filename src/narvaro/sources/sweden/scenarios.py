"""The scenarios of the embedded Sweden: the expansion of 2020, the cut of 2025, and that cut with a limit on load."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from narvaro.case import Case, Policy, policy_from
from narvaro.case.shapes import AREAS
from narvaro.sources.sweden.areas import need_weights, swedish_area_shapes, swedish_areas
from narvaro.sources.sweden.candidates import candidates
from narvaro.sources.sweden.decided import decided
from narvaro.sources.sweden.events import events
from narvaro.sources.sweden.geometry import to_metres
from narvaro.sources.sweden.municipalities import shapes, with_regions
from narvaro.sources.sweden.network import ALL_THAT_IS_KNOWN, Knowledge, nearest_area, network, totals
from narvaro.sources.sweden.sizes import MONEY, office_services, office_sizes, with_services, with_sizes
from narvaro.sources.sweden.tables import read_settings, rule_assumptions, table_provenance
from narvaro.sources.sweden.towns import car_assumptions, road_travel, town_travel, without_car


@dataclass(frozen=True)
class Scenario:
    """What tells one scenario from another; the policy itself is in `policy-<name>.toml`.

    Parameters
    ----------
    name
        Name of the scenario and of its case.
    network_year
        The network at the end of this year is today's network.
    status
        Status of every existing office.
    decisions
        Years of the decisions that it is held against.
    """

    name: str
    network_year: int
    status: str
    decisions: tuple[int, ...]


_SETTINGS = {
    each.name: each
    for each in (
        Scenario("expansion-2020", 2020, "must_stay", (2020, 2021)),
        Scenario("cut-2025", 2024, "may_close", (2021, 2025)),
        Scenario("cut-2025-load", 2024, "may_close", (2021, 2025)),
    )
}


def scenario_policy(name: str) -> Policy:
    """Return the policy of a scenario.

    Examples
    --------
    >>> scenario_policy("expansion-2020").money.change
    (15.0, 60.0, 75.0)
    """
    return policy_from(read_settings(f"policy-{name}"))


def existing_offices(setting: Scenario, knowledge: Knowledge = ALL_THAT_IS_KNOWN) -> pd.DataFrame:
    """Return today's offices as rows of the site table."""
    offices = with_sizes(network(setting.network_year, knowledge))
    table = offices[["name", "lon", "lat", "municipality_code", "size", "origin", "source", "size_assumed"]]
    table = table.assign(
        status=setting.status,
        services=with_services(offices, without_optional(setting.network_year)),
        assumed=offices["origin"] == "assumed",
        locked_by=f"scenario {setting.name}" if setting.status == "must_stay" else "",
    )
    near = nearest_area(to_metres(offices["lon"], offices["lat"]), offices["municipality_code"])
    return table.join(near[["area_id", "locality"]])


def without_optional(year: int) -> int:
    """Return how many offices lack Arbetsförmedlingen; where a year has no figure, as many as at the end of 2020."""
    known = totals(2020) if totals(year)["arbetsformedlingen"] == "" else totals(year)
    return int(known["offices"]) - int(float(known["arbetsformedlingen"]))


def scenario_sites(setting: Scenario, knowledge: Knowledge = ALL_THAT_IS_KNOWN) -> pd.DataFrame:
    """Return the site table of a scenario: today's offices, then the candidates."""
    offices = existing_offices(setting, knowledge)
    possible = candidates(to_metres(offices["lon"], offices["lat"]))
    everything = tuple(service.id for service in office_services())
    possible = possible.assign(
        status="candidate",
        services=pd.Series([everything] * len(possible), index=possible.index),
        origin="assumed",
        assumed=False,
        size_assumed=False,
        locked_by="",
    )
    table = with_regions(pd.concat([offices, possible]))
    columns = [
        "name",
        "lon",
        "lat",
        "status",
        "size",
        "services",
        "municipality_code",
        "municipality",
        "county_code",
        "fa_region_code",
        "locality",
        "area_id",
        "assumed",
        "size_assumed",
        "origin",
        "source",
        "locked_by",
    ]
    return table[columns]


def scenario(name: str) -> tuple[Case, Policy]:
    """Return the case and the policy of an embedded scenario; the same bytes every time.

    People are those of 31 December 2023 in all scenarios, whatever the year of the network.

    Parameters
    ----------
    name
        `expansion-2020` (117 offices at the end of 2020, new money for vulnerable areas), `cut-2025` (148 offices at
        the end of 2024, less money each year) or `cut-2025-load` (the same, with a limit on the visits of each).
    """
    return scenario_as_known(name, ALL_THAT_IS_KNOWN), scenario_policy(name)


def scenario_as_known(name: str, knowledge: Knowledge) -> Case:
    """Return the case of an embedded scenario with its network made of what is known, or was known then."""
    setting = _SETTINGS[name]
    policy = scenario_policy(name)
    definition = str(policy.definition)
    areas = swedish_areas()
    areas.insert(4, "need", need_weights(areas, definition))
    areas.insert(5, "without_car", without_car(areas["settlement"]))
    sites = scenario_sites(setting, knowledge)
    return Case(
        name=setting.name,
        areas=areas,
        sites=sites,
        money=MONEY,
        sizes=office_sizes(),
        services=office_services(),
        travel=road_travel(),
        towns=town_travel(),
        provenance=table_provenance(),
        assumptions=(*car_assumptions(), *rule_assumptions()),
        shapes={AREAS: swedish_area_shapes(), **shapes()},
        events=events() if knowledge == ALL_THAT_IS_KNOWN else events().iloc[:0],
        decided=decided(sites, setting.decisions),
    )
