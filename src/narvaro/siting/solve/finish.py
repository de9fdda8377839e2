"""The finish: what is left is given to HiGHS where that is small enough, for the aim of the run or a nearer one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from narvaro.siting.form.clock import Clock
from narvaro.siting.mip import radius, solver
from narvaro.siting.mip.solver import MIP_PAIRS, Mip
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.workbench import Workbench

__all__ = ["finish"]

# of what a client may pay above its multiplier: rounding must not leave out a plan that is better
_MORE = 1.0 + 1e-9


def finish(work: Workbench, room: float = 1.0, *, nearer: bool = True) -> bool | None:
    """Give what is left to HiGHS, where it is small enough; take its plan and its bound.

    Where what is left for the run's aim is too large, a nearer aim leaves less: then the smallest gap in reach is
    asked for, which lifts the bound at least so far.

    Parameters
    ----------
    room
        Times the usual size up to which a MIP is taken, and times the usual nodes that HiGHS may have for it.
    nearer
        Whether nearer aims are looked at.

    Returns
    -------
    bool or None
        Whether HiGHS came to the end of all that is left for the aim; None where it was not asked.
    """
    inc = work.inc
    if not work.dual.evaluate() > -np.inf:
        return None
    for level, gap in _levels(work, nearer):
        mip = _laid_out(work, level, room)
        if mip is not None:
            ended = _ask(work, mip, level, gap, room)
            return ended and gap == inc.aim
    return None


def _levels(work: Workbench, nearer: bool) -> Iterator[tuple[float, float]]:
    """Yield levels from which a plan is no better than wanted, and their gaps: the aim's, then nearer ones."""
    inc = work.inc
    yield inc.target(), inc.aim
    if not nearer or inc.question is not None or not np.isfinite(inc.open_gap):
        return
    for share in EFFORT.nearer_aims:
        gap = inc.aim + share * (inc.open_gap - inc.aim)
        yield inc.value - gap * abs(inc.value), gap


def _laid_out(work: Workbench, level: float, room: float) -> Mip | None:
    """Return the MIP of plans below a level, or None where it is too large."""
    dual, model = work.dual, work.model
    # an option whose reduced cost lifts the bound to the level is in no such plan
    out = np.flatnonzero((dual.value + dual.above() >= level) & model.allowed)
    model = model.without(out)
    # nor does any have a client pay so much more than its multiplier that this alone lifts the bound there
    with np.errstate(divide="ignore", invalid="ignore"):
        most_paid = dual.at.client + np.maximum(level - dual.value, 0.0) / dual.w * _MORE
    most_paid = np.where(dual.w > 0, np.nextafter(most_paid, np.inf), np.inf)
    pairs = radius.pairs_left(model, most_paid)
    if pairs > EFFORT.mip_look * MIP_PAIRS:
        return None
    mip = radius.build_mip(model, most_paid)
    # pairs are counted before anything is laid out; most may lie behind an office that stays, or be shared by areas
    fits = pairs <= room * MIP_PAIRS or mip.rows.nnz <= room * EFFORT.mip_entries
    in_time = mip.rows.nnz <= max(EFFORT.mip_in_time, EFFORT.mip_entries_per_s * work.inc.clock.left)
    return mip if fits and in_time else None


def _nodes(clock: Clock, mip: Mip, room: float) -> int:
    """Return how many nodes HiGHS may have: as many as its work, and the rounds that are left, allow."""
    work = min(room * EFFORT.mip_work, max(0.0, clock.rounds_left) * EFFORT.mip_round)
    return max(EFFORT.mip_fewest_nodes, int(work) // max(1, mip.rows.nnz))


def _ask(work: Workbench, mip: Mip, level: float, gap: float, room: float) -> bool:
    """Let HiGHS look for a plan below the level; keep what it finds and proves, and return whether it ended."""
    inc, dual = work.inc, work.dual
    # Plans above the level are mostly gone already. A row of all costs tells HiGHS that none of the rest counts, and
    # ends a large problem at its root; in a small one it is in the way of presolve and of cuts.
    needed = mip.rows.shape[0] > solver.PRESOLVE_ROWS or inc.question is not None
    result = solver.solve_mip(
        work.model,
        mip,
        gap=gap * EFFORT.highs_gap,
        time_limit=inc.clock.left,
        seed=work.seed,
        cutoff=level if needed else np.inf,
        nodes=_nodes(inc.clock, mip, room),
    )
    inc.clock.spend(mip.rows.nnz * (result.nodes + EFFORT.mip_root) / EFFORT.mip_round)
    if result.pick is not None:
        work.search.use(work.model)
        work.search.load(result.pick)
        inc.offer(work.search)
    # the cut-off, and what was left out for it, cost at least the level
    bound = result.proven(inc.value, min(inc.level, level))
    inc.prove(bound, dual.at if dual.kept is None else dual.kept, from_highs=True)
    inc.check_stop()
    return result.ended
