"""The rivals in ten lines: what a clerk with a spreadsheet would name, without money, years or a solver."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from narvaro.access import minute_blocks
from narvaro.explain.decided import minutes_before
from narvaro.explain.evidence import Evidence
from narvaro.explain.one_by_one import if_closed, if_opened, in_order, members, worth_of


def greedy_openings(evidence: Evidence, sites: Sequence[str]) -> list[str]:
    """Return municipalities in the order in which a greedy rival names them, each once.

    Each step opens the site within the standard of which most people of the definition live who have no office within
    it yet: the walking standard where there is a definition, else that of the policy's mode, and all people. Then
    nothing more opens in its municipality. It ends when a step would reach nobody.

    Parameters
    ----------
    sites
        Ids of the sites that may open.
    """
    sites = in_order(evidence, sites)
    mode = "walk" if evidence.definition is not None and "walk" in evidence.ways else evidence.mode
    ways, municipality = (
        evidence.ways[mode],
        evidence.case.sites.loc[list(sites), "municipality_code"].to_numpy(str),
    )
    unserved = evidence.people.to_numpy(float) * ~(minutes_before(evidence)[mode] <= ways.limit_min)
    if evidence.definition is not None:
        unserved = unserved * members(evidence)
    within = np.vstack([block <= ways.limit_min for _, block in minute_blocks(evidence.travel, mode, sites)])
    free, named = np.ones(len(sites), bool), []
    while len(sites) and (gain := (unserved @ within) * free).max() > 0:
        best = int(gain.argmax())
        named.append(str(municipality[best]))
        unserved[within[:, best]] = 0.0
        free &= municipality != municipality[best]
    return named


def greedy_closings(evidence: Evidence, sites: Sequence[str], count: int) -> list[str]:
    """Return municipalities in the order in which a greedy rival closes offices there, each once.

    Each step closes the office by which fewest minutes are lost, summed over people, until so many municipalities are
    named.
    """
    offices, left = dict(evidence.decision.before), list(sites)
    code = evidence.case.sites["municipality_code"].to_dict()
    named: list[str] = []
    while left and len(named) < count:
        lost = if_closed(evidence, left, offices)["person_minutes"]
        least = str(lost.index[int(lost.to_numpy().argmin())])
        left.remove(least)
        del offices[least]
        if code[least] not in named:
            named.append(str(code[least]))
    return named


def strongest_first(evidence: Evidence, action: str) -> list[str]:
    """Return the sites that a plan opens, or closes, in the order of what each is worth after those before it.

    Worth is by what the policy is about (`Criterion.worth`): the opening that gives most first, the closing that takes
    least first.
    """
    left = [one.site_id for one in evidence.decision.doing(action)]
    before = evidence.decision.before
    now, offices, found = minutes_before(evidence), dict(before), []
    while left:
        table = if_opened(evidence, left, now) if action == "open" else if_closed(evidence, left, offices)
        worth = worth_of(evidence, table)
        site = left.pop(int(worth.argmax() if action == "open" else worth.argmin()))
        found.append(site)
        if action == "close":
            del offices[site]
            continue
        for mode in now:
            for rows, minutes in minute_blocks(evidence.travel, mode, [site]):
                now[mode][rows] = np.fmin(
                    now[mode][rows], np.where(np.isfinite(minutes), minutes, np.nan)[:, 0]
                )
    return found
