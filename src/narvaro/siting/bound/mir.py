"""Mixed-integer rounding: rows that every plan keeps since options are whole, which the relaxation alone does not.

A limit may leave the relaxation room that no plan can use: a region that must keep 554 places, where offices hold 258
or 168, keeps parts of offices. With a limit `a y <= b` of whole numbers, any shift s_j of each site (it picks one
option) and any divisor D,

    sum_k a'_k y_k <= b',   a'_k = a_k - s_site(k),   b' = b - sum_j s_j,   r = b' mod D,
    sum_k (floor(a'_k / D) (D - r) + max(0, a'_k mod D - r)) y_k <= floor(b' / D) (D - r)

holds for every whole y >= 0 that keeps the first row (Nemhauser and Wolsey 1990). Divisors are coefficients of options
that are picked in part, and the shift is what sites pick most, least or at most (Marchand and Wolsey 2001). A lower
edge is an upper one of the other sign. All figures are whole numbers, so nothing is rounded; where coefficients have
decimals, the limit is first multiplied by ten, a hundred or so. A plan of such figures may pass its edge by the
rounding of floats, which is far less than the thousandth that the edge is moved by before it is rounded down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.form.problem import Floats, Limits, Problem
from narvaro.siting.form.rounding import MORE, UNIT
from narvaro.siting.form.solution import MirCut
from narvaro.siting.layout.layout import Model, choices_of

__all__ = ["cut_rows", "fits", "separate", "with_limits"]

Wholes = NDArray[np.int64]

# coefficients and edges beyond this are left alone: sums and products of the formula then stay exact in 64 bits
_MOST = 2.0**36
_SCALES = (1, 10, 100, 1_000, 10_000)
_EDGE_HAIR = 1e-3  # an edge is rounded down from so much above it, in units of the whole coefficients
_UNSURE = 5e-4  # rounding of all figures of a plan together must be less than this
_IN_PART = 0.02  # share of the picks from which an option is picked in part
_VIOLATION = 0.01  # by how many lengths of its coefficients a cut must be broken: picks are means of rounds
_EACH = 2  # cuts of one limit at a time: more are mostly the same
_AT_ONCE = 30  # cuts at a time
_DIVISORS = 40  # divisors tried for one limit and shift


class _Found(NamedTuple):
    """A cut that is broken, and by how much."""

    violation: float
    cut: MirCut


def fits(problem: Problem, cut: MirCut) -> bool:
    """Tell whether a cut can be made of a problem's limits: of whole numbers in its units, with that edge."""
    limits = problem.limits
    if cut.limit >= len(limits) or cut.shift.shape != (problem.n_sites,):
        return False
    edge = _edge(limits, cut.limit, cut.upper)
    return _is_whole(problem, cut.limit, cut.scale) and bool(np.abs(edge) * cut.scale < _MOST)


def cut_rows(problem: Problem, cuts: Sequence[MirCut]) -> Limits:
    """Return the rows of some cuts over the options of a problem, by the formula above."""
    rows, edges = [], []
    for cut in cuts:
        a, b = _row(problem, cut.limit, cut.upper, cut.scale)
        row, edge = _rounded(a - cut.shift[problem.options.site], b - int(cut.shift.sum()), cut.divisor)
        rows.append(sparse.csr_array(row.astype(np.float64)[None]))
        edges.append(float(edge))
    names = tuple(f"{problem.limits.names[cut.limit]}, rounded by {cut.divisor}" for cut in cuts)
    return Limits(sparse.vstack(rows, format="csr"), np.full(len(rows), -np.inf), np.array(edges), names)


def with_limits(model: Model, more: Limits) -> Model:
    """Return a model with more limits, which every plan of it keeps."""
    problem = replace(model.problem, limits=model.problem.limits.with_rows(more))
    # options keep their order, so what is allowed, and every other array of the model, still fits
    return replace(model, problem=problem, choices=choices_of(problem)[0])


def separate(problem: Problem, share: Floats, known: Sequence[MirCut] = ()) -> tuple[MirCut, ...]:
    """Return cuts that a relaxation's picks break, the worst broken first.

    Parameters
    ----------
    problem
        The limits that cuts are made of; those that are themselves cuts are told by `known` and stand last.
    share
        How much of each option is picked, shape (K,), one in all for each site.
    known
        Cuts made before: the last limits of the problem.
    """
    given = len(problem.limits) - len(known)
    seen = {_mark(cut) for cut in known}
    found: list[_Found] = []
    for limit in range(given):
        scale = next((s for s in _SCALES if _is_whole(problem, limit, s)), None)
        if scale is not None:
            own = sorted(_broken(problem, limit, scale, share), key=lambda one: -one.violation)
            found += [one for one in own if _mark(one.cut) not in seen][:_EACH]
    found.sort(key=lambda one: -one.violation)
    return tuple(one.cut for one in found[:_AT_ONCE])


def _mark(cut: MirCut) -> tuple[int, bool, int, bytes]:
    return cut.limit, cut.upper, cut.divisor, cut.shift.tobytes()


def _is_whole(problem: Problem, limit: int, scale: int) -> bool:
    """Tell whether a limit's coefficients, so many times as large, are whole but for the rounding of floats."""
    matrix = problem.limits.matrix
    part = scale * matrix.data[matrix.indptr[limit] : matrix.indptr[limit + 1]]
    largest = float(np.abs(part).max(initial=0.0))
    if not largest < _MOST:
        return False
    # of each site one option counts; the sum of as many figures may pass the edge by their rounding
    off = float(np.abs(part - np.rint(part)).max(initial=0.0))
    edges = (abs(_edge(problem.limits, limit, upper)) for upper in (True, False))
    edge = max((e for e in edges if np.isfinite(e)), default=0.0)
    passed = (problem.n_sites + MORE) * UNIT * (problem.n_sites * largest + scale * edge)
    return problem.n_sites * off + passed < _UNSURE


def _edge(limits: Limits, limit: int, upper: bool) -> float:
    """Return the upper edge of a limit, or the lower one as an upper edge of the other sign."""
    return float(limits.upper[limit] if upper else -limits.lower[limit])


def _row(problem: Problem, limit: int, upper: bool, scale: int) -> tuple[Wholes, int]:
    """Return a limit's coefficients in whole numbers, shape (K,), and its edge, as one that must not be passed."""
    limits, sign = problem.limits, 1 if upper else -1
    part = slice(limits.matrix.indptr[limit], limits.matrix.indptr[limit + 1])
    a = np.zeros(len(problem.options), np.int64)
    a[limits.matrix.indices[part]] = np.rint(scale * limits.matrix.data[part]).astype(np.int64)
    edge = _edge(limits, limit, upper)
    return sign * a, int(np.floor(scale * edge + _EDGE_HAIR))


def _rounded(a: Wholes, b: int, divisor: int) -> tuple[Wholes, int]:
    """Return the rounded row and its edge."""
    rest = b % divisor
    row = (a // divisor) * (divisor - rest) + np.maximum(0, a % divisor - rest)
    return row, (b // divisor) * (divisor - rest)


def _broken(problem: Problem, limit: int, scale: int, share: Floats) -> Iterator[_Found]:
    """Yield the cuts of one limit that the picks break."""
    limits, site = problem.limits, problem.options.site
    for upper in (True, False):
        edge = _edge(limits, limit, upper)
        if not np.abs(edge) * scale < _MOST:
            continue
        whole, b = _row(problem, limit, upper, scale)
        # only the sites whose options use any of it: the others' shift is zero
        touched = np.zeros(problem.n_sites, bool)
        touched[site[whole != 0]] = True
        mine = np.flatnonzero(touched[site])
        if not len(mine):
            continue  # all its coefficients are zero
        a, at, y = whole[mine], site[mine], share[mine]
        for shift in _shifts(a, at, y, problem.n_sites):
            moved, left = a - shift[at], b - int(shift.sum())
            partly = np.abs(moved[(y > _IN_PART) & (moved != 0)])
            for divisor in np.unique(partly)[::-1][:_DIVISORS].tolist():
                if left % divisor == 0:
                    continue  # rounded by it the row is itself
                row, most = _rounded(moved, left, divisor)
                length = float(np.sqrt((row.astype(np.float64) ** 2).sum()))
                violation = (float(row @ y) - most) / length if length > 0 else 0.0
                if violation > _VIOLATION:
                    yield _Found(violation, MirCut(limit, upper, shift, divisor, scale))


def _shifts(a: Wholes, at: NDArray[np.int64], y: Floats, n_sites: int) -> Iterator[Wholes]:
    """Yield what each site may be shifted by: what it picks most, the least that it can use, and the most."""
    for key in (-y, a, -a):
        order = np.lexsort((key, at))
        first = np.concatenate([[True], at[order][1:] != at[order][:-1]])
        shift = np.zeros(n_sites, np.int64)
        shift[at[order][first]] = a[order][first]
        yield shift
