"""Single signs: how high the offices that closed would have stood, had one gone by one figure alone.

For each sign the offices are put in order. 0.5 is what chance gives, 1 is the decision itself at the top.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from narvaro.case.decided import DONE
from narvaro.explain.evidence import BEFORE, Evidence, people_by_office
from narvaro.explain.one_by_one import if_closed
from narvaro.explain.places import surroundings

SIGNS = (
    "minutes_lost",
    "people_nearest",
    "load",
    "next_office",
    "municipality_people",
    "keeps_region",
    "keeps_municipality",
    "lately_opened",
)
"""`backtest.sign.<sign>` in the catalogue. Each such that a higher figure speaks for closing:

minutes_lost        fewest minutes lost, summed over people
people_nearest      fewest people whose nearest office it is
load                fewest people whose nearest it is, for each visit that it has room for
next_office         nearest to the next office
municipality_people fewest people in the municipality
keeps_region        another office in the region of `keep_one_in`
keeps_municipality  another office in the municipality
lately_opened       opened by an earlier decision that is told of
"""


def signs_table(evidence: Evidence, places: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """Return how well each sign tells the offices that closed from those that stayed.

    Parameters
    ----------
    places
        The decision as :func:`narvaro.explain.decided.places_table` has it.
    earlier
        Rows of earlier decisions to open.

    Returns
    -------
    Columns `sign, closed` (how many are told), `hits` (of them among as many offices at the top; offices alike count
    by their share) and `ranked` (the chance that one that closed stands above one that stayed).
    """
    may = _may_close(evidence)
    told = places[(places["action"] == "close") & (places["status"] == DONE)]
    closed = np.isin(may, told["site_id"].to_numpy(str))
    rows = []
    for sign, figures in _signs(evidence, may, earlier).items():
        if (
            np.isfinite(figures).all()
            and len(set(figures.tolist())) > 1
            and closed.any()
            and not closed.all()
        ):
            rows.append(
                {
                    "sign": sign,
                    "closed": int(closed.sum()),
                    "hits": _hits(figures, closed),
                    "ranked": _ranked(figures, closed),
                }
            )
    return pd.DataFrame(rows, columns=["sign", "closed", "hits", "ranked"])


def _may_close(evidence: Evidence) -> np.ndarray:
    sites = evidence.case.sites
    return np.array(sites.index[sites["status"] == "may_close"], dtype=object)


def _signs(evidence: Evidence, may: np.ndarray, earlier: pd.DataFrame) -> dict[str, np.ndarray]:
    case, before = evidence.case, evidence.decision.before
    sites = case.sites.loc[may]
    people = people_by_office(evidence, BEFORE).reindex(may).fillna(0.0).to_numpy(float)
    room = sites["size"].map({size.id: size.visits_year for size in case.sizes}).to_numpy(float)
    lost = if_closed(evidence, list(may), before)["person_minutes"].to_numpy(float)
    found = {
        "minutes_lost": -lost,
        "people_nearest": -people,
        "load": -people / np.maximum(room, 1.0),
        "next_office": -_next_office(evidence, may),
        "municipality_people": _municipality_people(evidence, sites),
        "keeps_municipality": _has_another(case.sites.loc[list(before)], sites, "municipality_code"),
    }
    region = evidence.policy.limits.keep_one_in
    if region is not None:
        found["keeps_region"] = _has_another(case.sites.loc[list(before)], sites, region)
    opened = set(earlier.loc[earlier["action"] == "open", "site_id"]) - {""}
    if opened:
        found["lately_opened"] = sites.index.isin(opened).astype(float)
    return {sign: found[sign] for sign in SIGNS if sign in found}


def _has_another(offices: pd.DataFrame, sites: pd.DataFrame, column: str) -> np.ndarray:
    has = offices[column].astype(str).value_counts()
    return (sites[column].astype(str).map(has) > 1).to_numpy(float)


def _municipality_people(evidence: Evidence, sites: pd.DataFrame) -> np.ndarray:
    areas = evidence.case.areas
    if "municipality_code" not in areas:
        return np.full(len(sites), np.nan)
    people = areas.groupby("municipality_code")["people"].sum()
    return -sites["municipality_code"].map(people).fillna(0.0).to_numpy(float)


def _next_office(evidence: Evidence, may: np.ndarray) -> np.ndarray:
    """Return the minutes from where each office stands to the next one; those without any are farthest."""
    around = surroundings(evidence, list(may))
    minutes = [around.other_office(str(site), evidence.decision.before)[1] for site in may]
    return np.asarray(np.nan_to_num(np.array(minutes), nan=1e6))


def _ranked(figures: np.ndarray, closed: np.ndarray) -> float:
    """Return the chance that one that closed stands above one that stayed, alike counting half (Mann, Whitney 1947)."""
    ranks = rankdata(figures)
    n, m = int(closed.sum()), int((~closed).sum())
    return float((ranks[closed].sum() - n * (n + 1) / 2) / (n * m))


def _hits(figures: np.ndarray, closed: np.ndarray) -> float:
    """Return how many that closed are among as many at the top; those alike at the edge count by their share."""
    count = int(closed.sum())
    edge = np.sort(figures)[::-1][count - 1]
    above, at = figures > edge, figures == edge
    left = count - int(above.sum())
    return float((above & closed).sum() + left * (at & closed).sum() / at.sum())
