"""Places that may get an office, proposed from where people live."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import cKDTree

from narvaro.case import Case
from narvaro.travel import unit_vectors
from narvaro.travel.sphere import EARTH_RADIUS_KM

WITHIN_KM = 5.0
"""People as the crow flies so near a place count as reached by it."""
SHARED = ("municipality_code", "municipality", "county_code")
"""Columns that a proposed site has from its area, where both tables have them."""


def with_proposed_sites(case: Case, count: int, within_km: float = WITHIN_KM) -> Case:
    r"""Return the case with candidates at the points of its areas, where most people have no site near.

    The greedy rule of maximal covering (Church and ReVelle 1974): with :math:`U` the areas that no site is near, the
    next candidate stands at the area

    .. math:: \arg\max_j \sum_{i \in U,\, d_{ij} \le r} p_i

    and what it is near to leaves :math:`U`. The first of two that reach as many is taken.

    Parameters
    ----------
    case
        A case with sites, among them the offices of today.
    count
        How many candidates at most; fewer where nobody is left whom one more would reach.
    within_km
        The distance *r*, km.

    Returns
    -------
    Case
        Its sites first, then the candidates in the order they were found, named after their areas.

    Examples
    --------
    An office in the town of 900; of the two villages without one, the larger comes first.

    >>> areas = pd.DataFrame({"id": ["t", "v", "w"], "name": ["Town", "Vale", "Wood"], "lon": [18.0, 18.5, 19.0],
    ...                       "lat": [59.0] * 3, "people": [900, 100, 200]})
    >>> case = Case("mini", areas, areas.head(1).drop(columns="people").assign(status="may_close"))
    >>> found = with_proposed_sites(case, 1)
    >>> found.sites["name"].tolist(), found.sites["status"].tolist()
    (['Town', 'Wood'], ['may_close', 'candidate'])
    """
    areas, sites = case.areas, case.sites
    tree = cKDTree(_points(areas))
    reach = 2.0 * np.sin(
        within_km / (2.0 * EARTH_RADIUS_KM)
    )  # as the chord between two points of the unit sphere
    pairs = tree.query_pairs(reach, output_type="ndarray")
    alone = np.arange(len(areas))
    rows, columns = (np.concatenate([pairs[:, a], pairs[:, 1 - a], alone]) for a in (0, 1))
    near = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(areas), len(areas)))
    left = areas["people"].to_numpy(float).copy()
    for reached in tree.query_ball_point(_points(sites), reach):
        left[reached] = 0.0
    found: list[int] = []
    for _ in range(min(count, len(areas))):
        gain = near @ left
        best = int(gain.argmax())
        if gain[best] <= 0:
            break
        found.append(best)
        left[near.indices[near.indptr[best] : near.indptr[best + 1]]] = 0.0
    if not found:
        return case
    return replace(case, sites=pd.concat([sites, _candidates(case, found)]))


def _points(table: pd.DataFrame) -> NDArray[np.float64]:
    return unit_vectors(table["lon"].to_numpy(float), table["lat"].to_numpy(float))


def _candidates(case: Case, found: list[int]) -> pd.DataFrame:
    """Return a row of a site for each area, in the columns of the sites."""
    areas, sites = case.areas.iloc[found], case.sites
    rows = pd.DataFrame(
        {
            "name": _apart(areas["name"].astype(str).tolist(), set(sites["name"].astype(str))),
            "lon": areas["lon"].to_numpy(),
            "lat": areas["lat"].to_numpy(),
            "status": "candidate",
            "assumed": False,
            "services": sites["services"].iloc[0] if len(sites) else "",
            **{name: areas[name].to_numpy() for name in SHARED if name in areas and name in sites},
        },
        index=pd.Index(
            _apart([f"proposed-{one}" for one in areas.index], set(sites.index)), name=sites.index.name
        ),
    )
    return rows.reindex(columns=sites.columns)


def _apart(names: list[str], taken: set[str]) -> list[str]:
    """Return names of which none is taken, numbered where one is."""
    found: list[str] = []
    for name in names:
        free, n = name, 2
        while free in taken:
            free, n = f"{name} {n}", n + 1
        taken.add(free)
        found.append(free)
    return found
