"""A tree over the counts of types: where few offices make money lumpy, it lifts the bound to that of whole offices.

The Lagrangian spends the last krona on parts of offices. Fixing how many options of each type a plan has takes that
from it, and each such count has multipliers that are best for it. The tree splits sums of counts; at a node the master
tells the counts that could cost least, and where they are whole, rounds of the bound at these counts give a new cut,
which holds for all nodes. Counts that stay below the target may have a better plan than the one at hand, so one is
looked for there. `Counted` tells how the proof is repeated.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.bound.lagrangian import Dual
from narvaro.siting.form.problem import Floats, Limits
from narvaro.siting.form.solution import Counted, Multipliers
from narvaro.siting.layout.layout import Model, choices_of
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.workbench import Workbench
from narvaro.siting.tree.count_master import Master
from narvaro.siting.tree.option_types import OptionTypes, option_types_of

__all__ = ["PlanAt", "count"]

PlanAt: TypeAlias = Callable[[Model, Multipliers], None]

_ROWS = 4096  # boxes that are bounded at a time
# share of the value that a box's bound must lie above the target: the proof's sums are made anew
_SURE = 1e-9
_ENOUGH = 2.0  # times what is lacking that a ray is added, so that rounding does not leave it short
# Where a sum stands at its box's upper edge, the box is parted so much below it: rounded down, that leaves the sum
# alone in the upper half. Below one half, so that the upper half is the nearer one.
_PART = 0.25


@dataclass(order=True)
class _Box:
    """A node that waits, by what it costs at least."""

    bound: float
    number: int
    lower: Floats = field(compare=False)
    upper: Floats = field(compare=False)
    duals: tuple[NDArray[np.int32], Floats] = field(compare=False)


def count(work: Workbench, plan_at: PlanAt) -> None:
    """Lift the bound over the counts of types, until it reaches the target or is worth no more time.

    Parameters
    ----------
    plan_at
        Looks for a better plan in a model whose limits fix the counts, from some multipliers, and keeps it.
    """
    model = work.model
    if model.ceiling_rows or model.pairs > EFFORT.count_pairs:
        return
    types = option_types_of(model.problem, len(model.problem.limits) - len(work.inc.cuts))
    if types is None or work.dual.kept is None:
        return
    tree = _CountTree(work, types, plan_at, work.dual.kept)
    try:
        tree.grow()
    finally:
        tree.keep()  # also where the time is over: the leaves hold every plan at any moment


class _CountTree:
    """The tree of one run."""

    def __init__(self, work: Workbench, types: OptionTypes, plan_at: PlanAt, start: Multipliers) -> None:
        self.inc, self.types, self.plan_at, self.start = work.inc, types, plan_at, start
        limits = work.model.problem.limits
        lower = _added_up(types.added, limits.lower, -np.inf)
        upper = _added_up(types.added, limits.upper, np.inf)
        self.master = Master(types, lower, upper, self.inc.value)
        self.n_limits = len(limits)
        self.rest = np.setdiff1d(np.arange(len(limits)), types.wide)
        self.model = _with_types(work.model, types, self.rest)
        self.kept: list[Multipliers] = []
        self.splits: list[tuple[int, int, int]] = []
        self.leaves: dict[int, _Box] = {}
        self.tried: set[bytes] = set()  # whole counts that have their cut
        self.weight = types.sums.sum(axis=1) ** EFFORT.count_longer
        first = self._of_types(start)
        self.dual = Dual(self.model, first, work.search.pool)
        self.dual.now = first
        self._keep_cut(self.dual.evaluate(), first)
        self.root = self.inc.bound

    def keep(self) -> None:
        """Keep the tree's bound if it is better than the proof at hand."""
        counted, least = self.proof()
        self.inc.prove(least, self.start, counted=counted)

    # --- cuts ----------------------------------------------------------------------------------------------------

    def _of_types(self, at: Multipliers) -> Multipliers:
        """Return the run's own multipliers: what they say of the wide limits becomes the types' prices."""
        wide = self.types.wide
        use = self.types.use[: len(wide)]
        return replace(at, limit=np.concatenate([use.T @ at.limit[wide], at.limit[self.rest]]))

    def _keep_cut(self, alpha: float, multipliers: Multipliers) -> None:
        self.kept.append(multipliers)
        self.master.add(alpha, multipliers.limit[: len(self.types.most)].copy())

    def _cut(self, counts: Floats) -> None:
        """Climb the bound at whole counts, and keep what it proves of all counts."""
        inc, dual = self.inc, self.dual
        choices, types = self.model.choices, len(self.types.most)
        lower, upper = choices.lower.copy(), choices.upper.copy()
        # counts as limits, so that their multipliers become the types' prices
        lower[:types] = upper[:types] = counts
        model = replace(self.model, choices=choices._replace(lower=lower, upper=upper))
        # cuts are climbed above the value of the best plan, not only up to it: deep ones close more boxes
        goal = inc.value + EFFORT.count_deeper * (inc.value - self.root)
        multipliers = self.kept[self.master.at(counts)[0]]
        for _ in range(EFFORT.count_tries):
            dual.to_node(model, multipliers)
            dual.length.theta, dual.length.patience = EFFORT.theta_count, EFFORT.count_haste
            for _ in range(EFFORT.count_rounds):
                # a step is in proportion to what is lacking, so it aims past the goal, or it would die out before it
                dual.step(goal + 0.5 * (goal - inc.value), False)
                if dual.best >= goal:
                    break
            inc.check_stop()
            multipliers = multipliers if dual.kept is None else dual.kept
            if dual.best >= inc.target():
                break
            # so high the bound may not reach at these counts; a goal half as far above the value makes shorter steps
            goal = inc.value + 0.5 * (goal - inc.value)
        # the bound was of plans with these counts; without what their prices give it, it is of all plans
        price = multipliers.limit[:types]
        self._keep_cut(dual.best + float(price @ counts), multipliers)
        if dual.best < inc.target():
            limits = replace(model.problem.limits, lower=lower, upper=upper)
            self.plan_at(replace(model, problem=replace(model.problem, limits=limits)), multipliers)

    # --- the tree ------------------------------------------------------------------------------------------------

    def grow(self) -> None:
        """Split the box that could cost least, and go on with one of its halves, until none is below the target."""
        inc, began, due = self.inc, time.perf_counter(), EFFORT.count_snapshot_s
        most = self.types.sums @ self.types.most
        start = _Box(self.root, 0, np.zeros(len(most)), most, (np.zeros(0, np.int32), np.zeros(0)))
        self.leaves[0] = start
        waiting: list[_Box] = [start]
        box: _Box | None = None
        stuck = np.inf  # the least bound of whole counts that no rounds lift to the target
        while box is not None or waiting:
            if len(self.splits) >= EFFORT.count_nodes // 2:
                break
            if box is None and waiting[0].bound >= min(stuck, inc.target()):
                break
            # down first: the half that the counts lie nearer to goes on, warm from its parent's linear problem
            box = box or heapq.heappop(waiting)
            if box.bound >= min(stuck, inc.target()):
                box = None
                continue
            if time.perf_counter() - began > due:
                self.keep()  # at doubled times: the proof of all leaves takes longer as they grow
                due *= 2.0
            inc.check_stop()
            counts = self._bounded(box)
            if counts is None:
                box = None
            elif (place := self._place(box, counts)) is None:
                stuck = min(stuck, box.bound)
                box = None
            else:
                box, other = self._split(box, *place)
                heapq.heappush(waiting, other)
            if not self._promising(waiting):
                break

    def _promising(self, waiting: list[_Box]) -> bool:
        """Tell whether the bound keeps pace with the nodes."""
        nodes = 2 * len(self.splits)
        if nodes % EFFORT.count_promise or nodes == 0 or not waiting:
            return True
        share = min(EFFORT.count_share * nodes / EFFORT.count_promise, EFFORT.count_share_most)
        return waiting[0].bound - self.root >= share * (self.inc.target() - self.root)

    def _bounded(self, box: _Box) -> Floats | None:
        """Bound a box, with new cuts where its counts are whole; return counts below the target, if there are any."""
        while True:
            target = self.inc.target() + _SURE * abs(self.inc.value)
            counts, least, duals = self.master.solve(box.lower, box.upper)
            if counts is None:
                self._close_empty(box, duals, target)
                return None
            box.bound = max(box.bound, least)
            at = np.flatnonzero(duals).astype(np.int32)
            box.duals = (at, duals[at])
            if least >= target:
                return None
            if self._most_doubtful(counts) >= 0:
                return counts
            whole = np.round(counts)
            if whole.tobytes() in self.tried or len(self.kept) >= EFFORT.count_cuts:
                return whole
            self.tried.add(whole.tobytes())
            self._cut(whole)

    def _close_empty(self, box: _Box, ray: Floats, target: float) -> None:
        """Add so much of the ray that proves the box empty that the box's bound reaches the target.

        The ray weighs the rows without cuts so that they ask more of the counts than any in the box can give (Farkas
        1902). Where nothing fulfils them, every multiple of it lifts the bound, and truly: there is no plan in the box.
        So the proof of an empty box has the form of all others, duals that `least` adds up.

        Parameters
        ----------
        ray
            A number for each row, from HiGHS.
        target
            What the bound has to reach.
        """
        lower, upper = box.lower[None, :], box.upper[None, :]
        had, proven = self._rows([box.duals]), sparse.csr_array(ray[None, :])
        # what the duals at hand lack, and what the ray proves once
        short = target - float(self.master.least(had, lower, upper)[0])
        gain = float(self.master.least(proven, lower, upper, ray=True)[0])
        if gain <= 0.0:
            return  # no proof in the ray: the box keeps its parent's bound, which is true
        ray = ray * (_ENOUGH * max(short, 0.0) / gain) + had.toarray()[0]
        at = np.flatnonzero(ray).astype(np.int32)
        box.duals = (at, ray[at])

    def _most_doubtful(self, counts: Floats) -> int:
        """Return the sum that is furthest from whole, the longer ones first; -1 where all are whole."""
        sums = self.types.sums @ counts
        doubt = np.abs(sums - np.round(sums))
        return int(np.argmax(doubt * self.weight)) if doubt.max() > EFFORT.count_whole else -1

    def _place(self, box: _Box, counts: Floats) -> tuple[int, float] | None:
        """Return the sum to part a box at and where, or None where the box holds these counts alone.

        A sum that is not whole is parted at itself: neither half has it then. Where all are whole, the counts have had
        their cut and still lie below the target. The sum with the widest edges is then parted at them, again and again,
        until they stand in a box of their own and the others of their box can be closed.
        """
        sums = self.types.sums @ counts
        number = self._most_doubtful(counts)
        if number >= 0:
            return number, float(sums[number])
        number = int(np.argmax((box.upper - box.lower) * self.weight))
        total = np.round(sums[number])
        if box.upper[number] - box.lower[number] < 1.0:
            return None
        return number, float(total) if total < box.upper[number] else float(total) - _PART

    def _split(self, box: _Box, number: int, total: float) -> tuple[_Box, _Box]:
        """Part a box at a sum; return the half that the counts lie nearer to, and the other."""
        below = float(np.floor(total))
        upper, lower = box.upper.copy(), box.lower.copy()
        upper[number], lower[number] = below, below + 1.0
        node = 2 * len(self.splits) + 1  # the numbers that `Counted` gives to the halves of the p-th split
        self.splits.append((box.number, number, int(below)))
        del self.leaves[box.number]
        halves = (
            _Box(box.bound, node, box.lower, upper, box.duals),
            _Box(box.bound, node + 1, lower, box.upper, box.duals),
        )
        for half in halves:
            self.leaves[half.number] = half
        return halves if total - below < 0.5 else halves[::-1]

    # --- the proof -----------------------------------------------------------------------------------------------

    def _rows(self, duals: list[tuple[NDArray[np.int32], Floats]]) -> sparse.csr_array:
        ptr = np.concatenate([[0], np.cumsum([len(at) for at, _ in duals])])
        shape = (len(duals), len(self.master.fixed) + len(self.kept))
        at = np.concatenate([at for at, _ in duals])
        return sparse.csr_array((np.concatenate([y for _, y in duals]), at, ptr), shape=shape)

    def proof(self) -> tuple[Counted, float]:
        """Return the proof as it stands, and the least of its leaves' bounds."""
        inc, types, leaves = self.inc, self.types, list(self.leaves.values())
        rows = self._rows([box.duals for box in leaves])
        least = np.inf
        for start in range(0, len(leaves), _ROWS):
            part = leaves[start : start + _ROWS]
            lower, upper = np.array([box.lower for box in part]), np.array([box.upper for box in part])
            bounds = self.master.least(rows[start : start + _ROWS], lower, upper)
            least = min(least, float(bounds.min()))
        place = sparse.csr_array(
            (np.ones(len(leaves)), ([box.number for box in leaves], np.arange(len(leaves)))),
            shape=(2 * len(self.splits) + 1, len(leaves)),
        )
        node, total, parted = np.array(self.splits, np.int64).reshape(-1, 3).T
        stages = []
        for at in self.kept:
            limit = np.zeros(self.n_limits)
            limit[self.rest] = at.limit[len(types.most) :]
            stages.append(inc.stage(replace(at, limit=limit)))
        price = np.array(self.master.price)
        return Counted(
            types.of,
            types.added,
            types.sums,
            tuple(stages),
            price,
            node,
            total,
            parted,
            (place @ rows).tocsr(),
        ), least


def _added_up(added: Floats, edge: Floats, endless: float) -> Floats:
    """Return the edges of sums of limits; endless where one of them is."""
    total = added @ np.where(np.isfinite(edge), edge, 0.0)
    return np.where(added @ np.isinf(edge) > 0, endless, total)


def _with_types(model: Model, types: OptionTypes, rest: NDArray[np.int64]) -> Model:
    """Return the model with the types' counts as limits, zero for now, in place of the wide ones."""
    limits, rows = model.problem.limits, types.rows()
    none = np.zeros(rows.shape[0])
    counted = Limits(
        sparse.vstack([rows, limits.matrix[rest]], format="csr"),
        np.concatenate([none, limits.lower[rest]]),
        np.concatenate([none, limits.upper[rest]]),
        (*(f"option type {h + 1}" for h in range(len(none))), *(limits.names[r] for r in rest)),
    )
    problem = replace(model.problem, limits=counted)
    return replace(model, problem=problem, choices=choices_of(problem)[0])
