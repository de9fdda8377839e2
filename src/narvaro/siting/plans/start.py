"""The first plan of a run, and the first multipliers that follow from it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault, InfeasibleError
from narvaro.siting.bound.lagrangian import Dual
from narvaro.siting.form.problem import Floats
from narvaro.siting.form.solution import Multipliers
from narvaro.siting.layout.layout import Model
from narvaro.siting.mip import feasibility, radius, solver
from narvaro.siting.mip.solver import MIP_PAIRS
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.incumbent import Incumbent
from narvaro.siting.search.local import Search

__all__ = ["first_multipliers", "first_plan"]


def first_plan(
    inc: Incumbent,
    search: Search,
    warm: NDArray[np.int64] | None,
    seed: int = 0,
    near: Dual | None = None,
) -> None:
    """Find a first plan that keeps the limits.

    Parameters
    ----------
    warm
        Options of a plan to begin from; else one is drawn up for a sample of the clients.
    near
        The bound at multipliers that are good for the plan, evaluated: where the plan breaks limits and is not mended
        by single changes, HiGHS mends it with what the sites nearly pick there.

    Raises
    ------
    InfeasibleError
        If there is none.
    """
    model = inc.full
    faults = feasibility.unreachable_faults(model)
    if faults:
        raise InfeasibleError(faults)
    search.load(model.from_options(warm) if warm is not None else _sketch(model, search))
    start = search.pick.copy()
    if search.repair():
        inc.offer(search)
    elif near is not None:
        small = model.without(np.flatnonzero(~near.near(start, EFFORT.near_options)))
        pick = feasibility.pick_among(small, near.unpriced(), max(EFFORT.grace_s, inc.clock.left))
        if pick is not None:
            search.load(pick)
            inc.offer(search)
    if inc.pick is None:
        # without a plan there is nothing to give back, so this may pass the limit a little
        seconds = max(EFFORT.grace_s, inc.clock.left)
        pick = feasibility.feasible_pick(model, model.choices.cost - _reach_worth(search), seconds)
        if pick is None:
            raise InfeasibleError(feasibility.clashes(inc.prepared))  # of the limits as given
        search.load(pick)
        inc.offer(search)
    if inc.pick is None:
        _under_ceilings(inc, search, seed)
    search.descend(2 * len(search.pick))
    inc.offer(search)


def first_multipliers(search: Search) -> Multipliers:
    """Return multipliers between what each client pays in the loaded plan and what its second choice would cost."""
    model, lists = search.model, search.model.lists
    v = 0.5 * (search.d1 + search.d2)
    # who must be reached and has one site only would else begin at the large number that stands for infinity
    wide = float(lists.cost.max(initial=1)) * 2.0
    return model.multipliers(np.minimum(np.minimum(v, lists.cap[:, None]), wide))


def _sketch(model: Model, search: Search) -> NDArray[np.int64]:
    """Return a greedy plan made for a sample of the clients, each with the weight of its share."""
    clients = np.flatnonzero(model.weight.any(axis=1))
    stride = max(1, len(clients) // EFFORT.sketch_clients)
    if stride > 1:
        clients = clients[
            stride // 2 :: stride
        ]  # evenly through the areas, which mostly stand in order of place
        model = model.sampled(clients, model.base[clients] * stride)
    sketch = Search(model, search.pool, search.clock)
    sketch.load(_cheapest_closed(model))
    sketch.repair()
    sketch.descend(2 * len(sketch.pick))
    return sketch.pick


def _under_ceilings(inc: Incumbent, search: Search, seed: int) -> None:
    """Find a first plan where ceilings bind: weigh the layers that are over more, then ask HiGHS."""
    model = inc.full
    zero = np.zeros(len(model.choices.lower))
    price = np.ones_like(model.ceilings) * model.prices[:, None]
    for _ in range(EFFORT.heavier):
        price = np.where(np.isfinite(model.ceilings), 2.0 * price + 1.0, price)
        search.load(search.pick, model.base * price[model.lists.layer])
        while search.improve(zero, 2 * len(search.pick)) > 0:
            pass
        search.load(search.pick)  # under its own weights again: only these tell whether a ceiling holds
        if inc.offer(search):
            return
    if radius.pairs_left(model, None) > EFFORT.ceiling_pairs * MIP_PAIRS:
        raise InfeasibleError([Fault("infeasible.ceiling", {})])
    mip = radius.build_mip(model)
    result = solver.solve_mip(model, mip, gap=1.0, time_limit=max(EFFORT.grace_s, inc.clock.left), seed=seed)
    if result.pick is not None:
        search.load(result.pick)
        inc.offer(search)
    if inc.pick is None:
        raise InfeasibleError([Fault("infeasible.ceiling", {})])


def _cheapest_closed(model: Model) -> NDArray[np.int64]:
    """Return each site's option that serves least and then costs least."""
    c = model.choices
    serves = np.diff(c.gain_ptr)
    order = np.lexsort((c.cost, serves, c.site))
    return order[c.site_ptr[:-1]]


def _reach_worth(search: Search) -> Floats:
    c = search.model.choices
    sums = np.concatenate([[0.0], np.cumsum(search.state.table[c.gain_at])])
    return np.asarray(sums[c.gain_ptr[1:]] - sums[c.gain_ptr[:-1]])
