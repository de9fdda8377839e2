"""Branch and bound over the Lagrangian: what one set of multipliers cannot prove, a tree of them may.

A node is the options that are left there. Its bound is the Lagrangian's over those options, climbed for some rounds
from the multipliers of its parent. A node whose bound reaches the target is closed; else the options of one site, the
one that the rounds were least agreed about, are split in two. The smallest bound of all leaves, open and closed, holds
for every plan (Beasley 1985). Each node keeps its multipliers, so that the check repeats the tree without the solver.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.form.problem import Floats
from narvaro.siting.form.rounding import SMALLEST
from narvaro.siting.form.solution import Branch, Multipliers
from narvaro.siting.layout.layout import Model
from narvaro.siting.plans.relaxed import chain_budget, plan_from_relaxation
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.workbench import Workbench

__all__ = ["branch"]


@dataclass(order=True)
class _Leaf:
    """A leaf of the tree, with what its children begin from."""

    bound: float
    number: int
    allowed: NDArray[np.bool_] = field(compare=False)
    multipliers: Multipliers = field(compare=False)
    mean: Floats = field(compare=False)


def branch(work: Workbench) -> None:
    """Grow a tree from the options that are left, until its leaves reach the target or it is large enough."""
    dual, budget = work.dual, _budget(work)
    if budget < EFFORT.tree_fewest or not dual.evaluate() > -np.inf:
        return
    root = dual.at
    try:
        _SiteTree(work, root).grow(budget)
    finally:
        # whatever ended the tree, the run goes on from where it stood before
        dual.to_node(work.model, root)
        dual.kept = root


def _budget(work: Workbench) -> int:
    """Return how many nodes a tree may have."""
    effort = EFFORT.tree_work_like_p_median if work.beginnings is not None else EFFORT.tree_work
    return min(_most(work), effort // max(1, work.model.pairs * EFFORT.node_rounds))


def _most(work: Workbench) -> int:
    return EFFORT.tree_most_like_p_median if work.beginnings is not None else EFFORT.tree_most


class _SiteTree:
    """The tree of one run."""

    def __init__(self, work: Workbench, root: Multipliers) -> None:
        self.work, self.inc, self.dual, self.root = work, work.inc, work.dual, root
        self.began = work.dual.value
        self.nodes: tuple[Branch, ...] = ()
        self.waiting: list[_Leaf] = []
        self.level = np.inf  # what plans with an option ruled out in a node cost at least
        self.closed_bound = np.inf  # smallest bound of the leaves that reached the target

    def grow(self, budget: int) -> None:
        """Split the leaf of the lowest bound again and again."""
        # the least bound is on top: only that leaf can lift the tree's bound
        inc, waiting = self.inc, self.waiting
        nothing = np.zeros(0, np.int64)
        self._add([self._visit(0, -1, self.work.model.allowed, nothing, self.root)])
        while waiting and waiting[0].bound < inc.target() and len(self.nodes) + 2 <= budget:
            leaf, number = waiting[0], len(self.nodes)
            parts = self._split(leaf)
            children = [
                self._visit(number + n, leaf.number, leaf.allowed, removed, leaf.multipliers)
                for n, removed in enumerate(parts)
            ]
            if not parts:
                children = [self._only_plan(number, leaf)]
                if children[0][1].bound < inc.target():
                    break  # the plan was priced and was not better, so only rounding is left between them
            # only now: while its children are not there, the leaf itself must stand for its plans
            heapq.heappop(waiting)
            self._add(children)
            inc.check_stop()
            if not self._promising():
                break

    def _promising(self) -> bool:
        """Tell whether the bound keeps pace with the nodes: a tenth of the tree closes a tenth of the way at least."""
        nodes = len(self.nodes)
        if nodes < EFFORT.tree_fewest or not self.waiting:
            return True
        way = self.inc.target() - self.began
        return self.waiting[0].bound - self.began >= nodes / _most(self.work) * way

    def _add(self, children: list[tuple[Branch, _Leaf]]) -> None:
        """Put nodes into the tree, and keep the tree's bound if it is better than the proof at hand."""
        for node, leaf in children:
            self.level = min(self.level, node.stage.level)
            if leaf.bound < self.inc.target():
                heapq.heappush(self.waiting, leaf)
            else:
                self.closed_bound = min(self.closed_bound, leaf.bound)
        self.nodes += tuple(node for node, _ in children)
        least = self.waiting[0].bound if self.waiting else np.inf
        self.inc.prove(min(self.level, self.closed_bound, least), self.root, tree=self.nodes)

    def _visit(
        self,
        number: int,
        parent: int,
        allowed: NDArray[np.bool_],
        removed: NDArray[np.int64],
        multipliers: Multipliers,
    ) -> tuple[Branch, _Leaf]:
        """Bound one node and rule options out there."""
        work, inc, dual = self.work, self.inc, self.dual
        model = replace(work.model, allowed=allowed).without(removed)
        mean = self._rounds(model, multipliers)
        assert dual.kept is not None
        bound, kept, level, out = dual.best, dual.kept, np.inf, np.zeros(0, np.int64)
        if bound < inc.target():
            dual.now = kept
            dual.evaluate()
            each = dual.value + dual.above()
            out = np.flatnonzero((each >= inc.target()) & model.allowed)
            level = inc.target() if len(out) else np.inf
        node = Branch(parent, inc.full.order[removed], inc.stage(kept, out, level))
        if number % EFFORT.node_plan_every == 0 and bound < inc.target():
            work.mean = mean
            plan_from_relaxation(work, max(EFFORT.node_chains, chain_budget(work) // EFFORT.node_chains), 2)
        return node, _Leaf(bound, number, model.without(out).allowed, kept, mean)

    def _only_plan(self, number: int, leaf: _Leaf) -> tuple[Branch, _Leaf]:
        """Bound a leaf of one plan.

        At what its clients pay the Lagrangian is the plan's value, or any figure where the plan breaks a limit.
        """
        inc, dual, search = self.inc, self.dual, self.work.search
        model = replace(self.work.model, allowed=leaf.allowed)
        search.load(np.flatnonzero(leaf.allowed))
        inc.offer(search)
        c = model.choices
        over = np.maximum(search.used - c.upper, 0.0) - np.maximum(c.lower - search.used, 0.0)
        limit = np.zeros(len(over))
        if over.any():
            # priced so high that this plan's Lagrangian lies above any value: the leaf holds no plan
            worst = int(np.argmax(np.abs(over) / c.scale))
            limit[worst] = 2.0 * (abs(inc.value) + abs(search.value)) / over[worst]
        client = np.minimum(search.d1, model.lists.cap[:, None])
        at = Multipliers(client, limit, np.zeros_like(model.ceilings))
        dual.to_node(model, at)
        bound = dual.evaluate()
        node = Branch(leaf.number, np.zeros(0, np.int64), inc.stage(at))
        return node, _Leaf(bound, number, leaf.allowed, at, leaf.mean)

    def _rounds(self, model: Model, multipliers: Multipliers) -> Floats:
        """Climb at a node; return the running mean of what its sites picked."""
        dual, inc = self.dual, self.inc
        dual.to_node(model, multipliers)
        dual.length.theta = EFFORT.theta_node
        mean = np.zeros(len(model.order))
        settle = 0 < len(model.choices.lower) <= EFFORT.few_limits
        for _ in range(EFFORT.node_rounds):
            dual.step(inc.value, settle)
            inc.clock.spend(self.work.rounds_of(model))
            if dual.best >= inc.target() or (dual.pick < 0).any() or inc.clock.over:
                break
            mean *= 1.0 - EFFORT.node_mean_weight
            mean[dual.pick] += EFFORT.node_mean_weight
        return mean

    def _split(self, leaf: _Leaf) -> tuple[NDArray[np.int64], ...]:
        """Return two sets of options to leave out, one for each child; none where one plan is left.

        They are a site's options that serve and those that do not, or the one it picked most and the others.
        """
        c, serving = self.work.model.choices, self.work.model.serves
        first = c.site_ptr[:-1]
        mean = np.where(leaf.allowed, leaf.mean, 0.0)
        total = np.maximum(np.add.reduceat(mean, first), SMALLEST)
        # whether a site serves at all is asked first: that moves many clients, which way it serves only few
        share = np.add.reduceat(np.where(serving, mean, 0.0), first) / total
        doubt = np.minimum(share, 1.0 - share)
        site = int(np.argmax(doubt))
        mine = np.flatnonzero(leaf.allowed & (c.site == site))
        if doubt[site] > EFFORT.agreed and serving[mine].any() and not serving[mine].all():
            return mine[serving[mine]], mine[~serving[mine]]
        doubt = 1.0 - np.maximum.reduceat(mean, first) / total
        doubt[np.add.reduceat(leaf.allowed.astype(np.int64), first) < 2] = -1.0
        site = int(np.argmax(doubt))
        if doubt[site] < 0:
            return ()
        mine = np.flatnonzero(leaf.allowed & (c.site == site))
        best = int(np.argmax(mean[mine]))
        return mine[best : best + 1], np.delete(mine, best)
