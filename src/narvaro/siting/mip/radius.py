"""The finish: what reduced costs left over, as one small MIP for HiGHS, its matrix laid out by NumPy.

Clients enter in the radius form (Cornuejols, Nemhauser and Wolsey 1980; Elloumi 2010). With a client's costs in rising
order c_1 < c_2 < ..., z_S = 1 says that nothing in the set S of its nearest r places is open, and

    its cost = c_1 + sum_r (c_{r+1} - c_r) z_{S_r},     z_{S_r} >= z_{S_{r-1}} - Y_{j_r},     z_empty = 1.

Clients with the same nearest set share z, which makes the model small; it is as tight as one x per pair. A column
Y_{channel,year,site} stands for all options of the site that serve the channel in the year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.form.problem import Floats, Sparse
from narvaro.siting.layout.layout import Model
from narvaro.siting.mip import radius_kernels
from narvaro.siting.mip.solver import Mip

__all__ = ["build_mip", "pairs_left"]

_HASH_SEED = 20250101  # of the marks by which equal sets are found; any will do
_MOST_MARK = 2**62  # marks are drawn below this; their sums wrap around, which keeps them apart as well
# 2^64 over the golden ratio, odd: spreads small numbers over all 64 digits
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class _RadiusColumns:
    """Columns of options and of Y.

    Parameters
    ----------
    options
        Those that are left.
    of_flat
        The column of each (channel, year, site), or -1.
    links
        Options of each Y, shape (n_y, n_options).
    always
        Which columns are one in every plan that is left.
    """

    options: NDArray[np.int64]
    of_flat: NDArray[np.int64]
    links: Sparse
    always: NDArray[np.bool_]

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.always)


@dataclass(frozen=True, eq=False)
class _Sequences:
    """What each client and year pays for its nearest columns, by rising cost: CSR tables over (client, year)."""

    ptr: NDArray[np.int64]
    col: NDArray[np.int64]
    cost: Floats


def _columns(model: Model) -> _RadiusColumns:
    """Give options columns, and one Y to all of a site's options that serve the same channels and years.

    A place is one (channel, year, site), by its flat number. Where a single option serves a place, that option's own
    column stands for it; where several do, a Y does, and places with the same set of options share theirs. Equal sets
    are found by marks: each option has a random number, and a place the sum of its options'.
    """
    c = model.choices
    options = np.flatnonzero(model.allowed)
    number = np.full(len(model.allowed), -1, np.int64)
    number[options] = np.arange(len(options))
    # the places that options which are left serve, and the option of each
    length = np.diff(c.gain_ptr)
    owner = np.repeat(np.arange(len(length)), length)
    used = model.allowed[owner]
    flat, owner = c.gain_at[used], owner[used]
    marks = np.random.default_rng(_HASH_SEED).integers(1, _MOST_MARK, len(model.allowed), dtype=np.uint64)
    size = model.n_channels * model.n_years * model.problem.n_sites
    mark = np.zeros(size, np.uint64)
    np.add.at(mark, flat, marks[owner])
    many = np.bincount(flat, minlength=size)
    column = np.full(size, -1, np.int64)
    # a single option serves there: its own column says it, and no Y is wanted
    single = many[flat] == 1
    column[flat[single]] = number[owner[single]]
    shared = np.flatnonzero(many > 1)
    # `first` is one place of each set, `which` the set of each place
    _, first, which = np.unique(mark[shared], return_index=True, return_inverse=True)
    column[shared] = len(options) + which
    # one place of each set tells which options its Y is the sum of; the others would tell the same
    lead = np.full(size, -1, np.int64)
    lead[shared[first]] = np.arange(len(first))
    linked = lead[flat] >= 0
    links = sparse.coo_array(
        (np.ones(int(linked.sum())), (lead[flat[linked]], number[owner[linked]])),
        shape=(len(first), len(options)),
    )
    left = np.bincount(c.site[options], minlength=model.problem.n_sites)
    site_of_flat = np.arange(size) % max(1, model.problem.n_sites)
    always = np.zeros(len(options) + len(first), bool)
    # all that is left of a site serves there, so whatever it picks, someone who is nearest to it goes no further
    full = (many > 0) & (many == left[site_of_flat])
    always[column[full]] = True
    return _RadiusColumns(options, column, links, always)


@dataclass(frozen=True, eq=False)
class _Trie:
    """The nearest sets of all clients: a node for each, whose parent lacks the set's last column."""

    parent: NDArray[np.int64]
    step: NDArray[np.int64]
    coef: Floats
    dead: NDArray[np.bool_]  # must be zero: a client that has to be reached ends here
    ceiling: dict[tuple[int, int], Floats]
    constant: Floats  # (n_layers, n_years) base-weighted first costs


def _trie(model: Model, most_paid: Floats, rows: _Sequences, columns: _RadiusColumns) -> _Trie:
    """Give the nearest sets numbers, level by level, and add up what each of them costs.

    All clients' sequences are walked at once, one column further at each level. Of each sequence are kept the node that
    it stands at and a mark: its root's, plus a random number for each column so far. Sequences whose sets are equal
    have the same mark, in whatever order they came to it, so they go on from one node. What is told of the nodes grows
    by one array at each level: parent, the column it adds (`step`), its cost in the objective (`coef`), whether it must
    be zero (`dead`), its cost under its own ceiling (`own`) and its root.
    """
    years, lists, length = model.n_years, model.lists, np.diff(rows.ptr)
    client = np.repeat(np.arange(model.weight.shape[0]), years)
    year = np.tile(np.arange(years), model.weight.shape[0])
    layer, base, capped = lists.layer[client], model.base.ravel(), np.isfinite(model.ceilings)
    live = (model.weight.ravel() > 0) | (capped[layer, year] & (base > 0))
    # what a client pays past its last place: infinity where no plan of interest goes that far
    cap = np.where(most_paid.ravel() < lists.cap[client], np.inf, lists.cap[client])
    constant = np.zeros_like(model.ceilings)
    np.add.at(constant, (layer[live], year[live]), (base * _first_costs(rows, cap))[live])
    marks = np.random.default_rng(_HASH_SEED + 1).integers(1, _MOST_MARK, columns.n, dtype=np.uint64)
    # layers under a ceiling need the sum of each year apart, so their sets are not joined with those of others
    root = np.where(capped[layer, year], 1 + layer * years + year, 0).astype(np.uint64)
    node, mark = np.zeros(len(client), np.int64), root * _SPREAD
    parent, step, coef = [np.zeros(1, np.int64)], [np.full(1, -1)], [np.zeros(1)]
    dead, own, of_root = [np.zeros(1, bool)], [np.full(1, -1.0)], [np.zeros(1, np.uint64)]
    count, level = 1, 0
    active = np.flatnonzero(live & (length > 0))
    while len(active):  # one level of all sequences at a time: NumPy's loops, not Python's
        at = rows.ptr[active] + level
        mark[active] += marks[rows.col[at]]
        keys, first, which = np.unique(mark[active], return_index=True, return_inverse=True)
        new = count + np.arange(len(keys))
        last = level + 1 >= length[active]
        # what a client pays if all of its set is closed: its next place, or past the last one its cap
        after = np.where(last, cap[active], rows.cost[np.minimum(at + 1, len(rows.cost) - 1)])
        # the last place is open in every plan, so no client goes past it and nothing is added
        ends_open = last & columns.always[rows.col[at]]
        rise = np.where(np.isfinite(after) & ~ends_open, after - rows.cost[at], 0.0)
        parent.append(np.asarray(node[active][first], np.int64))
        step.append(np.asarray(rows.col[at][first], np.int64))
        dead.append(np.bincount(which, last & ~ends_open & ~np.isfinite(after), len(keys)) > 0)
        weight = base[active] * model.prices[layer[active]]
        coef.append(np.asarray(np.bincount(which, weight * rise, len(keys)), float))
        own.append(np.asarray(np.bincount(which, base[active] * rise, len(keys))))
        of_root.append(root[active][first])
        node[active] = new[which]
        count, level, active = count + len(keys), level + 1, active[~last]
    roots, owned = np.concatenate(of_root).astype(np.int64), np.concatenate(own)
    pairs = zip(*np.nonzero(capped), strict=True)
    ceiling = {(n, t): np.where(roots == 1 + n * years + t, owned, 0.0) for n, t in pairs}
    return _Trie(
        np.concatenate(parent),
        np.concatenate(step),
        np.concatenate(coef),
        np.concatenate(dead),
        ceiling,
        constant,
    )


def _first_costs(rows: _Sequences, cap: Floats) -> Floats:
    """Return what each client pays at least, zero where it must be reached and has no place."""
    length, cost = np.diff(rows.ptr), rows.cost
    if not len(cost):
        return np.where(np.isfinite(cap), cap, 0.0)
    first = np.where(length > 0, cost[np.minimum(rows.ptr[:-1], len(cost) - 1)], cap)
    return np.where(np.isfinite(first), first, 0.0)


def pairs_left(model: Model, most_paid: Floats | None) -> int:
    """Return how many pairs a MIP of the model would hold, at most."""
    if most_paid is None:
        most_paid = np.full(model.weight.shape, np.inf)
    return int(radius_kernels.count_pairs(model.lists, model.can_open(), model.base, most_paid))


def build_mip(model: Model, most_paid: Floats | None = None) -> Mip:
    """Lay out the MIP of the options that are left.

    Parameters
    ----------
    most_paid
        Shape (N, n_years): what a client pays at most in any plan that is still of interest. With multipliers v and
        bound L, a client that pays d > v_it lifts the bound to L + w_it (d - v_it); so plans below a level have
        d <= v_it + (level - L) / w_it.
    """
    most_paid = np.full(model.weight.shape, np.inf) if most_paid is None else most_paid
    columns = _columns(model)
    w = np.where(np.isfinite(model.ceilings)[model.lists.layer], model.base, model.weight)
    rows = _sequences(model, most_paid, w, columns)
    trie = _trie(model, most_paid, rows, columns)
    kept = (trie.coef > 0) | trie.dead
    for own in trie.ceiling.values():
        kept |= own > 0
    kept[0] = False  # the root is the empty set, which is one
    n_all = columns.n + int(kept.sum())
    chains = _chains(trie, kept, columns.n, n_all)
    parts = [*_option_rows(model, columns, n_all), chains]
    # a chain that begins at the root has its z_empty = 1 on the right-hand side
    own_first = 1.0 - np.asarray((chains < 0).sum(axis=1)).ravel().astype(np.float64)
    n_y, sites = columns.n - len(columns.options), np.ones(model.problem.n_sites)
    lower = [sites, model.choices.lower, np.zeros(n_y), own_first]
    upper = [sites, model.choices.upper, np.zeros(n_y), np.full(len(own_first), np.inf)]
    for (layer, year), own in trie.ceiling.items():
        row = np.zeros(n_all)
        row[columns.n :] = own[kept]
        parts.append(sparse.csr_array(row[None]))
        lower.append(np.array([-np.inf]))
        upper.append(np.array([model.ceilings[layer, year] - trie.constant[layer, year]]))
    most = np.ones(n_all)
    most[columns.n :][trie.dead[kept]] = 0.0
    cap = np.broadcast_to(model.lists.cap[:, None], w.shape)
    stranded = (
        (np.diff(rows.ptr) == 0) & (w > 0).ravel() & np.isinf(np.where(most_paid < cap, np.inf, cap)).ravel()
    )
    return Mip(
        columns.options,
        np.concatenate([model.choices.cost[columns.options], np.zeros(n_y), trie.coef[kept]]),
        most,
        len(columns.options),
        sparse.csr_array(sparse.vstack(parts, format="csr")),
        np.concatenate(lower),
        np.concatenate(upper),
        model.problem.offset + float((trie.constant * model.prices[:, None]).sum()),
        bool(stranded.any()),
    )


def _sequences(model: Model, most_paid: Floats, w: Floats, columns: _RadiusColumns) -> _Sequences:
    """Return the columns that each client with weight looks at: counted first, then filled in."""
    ptr = np.zeros(w.size + 1, np.int64)
    args = (model.lists, model.choices, w, most_paid, columns.of_flat, columns.always, ptr)
    n = radius_kernels.sequences(*args, np.zeros(0, np.int64), np.zeros(0), False)
    col, cost = np.empty(n, np.int64), np.empty(n)
    radius_kernels.sequences(*args, col, cost, True)
    return _Sequences(ptr, col, cost)


def _chains(trie: _Trie, kept: NDArray[np.bool_], first: int, n_all: int) -> sparse.csr_array:
    """Return a row for each z that is kept, from the nearest one above it that is; z begins at column `first`."""
    z_col = np.full(len(kept), -1, np.int64)
    z_col[kept] = np.arange(first, n_all)
    ptr = np.zeros(n_all - first + 1, np.int64)
    args = (kept, trie.parent, trie.step, ptr)
    size = radius_kernels.chain_rows(*args, np.zeros(0, np.int64), np.zeros(0), z_col, False)
    col, value = np.empty(size, np.int64), np.empty(size)
    radius_kernels.chain_rows(*args, col, value, z_col, True)
    return sparse.csr_array((value, col, ptr), shape=(n_all - first, n_all))


def _option_rows(model: Model, columns: _RadiusColumns, n_all: int) -> list[sparse.csr_array]:
    """Return the rows of options: one for each site, the limits, and Y <= the sum of its options."""
    options, n_y = columns.options, columns.n - len(columns.options)
    sites = (model.choices.site[options], np.arange(len(options)))
    choose = sparse.csr_array((np.ones(len(options)), sites), shape=(model.problem.n_sites, n_all))
    used = model.problem.limits.matrix[:, model.order[options]]
    limits = sparse.csr_array((used.data, used.indices, used.indptr), shape=(used.shape[0], n_all))
    rest = sparse.csr_array((n_y, n_all - columns.n))
    links = sparse.hstack([columns.links, -sparse.eye_array(n_y), rest], format="csr")
    return [choose, limits, sparse.csr_array(links)]
