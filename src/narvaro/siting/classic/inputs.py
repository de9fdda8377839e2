"""What the classic models share: the arrays a user gives, read with every fault named at once, and the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from narvaro.errors import Fault, ProblemError
from narvaro.siting.form.arrays import cost_table, indices, is_number, is_sparse, numbers, plain
from narvaro.siting.form.problem import Block, Cost, Floats, Layer, Limits, Options, Problem, Sparse
from narvaro.siting.form.solution import LEAST_VALUE, Solution, Status, StoppedBy

__all__ = ["Given", "Placement", "merged", "opening_faults", "placed", "radius_faults"]

_MOST_NAMED = 12  # of what is wrong, in a message
_CELLS = 4_000_000  # looked through at a time: 32 MB of a table on disk
_MARK_SEED, _MOST_MARK = 1, 2**62  # marks by which equal sets are found; sums of them wrap around


@dataclass(frozen=True, eq=False)
class Placement:
    """The answer of a classic model.

    Parameters
    ----------
    sites
        Columns that are open, rising.
    assignment
        Each area's open site with the least cost, shape (n_areas,); -1 where none reaches it (in a cover: none within
        the radius).
    value, bound
        In the model's own terms: total weighted cost (`p_median`), weight covered (`max_cover`; the bound lies above),
        number or cost of sites (`set_cover`), largest cost (`p_center`).
    gap
        Distance of value and bound as a share of the value.
    status
        "optimal" only when the gap is closed.
    stopped_by
        "proven", "gap", "time", "interrupt" or "step", as in `Solution`.
    problem, solution
        The general form that was solved, for `check`. In `p_center` the cover that the sites answer; None where the
        sites that it began with stayed the best.
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
    problem: Problem | None
    solution: Solution | None
    below: tuple[Problem, Solution] | None = None


class Given:
    """The given costs with their shape, weights and fixed sites, checked together.

    Parameters
    ----------
    cost
        Dense or memory-mapped array, SciPy sparse matrix, or a callable that yields row blocks.
    weights
        Shape (n_areas,); None: one each.
    p
        How many sites may be open; None: any number.
    fixed_open, forbidden
        Columns that must be open and columns that must not.
    others
        Faults of further arguments, named together with those of the arrays.

    Raises
    ------
    ProblemError
        With every fault found.
    """

    def __init__(
        self,
        cost: Cost,
        weights: ArrayLike | None,
        p: int | None,
        fixed_open: Iterable[int],
        forbidden: Iterable[int],
        others: Sequence[Fault] = (),
    ) -> None:
        faults = list(others)
        if not callable(cost):
            listed = isinstance(cost, list | tuple)
            cost = plain(cost, "cost", faults) if listed else cost_table(cost, "cost", faults)
        if cost is None:
            raise ProblemError(faults)
        self.cost = cost
        self.areas, self.sites = _shape(cost)
        faults += _cost_faults(cost)
        read = len(faults)
        weight = np.ones(self.areas) if weights is None else numbers(weights, "weights", faults)
        if len(faults) > read:
            # some weights, so that what follows finds its own faults and no others
            weight = np.ones(self.areas)
        elif weight.shape != (self.areas,):
            data = {"shape": str(weight.shape), "areas": self.areas}
            faults.append(Fault("models.weights_shape", data))
            weight = np.ones(self.areas)
        elif not (weight > 0).any() and np.isfinite(weight).all() and not (weight < 0).any():
            faults.append(Fault("models.nobody", {"areas": self.areas}))
        self.weight = weight
        self.fixed = _columns(fixed_open, "fixed_open", self.sites, faults)
        self.shut = _columns(forbidden, "forbidden", self.sites, faults)
        both = np.intersect1d(self.fixed, self.shut)
        if len(both):
            faults.append(
                Fault("problem.open_and_forbidden", {"sites": [str(j) for j in both[:_MOST_NAMED]]})
            )
        if p is not None:
            faults += self._count_faults(p)
        try:
            self.layer = Layer("cost", cost, weight[:, None], np.inf)
        except ProblemError as error:
            faults += error.faults
        if faults:
            raise ProblemError(faults)

    def _count_faults(self, p: object) -> list[Fault]:
        if isinstance(p, bool) or not isinstance(p, int | np.integer):
            return [Fault("models.p_not_whole", {"p": str(p)})]
        if p > self.sites:
            return [Fault("problem.too_many_open", {"p": int(p), "sites": self.sites})]
        if p < 1:
            return [Fault("problem.too_few_open", {"p": int(p)})]
        if p < len(self.fixed):
            return [Fault("models.p_below_fixed", {"p": int(p), "fixed": len(self.fixed)})]
        return []

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

    def nearest(self, sites: NDArray[np.int64], radius: float = np.inf) -> tuple[NDArray[np.int64], Floats]:
        """Return each area's cheapest of some sites (-1: none within the radius) and its cost (infinity)."""
        at, cost = np.full(self.areas, -1, np.int64), np.full(self.areas, np.inf)
        for rows, block in self.layer.blocks():
            part = _dense(block[:, sites])
            if not len(sites):
                break
            best = part.argmin(axis=1)
            least = part[np.arange(len(part)), best].astype(np.float64)
            inside = np.isfinite(least) & (least <= radius)
            at[rows] = np.where(inside, sites[best], -1)
            cost[rows] = np.where(inside, least, np.inf)
        return at, cost

    def within(self, radius: float) -> Sparse:
        """Return which sites that may open lie within the radius of which areas: CSR of zeros, columns rising."""
        columns, counts = [], []
        may = np.ones(self.sites, bool)
        may[self.shut] = False
        for _, block in self.layer.blocks():
            if is_sparse(block):
                near: Sparse = sparse.csr_array(block)
                row = np.repeat(np.arange(near.shape[0]), np.diff(near.indptr))
                keep = (near.data <= radius) & may[near.indices]
                row, col = row[keep], near.indices[keep]
                # rows of a sparse block need not be sorted; equal sets must look equal
                order = np.lexsort((col, row))
                row, col = row[order], col[order]
            else:
                row, col = np.nonzero((np.asarray(block) <= radius) & may)
            columns.append(col.astype(np.int32))
            counts.append(np.bincount(row, minlength=block.shape[0]))
        indices = np.concatenate(columns)
        ptr = np.concatenate([[0], np.cumsum(np.concatenate(counts))])
        shape = (self.areas, self.sites)
        return sparse.csr_array((np.zeros(len(indices), np.float32), indices, ptr), shape=shape)

    def costs(self) -> Floats:
        """Return the distinct finite costs of areas with weight, rising."""
        found: list[Floats] = [np.zeros(0)]
        for rows, block in self.layer.blocks():
            part = block[np.flatnonzero(self.weight[rows] > 0)]
            values: Block = part.data if is_sparse(part) else np.asarray(part)
            found.append(np.unique(values[np.isfinite(values)]).astype(np.float64))
        return np.unique(np.concatenate(found))


def _shape(cost: Cost) -> tuple[int, int]:
    if callable(cost):
        areas = sites = 0
        for _, block in cost():
            areas, sites = areas + int(block.shape[0]), int(block.shape[1])
    elif np.ndim(cost) != 2 and not is_sparse(cost):
        raise ProblemError([Fault("problem.cost_shape", {"layer": "cost", "shape": str(np.shape(cost))})])
    else:
        areas, sites = int(cost.shape[0]), int(cost.shape[1])
    if areas == 0 or sites == 0:
        raise ProblemError([Fault("problem.cost_empty", {"layer": "cost", "shape": str((areas, sites))})])
    return areas, sites


def _cost_faults(cost: Cost) -> list[Fault]:
    """Name what is missing in a table, read in parts so that a memory-mapped one is never in memory whole."""
    if callable(cost):
        return []
    values: Block = cost.data if is_sparse(cost) else cost
    if values.dtype.kind != "f":
        return []
    step = max(1, _CELLS // (values.shape[1] if values.ndim == 2 else 1))
    missing = sum(int(np.isnan(values[a : a + step]).sum()) for a in range(0, len(values), step))
    return [Fault("models.cost_missing", {"count": missing})] if missing else []


def _columns(given: Iterable[int], name: str, sites: int, faults: list[Fault]) -> NDArray[np.int64]:
    named = indices(given, name, faults)
    wrong = (named < 0) | (named >= sites)
    if wrong.any():
        faults.append(Fault("problem.site_index", {"sites": [str(j) for j in named[wrong][:_MOST_NAMED]]}))
        return np.zeros(0, np.int64)
    return np.sort(named)


def radius_faults(radius: object) -> list[Fault]:
    """Name what is wrong with a radius."""
    good = is_number(radius) and bool(0 <= radius < np.inf)
    return [] if good else [Fault("problem.radius", {"radius": str(radius)})]


def opening_faults(opening: Floats, cost: Cost) -> list[Fault]:
    """Name what is wrong with the opening costs of a table's sites."""
    faults = []
    if opening.ndim != 1 or (
        not callable(cost) and len(np.shape(cost)) == 2 and len(opening) != np.shape(cost)[1]
    ):
        sites = "?" if callable(cost) else str(np.shape(cost)[-1])
        faults.append(Fault("models.opening_cost_shape", {"shape": str(opening.shape), "sites": sites}))
    wrong = int((~np.isfinite(opening) | (opening < 0)).sum())
    if wrong:
        faults.append(Fault("models.opening_cost_value", {"count": wrong}))
    return faults


def _dense(block: Block) -> NDArray[np.number]:
    if is_sparse(block):
        coo: Sparse = sparse.coo_array(block)
        out = np.full(coo.shape, np.inf)
        out[coo.coords] = coo.data
        return out
    return np.where(np.isnan(block), np.inf, block)


def merged(cover: Sparse, weight: Floats) -> tuple[Sparse, Floats]:
    """Merge areas with equal cover sets and leave out areas with none; the same problem with fewer rows."""
    length = np.diff(cover.indptr)
    marks = np.random.default_rng(_MARK_SEED).integers(1, _MOST_MARK, cover.shape[1], dtype=np.uint64)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(marks[cover.indices], dtype=np.uint64)])
    mark = sums[cover.indptr[1:]] - sums[cover.indptr[:-1]]
    used = np.flatnonzero((length > 0) & (weight > 0))
    _, first, which = np.unique(mark[used], return_index=True, return_inverse=True)
    lead = used[first][which]
    same = length[lead] == length[used]
    both = np.flatnonzero(same)
    start_a, start_b = cover.indptr[used[both]], cover.indptr[lead[both]]
    runs = length[used[both]]
    step = np.arange(runs.sum()) - np.repeat(np.concatenate([[0], np.cumsum(runs)]), np.append(runs, 0))
    equal = cover.indices[np.repeat(start_a, runs) + step] == cover.indices[np.repeat(start_b, runs) + step]
    # equal marks are only most likely equal sets: each is compared with its first, pair by pair
    if not same.all() or not equal.all():  # two sets share a mark: keep all rows apart
        return cover[used], weight[used]
    keep = np.sort(used[first])
    total = np.zeros(len(weight))
    np.add.at(total, lead, weight[used])
    return cover[keep], total[keep]


def placed(
    given: Given, problem: Problem, solution: Solution, value: float, bound: float, radius: float
) -> Placement:
    """Return a solution of the general form as the answer of a classic model."""
    sites = np.flatnonzero(problem.options.state[solution.option, 0] >= 0)
    gap = 0.0 if solution.status == "optimal" else abs(value - bound) / max(abs(value), LEAST_VALUE)
    return Placement(
        sites,
        given.nearest(sites, radius)[0],
        value,
        bound,
        gap,
        solution.status,
        solution.seconds,
        solution.stopped_by,
        problem,
        solution,
    )
