"""A first guess at national size: a few thousand clients stand for all, and their multipliers are lifted.

Clients of a layer with the same two nearest sites form a block; its heaviest client stands for it with the weight of
all. The small problem is climbed as any other. Then each client takes its block's multiplier, shifted by how much more
(or less) than its block's client it pays in the plan found:

    v_it = V_bt + d_it - d_bt

The bound is evaluated on all clients, so nothing rests on the guess.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.form.problem import Floats
from narvaro.siting.layout.layout import Model

__all__ = ["blocks", "lift", "worth_it"]

_FEWEST = 20_000  # fewer clients than this need no first guess


def worth_it(model: Model) -> bool:
    """Return whether the model is large enough for a first guess."""
    # where nobody has weight there is no block to stand for anyone
    return len(model.lists.cap) >= _FEWEST and bool(model.base.any())


def blocks(model: Model, near: int = 2) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return the clients that stand for their blocks, each client's block (-1: no weight), and the blocks' weights.

    Parameters
    ----------
    near
        How many nearest sites the clients of a block share: 1 or 2.
    """
    lists = model.lists
    n = len(lists.cap)
    length = np.diff(lists.ptr)
    site = lists.site if len(lists.site) else np.zeros(1, lists.site.dtype)
    last = len(site) - 1
    first = np.where(length > 0, site[np.minimum(lists.ptr[:-1], last)].astype(np.int64), -1)
    second = np.full(n, -1)
    if near > 1:
        second = np.where(length > 1, site[np.minimum(lists.ptr[:-1] + 1, last)].astype(np.int64), -1)
    span = model.problem.n_sites + 1
    # one number for layer, nearest and second nearest: clients with the same one form a block
    key = (lists.layer.astype(np.int64) * span + first + 1) * span + second + 1
    used = np.flatnonzero(model.base.any(axis=1))
    weight = model.base[used].sum(axis=1)
    order = np.lexsort((used, -weight, key[used]))  # by block, the heaviest client first
    sorted_key = key[used][order]
    lead = np.ones(len(sorted_key), bool)
    lead[1:] = sorted_key[1:] != sorted_key[:-1]
    of = np.full(n, -1, np.int64)
    of[used[order]] = np.cumsum(lead) - 1
    chosen = used[order][lead]
    total = np.zeros((len(chosen), model.n_years))
    np.add.at(total, of[used], model.base[used])
    return chosen, of, total


def lift(
    model: Model, of: NDArray[np.int64], chosen: NDArray[np.int64], guess: Floats, paid: Floats
) -> Floats:
    """Return multipliers for all clients from those of the blocks' clients; `paid` is what all pay in the plan."""
    at = np.maximum(of, 0)
    # a client without weight stands in no block; at what it pays its multiplier changes no bound
    v = guess[at] + paid - paid[chosen][at]
    v[of < 0] = paid[of < 0]
    # a shifted multiplier may lie outside of what weak duality allows
    return np.minimum(np.maximum(v, 0.0), model.lists.cap[:, None])
