"""The schedule of one run: rounds of bound and plan, options ruled out by both, HiGHS for what is left.

rounds of the bound -> every few rounds rule options out (fix); every period a plan from the relaxation
step length spent   -> limits that the picks break when rounded are added (mir), and the climb goes on
none is broken      -> settle down: best multipliers, polish, recombine, fix, a tree over sites, the finish (HiGHS)
still not closed    -> patience: longer steps again, and plans are perturbed and recombined
nothing gets better -> a tree over the counts of option types, some more passes, then the run ends
an aim is reached   -> the next finer gap of the ladder, with all options again, until the one that was asked for
"""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from narvaro.errors import InfeasibleError, UnsettledError
from narvaro.siting.bound.lagrangian import Dual
from narvaro.siting.bound.mir import separate
from narvaro.siting.form.solution import Multipliers
from narvaro.siting.layout.layout import Model
from narvaro.siting.plans.recombine import perturb_and_recombine
from narvaro.siting.plans.relaxed import chain_budget, plan_from_relaxation, polish
from narvaro.siting.plans.start import first_plan
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.incumbent import Incumbent, Stopped
from narvaro.siting.run.workbench import Workbench
from narvaro.siting.search.local import Search
from narvaro.siting.solve.finish import finish
from narvaro.siting.tree.count_tree import count
from narvaro.siting.tree.site_tree import branch

__all__ = ["Schedule"]


class Schedule:
    """When a run takes which step.

    Parameters
    ----------
    work
        What the steps work on.
    aims
        Gaps to aim at, from coarse to fine; by default those of the ladder for a problem of its size. They do not ask
        what gap is wanted, so a run that wants less is the beginning of one that wants more.
    whole
        Whether it is the whole problem that is run: then limits are rounded, and the counts of option types are looked
        at in the end.
    at_once
        Whether the finish is tried before the first rounds: where the run begins near its end.
    """

    def __init__(
        self,
        work: Workbench,
        *,
        aims: tuple[float, ...] | None = None,
        whole: bool = True,
        at_once: bool = False,
    ) -> None:
        self.work, self.counts, self.at_once = work, whole, at_once
        self._roundings = EFFORT.mir_times if whole else 0  # times that limits may still be rounded
        self._leapt = False
        self.aims = _ladder(work) if aims is None else aims
        # periods between two recombinations, and until the next
        self._wait = self._due = EFFORT.recombine_every

    def run(self) -> None:
        """Run from aim to aim until a reason to stop, which is raised."""
        inc = self.work.inc
        for number, aim in enumerate(self.aims):
            try:
                if number == 0:
                    inc.aim = aim
                else:
                    if number < len(self.aims) - 1:  # at the last aim the finish below is the same
                        self._leap()
                    self.work.aim_at(aim)
                if (number > 0 or self.at_once) and self._finish():
                    continue  # nothing is left for this aim; only rounding keeps its gap from being told
                self._climb()
            except Stopped as stop:
                if stop.reason != "gap" or inc.question is not None or inc.open_gap <= inc.gap:
                    raise
        raise Stopped("step")

    def _climb(self) -> None:
        """Run rounds of bound, plan and fixing until a reason to stop, which is raised."""
        work, inc = self.work, self.work.inc
        tiny = inc.full.pairs < EFFORT.tiny_pairs
        # settling puts each limit where it gives most: worth its time where there are few, as in a p-median
        settle = 0 < len(inc.full.choices.lower) <= EFFORT.few_limits
        made = passes = idle = 0
        stood = (inc.value, inc.bound)
        while True:
            dual = work.dual
            work.round(settle or dual.rounds == 0)
            work.prove()
            inc.check_stop()
            if (
                dual.rounds % EFFORT.fix_every == 0
                and dual.rounds >= EFFORT.fix_from
                and work.fix(EFFORT.fix_share)
            ):
                continue  # fewer options: another round of the bound before plans are made of them
            if dual.rounds % (2 * EFFORT.period if work.patient else EFFORT.period) == 0:
                if work.patient:
                    self._plan_patiently()
                else:
                    made += 1
                    self._plan_hastily(made)
                inc.check_stop()
            spent = dual.length.theta < (EFFORT.spent_patience if work.patient else EFFORT.spent)
            if not spent and not (tiny and dual.rounds >= EFFORT.tiny_rounds):
                continue
            if not tiny and self._round_limits():
                continue
            passes += 1
            if self._settle_down(again=passes <= EFFORT.passes and not tiny):
                continue
            idle = 0 if (inc.value, inc.bound) != stood else idle + 1
            stood = (inc.value, inc.bound)
            if tiny or idle > EFFORT.idle_passes:
                raise Stopped("step")
            dual.length.theta = EFFORT.theta_again

    def _round_limits(self) -> bool:
        """Round limits where what the rounds picked of late breaks that; return whether any was."""
        work, inc = self.work, self.work.inc
        if not self._roundings or len(inc.cuts) >= EFFORT.mir_most:
            return False
        self._roundings -= 1
        share = np.empty(len(work.mean))  # in the order of the problem's options
        share[inc.full.order] = work.share()
        cuts = separate(inc.full.problem, share, inc.cuts)
        if not cuts:
            self._roundings = 0
            return False
        work.tighten(cuts)
        work.dual.length.theta = EFFORT.theta_again
        return True

    def _plan_hastily(self, made: int) -> None:
        """Make a plan from the relaxation; every fourth time polish the best one too."""
        plan_from_relaxation(self.work, chain_budget(self.work) // 2, 2)
        if made % EFFORT.polish_every == 0:
            self.work.inc.check_stop()
            polish(self.work, chain_budget(self.work), EFFORT.deep)

    def _plan_patiently(self) -> None:
        """Recombine plans every other period, and after each time that it came to nothing one period later."""
        self._due -= 1
        if self._due <= 1:
            plan_from_relaxation(self.work, chain_budget(self.work) // 2, 2)
            self.work.inc.check_stop()
        if self._due <= 0:
            self._wait = EFFORT.recombine_every if perturb_and_recombine(self.work) else self._wait + 1
            self._due = self._wait

    def _settle_down(self, again: bool) -> bool:
        """Rule out what can be ruled out, polish, and finish where that is small; return whether to climb on."""
        work, inc, dual = self.work, self.work.inc, self.work.dual
        before = inc.value
        dual.back_to_best()  # options are ruled out by the best bound, not by the last one
        polish(work, 2 * chain_budget(work), EFFORT.deep)
        inc.check_stop()
        for _ in range(EFFORT.recombine_last if work.patient else 0):
            if perturb_and_recombine(work):
                break
            inc.check_stop()
        left = int(work.model.allowed.sum())
        work.fix(0.0)  # however few: the tree and HiGHS have less to do with each
        # of many limits a tree over sites comes to little; where hardly anything is left HiGHS ends it at once
        lumpy = len(inc.full.choices.lower) > EFFORT.few_limits
        if lumpy and finish(work, EFFORT.finish_small, nearer=False):
            raise Stopped("gap")  # all that is left for the aim was looked through
        # where a gentle climb proves more, a tree of hasty bounds and a MIP of all that they leave would come too early
        early = dual.gently and not work.patient
        large = lumpy and inc.full.pairs >= EFFORT.tree_pairs
        if not large and (not early or work.model.can_open().sum() <= EFFORT.tree_early):
            branch(work)
        if finish(work, EFFORT.finish_early if early else 1.0, nearer=not early):
            raise Stopped("gap")
        # the quick way came to nothing, so the problem is a hard one: longer steps again, and more of everything
        if not work.patient:
            dual.be_patient()
            dual.length.theta = EFFORT.theta_patience
            return True
        if inc.value < before or work.model.allowed.sum() < EFFORT.settled_share * left:
            dual.length.theta = EFFORT.theta_again
            if again:
                return True
        if self.counts:
            count(work, self._plan_at)
            self.counts = False  # they would be counted in the same way again
            inc.check_stop()
        return False

    def _leap(self) -> None:
        """Finish the whole problem at once, where that is small already: rungs between would cost as much each."""
        if self._leapt:
            return
        self.work.aim_at(self.aims[-1])
        self._leapt = self._finish() is not None

    def _finish(self) -> bool | None:
        """Rule out what can be ruled out for a new aim and finish at once, where that is small enough."""
        self.work.fix(0.0)
        return finish(self.work, EFFORT.finish_at_once, nearer=False)

    def _plan_at(self, model: Model, at: Multipliers) -> None:
        """Climb a model whose limits fix the counts of option types; keep its plan if it is better."""
        inc, search, seed = self.work.inc, self.work.search, self.work.seed
        gap = max(EFFORT.count_gap_share * inc.aim, EFFORT.count_plan_gap)
        small = Incumbent(model, gap, inc.clock.part())
        own = Search(model, search.pool, small.clock)
        try:
            first_plan(small, own, None, seed)
        except (InfeasibleError, UnsettledError):
            return  # no plan has just these counts, or none was found: nothing is lost
        dual = Dual(model, at, search.pool)
        dual.length.theta = EFFORT.theta_patience
        # without counting again, or this would never end
        with suppress(Stopped):
            Schedule(Workbench(small, own, dual, seed), aims=(gap,), whole=False).run()
        assert small.pick is not None
        search.load(small.pick)
        inc.offer(search)


def _ladder(work: Workbench) -> tuple[float, ...]:
    """Return the gaps that a run aims at: the larger the problem, the coarser the first; in the end none at all."""
    inc = work.inc
    # plans by interchange are so near to the best that coarse aims would only take time
    if inc.question is not None or work.beginnings is not None:
        return (0.0,)
    first = next(
        (n for n, least in enumerate(EFFORT.ladder_pairs) if inc.full.pairs >= least), len(EFFORT.ladder)
    )
    return (*EFFORT.ladder[first:], 0.0)
