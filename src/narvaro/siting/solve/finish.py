"""The finish: what is left is given to HiGHS where that is small enough."""

from __future__ import annotations

import numpy as np

from narvaro.siting.mip import radius, solver
from narvaro.siting.mip.solver import MIP_PAIRS
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.incumbent import Stopped
from narvaro.siting.run.workbench import Workbench

__all__ = ["finish"]

# of what a client may pay above its multiplier: rounding must not leave out a plan that is better
_MORE = 1.0 + 1e-9


def finish(work: Workbench) -> bool:
    """Give what is left to HiGHS, where it is small enough; take its plan and its bound, and return whether it was."""
    inc, dual, model = work.inc, work.dual, work.model
    left = inc.clock.left
    if not dual.evaluate() > -np.inf:
        return False
    # a client that pays so much more than its multiplier lifts the bound to the level: no such plan is of interest
    level = inc.target()
    with np.errstate(divide="ignore", invalid="ignore"):
        most_paid = dual.at.client + np.maximum(level - dual.value, 0.0) / dual.w * _MORE
    most_paid = np.where(dual.w > 0, np.nextafter(most_paid, np.inf), np.inf)
    pairs = radius.pairs_left(model, most_paid)
    if pairs > EFFORT.mip_look * MIP_PAIRS:
        return False
    mip = radius.build_mip(model, most_paid)
    # pairs are counted before anything is laid out; most may lie behind an office that stays, or be shared by areas
    if pairs > MIP_PAIRS and mip.rows.nnz > EFFORT.mip_entries:
        return False
    result = solver.solve_mip(
        model, mip, gap=inc.gap * EFFORT.highs_gap, time_limit=left, seed=work.seed, cutoff=level
    )
    if result.pick is not None:
        work.search.use(model)
        work.search.load(result.pick)
        inc.offer(work.search)
    # what clients pay at most and the cut-off leave out what costs at least the level
    bound = result.proven(inc.value, min(inc.level, level))
    inc.prove(bound, dual.at if dual.kept is None else dual.kept, from_highs=True)
    inc.check_stop()
    if not result.ended:
        raise Stopped("time")
    return True
