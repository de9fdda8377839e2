"""The MIP of a problem with capacity, its matrix laid out by NumPy: a column for each pair, year and channel.

With x the share of a client that a site serves, s the share that nothing serves and o what a site takes above its room,

    sum_j x_ij + s_i = 1,    x_ij <= Y_j,    sum_i w_i x_ij <= sum_k capacity_k y_k + o_j,

for each layer and year; Y_j is the sum of the site's options that serve the channel. The links x <= Y and the room that
grows with y are the strong form of the capacitated problem (Leung and Magnanti 1989). Layers without capacity have the
same columns and no room.
"""

# highspy has no complete types
# mypy: disable-error-code="no-untyped-call, unused-ignore"

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from narvaro.siting.form.problem import Floats, Sparse
from narvaro.siting.form.rounding import SMALLEST
from narvaro.siting.layout.layout import Model
from narvaro.siting.mip.scaling import scaled
from narvaro.siting.mip.solver import Mip, lp_of, new_solver

__all__ = ["FlowMip", "Pairs", "Relaxed", "build_flow_mip", "relax"]


class Pairs(NamedTuple):
    """The pairs that may be served, one entry for each client, year, site and channel."""

    client: NDArray[np.int64]
    year: NDArray[np.int64]
    site: NDArray[np.int64]
    flat: NDArray[np.int64]  # (channel, year, site), as in `Choices`
    cost: Floats  # with the penalty of the channel


@dataclass(frozen=True, eq=False)
class FlowMip:
    """The MIP and where its parts stand. Columns: options, pairs, unserved shares, room exceeded.

    Parameters
    ----------
    need
        Flat (client, year) of each assignment row: those with weight.
    limit_row, need_row, room_row, ceiling_row
        First row of each part; a ceiling has one row, in the order of `ceilings`.
    room
        Flat (channel, year, site) of each row of room.
    ceilings
        Layer and year of each ceiling, shape (n, 2).
    """

    mip: Mip
    pairs: Pairs
    need: NDArray[np.int64]
    room: NDArray[np.int64]
    ceilings: NDArray[np.int64]
    limit_row: int
    need_row: int
    room_row: int
    ceiling_row: int


@dataclass(frozen=True, eq=False)
class Relaxed:
    """What the linear relaxation gave: parts of options, duals of the rows, and whether HiGHS called it infeasible."""

    option: Floats
    dual: Floats
    infeasible: bool


def _served_flats(model: Model) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the flat gains of the options that are left and the number of the option that each belongs to."""
    c = model.choices
    owner = np.repeat(np.arange(len(model.order)), np.diff(c.gain_ptr))
    used = model.allowed[owner]
    return c.gain_at[used], owner[used]


def _pairs(model: Model, flats: NDArray[np.int64]) -> Pairs:
    lists, c, sites, years = model.lists, model.choices, model.problem.n_sites, model.n_years
    served = np.zeros(model.n_channels * years * sites, bool)
    served[flats] = True
    none = np.zeros(0, np.int64)
    parts = [(none, none, none, none, np.zeros(0))]
    for channel, penalty in enumerate(c.penalty):
        layer = int(np.searchsorted(c.layer_ptr, channel, side="right")) - 1
        first, last = model.starts[layer], model.starts[layer + 1]
        span = slice(lists.ptr[first], lists.ptr[last])
        client = np.repeat(np.arange(first, last), np.diff(lists.ptr[first : last + 1]))
        site = lists.site[span].astype(np.int64)
        cost = lists.cost[span].astype(np.float64) + penalty
        for t in range(years):
            flat = (channel * years + t) * sites + site
            # what costs as much as going unserved is never better than that, and only makes the problem larger
            keep = served[flat] & (model.base[client, t] > 0) & (cost < lists.cap[client])
            year = np.full(int(keep.sum()), t)
            parts.append((client[keep], year, site[keep], flat[keep], cost[keep]))
    return Pairs(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _table(
    data: ArrayLike, row: NDArray[np.int64], column: NDArray[np.int64], shape: tuple[int, int]
) -> Sparse:
    each = np.broadcast_to(np.asarray(data, np.float64), np.shape(row))
    return sparse.csr_array((each, (row, column)), shape=shape)


def _capacities(model: Model) -> Floats:
    """Return each layer's capacity by state, (n_layers, n_states): at most the layer's weight, infinite where none."""
    problem = model.problem
    out = np.full((len(problem.layers), problem.n_states), np.inf)
    for n, layer in enumerate(problem.layers):
        # more room than the whole weight is no more use, and loosens the relaxation
        if layer.capacity is not None:
            out[n] = np.minimum(layer.capacity, layer.weight.sum(axis=0).max())
    return out


class _FlowRows:
    """The parts of the matrix, over the columns of one flow_mip."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.flats, self.owner = _served_flats(model)
        self.options = np.flatnonzero(model.allowed)
        self.number = np.full(len(model.order), -1, np.int64)
        self.number[self.options] = np.arange(len(self.options))
        self.pairs = _pairs(model, self.flats)
        years, sites, c = model.n_years, model.problem.n_sites, model.choices
        self.need = np.flatnonzero(model.base.ravel() > 0)
        reach = model.lists.cap[self.need // years]
        self.given_up = np.flatnonzero(np.isfinite(reach))  # rows of need that may stay unserved
        limited = np.array([layer.capacity is not None for layer in model.problem.layers])
        self.layer_of = np.searchsorted(c.layer_ptr, np.arange(model.n_channels), side="right") - 1
        flats = np.unique(self.flats)
        self.room = flats[limited[self.layer_of[flats // (years * sites)]]]
        self.x = len(self.options)
        self.s = self.x + len(self.pairs.client)
        self.o = self.s + len(self.given_up)
        self.columns = self.o + len(self.room)
        self.unit = np.array([max(SMALLEST, float(x.weight.max())) for x in model.problem.layers])
        self.room_layer = self.layer_of[self.room // (years * sites)]

    def choose(self) -> Sparse:
        """Let every site pick one of its options."""
        sites = self.model.choices.site[self.options]
        shape = (self.model.problem.n_sites, self.columns)
        return _table(1.0, sites, np.arange(len(self.options)), shape)

    def limits(self) -> Sparse:
        rows = self.model.problem.limits.matrix[:, self.model.order[self.options]]
        return sparse.csr_array((rows.data, rows.indices, rows.indptr), shape=(rows.shape[0], self.columns))

    def needs(self) -> Sparse:
        """Serve every client with weight, or give it up."""
        at = np.searchsorted(self.need, self.pairs.client * self.model.n_years + self.pairs.year)
        row = np.concatenate([at, self.given_up])
        return _table(1.0, row, self.x + np.arange(len(row)), (len(self.need), self.columns))

    def links(self) -> Sparse:
        """Let a site serve no more than all of a client, and nothing where it is closed."""
        flat = self.pairs.flat
        # a pair is linked to each option of its site that serves the channel: runs in the sorted list of gains
        order = np.argsort(self.flats, kind="stable")
        first = np.searchsorted(self.flats[order], flat)
        count = np.searchsorted(self.flats[order], flat, side="right") - first
        row = np.repeat(np.arange(len(flat)), count)
        at = np.repeat(first - np.concatenate([[0], np.cumsum(count)[:-1]]), count) + np.arange(count.sum())
        option = self.number[self.owner[order][at]]
        data = np.concatenate([np.ones(len(flat)), -np.ones(len(option))])
        column = np.concatenate([self.x + np.arange(len(flat)), option])
        return _table(data, np.concatenate([np.arange(len(flat)), row]), column, (len(flat), self.columns))

    def rooms(self) -> Sparse:
        """Hold what a site serves to its room, or pay for it; in units of the layer's largest weight."""
        model, years, sites = self.model, self.model.n_years, self.model.problem.n_sites
        inside = np.flatnonzero(np.isin(self.pairs.flat, self.room))
        row = np.searchsorted(self.room, self.pairs.flat[inside])
        load = model.base[self.pairs.client[inside], self.pairs.year[inside]]
        mine = np.flatnonzero(np.isin(self.flats, self.room))
        flat, option = self.flats[mine], self.owner[mine]
        layer, year = self.layer_of[flat // (years * sites)], flat // sites % years
        room = _capacities(model)[layer, model.state[option, year]]
        at = np.searchsorted(self.room, flat)
        data = np.concatenate([load / self.unit[self.room_layer[row]], -room / self.unit[layer]])
        data = np.concatenate([data, -np.ones(len(self.room))])
        rows = np.concatenate([row, at, np.arange(len(self.room))])
        column = np.concatenate([self.x + inside, self.number[option], self.o + np.arange(len(self.room))])
        return _table(data, rows, column, (len(self.room), self.columns))

    def own_cost(self) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
        """Return what pairs, unserved shares and room exceeded add to the sum of their layer and year; and those."""
        model, years, sites = self.model, self.model.n_years, self.model.problem.n_sites
        client, year = self.pairs.client, self.pairs.year
        lost, when = np.divmod(self.need[self.given_up], years)
        over = np.array([layer.overload for layer in model.problem.layers])[self.room_layer]
        # a hard room has its columns held to zero, so their price does not matter; an endless one would
        over = np.where(np.isfinite(over), over, 0.0) * self.unit[self.room_layer]
        cost = [
            model.base[client, year] * self.pairs.cost,
            model.base[lost, when] * model.lists.cap[lost],
            over,
        ]
        layer = [model.lists.layer[client], model.lists.layer[lost], self.room_layer]
        return (
            np.concatenate(cost),
            np.concatenate(layer).astype(np.int64),
            np.concatenate([year, when, self.room // sites % years]),
        )

    def upper(self) -> Floats:
        """Return the most of each column; of a pair no more than the room of the site, where that is hard."""
        model, years, sites = self.model, self.model.n_years, self.model.problem.n_sites
        hard = np.isinf([layer.overload for layer in model.problem.layers])
        top = np.ones(self.columns)
        top[self.o :] = np.where(hard[self.room_layer], 0.0, np.inf)
        most = np.full(model.n_channels * years * sites, -np.inf)
        layer, year = self.layer_of[self.flats // (years * sites)], self.flats // sites % years
        room = np.where(hard[layer], _capacities(model)[layer, model.state[self.owner, year]], np.inf)
        np.maximum.at(most, self.flats, room)
        load = model.base[self.pairs.client, self.pairs.year]
        top[self.x : self.s] = np.minimum(1.0, most[self.pairs.flat] / load)
        return top


def build_flow_mip(model: Model) -> FlowMip:
    """Lay out the MIP of the options that are left."""
    rows, problem, c = _FlowRows(model), model.problem, model.choices
    cost, layer, year = rows.own_cost()
    ceilings = np.argwhere(np.isfinite(model.ceilings))
    inside = [np.flatnonzero((layer == n) & (year == t)) for n, t in ceilings]
    under = [_table(cost[at], np.zeros(len(at), np.int64), rows.x + at, (1, rows.columns)) for at in inside]
    # in the order that `FlowMip` tells: duals are read back by it
    parts = [rows.choose(), rows.limits(), rows.needs(), rows.links(), rows.rooms(), *under]
    n_pairs, n_room = len(rows.pairs.client), len(rows.room)
    tops = [model.ceilings[n, t] for n, t in ceilings]
    ones, held = np.ones(problem.n_sites), np.ones(len(rows.need))
    free = np.full(n_pairs + n_room + len(tops), -np.inf)
    mip = Mip(
        rows.options,
        np.concatenate([c.cost[rows.options], cost * model.prices[layer]]),
        rows.upper(),
        len(rows.options),
        sparse.csr_array(sparse.vstack(parts, format="csr")),
        np.concatenate([ones, c.lower, held, free]),
        np.concatenate([ones, c.upper, held, np.zeros(n_pairs + n_room), tops]),
        problem.offset,
        False,
    )
    need_row = problem.n_sites + len(c.lower)
    room_row = need_row + len(rows.need) + n_pairs
    at = (problem.n_sites, need_row, room_row, room_row + n_room)
    return FlowMip(mip, rows.pairs, rows.need, rows.room, ceilings, *at)


def relax(flow_mip: FlowMip, time_limit: float = np.inf) -> Relaxed:
    """Solve the linear relaxation."""
    own = scaled(flow_mip.mip)
    solver = new_solver(0, time_limit)
    solver.passModel(lp_of(own.mip, relaxed=True))
    solver.run()
    status, found = solver.getModelStatus(), solver.getSolution()
    infeasible = status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )
    values = np.asarray(found.col_value) if found.value_valid else np.zeros(len(own.mip.cost))
    dual = np.asarray(found.row_dual) if found.dual_valid else np.zeros(len(own.mip.row_lower))
    return Relaxed(values[: flow_mip.mip.binary], own.duals(dual), infeasible)
