"""A change of a figure that depends on several things, split into what each of them did; the parts sum to the whole."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import factorial

import numpy as np

from narvaro.access.values import FloatArray


def shapley_split(value: Callable[[frozenset[str]], FloatArray], factors: tuple[str, ...]) -> FloatArray:
    r"""Return what each factor did to a figure: its Shapley value.

    .. math::
        \phi_f = \sum_{S \subseteq F \setminus \{f\}} \frac{|S|! \, (|F| - |S| - 1)!}{|F|!}
                 \bigl( v(S \cup \{f\}) - v(S) \bigr)

    where :math:`v(S)` is the figure with the factors in *S* as they are after and all others as they were before. It is
    the mean of what the factor changes over all orders in which the factors may change, so no order is preferred. The
    parts always sum to the whole, :math:`\sum_f \phi_f = v(F) - v(\emptyset)`, without a rest; a factor that changes
    nothing gets nothing; and two that do the same get the same.

    Parameters
    ----------
    value
        The figure, or an array of figures, with some factors as they are after.
    factors
        The names of the factors.

    Returns
    -------
    Array of shape (factors, shape of the figure), in the unit of the figure.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. *Contributions to the Theory of Games* 2, 307-317.
    Shorrocks, A. F. (2013). Decomposition procedures for distributional analysis: a unified framework based on the
    Shapley value. *Journal of Economic Inequality* 11, 99-126.

    Examples
    --------
    A product of 2 by 3 becomes 4 by 5. The first factor adds 2 × 3 if it changes first, 2 × 5 if last: 8 in the mean.

    >>> def product(after):
    ...     return np.array((4.0 if "a" in after else 2.0) * (5.0 if "b" in after else 3.0))
    >>> shapley_split(product, ("a", "b")).tolist()
    [8.0, 6.0]
    """
    found = {
        frozenset(some): value(frozenset(some))
        for size in range(len(factors) + 1)
        for some in combinations(factors, size)
    }
    whole = factorial(len(factors))
    parts = []
    for factor in factors:
        part = np.zeros_like(found[frozenset()])
        for before, figure in found.items():
            if factor not in before:
                weight = factorial(len(before)) * factorial(len(factors) - len(before) - 1) / whole
                part = part + weight * (found[before | {factor}] - figure)
        parts.append(part)
    return np.array(parts)
