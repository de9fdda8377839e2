"""One site opened or closed alone: against the ways of the networks with and without it."""

import numpy as np
from hypothesis import given
from tests.explain.worlds import COUNTRY, worlds

from narvaro.explain.decided import minutes_before
from narvaro.explain.evidence import gather, offices_that_count, ways_to
from narvaro.explain.one_by_one import if_closed, if_opened, worth_of


def counted(minutes, cutoff):
    return np.minimum(np.where(np.isnan(minutes), np.inf, minutes), cutoff)


@given(worlds())
def test_minutes_are_those_of_the_network_with_and_without(world) -> None:
    """Whatever the world, minutes saved or lost alone are the difference of two networks."""
    travel, plan = world
    evidence = gather(COUNTRY, plan, travel)
    before, people = evidence.decision.before, evidence.people.to_numpy(float)
    sites = [site for site in COUNTRY.sites.index if site not in before]
    opened = if_opened(evidence, sites, minutes_before(evidence))
    closed = if_closed(evidence, list(before), before)
    networks = {"now": before} | {site: {**before, site: "standard"} for site in sites}
    networks |= {f"no {site}": {one: size for one, size in before.items() if one != site} for site in before}
    ways = ways_to(travel, "car", 30.0, offices_that_count(networks, evidence.policy, "car"))
    sums = {
        name: people @ counted(ways.minutes[name].to_numpy(float), evidence.cutoff_min) for name in networks
    }
    for site in sites:
        assert np.isclose(opened.loc[site, "person_minutes"], sums["now"] - sums[site])
    for site in before:
        assert np.isclose(closed.loc[site, "person_minutes"], sums[f"no {site}"] - sums["now"])
    assert len(worth_of(evidence, opened)) == len(sites)
