"""Sizes of offices: what each costs, which size an office has, and which services it gives."""

from __future__ import annotations

import numpy as np
import pandas as pd

from narvaro.case import MoneyUnit, Service, Size
from narvaro.sources.sweden.municipalities import municipalities
from narvaro.sources.sweden.tables import read_table, rule

MONEY = MoneyUnit("SEK", "million")
"""What the figures of Swedish tables and policies count."""
OPTIONAL_SERVICE = "arbetsformedlingen"
"""The agency that is not at every office."""


def office_sizes() -> tuple[Size, ...]:
    """Return the size classes, smallest first; every figure is assumed.

    Examples
    --------
    >>> [(size.id, size.running_year, size.staff) for size in office_sizes()]
    [('flexible', 1.8, 2.0), ('small', 4.3, 5.0), ('medium', 8.4, 10.0)]
    """
    figures = ("running_year", "opening", "closing", "staff", "visits_year")
    return tuple(
        Size(
            id=row["id"],
            rank=int(row["rank"]),
            **{figure: float(row[figure]) for figure in figures},
            origin="assumed",
            source=row["source"],
            days=None,
        )
        for row in read_table("sizes").to_dict("records")
    )


def office_services() -> tuple[Service, ...]:
    """Return the agencies served at the offices."""
    return tuple(Service(*row) for row in read_table("services").itertuples(index=False, name=None))


def people_each(offices: pd.DataFrame) -> pd.Series:
    """Return the people of an office's municipality for each of its offices, persons."""
    has = offices["municipality_code"].map(offices["municipality_code"].value_counts())
    return offices["municipality_code"].map(municipalities()["people_2023"]) / has


def with_sizes(offices: pd.DataFrame) -> pd.DataFrame:
    """Return the offices with a size each: that of a source, or by the rule.

    Offices without a stated size are medium or small. Those with the most people of the municipality to each office
    are medium: as many as bring the mean running cost of the whole network nearest to the stated mean.

    Parameters
    ----------
    offices
        Index id; `municipality_code`, `size` (empty where no source says).

    Returns
    -------
    DataFrame
        The same with `size` filled and yes/no `size_assumed`.
    """
    cost = {size.id: size.running_year for size in office_sizes()}
    table = offices.copy()
    open_sizes = table["size"] == ""
    ranked = people_each(table)[open_sizes].sort_values(ascending=False, kind="stable").index
    stated = sum(cost[size] for size in table.loc[~open_sizes, "size"])
    mediums = np.arange(len(ranked) + 1)
    spent = stated + mediums * cost["medium"] + (len(ranked) - mediums) * cost["small"]
    best = int(np.abs(spent / len(table) - rule("office_running_msek_mean")).argmin())
    table.loc[ranked[:best], "size"] = "medium"
    table.loc[ranked[best:], "size"] = "small"
    table["size_assumed"] = open_sizes
    return table


def with_services(offices: pd.DataFrame, without: int) -> pd.Series:
    """Return the services of each office: the stated ones, else all; `without` offices lack Arbetsförmedlingen.

    Offices whose stated list lacks Arbetsförmedlingen count first; then those with no list in the municipalities with
    the fewest people.

    Parameters
    ----------
    offices
        Index id; `municipality_code`, `services` (ids separated by semicolons, or empty).
    without
        How many offices lack the agency; those stated to lack it always do.
    """
    everything = tuple(service.id for service in office_services())
    common = tuple(name for name in everything if name != OPTIONAL_SERVICE)
    stated = offices["services"].map(lambda cell: tuple(cell.split(";")) if cell else ())
    lacks = stated.map(lambda names: bool(names) and OPTIONAL_SERVICE not in names)
    people = offices["municipality_code"].map(municipalities()["people_2023"])
    open_lists = stated.map(len) == 0
    smallest = people[open_lists].sort_values(kind="stable").index[: max(0, without - int(lacks.sum()))]
    lacks[smallest] = True
    return lacks.map({True: common, False: everything})
