"""First multipliers at national size: those of a problem of blocks, lifted to all clients."""

from __future__ import annotations

from dataclasses import replace

from narvaro.siting.bound import aggregate
from narvaro.siting.bound.lagrangian import Dual
from narvaro.siting.form.clock import Clock
from narvaro.siting.form.solution import relative_gap
from narvaro.siting.plans.recombine import perturb_and_recombine
from narvaro.siting.plans.relaxed import chain_budget, plan_from_relaxation, polish
from narvaro.siting.plans.start import first_multipliers
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.incumbent import Incumbent
from narvaro.siting.run.workbench import Workbench
from narvaro.siting.search.local import Search

__all__ = ["guess"]


def guess(inc: Incumbent, search: Search, seed: int, near: int = 2) -> Dual:
    """Climb the problem of the blocks, keep its plan, and return the bound at its multipliers, lifted to all clients.

    Parameters
    ----------
    near
        How many nearest sites the clients of a block share. Blocks that share two are themselves guessed from those
        that share one.
    """
    model, pool = inc.full, search.pool
    chosen, of, weight = aggregate.blocks(model, near)
    # a run of its own on the blocks: its bound holds for them alone and is not kept, its plan is a plan of all
    small = Incumbent(model.sampled(chosen, weight), EFFORT.guess_gap, Clock(inc.clock.left))
    own = Search(small.full, pool, small.clock)
    own.load(inc.pick if inc.pick is not None else search.pick)
    small.offer(own)
    dual = Dual(small.full, first_multipliers(own), pool)
    if near > 1:
        dual = guess(small, own, seed, near - 1)
    # blocks with one nearest site in common only give a first guess for the next ones
    dual.be_patient(near > 1)
    work = Workbench(small, own, dual, seed)
    _climb(work, EFFORT.guess_recombined if near > 1 else 0)
    assert small.pick is not None
    search.load(small.pick)
    inc.offer(search)
    at = work.dual.now
    lifted = aggregate.lift(model, of, chosen, at.client, search.d1)
    whole = Dual(model, model.multipliers(lifted), pool)
    whole.now = replace(at, client=whole.now.client)  # limits and ceilings are the same in both problems
    whole.length.theta = EFFORT.theta_guess
    return whole


def _climb(work: Workbench, recombined: int) -> None:
    """Run rounds of bound and plan until a good guess is at hand, then recombine the plans so many times."""
    inc, dual, near = work.inc, work.dual, False
    for rounds in range(EFFORT.guess_rounds):
        work.round(rounds == 0 or len(inc.full.choices.lower) <= EFFORT.few_limits)
        if inc.clock.over:
            break
        if rounds % EFFORT.period == EFFORT.period - 1:
            plan_from_relaxation(
                work, chain_budget(work) if recombined else chain_budget(work) // EFFORT.guess_chains, 2
            )
            polishing = EFFORT.polish_every * EFFORT.period
            if rounds % polishing == polishing - 1:
                polish(work, 2 * chain_budget(work), EFFORT.deep)
            near = relative_gap(inc.value, dual.best) <= EFFORT.guess_gap
            if near:
                break
    dual.back_to_best()  # not where the rounds ended: the best multipliers are lifted
    for _ in range(0 if near else recombined):
        if inc.clock.over or not perturb_and_recombine(work):
            break
