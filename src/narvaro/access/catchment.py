"""Staff that people share: the two-step floating catchment area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from narvaro.access.times import Times, area_index, held_at, minute_blocks
from narvaro.access.values import people_array, require_limit


@dataclass(frozen=True)
class FloatingCatchment:
    """What the two steps give.

    Attributes
    ----------
    staff_per_1000
        By area: staff within reach, per 1,000 people who share them. Zero where no office is within reach.
    offices
        By site: `staff`, `people` (within its catchment), `staff_per_1000` (NaN where nobody lives within
        it) and `people_per_staff`, the load (NaN where there is no staff).
    """

    staff_per_1000: pd.Series[Any]
    offices: pd.DataFrame


def floating_catchment(
    times: Times,
    people: pd.Series[Any],
    staff: pd.Series[Any],
    limit_min: float,
    *,
    mode: str = "car",
) -> FloatingCatchment:
    r"""Return staff per 1,000 people by area and load per staff by office (two-step floating catchment).

    .. math::
        R_j = \frac{S_j}{\sum_{k : t_{kj} \le T} P_k}, \qquad
        A_i = 1000 \sum_{j : t_{ij} \le T} R_j

    with :math:`S_j` the staff of office *j*, :math:`P_k` the people of area *k* and *T* the limit in
    minutes. Step one shares an office's staff among all who can reach it; step two adds up what an area
    can reach. Summed over people the staff come back: :math:`\sum_i P_i A_i = 1000 \sum_j S_j` over
    the offices that somebody can reach.

    Parameters
    ----------
    times
        Minutes, rows areas and columns sites, as a table or in blocks; missing means unreachable.
    people
        People by area.
    staff
        Staff by open site, zero or more; only the sites named here are counted.
    limit_min
        The catchment's limit; exactly at it is within it.
    mode
        The mode of travel.

    Raises
    ------
    SettingError
        If labels differ, or people or staff are missing or below zero.

    References
    ----------
    Luo, W. and Wang, F. (2003). Measures of spatial accessibility to health care in a GIS environment:
    synthesis and a case study in the Chicago region. *Environment and Planning B* 30(6), 865-884.

    Examples
    --------
    >>> times = pd.DataFrame({"s1": [5.0, 20.0], "s2": [90.0, 10.0]}, index=["a", "b"])
    >>> found = floating_catchment(
    ...     times, pd.Series({"a": 3000, "b": 1000}), pd.Series({"s1": 4, "s2": 2}), 30
    ... )
    >>> found.staff_per_1000.tolist()
    [1.0, 3.0]
    >>> found.offices["people_per_staff"].tolist()
    [1000.0, 500.0]
    """
    require_limit(limit_min, "limit_min")
    index = area_index(times)
    heads = people_array(index, people)
    columns, supply = held_at(times, staff, "staff")
    sharing = np.zeros(len(columns))
    for rows, minutes in minute_blocks(times, mode, columns):
        sharing += heads[rows] @ (minutes <= limit_min)
    ratio = np.divide(1000 * supply, sharing, out=np.full(len(columns), np.nan), where=sharing > 0)
    found = np.zeros(len(index))
    for rows, minutes in minute_blocks(times, mode, columns):
        found[rows] = (minutes <= limit_min) @ np.nan_to_num(ratio)
    offices = pd.DataFrame({"staff": supply, "people": sharing, "staff_per_1000": ratio}, index=columns)
    offices["people_per_staff"] = np.divide(
        sharing, supply, out=np.full(len(columns), np.nan), where=supply > 0
    )
    return FloatingCatchment(pd.Series(found, index=index, name="staff_per_1000"), offices)
