"""Those hit hardest by a plan: the areas whose way to the nearest office becomes longer, or goes."""

from __future__ import annotations

import pandas as pd

DECIMALS = 6
"""Of minutes longer: what is left of a difference of decimals is no change."""


def change_min(areas: pd.DataFrame, mode: str) -> pd.Series[float]:
    """Return how many minutes longer the way of each area becomes; no number without a way before or after.

    Examples
    --------
    >>> change_min(pd.DataFrame({"car_before": [3.1, 5.0], "car_after": [4.1, float("nan")]}), "car").tolist()
    [1.0, nan]
    """
    before, after = (areas[f"{mode}_{when}"].astype(float) for when in ("before", "after"))
    return (after - before).round(DECIMALS)


def hardest_hit(areas: pd.DataFrame, mode: str, noticed_min: float) -> pd.DataFrame:
    """Return the areas with people whose way becomes longer or goes, the hardest hit first.

    Parameters
    ----------
    areas
        As in :attr:`narvaro.explain.Findings.areas`.
    mode
        By which mode.
    noticed_min
        The least change, in minutes, that is one.

    Returns
    -------
    Index area id; columns `name, people, before, after, longer_min` (minutes; `after` and `longer_min` are no number
    where no office is within reach any more). Those without any way come first, then by minutes longer, then by people.

    Examples
    --------
    >>> areas = pd.DataFrame({
    ...     "name": ["A", "B", "C", "D"], "people": [10.0, 20.0, 30.0, 0.0],
    ...     "car_before": [5.0, 5.0, 5.0, 5.0], "car_after": [5.5, 9.0, float("nan"), 60.0],
    ... })
    >>> hardest_hit(areas, "car", 1.0)[["name", "longer_min"]].values.tolist()
    [['C', nan], ['B', 4.0]]
    """
    before, after = (areas[f"{mode}_{when}"].astype(float) for when in ("before", "after"))
    longer = change_min(areas, mode)
    gone = before.notna() & after.isna()
    table = pd.DataFrame(
        {
            "name": areas["name"],
            "people": areas["people"].astype(float),
            "before": before,
            "after": after,
            "longer_min": longer,
        }
    )
    hit = table[(gone | (longer >= noticed_min)) & (table["people"] > 0)]
    return hit.sort_values(["longer_min", "people"], ascending=False, kind="stable", na_position="first")
