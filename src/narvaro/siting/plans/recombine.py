"""Better plans by perturbing the best one along several paths and recombining what the paths found.

A local search ends where no change of two or three sites pays. From there the best plan is perturbed (iterated local
search): an option that the multipliers nearly chose is forced in, the plan is mended and improved, and kept if it is
about as good. The paths differ in a few dozen sites, mostly far apart, so each has found something that the others
lack. The options of all their plans make a problem so small that HiGHS finds the best plan among them at once (tour
merging: Cook and Seymour 2003). Plans only: no bound rests on any of this.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.form.problem import Floats
from narvaro.siting.form.rounding import SMALLEST
from narvaro.siting.layout.layout import Model
from narvaro.siting.mip import radius, solver
from narvaro.siting.plans import perturb_kernels
from narvaro.siting.run.beginnings import Beginnings
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.workbench import Workbench
from narvaro.siting.search.local import SAME, Search

__all__ = ["perturb_and_recombine", "recombine", "recombine_near"]


def perturb_and_recombine(work: Workbench) -> bool:
    """Perturb the best plan along some paths and recombine what they found; return whether the best plan is better."""
    inc = work.inc
    if inc.pick is None or work.model.ceiling_rows:
        return False
    start = inc.pick
    core, options, chance = _core(work, start)
    if len(options) == 0:
        return False
    if work.beginnings is not None:
        return _from_beginnings(work, work.beginnings, options, chance)
    # drawn before the paths begin, so that the answer does not depend on which thread is first
    seeds = np.random.SeedSequence([work.seed, work.perturbed]).spawn(EFFORT.paths)
    work.perturbed += 1
    draws = [np.random.default_rng(s).choice(options, EFFORT.steps, p=chance) for s in seeds]
    limit, pool = work.dual.now.limit, work.search.pool

    def path(forced: NDArray[np.int64]) -> NDArray[np.int64]:
        search, best = Search(core), start.copy()  # a search of its own: paths may run at once
        value = search.load(start)
        small, window = SAME * max(1.0, abs(value)), EFFORT.window * abs(value)
        at = lowest = 0.0
        for first in range(0, len(forced), EFFORT.steps_at_once):
            if first and inc.clock.over:
                break
            part = forced[first : first + EFFORT.steps_at_once]
            given = (core.lists, core.choices, limit, search.state, best)
            at, lowest = perturb_kernels.perturb(part, window, small, *given, at, lowest)
        return best

    found = list(pool.map(path, draws)) if pool else [path(draw) for draw in draws]
    inc.recent.extend((start, *found))
    better = _offer_all(work, found)
    return _recombine_in_time(work, list(inc.recent)) or better


def _from_beginnings(
    work: Workbench, beginnings: Beginnings, options: NDArray[np.int64], chance: Floats
) -> bool:
    """Interchange from the best plan and from new beginnings, and recombine the best of all; return as above."""
    inc = work.inc
    assert inc.pick is not None
    sites = inc.full.choices.site[options]
    beginnings.note(inc.pick)
    better = _offer_all(work, [beginnings.search(inc.pick, beginnings.effort, inc.clock, (sites, chance))])
    if not beginnings.fresh:
        return better  # the same plans were recombined before
    beginnings.fresh = False
    return _recombine_in_time(work, [pick for _, pick in beginnings.kept]) or better


def _recombine_in_time(work: Workbench, plans: list[NDArray[np.int64]]) -> bool:
    """Recombine some plans if there is time for it; return whether the best plan is better."""
    # HiGHS looks at its clock seldom, so one that would outlast the limit is not begun
    inc = work.inc
    if inc.clock.left < work.recombining_s:
        return False
    began = inc.clock.seconds
    better = _offer_all(work, [recombine(work, plans)])
    work.recombining_s = max(work.recombining_s, inc.clock.seconds - began)
    return better


def _core(work: Workbench, start: NDArray[np.int64]) -> tuple[Model, NDArray[np.int64], NDArray[np.float64]]:
    """Return the model of the options that the multipliers nearly chose, with their chances to be forced in."""
    dual, full = work.dual, work.inc.full
    dual.evaluate()
    above, serves = dual.above(), full.serves
    options = np.flatnonzero(work.model.allowed & serves)
    options = options[np.argsort(above[options], kind="stable")][: EFFORT.core * int(serves[start].sum())]
    keep = ~serves  # closing is possible everywhere, so that every plan of the core is one of the problem
    keep[options] = keep[start] = True
    options = options[start[full.choices.site[options]] != options]
    if len(options) == 0:
        return full, options, np.zeros(0)
    above = np.maximum(above[options], 0.0)
    # the nearer the multipliers came to choosing an option, the likelier it is forced in
    chance = np.exp(-above / max(float(above.max()), SMALLEST))
    return full.without(np.flatnonzero(~keep)).shortened(), options, chance / chance.sum()


def recombine_near(work: Workbench) -> bool:
    """Recombine the best plan with what sites pick at the multipliers, and nearly pick; return whether it is better.

    For multipliers that were climbed elsewhere, of a problem much like this one, before there are plans to recombine.
    """
    dual, inc = work.dual, work.inc
    if inc.pick is None or work.model.ceiling_rows:
        return False
    dual.evaluate()
    mip = _small_mip(inc.full, dual.near(inc.pick, EFFORT.near_options))
    return mip is not None and _offer_all(work, [_best_of(work, *mip)])


def recombine(work: Workbench, plans: list[NDArray[np.int64]]) -> NDArray[np.int64] | None:
    """Return the best plan that can be made of the options of some plans, and of those often picked of late.

    Where that problem is too large the older half of the plans is left out, or the worst of the best plans of many
    beginnings, whose own options differ enough; None where two are too many.
    """
    many = work.beginnings is not None
    while len(plans) > 1:
        keep = np.zeros(len(work.mean), bool) if many else work.mean >= EFFORT.often
        for pick in plans:
            keep[pick] = True
        mip = _small_mip(work.inc.full, keep)
        if mip is not None:
            return _best_of(work, *mip)
        plans = plans[1 if many else len(plans) // 2 :]
    return None


def _offer_all(work: Workbench, picks: Sequence[NDArray[np.int64] | None]) -> bool:
    """Keep the best of some plans if it is better than the one in hand; return whether it is."""
    inc, search = work.inc, work.search
    before = inc.value
    search.use(inc.full)  # plans may hold options that were ruled out since
    for pick in picks:
        if pick is not None:
            search.load(pick)
            inc.offer(search)
    search.use(work.model)
    return inc.value < before


def _small_mip(full: Model, keep: NDArray[np.bool_]) -> tuple[Model, solver.Mip] | None:
    """Return the problem of some options; None where it is too large to recombine."""
    model = full.without(np.flatnonzero(~keep)).shortened()
    mip = radius.build_mip(model)
    return (model, mip) if len(mip.cost) <= EFFORT.recombine_columns else None


def _best_of(work: Workbench, model: Model, mip: solver.Mip) -> NDArray[np.int64] | None:
    """Return the best plan that HiGHS finds, from the best one in hand."""
    left, start = work.inc.clock.left, work.inc.pick
    answer = solver.solve_mip(
        model,
        mip,
        gap=EFFORT.recombine_gap,
        time_limit=left,
        seed=work.seed,
        nodes=EFFORT.recombine_nodes,
        start=start,
    )
    return answer.pick
