"""The check of a bound: the proof that a solution carries, repeated from the raw arrays without the solver.

Stage by stage: the Lagrangian's value over the options that earlier stages left, and the options that it rules out.
Then, where the proof has a tree, node by node the same; the leaves together hold every plan that the stages left.
A proof over counts is repeated likewise, cut by cut and leaf by leaf (`audit_counts`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault
from narvaro.siting.check.counts import counted_bound
from narvaro.siting.check.flows import knapsack_worths
from narvaro.siting.check.mir import rounded_limits
from narvaro.siting.form.problem import Floats, Layer, Problem, is_sparse
from narvaro.siting.form.solution import Branch, Counted, Solution, Stage

__all__ = ["TOLERANCE", "proven_bound"]

TOLERANCE = 1e-9
"""Rounding that the check lets pass, as a share of the value."""

_ROWS = 512  # areas that are looked at together
_ABOVE = 1e-12  # share by which a multiplier may lie above what its client pays unserved, as rounding


def _worths(problem: Problem, layer: Layer, v: Floats) -> dict[float, Floats]:
    """Return each site's worth sum_i weight max(0, v - c - penalty), (n_years, n_sites), for each penalty in use."""
    # states with one penalty are worth the same, so costs are gone through once for each penalty
    kinds = np.unique(problem.penalty(layer)[problem.serving(layer)])
    out = {float(p): np.zeros((problem.n_years, problem.n_sites)) for p in kinds}
    # a site that no option opens is worth nothing to any option
    sites = np.unique(problem.options.site[(problem.options.state >= 0).any(axis=1)])
    most = v.max(axis=1) - kinds.min(initial=0.0)
    for first, area, site, cost in _pairs_below(layer, sites, most):
        rows = first + area
        for t in range(problem.n_years):
            for p, table in out.items():
                worth = layer.weight[rows, t] * np.maximum(0.0, (v[rows, t] - p) - cost)
                table[t, sites] += np.bincount(site, worth, minlength=len(sites))
    return out


def _pairs_below(
    layer: Layer, sites: NDArray[np.int64], most: Floats
) -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.intp], Floats]]:
    """Yield the pairs of areas and some sites that cost less than a figure of the area, some areas at a time.

    First area, and of each pair the area from there on, the position among the sites, and the cost.
    """
    for rows, block in layer.blocks():
        for start in range(0, block.shape[0], _ROWS):
            part, first = block[start : start + _ROWS][:, sites], rows.start + start
            below = most[first : first + part.shape[0]]
            if is_sparse(part):
                coo = part.tocoo()
                (area, site), cost = coo.coords, np.asarray(coo.data, np.float64)
                less = cost < below[area]
                yield first, area[less], site[less], cost[less]
            else:
                area, site = np.nonzero(part < below[:, None])  # NaN, no way at all, is less than nothing
                yield first, area, site, np.asarray(part[area, site], np.float64)


def _option_worths(problem: Problem, layer: Layer, v: Floats, factor: Floats) -> Floats:
    """Return what each option is worth to a layer in all years, shape (K,); `factor` is price and multiplier a year."""
    serves, penalty = problem.serving(layer), problem.penalty(layer)
    # with a capacity the room differs by state even where the penalty does not
    by_state = layer.capacity is not None
    tables = knapsack_worths(problem, layer, v) if by_state else _worths(problem, layer, v)
    out = np.zeros(len(problem.options))
    for kind, table in tables.items():
        for t in range(problem.n_years):
            now = problem.options.state[:, t].astype(np.int64)
            # state -1, closed, reads the last state's entry here, which `now >= 0` then leaves out
            on = (now >= 0) & serves[now] & ((now if by_state else penalty[now]) == kind)
            out += factor[t] * np.where(on, table[t, problem.options.site], 0.0)
    return out


def _stage_bound(
    problem: Problem, stage: Stage, allowed: NDArray[np.bool_]
) -> tuple[float, Floats, list[Fault]]:
    """Return the stage's Lagrangian value, every option's bound, and what is wrong with its multipliers."""
    faults = []
    lam, limits, options = stage.limit, problem.limits, problem.options
    wrong = (len(lam) != len(limits)) or bool(
        ((lam > 0) & np.isinf(limits.upper)).any() or ((lam < 0) & np.isinf(limits.lower)).any()
    )
    # a price on an edge that is not there would prove anything: lam times infinity
    if wrong or not np.isfinite(lam).all():
        return -np.inf, np.zeros(len(options)), [Fault("check.multiplier", {"name": "limits"})]
    rc = options.cost + (limits.matrix.T @ lam if len(lam) else 0.0)
    total = problem.offset - float(
        (lam * np.where(lam > 0, limits.upper, np.where(lam < 0, limits.lower, 0.0))).sum()
    )
    for number, layer in enumerate(problem.layers):
        v, eta = np.asarray(stage.client[number], np.float64), stage.ceiling[number]
        top = np.full(problem.n_years, np.inf) if layer.at_most is None else np.asarray(layer.at_most)
        # weak duality needs v at most what the client pays unserved, and eta at least zero and only where a ceiling is
        over = v > layer.reach_cost()[:, None] * (1 + _ABOVE)
        sound = v.shape == layer.weight.shape and np.isfinite(v).all() and not over.any()
        if not sound or (eta < 0).any() or (eta[np.isinf(top)] > 0).any():
            faults.append(Fault("check.multiplier", {"name": layer.name}))
            continue
        w = layer.weight * (layer.price + eta)
        total += float((w * v).sum()) - float((eta * np.where(eta > 0, top, 0.0)).sum())
        rc = rc - _option_worths(problem, layer, v, layer.price + eta)
    least = np.full(problem.n_sites, np.inf)
    # a site without an allowed option makes the value infinite: no plan is left, which is a true bound
    np.minimum.at(least, options.site[allowed], rc[allowed])
    total += float(least.sum())
    above = np.where(allowed, rc - np.where(np.isfinite(least), least, 0.0)[options.site], np.inf)
    return total, total + above, faults


class _Proof:
    """A proof under repetition: the least level so far, and every fault."""

    def __init__(self, problem: Problem, size: float) -> None:
        self.problem, self.size = problem, size
        self.level = np.inf
        self.faults: list[Fault] = []

    def step(self, stage: Stage, allowed: NDArray[np.bool_], name: str) -> tuple[float, NDArray[np.bool_]]:
        """Repeat one stage; return its Lagrangian value and the options that it leaves."""
        value, each, wrong = _stage_bound(self.problem, stage, allowed)
        self.faults += wrong
        if not len(stage.removed):
            return value, allowed  # its level says nothing: no plan was ruled out by it
        short = int((each[stage.removed] < stage.level - TOLERANCE * self.size).sum())
        if short:
            self.faults.append(Fault("check.removed", {"count": short, "stage": name}))
        # plans with a removed option are gone from what follows, so they count by their level from here on
        self.level = min(self.level, stage.level)
        left = allowed.copy()
        left[stage.removed] = False
        return value, left

    def tree(self, tree: tuple[Branch, ...], allowed: NDArray[np.bool_]) -> float:
        """Repeat a tree; return the least value of its leaves, minus infinity where they do not hold every plan."""
        left = {-1: allowed}
        values: dict[int, float] = {}
        parts: dict[int, list[NDArray[np.int64]]] = {}
        for number, branch in enumerate(tree):
            if branch.parent not in left:  # parents come first, so this is none
                self.faults.append(Fault("check.tree", {"node": str(number)}))
                return -np.inf
            mine = left[branch.parent].copy()
            mine[branch.removed] = False
            values[number], left[number] = self.step(branch.stage, mine, f"{number} (tree)")
            parts.setdefault(branch.parent, []).append(branch.removed)
        # the leaves hold every plan only where each split keeps each option of its site in one child at least
        for parent, removed in parts.items():
            if not self._covers(removed):
                self.faults.append(Fault("check.tree", {"node": str(parent)}))
                return -np.inf
        return min((value for number, value in values.items() if number not in parts), default=-np.inf)

    def counted(self, counted: Counted, allowed: NDArray[np.bool_]) -> float:
        """Repeat a proof over counts; return the least value of its leaves, minus infinity where it is not sound."""

        def lagrangian(priced: Problem, stage: Stage) -> float:
            value, _, wrong = _stage_bound(priced, stage, allowed)
            self.faults += wrong
            return value

        least, wrong = counted_bound(self.problem, counted, lagrangian)
        self.faults += wrong
        return least

    def _covers(self, removed: list[NDArray[np.int64]]) -> bool:
        """Tell whether each option of the one site that is split stays in some child."""
        sites = np.unique(self.problem.options.site[np.concatenate(removed)])
        common = removed[0]
        for other in removed[1:]:
            common = np.intersect1d(common, other)
        return len(sites) <= 1 and len(common) == 0


def proven_bound(problem: Problem, solution: Solution) -> tuple[float, list[Fault]]:
    """Repeat the proof; return what the multipliers alone prove, and what is wrong with it."""
    # each plan keeps the rounded limits too, so a bound over plans that do is one over all
    cuts, wrong = rounded_limits(problem, solution.certificate.cuts)
    if wrong:
        return -np.inf, wrong
    if len(cuts):
        problem = replace(problem, limits=problem.limits.with_rows(cuts))
    proof = _Proof(problem, max(1.0, abs(solution.value)))
    allowed, found = np.ones(len(problem.options), bool), -np.inf
    for number, stage in enumerate(solution.certificate.stages):
        level = proof.level
        value, allowed = proof.step(stage, allowed, str(number + 1))
        # each stage proves a bound of its own, of all plans: what it left, or what was ruled out before it
        found = max(found, min(level, value))
    if solution.certificate.tree:
        value = proof.tree(solution.certificate.tree, allowed)
        found = max(found, min(proof.level, value))
    if solution.certificate.counted is not None:
        value = proof.counted(solution.certificate.counted, allowed)
        found = max(found, min(proof.level, value))
    return found, proof.faults
