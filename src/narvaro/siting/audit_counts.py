"""The check of a proof over counts: kinds, cuts, boxes and their bounds, repeated without the solver.

Every plan has some counts of kinds; the boxes at the leaves hold all counts, since a split parts whole numbers at a
whole number. What a plan with counts in a box costs at least follows from the stages' Lagrangian values and the leaf's
multipliers, whatever they are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.errors import Fault
from narvaro.siting.problem import Floats, Problem
from narvaro.siting.solution import Counted

__all__ = ["counted_bound", "kind_faults", "priced"]

_ROWS = 4096  # leaves at a time


def priced(problem: Problem, counted: Counted, stage: int) -> Floats:
    """Return the options' costs with the stage's prices of their kinds, shape (K,)."""
    return np.asarray(problem.options.cost + counted.price[stage][counted.kind])


def kind_faults(problem: Problem, counted: Counted) -> list[Fault]:
    """Say what is wrong with the kinds: a shape, a sum of limits that differs within one, a sum that is none."""
    kinds = counted.price.shape[1]
    sound = counted.kind.shape == (len(problem.options),) and counted.kind.min() >= 0
    if not sound or counted.kind.max() >= kinds or counted.sums.shape[1] != kinds:
        return [Fault("check.counted", {"part": "kind"})]
    _, use = _uses(problem, counted)
    if not np.array_equal(use, _of_kinds(counted, use)[:, counted.kind]):
        return [Fault("check.counted", {"part": "limits"})]
    if not np.isin(counted.sums, (0.0, 1.0)).all() or (counted.added < 0).any():
        return [Fault("check.counted", {"part": "sums"})]
    return []


def _uses(problem: Problem, counted: Counted) -> tuple[tuple[Floats, Floats], Floats]:
    """Return the edges of the added limits, and what each option uses of them, shape (W, K)."""
    edges = []
    for edge, endless in ((problem.limits.lower, -np.inf), (problem.limits.upper, np.inf)):
        total = np.array([sum(edge[r] * row[r] for r in np.flatnonzero(row)) for row in counted.added])
        edges.append(np.where(np.isnan(total), endless, total))
    return (edges[0], edges[1]), np.asarray(counted.added @ problem.limits.matrix)


def _of_kinds(counted: Counted, each: Floats) -> Floats:
    """Return the columns of each kind's first option."""
    first = np.zeros(counted.price.shape[1], np.int64)
    first[counted.kind[::-1]] = np.arange(len(counted.kind))[::-1]
    return np.asarray(each[:, first])


def _classes(problem: Problem, counted: Counted) -> tuple[Floats, Floats]:
    """Return which kinds the sites of each class have, shape (G, H), and the classes' sizes, by their first site."""
    has = np.zeros((problem.n_sites, counted.price.shape[1]), bool)
    has[problem.options.site, counted.kind] = True
    seen: dict[bytes, int] = {}
    of = np.array([seen.setdefault(row.tobytes(), len(seen)) for row in has])
    member = np.array([has[of == g][0] for g in range(len(seen))], np.float64)
    return member, np.bincount(of).astype(np.float64)


def _boxes(counted: Counted, most: Floats) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Return the leaves and their edges of every sum: the tree is walked from the top."""
    boxes = {0: (np.zeros(len(most)), most)}
    for p, (node, total, at) in enumerate(zip(counted.node, counted.total, counted.at, strict=True)):
        lower, upper = boxes.pop(int(node))  # a node that is not there, or is split twice, is a KeyError
        below, above = upper.copy(), lower.copy()
        below[total], above[total] = min(below[total], at), max(above[total], at + 1)
        boxes[2 * p + 1], boxes[2 * p + 2] = (lower, below), (above, upper)
    leaves = np.array(sorted(boxes), np.int64)
    lows, highs = (np.array([boxes[int(n)][side] for n in leaves]) for side in (0, 1))
    return leaves, lows, highs


def counted_bound(problem: Problem, counted: Counted, alpha: Floats) -> tuple[float, list[Fault]]:
    """Return the least bound of the leaves, given the stages' Lagrangian values with the kinds' prices.

    For any y, and weights pi >= 0 of sum one, every plan with counts n in the box costs at least

        pi . alpha - (pi price) . n,   where   y . (rows n) <= ... holds row by row,

    so at least pi . alpha + sum_r (y_r lower_r if y_r > 0 else y_r upper_r)
    + sum_h min over 0 <= n_h <= most_h of (-(pi price)_h - (y rows)_h) n_h.
    """
    (lower, upper), use = _uses(problem, counted)
    member, size = _classes(problem, counted)
    most = size @ member
    rows = np.concatenate([counted.sums, _of_kinds(counted, use), member])
    try:
        leaves, lo, hi = _boxes(counted, counted.sums @ most)
    except KeyError as error:
        return -np.inf, [Fault("check.counted", {"part": f"tree {error}"})]
    duals, least = sparse.csr_array(counted.duals), np.inf
    if duals.shape != (2 * len(counted.node) + 1, len(rows) + len(alpha)):
        return -np.inf, [Fault("check.counted", {"part": "duals"})]
    for start in range(0, len(leaves), _ROWS):
        part = slice(start, start + _ROWS)
        dense = duals[leaves[part]].toarray()
        y, pi = dense[:, : len(rows)], np.maximum(dense[:, len(rows) :], 0.0)
        pi[pi.sum(axis=1) <= 0, 0] = 1.0
        pi = pi / pi.sum(axis=1, keepdims=True)
        ends = [np.repeat(np.append(edge, size)[None, :], len(y), axis=0) for edge in (lower, upper)]
        edge = np.where(y > 0, np.hstack([lo[part], ends[0]]), np.hstack([hi[part], ends[1]]))
        y = np.where(np.isinf(edge), 0.0, y)
        held = (y * np.where(np.isinf(edge), 0.0, edge)).sum(axis=1)
        slope = -(pi @ counted.price) - y @ rows
        bound = pi @ alpha + held + (np.minimum(slope, 0.0) * most).sum(axis=1)
        least = min(least, float(bound.min()))
    return least, []
