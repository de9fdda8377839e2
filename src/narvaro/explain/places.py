"""A single place among the others: the area it lies in, and the other offices around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from narvaro.case import Case
from narvaro.explain.evidence import Evidence
from narvaro.travel import unit_vectors


def home_areas(case: Case, site_ids: Sequence[str]) -> list[str]:
    """Return the area that each site lies in: the one it names, or else the nearest one where people live."""
    lived = case.areas[case.areas["people"] > 0]
    if not site_ids:
        return []
    sites = case.sites.loc[list(site_ids)]
    tree = cKDTree(unit_vectors(lived["lon"], lived["lat"]))
    nearest = np.asarray(tree.query(unit_vectors(sites["lon"], sites["lat"]))[1])
    named = sites["area_id"].tolist()
    return [
        str(area) if area in case.areas.index else str(lived.index[k])
        for area, k in zip(named, nearest.tolist(), strict=True)
    ]


@dataclass(frozen=True, eq=False)
class Surroundings:
    """Minutes from the home areas of some sites to every site, by the policy's mode.

    Attributes
    ----------
    minutes
        By site id: a row of minutes to all sites, infinite where unreachable.
    site_ids
        What the places in a row stand for.
    """

    minutes: dict[str, npt.NDArray[np.float64]]
    site_ids: tuple[str, ...]

    def other_office(self, site_id: str, offices: Iterable[str]) -> tuple[str, float]:
        """Return the nearest of some offices other than the site itself, and the minutes to it.

        Without any within reach the id is empty and the minutes are missing.
        """
        place = {name: k for k, name in enumerate(self.site_ids)}
        others = np.sort(np.array([place[one] for one in offices if one != site_id], dtype=np.intp))
        if not others.size:
            return "", float("nan")
        row = self.minutes[site_id][others]
        best = int(row.argmin())
        if not np.isfinite(row[best]):
            return "", float("nan")
        return self.site_ids[int(others[best])], float(row[best])


def surroundings(evidence: Evidence, site_ids: Sequence[str]) -> Surroundings:
    """Return what lies around some sites, seen from the areas they lie in."""
    homes = home_areas(evidence.case, site_ids)
    areas = list(dict.fromkeys(homes))
    rows = {}
    if areas and evidence.mode in evidence.travel.modes:
        dense = evidence.travel.select(areas).to_dense(evidence.mode).astype(np.float64)
        table = dict(zip(areas, np.where(np.isnan(dense), np.inf, dense), strict=True))
        rows = {site: table[home] for site, home in zip(site_ids, homes, strict=True)}
    return Surroundings(rows, evidence.travel.site_ids)
