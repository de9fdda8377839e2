"""The Palma ratio: what the tenth with most carries, against the forty percent with least."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from narvaro.access.values import finite, weighed

__all__ = ["palma"]

_FAR, _NEAR = 0.9, 0.4  # of the people, in rising order: above the first and up to the second


def palma(values: pd.Series[Any], people: pd.Series[Any]) -> float:
    r"""Return the Palma ratio: minutes of the tenth of the people with most, over those of the 40 percent with least.

    .. math:: R = \frac{1 - L(0.9)}{L(0.4)}

    with :math:`L` the Lorenz curve: the share of all minutes that the nearest share of the people has. An area that
    lies across an edge is parted.

    Returns
    -------
    A number from 0.25 (everybody has the same) upwards; NaN where nobody lives, or where the 40 percent with least
    have nothing.

    Raises
    ------
    SettingError
        If labels differ, a value is below zero, or somebody lives beyond all reach.

    References
    ----------
    Palma, J. G. (2011). Homogeneous middles vs. heterogeneous tails, and the end of the "inverted-U". *Development and
    Change* 42(1), 87-153. Cobham, A. and Sumner, A. (2013). Is it all about the tails? The Palma measure of income
    inequality. Center for Global Development, Working Paper 343.

    Examples
    --------
    Ten people: four with 1 minute, five with 2, one with 6. The last has 6, the first four have 4.

    >>> palma(pd.Series([1.0, 2.0, 6.0]), pd.Series([4, 5, 1]))
    1.5
    """
    far, weights = weighed(values, people, lowest=0.0)
    finite(far, "palma")
    if not weights.size:
        return float("nan")
    order = np.argsort(far, kind="stable")
    share = np.concatenate(([0.0], np.cumsum(weights[order]) / weights.sum()))
    carried = np.concatenate(([0.0], np.cumsum(far[order] * weights[order])))
    near, middle = np.interp([_NEAR, _FAR], share, carried)
    return float((carried[-1] - middle) / near) if near > 0 else float("nan")
