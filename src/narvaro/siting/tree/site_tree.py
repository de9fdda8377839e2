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

from narvaro.siting.bound.lagrangian import Multipliers
from narvaro.siting.form.problem import Floats
from narvaro.siting.form.solution import Branch, Certificate
from narvaro.siting.layout.layout import Model
from narvaro.siting.plans.recombine import Fusing

__all__ = ["Branching"]

_ROUNDS = 30  # of the bound at a node
_THETA = 0.25  # first step length at a node
_MEAN = 0.15  # weight of the last round in a node's running mean of picks
_AGREED = 0.02  # a site is settled when its rounds differ less than this
_WORK = 3_000_000_000  # pairs looked at in a whole tree, about
_FEWEST, _MOST = 50, 600  # nodes of a tree; where there is no room for the fewest, none is grown
_PLAN_EVERY = 6  # nodes between two plans


@dataclass(order=True)
class _Leaf:
    """A leaf of the tree, with what its children begin from."""

    bound: float
    number: int
    allowed: NDArray[np.bool_] = field(compare=False)
    multipliers: Multipliers = field(compare=False)
    mean: Floats = field(compare=False)


class Branching(Fusing):
    """A run that can split what is left."""

    def branch(self) -> None:
        """Grow a tree from the options that are left, until its leaves reach the target or it is large enough."""
        dual, budget = self.dual, self._budget()
        if budget < _FEWEST or not dual.evaluate() > -np.inf:
            return
        self._root = (dual.v, dual.lam.copy(), dual.eta.copy())
        self._tree: tuple[Branch, ...] = ()
        self._tree_began = dual.value
        self._closed = np.inf  # smallest bound of the leaves that reached the target
        waiting: list[_Leaf] = []
        nothing = np.zeros(0, np.int64)
        self._grow(waiting, [self._visit(0, -1, self.model.allowed, nothing, self._root)])
        try:
            while waiting and waiting[0].bound < self.target() and len(self._tree) + 2 <= budget:
                leaf, number = waiting[0], len(self._tree)
                parts = self._split(leaf)
                children = [
                    self._visit(number + n, leaf.number, leaf.allowed, removed, leaf.multipliers)
                    for n, removed in enumerate(parts)
                ]
                if not parts:
                    children = [self._only_plan(number, leaf)]
                    if children[0][1].bound < self.target():
                        break
                heapq.heappop(waiting)
                self._grow(waiting, children)
                self.check_stop()
                if not self._promising(waiting):
                    break
        finally:
            dual.to_node(self.model, *self._root)
            dual.kept = self._root

    def _promising(self, waiting: list[_Leaf]) -> bool:
        """Tell whether the bound keeps pace with the nodes: a tenth of the tree closes a tenth of the way at least."""
        nodes = len(self._tree)
        if nodes < _FEWEST or not waiting:
            return True
        start = self._tree_began
        return waiting[0].bound - start >= nodes / _MOST * (self.target() - start)

    def _budget(self) -> int:
        """Return how many nodes a tree may have."""
        pairs = len(self.model.lists.cost) * self.model.n_years
        return min(_MOST, _WORK // max(1, pairs * _ROUNDS))

    def _grow(self, waiting: list[_Leaf], children: list[tuple[Branch, _Leaf]]) -> None:
        """Put nodes into the tree, and keep the tree's bound if it is better than the proof at hand."""
        for branch, leaf in children:
            self.level = min(self.level, branch.stage.level)
            if leaf.bound < self.target():
                heapq.heappush(waiting, leaf)
            else:
                self._closed = min(self._closed, leaf.bound)
        self._tree += tuple(branch for branch, _ in children)
        bound = min(self.level, self._closed, waiting[0].bound if waiting else np.inf)
        if self.proof is None or bound > self.proof[0]:
            last = self._stage(*self._root, np.zeros(0, np.int64), np.inf)
            self.proof = (bound, Certificate((*self.stages, last), self.full.integral, tree=self._tree))
            self.rests_on = "lagrangian"

    def _visit(
        self,
        number: int,
        parent: int,
        allowed: NDArray[np.bool_],
        removed: NDArray[np.int64],
        multipliers: Multipliers,
    ) -> tuple[Branch, _Leaf]:
        """Bound one node and rule options out there."""
        dual = self.dual
        model = replace(self.model, allowed=allowed).without(removed)
        mean = self._rounds(model, multipliers)
        bound, level, out = dual.best, np.inf, np.zeros(0, np.int64)
        if bound < self.target():
            dual.v, dual.lam, dual.eta = dual.kept
            dual.evaluate()
            each = dual.value + dual.above()
            out = np.flatnonzero((each >= self.target()) & model.allowed)
            level = self.target() if len(out) else np.inf
        branch = Branch(parent, self.full.order[removed], self._stage(*dual.kept, out, level))
        if number % _PLAN_EVERY == 0 and bound < self.target():
            self.mean = mean
            self.plan_from_relaxation(max(4, self.effort() // 4), 2)
        return branch, _Leaf(bound, number, model.without(out).allowed, dual.kept, mean)

    def _only_plan(self, number: int, leaf: _Leaf) -> tuple[Branch, _Leaf]:
        """Bound a leaf of one plan.

        At what its clients pay the Lagrangian is the plan's value, or any figure where the plan breaks a limit.
        """
        dual, model, search = self.dual, replace(self.model, allowed=leaf.allowed), self.search
        pick = np.flatnonzero(leaf.allowed)
        search.load(pick)
        self.offer()
        c = model.choices
        over = np.maximum(search.used - c.upper, 0.0) - np.maximum(c.lower - search.used, 0.0)
        lam = np.zeros(len(over))
        if over.any():
            worst = int(np.argmax(np.abs(over) / c.scale))
            lam[worst] = 2.0 * (abs(self.value) + abs(search.value)) / over[worst]
        dual.to_node(model, np.minimum(search.d1, model.lists.cap[:, None]), lam, np.zeros_like(dual.eta))
        bound = dual.evaluate()
        stage = self._stage(dual.v, dual.lam, dual.eta, np.zeros(0, np.int64), np.inf)
        multipliers = (dual.v, dual.lam, dual.eta)
        nothing = np.zeros(0, np.int64)
        return Branch(leaf.number, nothing, stage), _Leaf(bound, number, leaf.allowed, multipliers, leaf.mean)

    def _rounds(self, model: Model, multipliers: Multipliers) -> Floats:
        """Climb at a node; return the running mean of what its sites picked."""
        dual = self.dual
        dual.to_node(model, *multipliers)
        dual.theta = _THETA
        mean = np.zeros(len(model.order))
        settle = 0 < len(model.choices.lower) <= 2
        for _ in range(_ROUNDS):
            dual.step(self.value, settle)
            if dual.best >= self.target() or (dual.pick < 0).any() or self.seconds > self.time_limit:
                break
            mean *= 1.0 - _MEAN
            mean[dual.pick] += _MEAN
        return mean

    def _split(self, leaf: _Leaf) -> tuple[NDArray[np.int64], ...]:
        """Return two sets of options to leave out, one for each child; none where one plan is left.

        They are a site's options that serve and those that do not, or the one it picked most and the others.
        """
        c = self.model.choices
        first = c.site_ptr[:-1]
        mean = np.where(leaf.allowed, leaf.mean, 0.0)
        total = np.maximum(np.add.reduceat(mean, first), 1e-300)
        serving = self.model.serves
        share = np.add.reduceat(np.where(serving, mean, 0.0), first) / total
        doubt = np.minimum(share, 1.0 - share)
        site = int(np.argmax(doubt))
        mine = np.flatnonzero(leaf.allowed & (c.site == site))
        if doubt[site] > _AGREED and serving[mine].any() and not serving[mine].all():
            return mine[serving[mine]], mine[~serving[mine]]
        doubt = 1.0 - np.maximum.reduceat(mean, first) / total
        doubt[np.add.reduceat(leaf.allowed.astype(np.int64), first) < 2] = -1.0
        site = int(np.argmax(doubt))
        if doubt[site] < 0:
            return ()
        mine = np.flatnonzero(leaf.allowed & (c.site == site))
        best = int(np.argmax(mean[mine]))
        return mine[best : best + 1], np.delete(mine, best)
