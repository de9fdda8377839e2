"""What may define an area in need besides the Police's list, over SCB's small areas: SCB's types and an own index."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from narvaro.sources.sweden.small_areas import small_areas

CHALLENGED = (1, 2)
"""SCB's types with great socio-economic challenges and with challenges; of five."""
TYPE_BOUNDS = (2.0, 1.0, 0.0, -1.0)
"""Standard deviations over the mean above which an area is of type 1, 2, 3 and 4; the rest is of type 5."""


@cache
def _index() -> pd.DataFrame:
    areas = small_areas()
    working_age = areas["aged_16_64"].astype(float)
    table = pd.DataFrame(
        {
            "only_primary_school": areas["only_primary_school"] / working_age,
            "low_standard": areas["low_standard_pct"] / 100,
            "out_of_work": areas["unemployed"] / working_age,
        }
    )
    table["index"] = table.mean(axis=1)
    table["deviations"] = (table["index"] - table["index"].mean()) / table["index"].std(ddof=0)
    above = table["deviations"].to_numpy()[:, None] > np.array(TYPE_BOUNDS)
    table["type"] = len(TYPE_BOUNDS) + 1 - above.sum(axis=1)
    return table


def own_index() -> pd.DataFrame:
    r"""Return an index of socio-economic conditions of each small area, made as SCB's is, from what SCB publishes.

    .. math::
        I_a = \tfrac13 \left( \frac{P_a}{N_a} + L_a + \frac{U_a}{N_a} \right), \qquad
        z_a = \frac{I_a - \bar I}{s_I}

    with :math:`N_a` the people aged 16-64, :math:`P_a` those of 25-64 who have only primary and lower secondary school,
    :math:`L_a` the share of people with a low economic standard, :math:`U_a` those of 16-64 who are unemployed;
    :math:`\bar I` and :math:`s_I` are mean and standard deviation over the areas, each counted once. An area is of
    type 1 where z is over 2, 2 over 1, 3 over 0, 4 over -1, and else of type 5.

    SCB counts those who live on social assistance in the third share, which its tables by small area do not tell: that
    of the unemployed alone is `derived`. Parted at 2.01, 1.02, 0.00 and -1.01 deviations the index gives groups as
    large as SCB's five types. With those outside the labour force added, students above all, it agrees less with them.

    Returns
    -------
    DataFrame
        Index `code`; the shares `only_primary_school, low_standard, out_of_work`, their mean `index` (all 0 to 1),
        `deviations` (standard deviations from the mean) and `type` (1 to 5, 1 = greatest challenges).

    References
    ----------
    SCB and Delegationen mot segregation, Områdestyper (types of RegSO), figures of 2022 in Statistikdatabasen.

    Examples
    --------
    >>> own_index()["type"].value_counts().sort_index().tolist()
    [162, 295, 840, 1759, 307]
    """
    return _index().copy()


def small_area_definitions() -> pd.DataFrame:
    """Return for each small area whether it is one of each definition, whole areas only.

    Returns
    -------
    DataFrame
        Index `code`, in the order of :func:`~narvaro.sources.sweden.small_areas.small_areas`; yes/no `area_types_1_2`
        (SCB's types 1 and 2 of 2022) and `own_index` (types 1 and 2 of :func:`own_index`).

    Examples
    --------
    >>> people = small_areas()["people_2023"]
    >>> int(people[small_area_definitions()["area_types_1_2"]].sum())
    1406860
    """
    areas = small_areas()
    return pd.DataFrame(
        {
            "area_types_1_2": areas["area_type"].isin(CHALLENGED).to_numpy(bool),
            "own_index": _index()["type"].isin(CHALLENGED).to_numpy(bool),
        },
        index=areas.index,
    )
