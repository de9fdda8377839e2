"""The way to the nearest office."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.access import nearest, nearest_km
from narvaro.travel import TravelTimes, great_circle_km, unit_vectors

MINUTES = st.lists(
    st.lists(st.one_of(st.just(float("nan")), st.integers(0, 99).map(float)), min_size=4, max_size=4),
    min_size=1,
    max_size=6,
)


def table(rows: list[list[float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, index=[f"a{i}" for i in range(len(rows))], columns=["s1", "s2", "s3", "s4"])


@given(MINUTES, st.sets(st.sampled_from(["s1", "s2", "s3", "s4"])))
def test_nearest_by_looking_at_every_site(rows: list[list[float]], sites: set[str]) -> None:
    """The nearest is the smallest of the open sites' minutes, the first of equals, missing where there is none."""
    times = table(rows)
    found = nearest(times, sites=sorted(sites))
    for area, row in times[sorted(sites)].iterrows():
        within = row.dropna()
        if within.empty:
            assert np.isnan(found.loc[area, "minutes"])
            assert found.loc[area, "site_id"] == ""
        else:
            assert found.loc[area, "minutes"] == within.min()
            assert found.loc[area, "site_id"] == within.index[within == within.min()][0]


@given(MINUTES, st.sampled_from(["s1", "s2", "s3"]))
def test_one_more_office_is_never_a_longer_way(rows: list[list[float]], first: str) -> None:
    """Opening an office leaves nobody with a longer way."""
    times = table(rows)
    before = nearest(times, sites=[first])["minutes"].fillna(np.inf)
    after = nearest(times, sites=[first, "s4"])["minutes"].fillna(np.inf)
    assert (after <= before).all()


def test_no_open_office_at_all() -> None:
    """With nothing open everybody is without reach, in a table and in blocks."""
    times = TravelTimes.from_dense(["a"], ["s"], {"car": [[1.0]]})
    found = nearest(times, sites=[])
    assert found["minutes"].isna().all()
    assert found["site_id"].tolist() == [""]


def test_km_equals_every_pair() -> None:
    """The tree finds what comparing all pairs of points finds, across the date line and near the pole too."""
    rng = np.random.default_rng(7)
    places = pd.DataFrame({"lon": rng.uniform(-180, 180, 60), "lat": rng.uniform(-90, 90, 60)})
    offices = pd.DataFrame({"lon": rng.uniform(-180, 180, 9), "lat": rng.uniform(-90, 90, 9)})
    pairs = great_circle_km(unit_vectors(**places.to_dict("list")), unit_vectors(**offices.to_dict("list")))
    assert nearest_km(places, offices).to_numpy() == pytest.approx(pairs.min(axis=1))


def test_km_without_offices_is_missing() -> None:
    """No office at all: the distance is missing and not zero."""
    place = pd.DataFrame({"lon": [18.0], "lat": [59.0]}, index=["a"])
    assert nearest_km(place, place.iloc[:0]).isna().tolist() == [True]
