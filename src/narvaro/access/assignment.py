"""Which office people go to: the nearest, a share to each by room and distance, or as told from elsewhere."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from scipy import sparse

from narvaro.access.values import FloatArray
from narvaro.errors import Fault, SettingError

AssignedBy = Literal["nearest", "huff", "given"]
"""How people are sent to offices."""
AT_LEAST_MIN = 1.0
"""Nearer than this counts as this in a Huff share: a way of no minutes would draw everybody."""
SUM_TOLERANCE = 1e-6
"""By so much the shares of an area may pass one, as rounding leaves them."""


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


def shares_to(
    minutes: FloatArray, room: FloatArray, by: AssignedBy = "nearest", decay: float = 2.0
) -> FloatArray:
    """Return the share of each area that goes to each open office: all to the nearest, or a Huff share.

    Parameters
    ----------
    minutes, room, decay
        As for :func:`huff_shares`.
    by
        `nearest` or `huff`.
    """
    return huff_shares(minutes, room, decay) if by == "huff" else nearest_shares(minutes)


def past_nearest(minutes: FloatArray, shares: FloatArray) -> FloatArray:
    """Return the share of each area that goes further than to its nearest open office, shape (areas,).

    Examples
    --------
    >>> past_nearest(np.array([[5.0, 6.0], [7.0, 7.0]]), np.array([[0.5, 0.5], [0.5, 0.5]])).tolist()
    [0.5, 0.0]
    """
    further: FloatArray = (shares * (minutes > minutes.min(axis=1, initial=np.inf)[:, None])).sum(axis=1)
    return further


def shares_given(
    shares: sparse.csr_array, areas: int, is_open: np.ndarray[Any, np.dtype[np.bool_]]
) -> sparse.csr_array:
    """Return the columns of the open sites of an assignment made elsewhere.

    Parameters
    ----------
    shares
        Shape (areas, sites): the share of each area that goes to each site. An area's shares are zero or more and add
        up to at most one, and none goes to a closed site.
    areas
        How many areas there are.
    is_open
        Which sites are open, shape (sites,).

    Raises
    ------
    SettingError
        If it is no such assignment.
    """
    matrix = sparse.csr_array(shares)
    if matrix.shape != (areas, len(is_open)):
        data = {"given": str(matrix.shape), "wanted": str((areas, len(is_open)))}
        raise SettingError([Fault("access.shares_shape", data)])
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    if (matrix.data < 0).any() or not np.isfinite(sums).all() or (sums > 1 + SUM_TOLERANCE).any():
        raise SettingError([Fault("access.shares_odd")])
    closed = matrix[:, np.flatnonzero(~is_open)]
    if closed.nnz and closed.sum() > SUM_TOLERANCE:
        raise SettingError([Fault("access.shares_closed")])
    return sparse.csr_array(matrix[:, np.flatnonzero(is_open)])
