"""Which office people go to: the nearest, a share to each by room and distance, or as told from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from narvaro.access.times import Times, area_index, minute_blocks, site_index, site_positions
from narvaro.access.values import FloatArray
from narvaro.errors import Fault, SettingError

AssignedBy = Literal["nearest", "huff", "given"]
"""How people are sent to offices."""
AT_LEAST_MIN = 1.0
"""Nearer than this counts as this in a Huff share: a way of no minutes would draw everybody."""
SUM_TOLERANCE = 1e-6
"""By so much the shares of an area may pass one, as rounding leaves them."""


class Sent(NamedTuple):
    """Some areas, the share of each that goes to each open office, and the share that goes past the nearest."""

    rows: slice
    shares: FloatArray
    past: FloatArray


def nearest_shares(minutes: FloatArray) -> FloatArray:
    """Return 1 at the nearest site of each area and 0 elsewhere; of two equally near the first.

    Parameters
    ----------
    minutes
        Shape (areas, sites), infinite where unreachable; an area that reaches none sends nobody.

    Examples
    --------
    >>> nearest_shares(np.array([[5.0, 3.0], [np.inf, np.inf]])).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    found = np.zeros(minutes.shape)
    if minutes.shape[1]:
        best = minutes.argmin(axis=1)
        everyone = np.arange(len(minutes))
        found[everyone, best] = np.isfinite(minutes[everyone, best])
    return found


def huff_shares(minutes: FloatArray, room: FloatArray, decay: float) -> FloatArray:
    r"""Return the share of each area that goes to each site, more to the near and to the roomy (Huff).

    .. math:: P_{ij} = \frac{S_j\, t_{ij}^{-\lambda}}{\sum_k S_k\, t_{ik}^{-\lambda}}

    with :math:`S_j` the room of site *j*, :math:`t_{ij}` the minutes, at least one, and :math:`\lambda` the decay. The
    larger the decay, the more go to the nearest; without end all do.

    Parameters
    ----------
    minutes
        Shape (areas, sites), infinite where unreachable; an area that reaches none sends nobody.
    room
        Shape (sites,), zero or more; a site without room draws nobody.
    decay
        Above zero.

    References
    ----------
    Huff, D. L. (1964). Defining and estimating a trading area. *Journal of Marketing* 28(3), 34-38.

    Examples
    --------
    Twice as far draws a quarter; four times the room makes up for it:

    >>> huff_shares(np.array([[10.0, 20.0]]), np.array([1.0, 1.0]), 2.0).round(12).tolist()
    [[0.8, 0.2]]
    >>> huff_shares(np.array([[10.0, 20.0]]), np.array([1.0, 4.0]), 2.0).round(12).tolist()
    [[0.5, 0.5]]
    """
    with np.errstate(divide="ignore"):
        pull = np.log(room) - decay * np.log(np.maximum(minutes, AT_LEAST_MIN))
    # taken from the strongest pull, so that no power under- or overflows
    strongest = pull.max(axis=1, keepdims=True, initial=-np.inf)
    found = np.exp(pull - np.where(np.isfinite(strongest), strongest, 0.0))
    total = found.sum(axis=1, keepdims=True)
    shares: FloatArray = np.divide(found, total, out=np.zeros_like(found), where=total > 0)
    return shares


def sent(
    times: Times,
    room: pd.Series[Any],
    *,
    mode: str = "car",
    by: AssignedBy = "nearest",
    decay: float = 2.0,
    shares: sparse.csr_array | None = None,
) -> Iterator[Sent]:
    """Yield some areas at a time with the share of each that goes to each open office.

    Parameters
    ----------
    times
        Minutes, rows areas and columns sites, as a table or in blocks; missing means unreachable.
    room
        By open office, in the order of the columns: what draws people in a Huff share.
    mode
        The mode of travel.
    by
        `nearest`, `huff`, or `given` with `shares`.
    decay
        That of Huff.
    shares
        Where `by` is `given`: shape (areas, all sites of the times), the share of each area that goes to each site. An
        area's shares add up to at most one, and none goes to a closed site.

    Raises
    ------
    SettingError
        If the shares have another shape, are below zero, pass one, or go to a closed site.
    """
    places = site_positions(times, list(room.index))
    given = None if shares is None else _given(times, shares, places)
    for rows, minutes in minute_blocks(times, mode, list(room.index)):
        least = minutes.min(axis=1, initial=np.inf)
        if given is not None:
            part = np.asarray(given[rows].toarray(), dtype=np.float64)
        elif by == "huff":
            part = huff_shares(minutes, room.to_numpy(dtype=np.float64), decay)
        else:
            part = nearest_shares(minutes)
        past = (part * (minutes > least[:, None])).sum(axis=1)
        yield Sent(rows, part, past)


def _given(
    times: Times, shares: sparse.csr_array, places: np.ndarray[Any, np.dtype[np.intp]]
) -> sparse.csr_array:
    """Return the columns of the open sites; raise unless the shares can be an assignment to them."""
    wanted = (len(area_index(times)), len(site_index(times)))
    matrix = sparse.csr_array(shares)
    if matrix.shape != wanted:
        data = {"given": str(matrix.shape), "wanted": str(wanted)}
        raise SettingError([Fault("access.shares_shape", data)])
    open_ones = sparse.csr_array(matrix[:, places])
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    odd = (matrix.data < 0).any() or not np.isfinite(matrix.data).all() or (sums > 1 + SUM_TOLERANCE).any()
    elsewhere = abs(float(matrix.sum()) - float(open_ones.sum())) > SUM_TOLERANCE * max(1.0, len(sums))
    if odd or elsewhere:
        raise SettingError([Fault("access.shares_odd" if odd else "access.shares_closed")])
    return open_ones
