"""The check of a proof over counts: types, cuts, boxes and their bounds, repeated without the solver.

Every plan has some counts of types; the boxes at the leaves hold all counts, since a split parts whole numbers at a
whole number. What a plan with counts in a box costs at least follows from the stages' Lagrangian values and the leaf's
multipliers, whatever they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.errors import Fault
from narvaro.siting.form.problem import Floats, Problem
from narvaro.siting.form.solution import Counted, Stage

__all__ = ["counted_bound"]

_ROWS = 4096  # leaves at a time: a proof may have 100,000, and their multipliers are made dense here


def _shape_faults(problem: Problem, counted: Counted) -> list[Fault]:
    """Say which parts are not what they must be, whatever the problem: whole numbers, finite, of the right shape."""
    whole = (counted.option_type, counted.node, counted.total, counted.at)
    numbers = (counted.price, counted.added, counted.duals.data)
    stages, types = len(counted.stages), counted.price.shape[1]
    type_sound = counted.option_type.shape == (len(problem.options),) and set(counted.option_type) == set(
        range(types)
    )
    sound = {
        "types": type_sound and len(counted.price) == stages > 0,
        "sums": counted.sums.shape[1] == types and bool(np.isin(counted.sums, (0.0, 1.0)).all()),
        "limits": counted.added.shape[1] == len(problem.limits) and not (counted.added < 0).any(),
        "whole numbers": all(np.issubdtype(part.dtype, np.integer) for part in whole),
        "numbers": all(bool(np.isfinite(part).all()) for part in numbers),
    }
    return [Fault("check.counted", {"part": part}) for part, holds in sound.items() if not holds]


def _added_up(counted: Counted, edge: Floats) -> Floats:
    """Return the edges of the added limits, shape (W,); infinite where one of them is."""
    return np.array([sum(edge[r] * row[r] for r in np.flatnonzero(row)) for row in counted.added])


def _of_types(counted: Counted, each: Floats) -> Floats:
    """Return the columns of each type's first option."""
    # filled from behind, so that the first option of each type is what stays
    first = np.zeros(counted.price.shape[1], np.int64)
    first[counted.option_type[::-1]] = np.arange(len(counted.option_type))[::-1]
    return np.asarray(each[:, first])


def _classes(problem: Problem, counted: Counted) -> tuple[Floats, Floats]:
    """Return which types the sites of each class have, shape (G, H), and the classes' sizes, by their first site."""
    has = np.zeros((problem.n_sites, counted.price.shape[1]), bool)
    has[problem.options.site, counted.option_type] = True
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
        # counts are whole, so each lies at or below `at` or at least one above: no plan falls between the halves
        boxes[2 * p + 1], boxes[2 * p + 2] = (lower, below), (above, upper)
    leaves = np.array(sorted(boxes), np.int64)
    lows, highs = (np.array([boxes[int(n)][side] for n in leaves]) for side in (0, 1))
    return leaves, lows, highs


def counted_bound(
    problem: Problem, counted: Counted, lagrangian: Callable[[Problem, Stage], float]
) -> tuple[float, list[Fault]]:
    """Return the least bound of the leaves, minus infinity where the proof is not sound, and what is wrong with it.

    With each stage's prices of the types in the options' costs its Lagrangian is alpha_t. Every plan with counts n
    costs at least pi . alpha - (pi price) . n for any weights pi >= 0 of sum one, and the counts of a leaf's box keep
    lower_r <= rows_r . n <= upper_r for its sums, the added limits and the classes. So for any y it costs at least

        pi . alpha + sum_r (y_r lower_r if y_r > 0 else y_r upper_r)
        + sum_h min over 0 <= n_h <= most_h of (-(pi price)_h - (y rows)_h) n_h.
    """
    if faults := _shape_faults(problem, counted):
        return -np.inf, faults
    use = np.asarray(counted.added @ problem.limits.matrix)
    (member, size), used = _classes(problem, counted), _of_types(counted, use)
    rows = np.concatenate([counted.sums, used, member])
    sound = {
        "a type's use": np.array_equal(use, used[:, counted.option_type]),
        "classes": bool((member.sum(axis=0) == 1).all()),
        "duals": counted.duals.shape == (2 * len(counted.node) + 1, len(rows) + len(counted.stages)),
    }
    if not all(sound.values()):
        return -np.inf, [Fault("check.counted", {"part": part}) for part, holds in sound.items() if not holds]
    most = size @ member  # of each type no more than the sites that have it
    try:
        leaves, lo, hi = _boxes(counted, counted.sums @ most)
    except KeyError as error:
        return -np.inf, [Fault("check.counted", {"part": f"tree {error}"})]
    alpha = np.array(
        [lagrangian(_priced(problem, counted, t), stage) for t, stage in enumerate(counted.stages)]
    )
    lower, upper = (_added_up(counted, edge) for edge in (problem.limits.lower, problem.limits.upper))
    duals, least = sparse.csr_array(counted.duals), np.inf
    for start in range(0, len(leaves), _ROWS):
        part = slice(start, start + _ROWS)
        dense = duals[leaves[part]].toarray()
        y, pi = dense[:, : len(rows)], np.maximum(dense[:, len(rows) :], 0.0)
        # true for any weights of sum one, so others are made such; negative ones would turn a bound around
        pi[pi.sum(axis=1) <= 0, 0] = 1.0
        pi = pi / pi.sum(axis=1, keepdims=True)
        ends = [np.repeat(np.append(edge, size)[None, :], len(y), axis=0) for edge in (lower, upper)]
        edge = np.where(y > 0, np.hstack([lo[part], ends[0]]), np.hstack([hi[part], ends[1]]))
        y = np.where(np.isinf(edge), 0.0, y)  # an edge that is not there proves nothing
        held = (y * np.where(np.isinf(edge), 0.0, edge)).sum(axis=1)
        slope = -(pi @ counted.price) - y @ rows
        bound = pi @ alpha + held + (np.minimum(slope, 0.0) * most).sum(axis=1)
        least = min(least, float(bound.min()))
    return least, []


def _priced(problem: Problem, counted: Counted, stage: int) -> Problem:
    """Return the problem with a stage's prices of the types in the options' costs."""
    cost = problem.options.cost + counted.price[stage][counted.option_type]
    return replace(problem, options=replace(problem.options, cost=cost))
