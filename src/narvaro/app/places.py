"""What `narvaro check` asks about places: points that lie alone, areas that nothing reaches, sites in a far area."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from narvaro.access import nearest
from narvaro.case import Case
from narvaro.case.slips import far_alone
from narvaro.language import Note
from narvaro.plan import Question
from narvaro.travel import great_circle_km, unit_vectors

MOST_NAMES = 5
"""So many areas or sites a note names; it counts them all."""
FAR_HOME_KM = 5.0
"""A site is asked about where the area that it names lies farther away than this,"""
FAR_HOME_TIMES = 3.0
"""so many times farther than the nearest area,"""
NEARER_AREAS = 3
"""and at least so many areas lie nearer."""


def place_notes(question: Question) -> Iterator[Note]:
    """Return which points lie far from all others, which areas no site reaches, and which sites name a far area."""
    case, policy = question.case, question.policy
    tables = (case.areas, case.sites)
    lon, lat = (np.concatenate([table[name].to_numpy(float) for table in tables]) for name in ("lon", "lat"))
    names = [*case.areas["name"].astype(str), *case.sites["name"].astype(str)]
    lone = far_alone(lon, lat)
    if lone:
        data = {"count": len(lone), "names": [names[i] for i in lone][:MOST_NAMES], "km": min(lone.values())}
        yield Note("checkup.note.far_points", data)
    minutes = nearest(question.times, mode=policy.objective.mode, sites=tuple(case.sites.index))["minutes"]
    limit = policy.objective.cutoff_min
    beyond = ~(minutes <= limit) & (case.areas["people"] > 0)
    if beyond.any():
        some = case.areas[beyond]
        data = {"count": len(some), "people": float(some["people"].sum()), "minutes": limit}
        yield Note(
            "checkup.note.out_of_reach", {**data, "names": list(some["name"].astype(str))[:MOST_NAMES]}
        )
    yield from _far_homes(case)


def _far_homes(case: Case) -> Iterator[Note]:
    """Return the sites that name an area which is far from them, though others lie near."""
    named = case.sites[case.sites["area_id"] != ""]
    areas = unit_vectors(case.areas["lon"], case.areas["lat"])
    names = case.areas["name"].astype(str)
    far = []
    for point, name, home in zip(
        unit_vectors(named["lon"], named["lat"]), named["name"], named["area_id"], strict=True
    ):
        km = great_circle_km(point[None, :], areas)[0]
        own = float(km[case.areas.index.get_loc(home)])
        nearer = int((km < own).sum())
        if own > FAR_HOME_KM and own > FAR_HOME_TIMES * km.min() and nearer >= NEARER_AREAS:
            far.append((own, f"{name} / {names[home]}"))
    if far:
        pairs = [pair for _, pair in far][:MOST_NAMES]
        yield Note("checkup.note.far_homes", {"count": len(far), "km": max(far)[0], "pairs": pairs})
