"""Before solving: can the limits be met at all, and if not, which of them clash and by how much."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.errors import Fault, UnsettledError
from narvaro.siting.form.keeps import above
from narvaro.siting.form.problem import Floats, Sparse
from narvaro.siting.layout.layout import Model
from narvaro.siting.mip.cuts import Cut, cut_off_limits
from narvaro.siting.mip.highs import row_units
from narvaro.siting.mip.no_plan import Existence, LimitRows, loosened, settle, taking_part
from narvaro.siting.mip.solver import Mip, ask

__all__ = ["clashes", "feasible_pick", "smallest_clash", "unreachable_faults"]

_MOST_NAMED = 12
_LONGEST_S = 300.0  # for one question to HiGHS and its proof
_EXPLAINED_S = (
    20.0  # to say which limits clash, where it is proven that there is no plan: nobody waits longer for it
)
_MANY = 24  # limits in a clash: of more nobody reads what of each would do
_CUTS = 60  # plans that break a limit and are cut off
_ANY_GAP = 0.05  # relative gap at which a plan that keeps everything is cheap enough to begin from
# runs of rows that are left out of a clash first; then halves of them, down to single rows
_HALVINGS_FROM = 4
_MARK_SEED = 7  # of the marks by which equal rows are found; any will do


def unreachable_faults(model: Model) -> list[Fault]:
    """Return a fault for each layer with areas that must be reached and that no site can reach."""
    faults = []
    for number, layer in enumerate(model.problem.layers):
        part = slice(model.starts[number], model.starts[number + 1])
        ptr = model.lists.ptr[model.starts[number] : model.starts[number + 1] + 1]
        out = (np.diff(ptr) == 0) & np.isinf(model.lists.cap[part]) & (model.base[part] > 0).any(axis=1)
        if out.any():
            areas = np.flatnonzero(out)
            data = {"layer": layer.name, "count": len(areas), "areas": [str(a) for a in areas[:_MOST_NAMED]]}
            faults.append(Fault("infeasible.unreachable", data))
    return faults


def _alone(model: Model) -> list[Fault]:
    """Return a fault for each limit that no choice of options can meet even by itself."""
    faults = []
    c, limits = model.choices, model.problem.limits
    matrix = limits.matrix[:, model.order].tocsr()
    for r in range(len(limits)):
        coef = np.zeros(len(c.site))
        span = slice(matrix.indptr[r], matrix.indptr[r + 1])
        coef[matrix.indices[span]] = matrix.data[span]
        least = np.minimum.reduceat(coef, c.site_ptr[:-1])
        most = np.maximum.reduceat(coef, c.site_ptr[:-1])
        upper, lower, whole = float(limits.upper[r]), float(limits.lower[r]), bool(limits.whole_use[r])
        if np.isfinite(upper) and above(least, upper, whole and upper.is_integer()):
            data = {"name": limits.names[r], "given": upper, "needed": float(least.sum())}
            faults.append(Fault("infeasible.limit_too_low", data))
        if np.isfinite(lower) and above(-most, -lower, whole and lower.is_integer()):
            data = {"name": limits.names[r], "given": lower, "needed": float(most.sum())}
            faults.append(Fault("infeasible.limit_too_high", data))
    return faults


def _reach_rows(model: Model) -> Sparse:
    """Return one row for each distinct set of options of which one must be picked so that a client is reached."""
    must = np.flatnonzero(np.isinf(model.lists.cap) & (model.base > 0).any(axis=1))
    if not len(must):
        return sparse.csr_array((0, len(model.order)))
    c, years, n_sites = model.choices, model.n_years, model.problem.n_sites
    length = np.diff(model.lists.ptr)[must]
    index = np.repeat(model.lists.ptr[must] - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
    index = index + np.arange(length.sum())
    reach = sparse.csr_array(
        (
            np.ones(len(index)),
            model.lists.site[index].astype(np.int64),
            np.concatenate([[0], np.cumsum(length)]),
        ),
        shape=(len(must), n_sites),
    )
    rows = []
    for t in range(years):
        for number in range(len(model.problem.layers)):
            mine = (model.lists.layer[must] == number) & (model.base[must, t] > 0)
            if not mine.any():
                continue
            serves = np.isfinite(model.state_penalty[number][model.state[:, t]])
            options = np.flatnonzero(serves)
            pick = sparse.csr_array(
                (np.ones(len(options)), (c.site[options], options)), shape=(n_sites, len(serves))
            )
            rows.append(sparse.csr_array(reach[np.flatnonzero(mine)] @ pick))
    table = sparse.csr_array(sparse.vstack(rows, format="csr"))
    # thousands of clients may ask for one of the same sites; sums of random marks tell different rows apart
    marks = table @ np.random.default_rng(_MARK_SEED).random(table.shape[1])
    _, first = np.unique(marks, return_index=True)
    return table[np.sort(first)]


class _FeasibilityRows:
    """The limits (and reach rows) as a MIP over the options, with slack where asked."""

    def __init__(self, model: Model, seconds: float) -> None:
        self.model, self.seconds, self.until = model, seconds, time.perf_counter() + seconds
        limits = model.problem.limits
        self.reach = _reach_rows(model)
        self.matrix = sparse.csr_array(
            sparse.vstack([limits.matrix[:, model.order], self.reach], format="csr")
        )
        extra = self.reach.shape[0]
        self.lower = np.concatenate([limits.lower, np.ones(extra)])
        self.upper = np.concatenate([limits.upper, np.full(extra, np.inf)])
        self.names = [*limits.names, *["infeasible"] * extra]

    def solve(
        self, rows: NDArray[np.int64], soft: NDArray[np.int64], cost: Floats, cuts: Sequence[Cut] = ()
    ) -> tuple[float, NDArray[np.int64] | None]:
        """Minimise cost plus the slack of the soft rows; return (value, picks) or (inf, None)."""
        model, options = self.model, len(self.model.order)
        parts = [self._chosen(), self.matrix[rows], self._rows_of(cuts)]
        n = parts[0].shape[0]
        whole = sparse.csr_array(sparse.vstack(parts, format="csr"))
        at = n + np.flatnonzero(np.isin(rows, soft))
        # in units of each row, so that HiGHS's tolerances mean the same in grams and in tonnes
        slack = sparse.csr_array(
            (row_units(whole[at]), (at, np.arange(len(at)))), shape=(whole.shape[0], len(at))
        )
        whole = sparse.csr_array(sparse.hstack([whole, slack, -slack], format="csr"))
        more = 2 * len(at)
        mip = Mip(
            np.arange(options),
            np.concatenate([cost * (0.0 if more else 1.0), np.ones(more)]),
            np.concatenate([np.where(model.allowed, 1.0, 0.0), np.full(more, np.inf)]),
            options,
            whole,
            np.concatenate([np.ones(n), self.lower[rows], np.full(len(cuts), -np.inf)]),
            np.concatenate([np.ones(n), self.upper[rows], [float(cut.most) for cut in cuts]]),
            0.0,
            False,
        )
        left = self.until - time.perf_counter()
        if left <= 0:
            raise UnsettledError("infeasible.unsettled", seconds=self.seconds)
        result, value = ask(model, mip, gap=0.0 if more else _ANY_GAP, time_limit=left)
        if result.pick is None:
            if not result.ended:  # the time was over: that there is no plan is not known
                raise UnsettledError("infeasible.unsettled", seconds=self.seconds)
            return np.inf, None
        return value, result.pick

    def _chosen(self) -> Sparse:
        options, n = len(self.model.order), self.model.problem.n_sites
        at = (self.model.choices.site, np.arange(options))
        return sparse.csr_array((np.ones(options), at), shape=(n, options))

    def _rows_of(self, cuts: Sequence[Cut]) -> Sparse:
        table = np.zeros((len(cuts), len(self.model.order)))
        for row, cut in zip(table, cuts, strict=True):
            row[cut.options] = 1.0
        return sparse.csr_array(table)

    def lacking(self, pick: NDArray[np.int64]) -> Floats:
        """Return by how much a plan passes the edges of each row."""
        used = np.asarray(self.matrix[:, pick].sum(axis=1)).ravel()
        return np.asarray(np.maximum(0.0, np.maximum(used - self.upper, self.lower - used)))

    def nearest(self, soft: NDArray[np.int64]) -> NDArray[np.int64] | None:
        """Return the plan that passes the edges of some rows least and keeps all else; None where none is found."""
        everything, zero = np.arange(len(self.lower)), np.zeros(len(self.model.order))
        try:
            return self.solve(everything, soft, zero)[1]
        except UnsettledError:
            return None

    def settled(self, rows: NDArray[np.int64]) -> Existence:
        """Return a plan that keeps some rows, or whether it is proven that there is none."""
        return settle(self._asked(rows), self.model.allowed, self.until - time.perf_counter())

    def relaxed_clash(self, rows: NDArray[np.int64]) -> list[int] | None:
        """Return rows of some that clash by the linear relaxation, of which none can be left out so.

        None where it lets all of them hold together.
        """
        found = taking_part(self._asked(rows), self.model.allowed)
        if found is None:
            return None
        core = rows[found]
        for row in core.tolist():
            rest = core[core != row]
            if len(rest) == len(core) or not len(rest):
                continue
            found = taking_part(self._asked(rest), self.model.allowed)
            core = core if found is None else rest[found]
        return [int(row) for row in core]

    def _asked(self, rows: NDArray[np.int64]) -> LimitRows:
        matrix, site = sparse.csr_array(self.matrix[rows]), self.model.choices.site
        low = loosened(matrix, self.lower[rows], -1.0, site)
        top = loosened(matrix, self.upper[rows], 1.0, site)
        return LimitRows(matrix, low, top, site, partial(self.cut_off, rows))

    def cut_off(self, rows: NDArray[np.int64], pick: NDArray[np.int64]) -> Cut | None:
        """Return a row that every plan that keeps some rows keeps too, and this plan breaks."""
        # rows of reach stand after the limits; all their figures are ones, so a float tells whether they hold
        limits = rows[rows < len(self.model.problem.limits)]
        if (self.matrix[rows[len(limits) :]][:, pick].sum(axis=1) < 1).any():
            return Cut(pick, len(pick) - 1)
        return cut_off_limits(self.model, pick, limits)


def feasible_pick(model: Model, cost: Floats, seconds: float = _LONGEST_S) -> NDArray[np.int64] | None:
    """Return a plan that keeps every limit and reaches who must be reached, cheap by `cost`; None: none, proven.

    It is looked for so many seconds, though not longer than some minutes.

    Raises
    ------
    UnsettledError
        If it was not settled.
    """
    rows = _FeasibilityRows(model, min(seconds, _LONGEST_S))
    everything, none = np.arange(len(rows.lower)), np.zeros(0, np.int64)
    cuts: list[Cut] = []
    for _ in range(_CUTS):
        pick = rows.solve(everything, none, cost, cuts)[1]
        if pick is None:
            break
        cut = rows.cut_off(everything, pick)
        if cut is None:
            return np.asarray(pick, np.int64)
        cuts.append(cut)
    # HiGHS has none, or only such as break a limit: its word proves nothing
    found = rows.settled(everything)
    if found.pick is None and not found.none:
        raise UnsettledError("infeasible.unsettled", seconds=rows.seconds)
    return found.pick


def pick_among(model: Model, cost: Floats, seconds: float) -> NDArray[np.int64] | None:
    """Return a plan of the allowed options that keeps every limit, cheap by `cost`; None where HiGHS has none."""
    rows = _FeasibilityRows(model, min(seconds, _LONGEST_S))
    everything, none = np.arange(len(rows.lower)), np.zeros(0, np.int64)
    try:
        pick = rows.solve(everything, none, cost)[1]
    except UnsettledError:
        return None
    return pick if pick is not None and rows.cut_off(everything, pick) is None else None


def smallest_clash(rows: list[int], clash: Callable[[list[int]], bool]) -> list[int]:
    """Return rows that clash and of which none can be left out, by leaving out runs of rows, then single ones.

    The deletion filter of Chinneck and Dravnieks (1991).
    """
    core, step = list(rows), max(1, len(rows) // _HALVINGS_FROM)
    while step >= 1:
        at = 0
        while at < len(core):
            rest = core[:at] + core[at + step :]
            if rest and clash(rest):
                core = rest
            else:
                at += step
        step //= 2
    return core


def clashes(model: Model) -> list[Fault]:
    """Say which limits clash: a smallest set that cannot hold together, and the least change of each that would do.

    Where more than some clash by the linear relaxation alone, they are told as it proves them: none of them can be left
    out of that proof, but fewer may clash, and what of each would do is not told.
    """
    faults = unreachable_faults(model) + _alone(model)
    if faults:
        return faults
    rows = _FeasibilityRows(model, _EXPLAINED_S)
    none, zero = np.zeros(0, np.int64), np.zeros(len(model.order))
    everything = np.arange(len(rows.lower))

    def clash(rest: list[int]) -> bool:
        some = np.array(sorted(rest), np.int64)
        # HiGHS is believed while the clash is made smaller, which asks many times; the end is proven below
        try:
            pick = rows.solve(some, none, zero)[1]
        except UnsettledError:
            return False  # no smaller clash is known
        return pick is None or (rows.cut_off(some, pick) is not None and rows.settled(some).none)

    core = everything.tolist()
    if not clash(core):
        return []
    relaxed = rows.relaxed_clash(everything)
    if relaxed is not None and len(relaxed) > _MANY:
        return _named(rows, relaxed)
    core = relaxed or core
    soft = rows.nearest(everything) if relaxed is None else None
    if soft is not None:  # rows that the least slack leaves whole go first
        broken = rows.lacking(soft) > 0.0
        core.sort(key=lambda r: (bool(broken[r]), r))
    core = smallest_clash(core, clash)
    if not rows.settled(
        np.array(sorted(core), np.int64)
    ).none:  # HiGHS may err; all together are proven to clash
        core = everything.tolist()
    return _named(rows, core, rows.nearest)


def _named(
    rows: _FeasibilityRows,
    core: list[int],
    nearest: Callable[[NDArray[np.int64]], NDArray[np.int64] | None] = lambda _: None,
) -> list[Fault]:
    """Return a fault for each limit of a clash, and one for the reach where it takes part.

    `nearest` finds the plan that passes a limit's edges least and keeps all else.
    """
    n = len(rows.model.problem.limits)
    faults = [_clash_fault(rows, r, nearest(np.array([r]))) for r in sorted(core) if r < n]
    return faults + ([Fault("infeasible.clash_reach", {})] if any(r >= n for r in core) else [])


def _clash_fault(rows: _FeasibilityRows, r: int, soft: NDArray[np.int64] | None) -> Fault:
    """Say that a limit takes part in a clash, and what of it would do with all else as it stands.

    `soft` is the plan that passes this limit's edges least and keeps all else, or None.
    """
    name, low, top = rows.names[r], float(rows.lower[r]), float(rows.upper[r])
    given = top if np.isfinite(top) else low
    if soft is None:
        return Fault("infeasible.clash", {"name": name, "given": given})
    # added without rounding: the figure is shown to the user, who may type it in again
    used = math.fsum(rows.matrix[[r]][:, soft].data.tolist())
    if low <= used <= top:  # a plan that HiGHS takes for the least and that keeps it breaks something else
        return Fault("infeasible.clash_limit", {"name": name, "given": given})
    return Fault(
        "infeasible.clash_needs", {"name": name, "given": top if used > top else low, "needed": used}
    )
