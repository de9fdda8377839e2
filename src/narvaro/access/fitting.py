"""Who goes where when offices fill: the assignment in which all ways together are shortest, and nobody fits twice.

Everyone begins at the nearest office. While one has too many, those who lose least are sent on, one office to the
next, along the cheapest chain that ends where there is room, or stay at a price for each too many. Chains that are
cheapest at every step end in the cheapest assignment (successive shortest paths: Ahuja, Magnanti and Orlin 1993).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from narvaro.access.fitting_kernels import relieve
from narvaro.access.values import FloatArray

__all__ = ["Fitted", "fit"]

_HAIR = 1e-9  # so much above a room is rounding, as for the loops


@dataclass(frozen=True, eq=False)
class Fitted:
    """An assignment.

    Attributes
    ----------
    shares
        Share of each client at each place, shape (clients, places). The rest of a client goes nowhere.
    load
        What each place takes, shape (places,).
    over
        How much of it is more than there is room for, shape (places,).
    past
        Share of each client that goes further than to what is nearest to it, shape (clients,).
    """

    shares: FloatArray
    load: FloatArray
    over: FloatArray
    past: FloatArray


def fit(
    cost: FloatArray, weight: FloatArray, load: FloatArray, room: FloatArray, overload: float, reach: float
) -> Fitted:
    r"""Return the cheapest assignment of clients to places with room.

    .. math:: \min \sum_{ij} w_i c_{ij} x_{ij} + \sum_i w_i r (1 - \sum_j x_{ij}) + \pi \sum_j o_j, \qquad
              \sum_i u_i x_{ij} \le q_j + o_j

    Parameters
    ----------
    cost
        Of the way, shape (clients, places), infinite where there is none.
    weight, load
        How much each client counts, and what it takes of a place, shape (clients,).
    room
        Of each place, shape (places,), infinite where there is no end to it.
    overload
        Price of each unit too many.
    reach
        Cost of going nowhere.

    Examples
    --------
    Three go to the first place, which has room for two; one who loses 4 is sent on, not the one who loses 9:

    >>> cost = np.array([[1.0, 10.0], [1.0, 5.0], [0.0, 20.0]])
    >>> found = fit(cost, np.ones(3), np.ones(3), np.array([2.0, 2.0]), 60.0, 99.0)
    >>> found.shares.tolist(), found.past.tolist()
    ([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]], [0.0, 1.0, 0.0])

    Were it dearer to go than to be one too many, all would stay:

    >>> fit(cost, np.ones(3), np.ones(3), np.array([2.0, 2.0]), 3.0, 99.0).over.tolist()
    [1.0, 0.0]
    """
    n, m = cost.shape
    # the last place is none at all, which has room for everyone
    ways = np.column_stack([np.where(np.isfinite(cost), cost, np.inf), np.full(n, reach)])
    nearest = ways.argmin(axis=1)
    shares = np.zeros((n, m + 1))
    shares[np.arange(n), nearest] = 1.0
    total = np.bincount(nearest, load, m + 1)
    relieve(ways, weight, load, np.append(room, np.inf), overload, shares, total)
    here = shares[:, :m]
    past = (here * (ways[:, :m] > ways[np.arange(n), nearest][:, None])).sum(axis=1)
    past += np.where(nearest < m, shares[:, m], 0.0)
    taken = load @ here
    over = np.where(taken > room * (1.0 + _HAIR) + _HAIR, taken - room, 0.0)
    return Fitted(here, taken, over, past)
