"""Compiled loops of the bound where layers share a capacity: prices on the sites lie on top of the way's cost."""
# numba compiles the arguments per type, so they carry none here
# mypy: disable-error-code="no-untyped-def"
# ruff: noqa: ANN001, ANN201

from __future__ import annotations

from numba import njit

__all__ = ["add_gains", "add_loads"]


@njit(cache=True, nogil=True)
def add_gains(lists, choices, v, w, per_cost, price, n_sites, out):
    """Add up what each site is worth: out[m, t, j] += sum_i w_it max(0, v_it - c_ij - penalty_m - price_tj u_i / w_it).

    `per_cost` is u / w, shape (N, n_years). Prices are zero or more, so each loop still stops at the first pair whose
    way alone is too dear. Returns sum_it w_it v_it.
    """
    ptr, site, cost, layer = lists.ptr, lists.site, lists.cost, lists.layer
    layer_ptr, penalty = choices.layer_ptr, choices.penalty
    n_years = v.shape[1]
    total = 0.0
    for i in range(len(layer)):
        for t in range(n_years):
            weight = w[i, t]
            if weight == 0.0:
                continue
            total += weight * v[i, t]
            ratio = per_cost[i, t]
            for q in range(ptr[i], ptr[i + 1]):
                net = v[i, t] - cost[q]
                if net <= 0.0:
                    break
                net -= ratio * price[t, site[q]]
                for m in range(layer_ptr[layer[i]], layer_ptr[layer[i] + 1]):
                    if net > penalty[m]:
                        out[(m * n_years + t) * n_sites + site[q]] += weight * (net - penalty[m])
    return total


@njit(cache=True, nogil=True)
def add_loads(lists, v, w, per_cost, price, opened, count, load):
    """Count for each client the open sites below its multiplier, and add up what they take: load[t, j] += u_i."""
    ptr, site, cost, layer = lists.ptr, lists.site, lists.cost, lists.layer
    n_years = v.shape[1]
    for i in range(len(layer)):
        for t in range(n_years):
            found = 0
            ratio, multiplier = per_cost[i, t], v[i, t]
            if w[i, t] > 0.0:
                for q in range(ptr[i], ptr[i + 1]):
                    c = cost[q]
                    if c >= multiplier:
                        break
                    j = site[q]
                    if c + opened[layer[i], t, j] + ratio * price[t, j] < multiplier:
                        found += 1
                        load[t, j] += ratio * w[i, t]
            count[i, t] = found
