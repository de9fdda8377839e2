"""Whole persons: a total shared out by weights so that the parts sum to it exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def apportion(total: int, weights: ArrayLike) -> NDArray[np.int64]:
    r"""Share a whole total out by weights, by the method of the largest remainder.

    .. math:: q_i = T w_i / \sum_j w_j, \qquad n_i = \lfloor q_i \rfloor + [i \text{ among the largest } q_i - n_i]

    Parameters
    ----------
    total
        What is shared out, at least 0.
    weights
        Shape (n,), at least 0; if all are 0 they count as equal.

    Returns
    -------
    ndarray
        Shape (n,), whole numbers that sum to `total`; each less than one from its quota. Of equal remainders the
        first comes first.

    References
    ----------
    Hamilton's method; Balinski and Young, *Fair Representation* (1982), chapter 3.

    Examples
    --------
    >>> apportion(10, [1, 1, 1]).tolist()
    [4, 3, 3]
    >>> apportion(7, [5.0, 0.0, 2.0]).tolist()
    [5, 0, 2]
    """
    given = np.asarray(weights, dtype=float)
    if not given.size:
        return np.zeros(0, dtype=np.int64)
    if not given.sum() > 0:
        given = np.ones_like(given)
    # dividing first keeps the quotas finite for any scale of the weights
    quota = total * (given / given.sum())
    whole = np.floor(quota + 1e-9).astype(np.int64)
    left = total - int(whole.sum())
    order = np.argsort(-(quota - whole), kind="stable")
    whole[order[:left]] += 1
    return np.asarray(whole, dtype=np.int64)
