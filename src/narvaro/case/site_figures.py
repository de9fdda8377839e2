"""Figures that a site says of itself, which go before those of its size: room, and what the place costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narvaro.case.money import COSTS, MoneyUnit, Size
from narvaro.case.tables import FIRST_ROW, listed
from narvaro.errors import Fault

ROOM = "visits_year"
"""Column of the sites: visits that the place has room for in a year; empty or 0 where it is that of the size."""
OWN_FIGURES = (ROOM, *COSTS)
"""Columns of the sites that are called as figures of a size are. A cost may be 0, and is that of the size if empty."""


def figures_at(sites: pd.DataFrame, sizes: Sequence[Size], column: str) -> NDArray[np.float64]:
    """Return a figure of each site at each size, shape (n_sites, n_sizes).

    What a site says holds at the size that it names, and where it names none at every size. Elsewhere the figure is
    that of the size: an office that grows or shrinks is no longer what its row tells of.

    Parameters
    ----------
    column
        One of `OWN_FIGURES`; any other figure is that of the size everywhere.

    Examples
    --------
    >>> sizes = [Size("small", 0, 4.0, 1.0, 0.5, 4, 10_000), Size("large", 1, 8.0, 2.0, 1.5, 8, 25_000)]
    >>> sites = pd.DataFrame({"size": ["small", "", "small"], "running_year": [5.5, 6.0, np.nan]})
    >>> figures_at(sites, sizes, "running_year").tolist()
    [[5.5, 8.0], [6.0, 6.0], [4.0, 8.0]]
    """
    of_size = np.tile([float(getattr(size, column)) for size in sizes], (len(sites), 1))
    if column not in OWN_FIGURES or column not in sites:
        return of_size
    own = sites[column].to_numpy(float)[:, None]
    named = sites["size"].to_numpy(str)[:, None]
    says = own > 0 if column == ROOM else ~np.isnan(own)
    holds = says & ((named == "") | (named == np.array([size.id for size in sizes])))
    return np.where(holds, own, of_size)


def cost_faults(sites: pd.DataFrame, money: MoneyUnit, file: str) -> list[Fault]:
    """Return a fault for each cost of a site that is too much for one office: it is given in a smaller unit."""
    faults: list[Fault] = []
    for column in (name for name in COSTS if name in sites):
        figures = sites[column].to_numpy(float)

        def fault(i: int, column: str = column, figures: NDArray[np.float64] = figures) -> Fault:
            value = float(figures[i])
            data = {"site": str(sites["name"].iloc[i]), "value": value, "right": value / money.per_figure}
            key = "site.too_much" if money.unit == "one" else "site.unit"
            return Fault(key, {**data, "money": money.label}, file, i + FIRST_ROW, column)

        faults += listed(np.flatnonzero(figures > money.largest_office), fault)
    return faults
