"""What clients are served with in a plan with capacity, and what the plan then costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.capacity_mip import Layout, build_layout, relax
from narvaro.siting.dual import used_by
from narvaro.siting.model import Model
from narvaro.siting.problem import Floats
from narvaro.siting.solution import Served

__all__ = ["Flows", "cheapest_flows"]

_DUST = 1e-10  # a smaller share is rounding
_SLACK = 1e-8


@dataclass(frozen=True, eq=False)
class Flows:
    """The cheapest flows of one plan: its value, and for each layer with capacity the shares in each year."""

    value: float
    served: Served


def _clean(model: Model, layout: Layout, share: Floats, unserved: Floats) -> Floats:
    """Take the rounding of the linear program out: shares of a client and what is unserved make one."""
    row = np.searchsorted(layout.need, layout.pairs.client * model.n_years + layout.pairs.year)
    lost = np.zeros(len(layout.need))
    lost[np.isfinite(model.lists.cap[layout.need // model.n_years])] = unserved
    lost = np.where(lost < _DUST, 0.0, np.minimum(lost, 1.0))
    share = np.where(share < _DUST, 0.0, share)
    total = np.bincount(row, share, len(layout.need)).astype(float)  # no pair at all gives whole numbers
    scale = np.divide(1.0 - lost, total, out=np.zeros_like(total), where=total > 0)
    return np.asarray(share * scale[row])


def _layer_sums(model: Model, layout: Layout, share: Floats) -> Floats:
    """Return each layer's own sum in each year, shape (n_layers, n_years)."""
    problem, years, pairs = model.problem, model.n_years, layout.pairs
    sums = np.zeros((len(problem.layers), years))
    client, when = np.divmod(layout.need, years)
    row = np.searchsorted(layout.need, pairs.client * years + pairs.year)
    weight, reach, kind = model.base[client, when], model.lists.cap[client], model.lists.layer[client]
    nearest = reach.copy()
    np.minimum.at(nearest, row, pairs.cost)
    lost = np.maximum(0.0, 1.0 - np.bincount(row, share, len(client)))
    given_up = np.where(np.isfinite(reach), lost * np.where(np.isfinite(reach), reach, 0.0), 0.0)
    paid = np.bincount(row, share * pairs.cost, len(client)) + given_up
    for n, layer in enumerate(problem.layers):
        mine = kind == n
        own = paid if layer.capacity is not None else nearest
        sums[n] = np.bincount(when[mine], (weight * own)[mine], years)
        if layer.capacity is None or np.isinf(layer.overload):
            continue
        inside = model.lists.layer[pairs.client] == n
        at = pairs.year[inside] * problem.n_sites + pairs.site[inside]
        load = np.bincount(at, (weight[row] * share)[inside], years * problem.n_sites).reshape(
            years, problem.n_sites
        )
        state = model.state[np.flatnonzero(model.allowed)].T.astype(np.int64)  # one option a site, by site
        over = np.where(state >= 0, load - layer.capacity[state], 0.0)
        sums[n] += layer.overload * np.maximum(over, 0.0).sum(axis=1)
    return sums


def _served(model: Model, layout: Layout, share: Floats) -> Served:
    pairs = layout.pairs
    out: list[tuple[Any, ...] | None] = []
    for n, layer in enumerate(model.problem.layers):
        if layer.capacity is None:
            out.append(None)
            continue
        tables = []
        for t in range(model.n_years):
            mine = (model.lists.layer[pairs.client] == n) & (pairs.year == t) & (share > 0)
            at = (pairs.client[mine] - model.starts[n], pairs.site[mine])
            tables.append(sparse.csr_array((share[mine], at), shape=(layer.n_areas, model.problem.n_sites)))
        out.append(tuple(tables))
    return tuple(out)


def cheapest_flows(model: Model, pick: NDArray[np.int64]) -> Flows | None:
    """Return the cheapest flows of a plan, or None where it breaks a limit, a ceiling, or what must be reached."""
    c = model.choices
    used = used_by(model, pick)
    if ((used > c.upper + _SLACK * c.scale) | (used < c.lower - _SLACK * c.scale)).any():
        return None
    allowed = np.zeros(len(model.order), bool)
    allowed[pick] = True
    fixed = replace(model, allowed=allowed)
    layout = build_layout(fixed)
    found = relax(layout)
    if not found.ended:
        return None
    share = _clean(fixed, layout, found.share, found.unserved)
    sums = _layer_sums(fixed, layout, share)
    top = np.where(np.isfinite(model.ceilings), model.ceilings, 0.0)
    if (sums > model.ceilings + _SLACK * np.maximum(1.0, top)).any():
        return None
    value = model.problem.offset + float(c.cost[pick].sum()) + float((sums.sum(axis=1) * model.prices).sum())
    return Flows(value, _served(fixed, layout, share))
