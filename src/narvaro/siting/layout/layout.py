"""The problem as the kernels read it: layers stacked into one list of clients, options sorted by site.

Nothing here loops over pairs or options in Python.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from narvaro.siting.form.keeps import usual_slack
from narvaro.siting.form.problem import Floats, Layer, Problem
from narvaro.siting.form.solution import Multipliers
from narvaro.siting.layout import nearest_kernels
from narvaro.siting.layout.nearest import Store, build_store, keep_sites, take_areas

__all__ = ["Choices", "Lists", "Model", "build_model", "choices_of"]

_LIST_PAIRS = 60_000_000  # lists longer than this in all are cut to the nearest sites
_FEWEST = 32  # nearest sites that a list is never cut below
_REACH = 3.0  # such lists hold so many times the sites there are for each that may open, where that is known
# figures as large as this are not told to be whole: sums of a few would be no longer
_INTEGRAL_LIMIT = 2.0**50
_FAR = 1e4  # times the largest cost: what a client that must be reached pays in a plan that leaves it out


class Lists(NamedTuple):
    """Nearest lists of all clients, layer after layer; see `Store`."""

    ptr: NDArray[np.int64]
    site: NDArray[np.integer]
    cost: NDArray[np.floating]
    site_ptr: NDArray[np.int64]
    area: NDArray[np.int32]
    site_cost: NDArray[np.floating]
    layer: NDArray[np.int32]  # each client's layer
    cap: Floats  # multipliers stay at most this
    fall: Floats  # cost when nothing in the list is open (a large number where the area must be reached)


class Choices(NamedTuple):
    """Options sorted by site, what they cost, what they use, what they serve.

    A channel is a layer with one penalty; its number runs over layers, then penalties. An option's gains stand at
    `gain_at[gain_ptr[k]:gain_ptr[k+1]]` in the flat table (channel, year, site).
    """

    site_ptr: NDArray[np.int64]
    site: NDArray[np.int64]
    cost: Floats
    row_ptr: NDArray[np.int64]
    row: NDArray[np.int32]
    coef: Floats
    gain_ptr: NDArray[np.int64]
    gain_at: NDArray[np.int64]
    lower: Floats
    upper: Floats
    scale: Floats  # largest absolute coefficient of each limit
    slack: Floats  # by how much a plan of the search may pass each limit's edges
    layer_ptr: NDArray[np.int64]  # channels of each layer
    penalty: Floats  # of each channel


@dataclass(frozen=True, eq=False)
class Model:
    """A problem made ready.

    Parameters
    ----------
    order
        Option numbers of the problem in the order of `choices`.
    base
        Weights before price and ceilings, shape (N, n_years).
    """

    problem: Problem
    lists: Lists
    choices: Choices
    order: NDArray[np.int64]
    state: NDArray[np.int8]
    state_penalty: Floats  # (n_layers, n_states + 1); last column (state -1) infinite
    base: Floats
    weight: Floats
    prices: Floats  # (n_layers,)
    ceilings: Floats  # (n_layers, n_years)
    allowed: NDArray[np.bool_]
    integral: bool
    cut: NDArray[np.bool_]
    starts: NDArray[np.int64]  # first client of each layer, and the end

    @property
    def n_years(self) -> int:
        """Number of years."""
        return self.problem.n_years

    @property
    def n_channels(self) -> int:
        """Number of channels."""
        return len(self.choices.penalty)

    @property
    def pairs(self) -> int:
        """Pairs of clients and sites in the lists, over the years: the measure of what is large."""
        return len(self.lists.cost) * self.n_years

    @cached_property
    def ceiling_rows(self) -> bool:
        """Whether any layer has a ceiling."""
        return bool(np.isfinite(self.ceilings).any())

    def opened(self, pick: NDArray[np.int64]) -> Floats:
        """Return each layer's penalty of the picked states, infinity where closed: (n_layers, n_years, n_sites)."""
        state = self.state[pick].astype(np.int64)  # (n_sites, n_years)
        return np.ascontiguousarray(self.state_penalty[:, state].transpose(0, 2, 1))

    def multipliers(self, client: Floats) -> Multipliers:
        """Return multipliers of clients, with none of limits and ceilings yet."""
        return Multipliers(client, np.zeros(len(self.choices.lower)), np.zeros_like(self.ceilings))

    def to_options(self, pick: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return picks as option numbers of the problem."""
        return self.order[pick]

    def from_options(self, option: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return option numbers of the problem as picks."""
        back = np.empty(len(self.order), np.int64)  # the inverse permutation
        back[self.order] = np.arange(len(self.order))
        return back[option]

    def without(self, removed: NDArray[np.int64]) -> Model:
        """Return the model without some options (in the order of `choices`)."""
        # a copy: other models and the proof's stages share the array
        allowed = self.allowed.copy()
        allowed[removed] = False
        return replace(self, allowed=allowed)

    def again(self, problem: Problem) -> Model | None:
        """Return the model of another problem with the same layers, its lists taken over, or None if they differ."""
        mine = self.problem
        same = len(mine.layers) == len(problem.layers) and mine.n_years == problem.n_years
        same = same and mine.n_states == problem.n_states and mine.n_sites == problem.n_sites
        # the same objects, not equal ones: comparing national tables would take as long as reading them
        if not same or any(a is not b for a, b in zip(mine.layers, problem.layers, strict=True)):
            return None
        choices, order, state, state_penalty = choices_of(problem)
        whole = _integral(problem.options.cost) and _integral(problem.offset)
        return replace(
            self,
            problem=problem,
            choices=choices,
            order=order,
            state=state,
            state_penalty=state_penalty,
            allowed=np.ones(len(order), bool),
            integral=self.integral and whole,
        )

    @property
    def serves(self) -> NDArray[np.bool_]:
        """Which options serve anyone, shape (K,)."""
        return np.diff(self.choices.gain_ptr) > 0

    def can_open(self) -> NDArray[np.bool_]:
        """Return which sites have an allowed option that serves anyone."""
        keep = np.zeros(self.problem.n_sites, bool)
        keep[self.choices.site[self.allowed & self.serves]] = True
        return keep

    def sampled(self, areas: NDArray[np.int64], weight: Floats) -> Model:
        """Return the model with some clients only, layer after layer, under other weights.

        It is the problem that the lists tell: where nothing in a list that was cut is open, its client pays its cap.
        The given costs, whose rows are of all clients, are not read for it.
        """
        short = take_areas(self._store(), areas)
        lists = self.lists._replace(
            ptr=short.ptr,
            site=short.site,
            cost=short.cost,
            site_ptr=short.site_ptr,
            area=short.area,
            site_cost=short.site_cost,
            layer=self.lists.layer[areas],
            cap=short.cap,
            fall=self.lists.fall[areas],
        )
        prices = self.prices[lists.layer][:, None]
        return replace(
            self,
            lists=lists,
            base=weight,
            weight=weight * prices,
            cut=np.zeros(len(areas), bool),
            starts=np.searchsorted(lists.layer, np.arange(len(self.starts))).astype(np.int64),
        )

    def _store(self) -> Store:
        lists = self.lists
        return Store(
            self.problem.n_sites,
            lists.ptr,
            lists.site,
            lists.cost,
            lists.site_ptr,
            lists.area,
            lists.site_cost,
            lists.cap,
            self.cut,
        )

    def shortened(self) -> Model:
        """Return the model with sites that can no longer open taken out of the lists."""
        lists = self.lists
        short = keep_sites(self._store(), self.can_open())
        return replace(
            self,
            lists=lists._replace(
                ptr=short.ptr,
                site=short.site,
                cost=short.cost,
                site_ptr=short.site_ptr,
                area=short.area,
                site_cost=short.site_cost,
            ),
        )


def _integral(values: ArrayLike) -> bool:
    some = np.asarray(values)
    return bool((np.abs(some) < _INTEGRAL_LIMIT).all() and (some == np.floor(some)).all())


def _is_integral(problem: Problem, stores: list[Store]) -> bool:
    """Whether every plan's value is a whole number."""
    for layer, store in zip(problem.layers, stores, strict=True):
        reach = layer.reach_cost()
        parts = (store.cost, reach[np.isfinite(reach)], layer.weight * layer.price, problem.penalty(layer))
        # what a cut list left out was not looked at, and may have decimals
        if store.cut.any() or not all(_integral(part) for part in parts):
            return False
    return _integral(problem.options.cost) and _integral(problem.offset)


def _channels(problem: Problem) -> tuple[NDArray[np.int64], Floats, NDArray[np.int64], Floats]:
    """Return layer_ptr, penalties, channel of each (layer, state) or -1, and the state penalties."""
    ptr, penalties = [0], []
    # one column more: state -1, closed, reads the last one, which serves nobody
    of_state = np.full((len(problem.layers), problem.n_states + 1), -1, np.int64)
    state_penalty = np.full((len(problem.layers), problem.n_states + 1), np.inf)
    for n, layer in enumerate(problem.layers):
        serving, penalty = problem.serving(layer), problem.penalty(layer)
        # states with one penalty share a channel, so their gains are added up once
        kinds, which = np.unique(penalty[serving], return_inverse=True)
        of_state[n, :-1][serving] = ptr[-1] + which
        state_penalty[n, :-1][serving] = penalty[serving]
        penalties += kinds.tolist()
        ptr.append(ptr[-1] + len(kinds))
    return np.array(ptr, np.int64), np.array(penalties, np.float64), of_state, state_penalty


def choices_of(problem: Problem) -> tuple[Choices, NDArray[np.int64], NDArray[np.int8], Floats]:
    """Return the options by site, their order, their states, and each layer's penalty of each state."""
    order = np.argsort(problem.options.site, kind="stable")  # ties in the order given, so that answers repeat
    site, state = problem.options.site[order], problem.options.state[order]
    n_sites, years = problem.n_sites, problem.n_years
    layer_ptr, penalties, of_state, state_penalty = _channels(problem)
    channel = of_state[:, state]  # (n_layers, K, years); state -1 reads the last column
    flat = (channel * years + np.arange(years)) * n_sites + site[None, :, None]
    used = np.moveaxis(channel >= 0, 0, 1).reshape(len(order), -1)
    gain_at = np.moveaxis(flat, 0, 1).reshape(len(order), -1)[used]
    gain_ptr = np.concatenate([[0], np.cumsum(used.sum(axis=1))]).astype(np.int64)
    by_option = problem.limits.matrix[:, order].tocsc()
    by_option.sort_indices()  # the kernels merge two options' rows, which needs them rising
    scale = np.ones(len(problem.limits))
    if problem.limits.matrix.nnz:
        scale = np.abs(problem.limits.matrix).max(axis=1).toarray().ravel()
        scale[scale == 0.0] = 1.0  # nothing uses any of it
    choices = Choices(
        np.searchsorted(site, np.arange(n_sites + 1)).astype(np.int64),
        site,
        np.ascontiguousarray(problem.options.cost[order]),
        by_option.indptr.astype(np.int64),
        by_option.indices.astype(np.int32),
        by_option.data.astype(np.float64),
        gain_ptr,
        gain_at.astype(np.int64),
        np.array(problem.limits.lower),
        np.array(problem.limits.upper),
        scale,
        usual_slack(problem.limits),
        layer_ptr,
        penalties,
    )
    return choices, order, state, state_penalty


def _stack(problem: Problem, stores: list[Store]) -> Lists:
    """Put the layers' lists one after the other; one layer is taken as it is."""
    n_sites = problem.n_sites
    layer = np.repeat(np.arange(len(stores)), [s.n_areas for s in stores]).astype(np.int32)
    cap = np.concatenate([s.cap for s in stores])
    # large enough that reaching a client always pays, small enough that sums keep their digits
    largest = max(
        [float(s.cost.max(initial=0)) for s in stores] + [float(cap[np.isfinite(cap)].max(initial=0)), 1.0]
    )
    fall = np.where(np.isfinite(cap), cap, _FAR * largest)
    if len(stores) == 1:
        s = stores[0]
        return Lists(s.ptr, s.site, s.cost, s.site_ptr, s.area, s.site_cost, layer, cap, fall)
    kind = np.result_type(*[s.cost.dtype for s in stores])
    pairs = np.cumsum([0] + [len(s.cost) for s in stores])
    ptr = np.concatenate([[0]] + [s.ptr[1:] + pairs[n] for n, s in enumerate(stores)]).astype(np.int64)
    site = np.concatenate([s.site for s in stores])
    cost = np.concatenate([s.cost.astype(kind, copy=False) for s in stores])
    site_ptr, area, site_cost = nearest_kernels.by_site(ptr, site, cost, n_sites)
    return Lists(ptr, site, cost, site_ptr, area, site_cost, layer, cap, fall)


def _may_open(problem: Problem) -> float:
    """Return how many sites may be open at once by a limit that counts every open one, infinity without such."""
    matrix, opens = problem.limits.matrix, np.flatnonzero((problem.options.state >= 0).any(axis=1))
    least = np.inf
    for r, upper in enumerate(problem.limits.upper):
        part = slice(matrix.indptr[r], matrix.indptr[r + 1])
        each, counts_all = matrix.data[part], np.isin(opens, matrix.indices[part]).all()
        # money, too, is a limit on all that is open, but tells no number of sites: its coefficients differ
        if len(each) and each.min() == each.max() > 0 and counts_all:
            least = min(least, upper / each[0])
    return float(least)


def _list_length(problem: Problem) -> int:
    """Return how many nearest sites a list holds: all where there is room.

    A multiplier reaches to about the second or third open site, that is two or three times sites / open sites down a
    list. What is left out costs nothing of a bound's truth, only of its tightness.
    """
    areas = sum(layer.n_areas for layer in problem.layers)
    if areas * problem.n_sites <= _LIST_PAIRS:
        return problem.n_sites
    wanted, may_open = _LIST_PAIRS // areas, _may_open(problem)
    if np.isfinite(may_open):
        wanted = min(wanted, int(np.ceil(_REACH * problem.n_sites / max(1.0, may_open))))
    return max(_FEWEST, wanted)


def build_model(problem: Problem, pool: ThreadPoolExecutor | None = None, most: int | None = None) -> Model:
    """Read the costs once and lay everything out.

    Parameters
    ----------
    most
        Longest nearest list. Default: all sites where there is room for them, else as many as multipliers reach.
    """
    most = _list_length(problem) if most is None else most
    stores: list[Store] = []
    seen: list[tuple[Layer, Store]] = []
    for layer in problem.layers:
        # layers often share one table under other weights: it is read and sorted once
        same = [
            s
            for other, s in seen
            if other.cost is layer.cost and np.array_equal(other.unserved, layer.unserved)
        ]
        store = same[0] if same else build_store(layer, problem.n_sites, most, pool)
        seen.append((layer, store))
        stores.append(store)
    choices, order, state, state_penalty = choices_of(problem)
    base = np.concatenate([layer.weight for layer in problem.layers])
    prices = np.array([layer.price for layer in problem.layers])
    ceilings = np.array(
        [np.full(problem.n_years, np.inf) if x.at_most is None else x.at_most for x in problem.layers]
    )
    lists = _stack(problem, stores)
    return Model(
        problem,
        lists,
        choices,
        order,
        state,
        state_penalty,
        base,
        base * prices[lists.layer][:, None],
        prices,
        ceilings,
        np.ones(len(order), bool),
        _is_integral(problem, stores),
        np.concatenate([s.cut for s in stores]),
        np.cumsum([0] + [s.n_areas for s in stores]).astype(np.int64),
    )
