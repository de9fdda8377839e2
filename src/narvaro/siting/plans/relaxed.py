"""Plans made from the relaxation, the polishing of the best one, and how much effort either is worth."""

from __future__ import annotations

import numpy as np

from narvaro.siting.run.workbench import Workbench

__all__ = ["effort", "plan_from_relaxation", "polish"]

_IMPROVEMENTS = 4  # passes over the most promising chains for one plan
_MOVES = 2  # chains for each open site in one round of improvement
_EFFORT = 1_500_000  # options looked at in one round of improvement, over the options that are left
_FEWEST, _MOST = 8, 400  # chains of one improvement


def plan_from_relaxation(work: Workbench, most: int, depth: int) -> bool:
    """Take what sites picked most of late (Barahona and Anbil 2000), mend it, improve it, keep it if better.

    Parameters
    ----------
    most, depth
        Chains that one improvement tries, and how many changes one chain has at most.
    """
    search, dual, model = work.search, work.dual, work.model
    if (dual.pick < 0).any():
        return False
    c = model.choices
    order = np.lexsort((-np.where(model.allowed, work.mean, -1.0), c.site))
    search.load(order[c.site_ptr[:-1]], dual.w if model.ceiling_rows else None)
    if not search.repair():
        return False
    search.descend(2 * len(search.pick))
    for _ in range(_IMPROVEMENTS // 2 if work.patient else _IMPROVEMENTS):
        if search.improve(dual.now.limit, most, depth) <= 1e-4 * abs(search.value):
            break
    work.inc.recent.append(search.pick.copy())
    return work.inc.offer(search)


def polish(work: Workbench, most: int, depth: int) -> bool:
    """Improve the best plan itself."""
    inc, search = work.inc, work.search
    assert inc.pick is not None
    search.load(inc.pick)
    better = False
    for _ in range(_IMPROVEMENTS):
        if search.improve(work.dual.now.limit, most, depth) <= 1e-5 * abs(inc.value):
            break
        better = inc.offer(search) or better
    return inc.offer(search) or better


def effort(work: Workbench) -> int:
    """Return how many chains one improvement tries.

    A chain looks at every option that is left and moves the clients of a few of the open sites, so what it costs falls
    with the number of open sites; the sum is held to some passes over the lists.
    """
    assert work.inc.pick is not None
    passes = _MOVES * max(1, int(work.inc.full.serves[work.inc.pick].sum()))
    return max(_FEWEST, min(_MOST, passes, _EFFORT // max(1, int(work.model.allowed.sum()))))
