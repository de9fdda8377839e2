"""The one problem form: every site picks one option, and clients are served by what is open.

    minimise   offset + sum_k cost_k y_k
                      + sum_l price_l sum_i,t weight_l,i,t * d_l,i,t
    where      d_l,i,t = min(unserved_l,i, min over j open and serving in year t of cost_l,i,j + penalty_l,state)
               or, where a layer has a capacity, the least of
               sum_j (cost_l,i,j + penalty_l,state) x_i,j + unserved_l,i (1 - sum_j x_i,j)   and in all
               overload_l sum_j o_j,   sum_i weight_l,i,t x_i,j <= capacity_l,state + o_j,   x, o >= 0
               (where layers share a capacity, the same with one sum over them: `SharedCapacity`)
    subject to every site picks exactly one of its options                (y binary)
               lower_r <= sum_k matrix_r,k y_k <= upper_r                 for each limit r
               sum_i weight_l,i,t * d_l,i,t <= at_most_l,t                where a layer has a ceiling

An option is a site's whole path over the years: closed, or open in a state (a size, a bundle of services, a number of
opening days) in each year. Opening, closing, moving and resizing are all "another option". A layer is one group of
clients with one cost table. Money, covers and "at most k" are rows of the limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.errors import Fault, ProblemError
from narvaro.siting.form.arrays import (
    cost_table,
    is_number,
    is_sparse,
    marks,
    numbers,
    sparse_rows,
    whole_numbers,
)
from narvaro.siting.form.shared import SharedCapacity

__all__ = ["Block", "Blocks", "Cost", "Layer", "Limits", "Options", "Problem", "is_sparse", "is_whole"]

Floats: TypeAlias = NDArray[np.float64]
Sparse: TypeAlias = Any  # a SciPy sparse array; its stubs overload beyond use
Block: TypeAlias = Sparse  # some rows of a table of costs: dense or sparse
Blocks: TypeAlias = Iterable[tuple[slice, Block]]
Cost: TypeAlias = NDArray[np.number] | Sparse | Callable[[], Blocks]

_BLOCK_ROWS = 4096  # of a table at a time: with 3,400 sites 56 MB in float32, whatever the number of areas
_MOST_NAMED = 10  # sites in a message
_CHECK_CELLS = 20_000_000  # larger tables are checked while they are read, not at birth


def is_whole(values: Floats) -> NDArray[np.bool_]:
    """Return which numbers are whole; infinity, an edge that is not there, counts as whole."""
    return np.asarray(np.floor(values) == values)


def _weight_faults(weight: Floats, name: str) -> list[Fault]:
    if weight.ndim != 2 or 0 in weight.shape:
        return [Fault("problem.weight_shape", {"layer": name, "shape": str(weight.shape)})]
    bad = int((~np.isfinite(weight)).sum())
    faults = [Fault("problem.weight_not_finite", {"layer": name, "count": bad})] if bad else []
    low = int((weight < 0).sum())
    if low:
        faults.append(Fault("problem.weight_negative", {"layer": name, "count": low}))
    return faults


@dataclass(frozen=True, eq=False)
class Layer:
    """One group of clients with one table of costs.

    Parameters
    ----------
    name
        What messages call it.
    cost
        Cost of serving an area from a site, shape (n_areas, n_sites), zero or more: a dense or memory-mapped array, a
        SciPy sparse matrix (absent = unreachable; no format with padding, no pair twice), or a callable without
        arguments that yields `(rows, block)`, rows in order, block dense or sparse. NaN and infinity mean unreachable.
    weight
        Weight of each area in each year, shape (n_areas, n_years), zero or more.
    unserved
        Cost when nothing open reaches the area: a number or shape (n_areas,). Infinity: the area must be reached.
    serves
        Which states serve the layer, shape (n_states,). Default: all.
    penalty
        What a state adds to the cost, shape (n_states,), zero or more (few opening days, a crowded size).
    price
        Factor of the layer's sum in the objective. 0: the layer only has a ceiling.
    at_most
        Ceiling on the layer's own sum in each year, shape (n_years,); infinity = none. A coverage floor "at least
        90 % within the standard" is a layer of cost 0 within and `unserved` 1, price 0, at most 10 % of the weight.
    capacity
        Weight that a site in each state can serve in a year, shape (n_states,); infinity = any. Then clients are
        assigned by the plan, may be split, and need not take the nearest; the solution carries who is served where.
    overload
        Price of each unit of weight above the capacity, part of the layer's own sum. Infinity: a hard limit. A crowded
        site is seldom shut, so a finite price is the usual choice.

    Raises
    ------
    ProblemError
        With every fault found.
    """

    name: str
    cost: Cost
    weight: Floats
    unserved: Floats | float
    serves: NDArray[np.bool_] | None = None
    penalty: Floats | None = None
    price: float = 1.0
    at_most: Floats | None = None
    capacity: Floats | None = None
    overload: float = np.inf

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        weight = numbers(self.weight, f"{self.name}.weight", faults)
        if not faults:
            faults += _weight_faults(weight, self.name)
        unserved = numbers(self.unserved, f"{self.name}.unserved", faults)
        table = self.cost if callable(self.cost) else cost_table(self.cost, f"{self.name}.cost", faults)
        serves = None if self.serves is None else marks(self.serves, f"{self.name}.serves", faults)
        # what is no array of numbers cannot be looked at further; all that follows is about figures
        if any(fault.key.startswith("array.") for fault in faults):
            raise ProblemError(faults)
        object.__setattr__(self, "cost", table)  # frozen, but what was given is kept as it was read
        areas = weight.shape[0] if weight.ndim else 0
        if unserved.ndim > 1 or (unserved.ndim == 1 and unserved.shape[0] != areas):
            faults.append(Fault("problem.unserved_shape", {"layer": self.name, "shape": str(unserved.shape)}))
        elif np.isnan(unserved).any() or (unserved < 0).any():
            faults.append(Fault("problem.unserved_value", {"layer": self.name}))
        else:
            unserved = np.full((areas,), unserved)  # one number for all, or a copy that nobody else holds
            unserved.setflags(write=False)
        faults += self._cost_faults(areas)
        for key in ("penalty", "at_most", "capacity"):
            if getattr(self, key) is not None:
                values = numbers(getattr(self, key), f"{self.name}.{key}", faults)
                if (
                    np.isnan(values).any()
                    or (values < 0).any()
                    # an endless ceiling or capacity is none; an endless penalty is a state that does not serve
                    or (key == "penalty" and np.isinf(values).any())
                ):
                    faults.append(Fault("problem.layer_value", {"layer": self.name, "field": key}))
                object.__setattr__(self, key, values)
        if not (is_number(self.price) and np.isfinite(self.price) and self.price >= 0):
            faults.append(Fault("problem.layer_value", {"layer": self.name, "field": "price"}))
        if not is_number(self.overload) or self.overload < 0:
            faults.append(Fault("problem.layer_value", {"layer": self.name, "field": "overload"}))
        if faults:
            raise ProblemError(faults)
        object.__setattr__(self, "weight", weight)
        object.__setattr__(self, "unserved", unserved)
        object.__setattr__(self, "serves", serves)

    def _cost_faults(self, areas: int) -> list[Fault]:
        if callable(self.cost):
            return []  # told when the blocks are read, once
        shape = getattr(self.cost, "shape", None)
        if shape is None or len(shape) != 2:
            return [Fault("problem.cost_shape", {"layer": self.name, "shape": str(shape)})]
        if 0 in shape:
            return [Fault("problem.cost_empty", {"layer": self.name, "shape": str(shape)})]
        if shape[0] != areas:
            return [Fault("problem.cost_rows", {"layer": self.name, "rows": shape[0], "areas": areas})]
        values: Block = self.cost.data if is_sparse(self.cost) else self.cost
        if np.size(values) <= _CHECK_CELLS and (np.asarray(values) < 0).any():
            return [Fault("problem.cost_negative", {"layer": self.name})]
        return []

    @property
    def n_areas(self) -> int:
        """Number of areas."""
        return int(self.weight.shape[0])

    def reach_cost(self) -> Floats:
        """Return `unserved` as an array, shape (n_areas,)."""
        return np.asarray(self.unserved, np.float64)

    def blocks(self, rows: int = _BLOCK_ROWS) -> Iterator[tuple[slice, Block]]:
        """Yield the cost table in blocks of rows, in order, dense or CSR.

        Raises
        ------
        ProblemError
            If the blocks do not cover the areas once, in order.
        """
        if not callable(self.cost):
            for start in range(0, self.n_areas, rows):
                part = slice(start, min(start + rows, self.n_areas))
                yield part, self._read(self.cost[part])
            return
        done = 0
        # areas are told apart by their place alone, so a gap or an overlap would shift all that follow
        for part, block in self.cost():
            start, stop, _ = part.indices(self.n_areas)
            if start != done or block.shape[0] != stop - start:
                raise ProblemError([Fault("problem.block_order", {"layer": self.name, "row": done})])
            done = stop
            yield slice(start, stop), self._read(block)
        if done != self.n_areas:
            raise ProblemError([Fault("problem.block_order", {"layer": self.name, "row": done})])

    def _read(self, block: Block) -> Block:
        """Return a block of costs, dense or canonical CSR."""
        faults: list[Fault] = []
        table = cost_table(block, f"{self.name}.cost", faults)
        if faults:
            raise ProblemError(faults)
        return table if is_sparse(table) else np.asarray(table)


@dataclass(frozen=True, eq=False)
class Options:
    """What each site may choose, one row an option.

    Parameters
    ----------
    site
        The option's site, shape (K,).
    state
        State in each year, shape (K, n_years): -1 closed, else 0 .. n_states - 1.
    cost
        What the option adds to the objective, shape (K,).
    """

    site: NDArray[np.int64]
    state: NDArray[np.int8]
    cost: Floats

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        site = whole_numbers(self.site, "site", faults)
        state = whole_numbers(self.state, "state", faults, np.int8)
        cost = numbers(self.cost, "cost", faults)
        if faults:
            raise ProblemError(faults)
        if site.ndim != 1 or state.ndim != 2 or cost.ndim != 1 or not len(site) == len(state) == len(cost):
            data = {"site": str(site.shape), "state": str(state.shape), "cost": str(cost.shape)}
            faults.append(Fault("problem.option_shape", data))
        if not np.isfinite(cost).all():
            faults.append(Fault("problem.option_cost", {"count": int((~np.isfinite(cost)).sum())}))
        if faults:
            raise ProblemError(faults)
        for name, values in (("site", site), ("state", state), ("cost", cost)):
            object.__setattr__(self, name, values)

    def __len__(self) -> int:
        return len(self.site)


@dataclass(frozen=True, eq=False)
class Limits:
    """Linear limits over the chosen options: `lower <= matrix @ y <= upper`.

    Parameters
    ----------
    matrix
        SciPy sparse, shape (R, K); entries of one place that stand twice are added up, as SciPy means them.
    lower, upper
        Shape (R,); minus and plus infinity where one side is free.
    names
        What messages call each limit.
    """

    matrix: Sparse
    lower: Floats
    upper: Floats
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        matrix: Sparse = sparse_rows(self.matrix, "matrix", faults)
        lower = numbers(self.lower, "lower", faults)
        upper = numbers(self.upper, "upper", faults)
        names = tuple(str(name) for name in self.names)
        if faults:
            raise ProblemError(faults)
        if not matrix.shape[0] == len(lower) == len(upper) == len(names):
            data = {"rows": matrix.shape[0], "lower": len(lower), "upper": len(upper), "names": len(names)}
            faults.append(Fault("problem.limit_shape", data))
        elif np.isnan(lower).any() or np.isnan(upper).any() or not np.isfinite(matrix.data).all():
            faults.append(Fault("problem.limit_value", {}))
        else:
            # no plan can keep such a limit, which is seldom what was meant
            crossed = [names[r] for r in np.flatnonzero(lower > upper)]
            if crossed:
                faults.append(Fault("problem.limit_crossed", {"names": crossed}))
        if faults:
            raise ProblemError(faults)
        for name, values in (("matrix", matrix), ("lower", lower), ("upper", upper), ("names", names)):
            object.__setattr__(self, name, values)

    @classmethod
    def none(cls, n_options: int) -> Limits:
        """Return no limits over a number of options."""
        empty = np.zeros(0)
        return cls(sparse.csr_array((0, n_options)), empty, empty, ())

    def with_rows(self, other: Limits) -> Limits:
        """Return these limits and then the others, over the same options."""
        return Limits(
            sparse.vstack([self.matrix, other.matrix], format="csr"),
            np.concatenate([self.lower, other.lower]),
            np.concatenate([self.upper, other.upper]),
            self.names + other.names,
        )

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def whole_use(self) -> NDArray[np.bool_]:
        """Which limits have whole coefficients only, shape (R,)."""
        row = np.repeat(np.arange(len(self)), np.diff(self.matrix.indptr))
        return np.asarray(np.bincount(row[~is_whole(self.matrix.data)], minlength=len(self)) == 0)


@dataclass(frozen=True, eq=False)
class Problem:
    """A whole siting problem; see the head of this module for the formula.

    Raises
    ------
    ProblemError
        With every fault found: shapes that differ, sites without an option, states outside the range.

    Examples
    --------
    Two areas, two sites, one may be open; area 0 has three people, area 1 one.

    >>> import numpy as np
    >>> layer = Layer("car", np.array([[0.0, 10.0], [10.0, 0.0]]), np.array([[3.0], [1.0]]), 99.0)
    >>> options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
    >>> limits = Limits(np.array([[0, 1, 0, 1]]), [1], [1], ("one open",))
    >>> Problem(2, 1, 1, (layer,), options, limits).n_sites
    2
    """

    n_sites: int
    n_states: int
    n_years: int
    layers: tuple[Layer, ...]
    options: Options
    limits: Limits
    offset: float = 0.0
    shared: SharedCapacity | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(self.layers))
        faults = self._option_faults() + self._shared_faults()
        for layer in self.layers:
            faults += self._layer_faults(layer)
        if self.limits.matrix.shape[1] != len(self.options):
            data = {"columns": self.limits.matrix.shape[1], "options": len(self.options)}
            faults.append(Fault("problem.limit_columns", data))
        if not (is_number(self.offset) and np.isfinite(self.offset)):
            faults.append(Fault("problem.offset", {}))
        if faults:
            raise ProblemError(faults)

    def _shared_faults(self) -> list[Fault]:
        if self.shared is None:
            return []
        weights = [layer.weight * layer.price for layer in self.layers]
        faults = self.shared.faults_beside((self.n_sites, self.n_states), weights)
        beside = [layer.capacity is not None or layer.at_most is not None for layer in self.layers]
        if any(
            beside
        ):  # ceilings on what the cheapest shares pay, and rooms of one layer, are not reckoned with
            faults.append(Fault("problem.shared_beside", {}))
        return faults

    def _option_faults(self) -> list[Fault]:
        site, state = self.options.site, self.options.state
        if len(site) == 0 or site.min() < 0 or site.max() >= self.n_sites:
            return [Fault("problem.option_site", {"sites": self.n_sites})]
        faults = []
        # every site picks exactly one option, so without one there is no plan, and no sum over its options either
        without = np.flatnonzero(np.bincount(site, minlength=self.n_sites) == 0)
        if len(without):
            faults.append(Fault("problem.site_without_option", {"sites": without[:_MOST_NAMED].tolist()}))
        if state.shape[1] != self.n_years:
            faults.append(Fault("problem.option_years", {"given": state.shape[1], "years": self.n_years}))
        if state.min() < -1 or state.max() >= self.n_states:
            faults.append(Fault("problem.option_state", {"states": self.n_states}))
        return faults

    def _layer_faults(self, layer: Layer) -> list[Fault]:
        faults = []
        if not callable(layer.cost) and layer.cost.shape[1] != self.n_sites:
            data = {"layer": layer.name, "columns": layer.cost.shape[1], "sites": self.n_sites}
            faults.append(Fault("problem.cost_columns", data))
        if layer.weight.shape[1] != self.n_years:
            data = {"layer": layer.name, "given": layer.weight.shape[1], "years": self.n_years}
            faults.append(Fault("problem.weight_years", data))
        for key, length in (
            ("serves", self.n_states),
            ("penalty", self.n_states),
            ("capacity", self.n_states),
        ):
            values = getattr(layer, key)
            if values is not None and np.shape(values) != (length,):
                faults.append(
                    Fault("problem.layer_states", {"layer": layer.name, "field": key, "states": length})
                )
        if layer.at_most is not None and np.shape(layer.at_most) != (self.n_years,):
            data = {"layer": layer.name, "field": "at_most", "years": self.n_years}
            faults.append(Fault("problem.layer_years", data))
        return faults

    def serving(self, layer: Layer) -> NDArray[np.bool_]:
        """Return which states serve a layer, shape (n_states,)."""
        return np.ones(self.n_states, bool) if layer.serves is None else np.asarray(layer.serves)

    def penalty(self, layer: Layer) -> Floats:
        """Return what each state adds to a layer's cost, shape (n_states,)."""
        return np.zeros(self.n_states) if layer.penalty is None else np.asarray(layer.penalty)
