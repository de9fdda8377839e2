"""Candidates stand where most people have no site near, one after the other, and nowhere else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from narvaro.access.proposing import with_proposed_sites
from narvaro.case import Case
from narvaro.travel.sphere import EARTH_RADIUS_KM


def drawn(seed: int, sites: int = 3) -> Case:
    """Return forty areas in a square of some 40 km and a few offices among them."""
    rng = np.random.default_rng(seed)
    areas = pd.DataFrame(
        {
            "id": [f"a{i}" for i in range(40)],
            "name": [f"Area {i % 7}" for i in range(40)],
            "lon": 15 + rng.random(40) * 0.7,
            "lat": 59 + rng.random(40) * 0.36,
            "people": rng.integers(0, 500, 40),
        }
    )
    return Case("drawn", areas, areas.head(sites).drop(columns="people").assign(status="may_close"))


def haversine_km(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return kilometres between all pairs of points, in radians."""
    half = np.sin((lat[:, None] - lat) / 2) ** 2
    half += np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)))


@pytest.mark.parametrize("seed", range(6))
def test_each_candidate_reaches_most_of_those_left(seed: int) -> None:
    """Against distances area by area, by another formula: none would reach more, until nobody is left."""
    case = drawn(seed)
    found = with_proposed_sites(case, 100, within_km=6.0)
    far = haversine_km(*(np.radians(case.areas[name].to_numpy(float)) for name in ("lon", "lat")))
    left = case.areas["people"].to_numpy(float).copy()
    left[(far[:, :3] <= 6.0).any(axis=1)] = 0.0
    for at in found.sites.index[3:]:
        place = list(case.areas.index).index(str(at).removeprefix("proposed-"))
        gain = (far <= 6.0) @ left
        assert gain[place] == gain.max() > 0
        left[far[place] <= 6.0] = 0.0
    assert left.sum() == 0
    assert (found.sites["status"].iloc[3:] == "candidate").all()


def test_no_more_are_proposed_than_asked_for() -> None:
    """And the sites that were there stand as they stood."""
    case = drawn(1)
    found = with_proposed_sites(case, 2)
    assert len(found.sites) == 5
    pd.testing.assert_frame_equal(found.sites.head(3), case.sites)


def test_a_candidate_knows_the_municipality_of_its_area() -> None:
    """Where both tables name it; a name that is taken has a number."""
    areas = pd.DataFrame(
        {
            "id": ["a", "b"],
            "name": ["Ala", "Ala"],
            "lon": [15.0, 16.0],
            "lat": [59.0, 59.0],
            "people": [10, 20],
            "municipality_code": ["01", "02"],
        }
    )
    case = Case("two", areas, areas.head(1).drop(columns="people").assign(status="may_close"))
    (added,) = with_proposed_sites(case, 5).sites.iloc[1:].itertuples()
    assert (added.Index, added.name, added.municipality_code) == ("proposed-b", "Ala 2", "02")
