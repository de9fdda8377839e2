"""The classic location models, each a transform of the cost table and a few lines over the one core.

Rows of `cost` are areas, columns are sites. `cost` is a dense or memory-mapped array, a SciPy sparse matrix (absent =
unreachable) or a callable without arguments that yields `(rows, block)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from narvaro.errors import Fault, InfeasibleError, ProblemError
from narvaro.siting.problem import Cost, Floats, Layer, Limits, Options, Problem, Sparse
from narvaro.siting.run import decide, solve
from narvaro.siting.solution import Solution, Status, StoppedBy, relative_gap

__all__ = ["Placement", "max_cover", "p_center", "p_median", "set_cover"]


@dataclass(frozen=True, eq=False)
class Placement:
    """The answer of a classic model.

    Parameters
    ----------
    sites
        Columns that are open, rising.
    assignment
        Each area's open site with the least cost, -1 where none reaches it (in a cover: none within the radius).
    value, bound
        In the model's own terms: total weighted cost (`p_median`), weight covered (`max_cover`; the bound lies above),
        number or cost of sites (`set_cover`), largest cost (`p_center`).
    gap
        Distance of value and bound as a share of the value.
    problem, solution
        The general form that was solved, for `check`.
    below
        `p_center` only: the cover with the next smaller radius and the proof that it needs more than p sites.
    """

    sites: NDArray[np.int64]
    assignment: NDArray[np.int64]
    value: float
    bound: float
    gap: float
    status: Status
    seconds: float
    stopped_by: StoppedBy
    problem: Problem
    solution: Solution
    below: tuple[Problem, Solution] | None = None


class _Table:
    """The given costs with their shape, weights and fixed sites, checked together."""

    def __init__(
        self,
        cost: Any,
        weights: ArrayLike | None,
        p: int | None,
        fixed_open: Sequence[int],
        forbidden: Sequence[int],
    ) -> None:
        if not callable(cost) and not sparse.issparse(cost):
            cost = np.asanyarray(cost)
        faults: list[Fault] = []
        areas, sites = _shape(cost)
        if areas == 0 or sites == 0:
            raise ProblemError([Fault("problem.cost_empty", {"layer": "cost", "shape": str((areas, sites))})])
        weight = np.ones(areas) if weights is None else np.asarray(weights, np.float64)
        if weight.shape != (areas,):
            data = {"layer": "cost", "rows": areas, "areas": int(weight.size)}
            raise ProblemError([Fault("problem.cost_rows", data)])
        if p is not None and p > sites:
            faults.append(Fault("problem.too_many_open", {"p": p, "sites": sites}))
        if p is not None and p < 1:
            faults.append(Fault("problem.too_few_open", {"p": p}))
        self.fixed, self.shut = (
            np.unique(np.array(fixed_open, np.int64)),
            np.unique(np.array(forbidden, np.int64)),
        )
        named = np.concatenate([self.fixed, self.shut])
        outside = named[(named < 0) | (named >= sites)]
        if len(outside):
            faults.append(Fault("problem.site_index", {"sites": [str(s) for s in outside]}))
        both = np.intersect1d(self.fixed, self.shut)
        if len(both):
            faults.append(Fault("problem.open_and_forbidden", {"sites": [str(s) for s in both]}))
        if faults:
            raise ProblemError(faults)
        self.cost, self.areas, self.sites, self.weight = cost, areas, sites, weight
        self.layer = Layer("cost", cost, weight[:, None], np.inf)

    def options(self, opening: Floats) -> Options:
        """Return closed and open for each site, or the one of them that is left."""
        may = np.ones((self.sites, 2), bool)
        may[self.fixed, 0] = False
        may[self.shut, 1] = False
        site, kind = np.nonzero(may)
        return Options(site, (kind - 1)[:, None].astype(np.int8), np.where(kind == 1, opening[site], 0.0))

    def problem(
        self, layer: Layer, p: int | None, opening: Floats | None = None, offset: float = 0.0
    ) -> Problem:
        """Return the one-year problem with at most p sites open."""
        options = self.options(np.zeros(self.sites) if opening is None else opening)
        limits = Limits.none(len(options))
        if p is not None:
            row = sparse.csr_array((options.state[:, 0] >= 0)[None].astype(np.float64))
            limits = Limits(row, np.array([-np.inf]), np.array([float(p)]), ("p",))
        return Problem(self.sites, 1, 1, (layer,), options, limits, offset)

    def nearest(self, is_open: NDArray[np.bool_], radius: float = np.inf) -> NDArray[np.int64]:
        """Return each area's cheapest open site, -1 where none is within the radius."""
        sites = np.flatnonzero(is_open)
        out = np.full(self.areas, -1, np.int64)
        for rows, block in self.layer.blocks():
            part = _dense(block[:, sites])
            best = part.argmin(axis=1)
            least = part[np.arange(len(part)), best]
            out[rows] = np.where(np.isfinite(least) & (least <= radius), sites[best], -1)
        return out


def _shape(cost: Any) -> tuple[int, int]:
    if not callable(cost):
        if np.ndim(cost) != 2 and not sparse.issparse(cost):
            raise ProblemError([Fault("problem.cost_shape", {"layer": "cost", "shape": str(np.shape(cost))})])
        return int(cost.shape[0]), int(cost.shape[1])
    areas = sites = 0
    for _, block in cost():
        areas, sites = areas + int(block.shape[0]), int(block.shape[1])
    return areas, sites


def _dense(block: Any) -> NDArray[Any]:
    if sparse.issparse(block):
        coo = sparse.coo_array(block)
        out = np.full(block.shape, np.inf)
        out[coo.coords] = coo.data
        return out
    return np.where(np.isnan(block), np.inf, block)


def _placed(
    table: _Table, problem: Problem, solution: Solution, value: float, bound: float, radius: float
) -> Placement:
    is_open = problem.options.state[solution.option, 0] >= 0
    gap = 0.0 if solution.status == "optimal" else relative_gap(max(value, bound), min(value, bound))
    return Placement(
        np.flatnonzero(is_open),
        table.nearest(is_open, radius),
        value,
        bound,
        gap,
        solution.status,
        solution.seconds,
        solution.stopped_by,
        problem,
        solution,
    )


def p_median(
    cost: Cost,
    p: int,
    weights: ArrayLike | None = None,
    *,
    time_limit: float | None = None,
    gap: float = 0.0,
    threads: int | None = None,
    seed: int = 0,
    fixed_open: Sequence[int] = (),
    forbidden: Sequence[int] = (),
) -> Placement:
    """Open at most p sites so that the total weighted cost to the nearest is least.

        minimise sum_i w_i min_{j open} c_ij     with at most p sites open

    The unit is that of weight times cost (person-minutes). Hakimi (1964), Operations Research 12, 450-459; ReVelle and
    Swain (1970), Geographical Analysis 2, 30-42.

    Raises
    ------
    ProblemError
        If p exceeds the number of sites, weights are negative or missing, or shapes differ.
    InfeasibleError
        If an area is out of reach of every site, or p sites cannot reach all.

    Examples
    --------
    >>> import numpy as np
    >>> place = np.array([0.0, 1.0, 9.0, 10.0])
    >>> answer = p_median(np.abs(place[:, None] - place), 2, weights=[3, 1, 1, 3])
    >>> answer.sites, answer.value, answer.status
    (array([0, 3]), 2.0, 'optimal')
    """
    table = _Table(cost, weights, p, fixed_open, forbidden)
    problem = table.problem(table.layer, p)
    solution = solve(problem, gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    return _placed(table, problem, solution, solution.value, solution.bound, np.inf)


def _within(table: _Table, radius: float) -> Sparse:
    """Return which sites lie within the radius of which areas: CSR with explicit zeros, columns rising."""
    columns, counts = [], []
    for _, block in table.layer.blocks():
        if sparse.issparse(block):
            near = sparse.csr_array(block)
            keep = near.data <= radius
            row = np.repeat(np.arange(block.shape[0]), np.diff(near.indptr))[keep]
            col = near.indices[keep]
            order = np.lexsort((col, row))
            row, col = row[order], col[order]
        else:
            row, col = np.nonzero(block <= radius)
        columns.append(col.astype(np.int32))
        counts.append(np.bincount(row, minlength=block.shape[0]))
    indices = np.concatenate(columns)
    ptr = np.concatenate([[0], np.cumsum(np.concatenate(counts))])
    return sparse.csr_array(
        (np.zeros(len(indices), np.float32), indices, ptr), shape=(table.areas, table.sites)
    )


def _merge(cover: Sparse, weight: Floats) -> tuple[Sparse, Floats]:
    """Merge areas with equal cover sets and leave out areas with none; the same problem with fewer rows."""
    length = np.diff(cover.indptr)
    marks = np.random.default_rng(1).integers(1, 2**62, cover.shape[1], dtype=np.uint64)
    sums = np.concatenate([[np.uint64(0)], np.cumsum(marks[cover.indices], dtype=np.uint64)])
    mark = sums[cover.indptr[1:]] - sums[cover.indptr[:-1]]
    used = np.flatnonzero((length > 0) & (weight > 0))
    _, first, which = np.unique(mark[used], return_index=True, return_inverse=True)
    lead = used[first][which]
    same = length[lead] == length[used]
    both = np.flatnonzero(same)
    start_a, start_b = cover.indptr[used[both]], cover.indptr[lead[both]]
    runs = length[used[both]]
    step = np.arange(runs.sum()) - np.repeat(np.concatenate([[0], np.cumsum(runs)[:-1]]), runs)
    equal = cover.indices[np.repeat(start_a, runs) + step] == cover.indices[np.repeat(start_b, runs) + step]
    if not same.all() or not equal.all():  # two sets share a mark: keep all rows apart
        return cover[used], weight[used]
    keep = np.sort(used[first])
    total = np.zeros(len(weight))
    np.add.at(total, lead, weight[used])
    return cover[keep], total[keep]


def _check_radius(radius: float) -> None:
    if not radius >= 0:
        raise ProblemError([Fault("problem.radius", {"radius": radius})])


def max_cover(
    cost: Cost,
    radius: float,
    p: int,
    weights: ArrayLike | None = None,
    *,
    time_limit: float | None = None,
    gap: float = 0.0,
    threads: int | None = None,
    seed: int = 0,
    fixed_open: Sequence[int] = (),
    forbidden: Sequence[int] = (),
) -> Placement:
    """Open at most p sites so that the weight within the radius of one is largest.

        maximise sum_i w_i [some open j has c_ij <= radius]     with at most p sites open

    The core minimises what is left out; areas with equal cover sets are merged first. Church and ReVelle (1974), Papers
    of the Regional Science Association 32, 101-118.

    Raises
    ------
    ProblemError
        As `p_median`, or if the radius covers nobody.

    Examples
    --------
    >>> import numpy as np
    >>> place = np.array([0.0, 1.0, 9.0, 10.0])
    >>> answer = max_cover(np.abs(place[:, None] - place), 1.0, 1, weights=[1, 1, 1, 5])
    >>> answer.value, answer.bound, answer.assignment
    (6.0, 6.0, array([-1, -1,  2,  2]))
    """
    _check_radius(radius)
    table = _Table(cost, weights, p, fixed_open, forbidden)
    cover = _within(table, radius)
    if not cover.nnz:
        raise ProblemError([Fault("problem.radius_covers_nobody", {"radius": radius})])
    merged, weight = _merge(cover, table.weight)
    reached = float(weight.sum())
    layer = Layer("uncovered", merged, weight[:, None], 1.0)
    problem = table.problem(layer, p, offset=-reached)
    solution = solve(problem, gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    return _placed(table, problem, solution, -solution.value, -solution.bound, radius)


def _cover_problem(table: _Table, radius: float, opening: Floats) -> Problem:
    cover = _within(table, radius)
    out = np.flatnonzero((np.diff(cover.indptr) == 0) & (table.weight > 0))
    if len(out):
        data = {"count": len(out), "radius": radius, "areas": [str(a) for a in out[:12]]}
        raise InfeasibleError([Fault("infeasible.cover", data)])
    merged, weight = _merge(cover, table.weight)
    layer = Layer("cover", merged, np.ones((len(weight), 1)), np.inf)
    return table.problem(layer, None, opening)


def set_cover(
    cost: Cost,
    radius: float,
    opening_cost: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    *,
    time_limit: float | None = None,
    gap: float = 0.0,
    threads: int | None = None,
    seed: int = 0,
    fixed_open: Sequence[int] = (),
    forbidden: Sequence[int] = (),
) -> Placement:
    """Open the fewest (cheapest) sites so that every area with weight is within the radius of one.

        minimise sum_j f_j y_j     with sum_{j: c_ij <= radius} y_j >= 1 for every area

    Toregas, Swain, ReVelle and Bergman (1971), Operations Research 19, 1363-1373.

    Raises
    ------
    InfeasibleError
        If an area has no site within the radius.

    Examples
    --------
    >>> import numpy as np
    >>> place = np.array([0.0, 1.0, 9.0, 10.0])
    >>> answer = set_cover(np.abs(place[:, None] - place), 1.0)
    >>> answer.value, answer.status
    (2.0, 'optimal')
    """
    _check_radius(radius)
    table = _Table(cost, weights, None, fixed_open, forbidden)
    opening = np.ones(table.sites) if opening_cost is None else np.asarray(opening_cost, np.float64)
    if opening.shape != (table.sites,):
        raise ProblemError([Fault("problem.size", {"given": int(opening.size), "expected": table.sites})])
    problem = _cover_problem(table, radius, opening)
    solution = solve(problem, gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    return _placed(table, problem, solution, solution.value, solution.bound, radius)


def _radii(table: _Table) -> Floats:
    """Return the costs that can be the largest one: distinct, from the least that reaches everyone."""
    found: list[NDArray[Any]] = []
    floor = 0.0
    for rows, block in table.layer.blocks():
        dense = _dense(block)[table.weight[rows] > 0]
        if not len(dense):
            continue
        floor = max(floor, float(dense.min(axis=1).max()))
        found.append(np.unique(dense[np.isfinite(dense)]))
    values = np.unique(np.concatenate(found)) if found else np.zeros(1)
    return np.asarray(values[values >= floor], np.float64)


def p_center(
    cost: Cost,
    p: int,
    weights: ArrayLike | None = None,
    *,
    time_limit: float | None = None,
    threads: int | None = None,
    seed: int = 0,
    fixed_open: Sequence[int] = (),
    forbidden: Sequence[int] = (),
) -> Placement:
    """Open at most p sites so that the largest cost of any area with weight is least.

        minimise max_i min_{j open} c_ij     with at most p sites open

    Bisection on the radius: a radius will do if a cover of all areas needs at most p sites (Minieka 1970, SIAM Review
    12, 138-139; Daskin 1995). Each cover is decided by the core: a plan of p sites, or a bound above p.

    Examples
    --------
    >>> import numpy as np
    >>> place = np.array([0.0, 1.0, 9.0, 10.0])
    >>> answer = p_center(np.abs(place[:, None] - place), 2)
    >>> answer.value, answer.bound, answer.status
    (1.0, 1.0, 'optimal')
    """
    table = _Table(cost, weights, p, fixed_open, forbidden)
    radii = _radii(table)
    opening = np.ones(table.sites)
    answer = _Bisection(table, radii, p, opening, time_limit, threads, seed)
    return answer.run()


class _Bisection:
    """Which radius is the least that p sites can cover everyone within."""

    def __init__(
        self,
        table: _Table,
        radii: Floats,
        p: int,
        opening: Floats,
        time_limit: float | None,
        threads: int | None,
        seed: int,
    ) -> None:
        self.table, self.radii, self.p, self.opening = table, radii, p, opening
        self.time_limit, self.threads, self.seed = np.inf if time_limit is None else time_limit, threads, seed
        self.seconds = 0.0
        self.below: tuple[Problem, Solution] | None = None
        self.best: tuple[Problem, Solution] | None = None

    def fits(self, at: int) -> bool | None:
        """Decide whether p sites cover everyone within a radius; None where time ran out."""
        problem = _cover_problem(self.table, float(self.radii[at]), self.opening)
        left = self.time_limit - self.seconds
        if left <= 0:
            return None
        limit = None if np.isinf(left) else left
        solution = decide(problem, float(self.p), time_limit=limit, threads=self.threads, seed=self.seed)
        self.seconds += solution.seconds
        if solution.value <= self.p + 1e-9:
            self.best = (problem, solution)
            return True
        if solution.bound > self.p + 1e-9:
            self.below = (problem, solution)
            return False
        return None

    def run(self) -> Placement:
        """Bisect; the radius found is proven where every question was answered."""
        low, high = -1, len(self.radii) - 1
        stopped: StoppedBy = "proven"
        if not self.fits(high):
            raise InfeasibleError(
                [Fault("infeasible.limit_too_low", {"name": "p", "given": self.p, "needed": self.p + 1})]
            )
        high = self._reached()
        while high - low > 1:
            middle = (low + high) // 2
            fits = self.fits(middle)
            if fits is None:
                stopped = "time"
                break
            if fits:
                high = min(middle, self._reached())
            else:
                low = middle
        assert self.best is not None
        problem, solution = self.best
        is_open = problem.options.state[solution.option, 0] >= 0
        value = float(self.radii[high])
        bound = float(self.radii[low + 1])
        return Placement(
            np.flatnonzero(is_open),
            self.table.nearest(is_open),
            value,
            bound,
            relative_gap(value, bound),
            "optimal" if stopped == "proven" else "feasible",
            self.seconds,
            stopped,
            problem,
            solution,
            self.below,
        )

    def _reached(self) -> int:
        """Return the place of the radius that the best sites in fact reach."""
        assert self.best is not None
        problem, solution = self.best
        sites = np.flatnonzero(problem.options.state[solution.option, 0] >= 0)
        worst = 0.0
        for rows, block in self.table.layer.blocks():
            used = self.table.weight[rows] > 0
            if used.any():
                worst = max(worst, float(_dense(block[:, sites])[used].min(axis=1).max()))
        return int(np.searchsorted(self.radii, worst))
