"""Plans made from the relaxation, the polishing of the best one, and how much effort either is worth."""

from __future__ import annotations

import numpy as np

from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.workbench import Workbench

__all__ = ["chain_budget", "plan_from_relaxation", "polish"]


def plan_from_relaxation(work: Workbench, most: int, depth: int) -> bool:
    """Take what sites picked most of late (Barahona and Anbil 2000), mend it, improve it, keep it if better.

    Parameters
    ----------
    most, depth
        Chains that one improvement tries, and how many changes one chain has at most.
    """
    search, dual, model = work.search, work.dual, work.model
    if (dual.pick < 0).any():  # a site has no option left: no plan is below the target
        return False
    c = model.choices
    # site by site, what was picked most first; what is ruled out comes last
    order = np.lexsort((-np.where(model.allowed, work.mean, -1.0), c.site))
    search.load(order[c.site_ptr[:-1]], dual.w if model.ceiling_rows else None)
    if not search.repair():  # rounds pick each site alone, so limits are mostly broken a little
        return False
    search.descend(2 * len(search.pick))
    if work.beginnings is not None:
        pick = work.beginnings.improved(search.pick)
        search.use(work.inc.full)  # an interchange may bring back what was ruled out
        search.load(pick)
        better = work.inc.offer(search)
        search.use(model)
        return better
    for _ in range(EFFORT.improvements // 2 if work.patient else EFFORT.improvements):
        if search.improve(dual.now.limit, most, depth) <= EFFORT.worth_of_new * abs(search.value):
            break
    work.inc.recent.append(search.pick.copy())
    return work.inc.offer(search)


def polish(work: Workbench, most: int, depth: int) -> bool:
    """Improve the best plan itself."""
    inc, search = work.inc, work.search
    assert inc.pick is not None
    search.load(inc.pick)  # the search may hold another plan since
    better = False
    for _ in range(EFFORT.improvements):
        if search.improve(work.dual.now.limit, most, depth) <= EFFORT.worth_of_best * abs(inc.value):
            break
        better = inc.offer(search) or better
    return inc.offer(search) or better


def chain_budget(work: Workbench) -> int:
    """Return how many chains one improvement tries.

    A chain looks at every option that is left and moves the clients of a few of the open sites, so what it costs falls
    with the number of open sites; the sum is held to some passes over the lists.
    """
    assert work.inc.pick is not None
    passes = EFFORT.moves * max(1, int(work.inc.full.serves[work.inc.pick].sum()))
    return max(
        EFFORT.fewest_chains,
        min(EFFORT.most_chains, passes, EFFORT.looked_at // max(1, int(work.model.allowed.sum()))),
    )
