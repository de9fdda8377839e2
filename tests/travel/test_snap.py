"""Where points meet the street, on random networks."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.travel.few_roads import grid

from narvaro.travel import snap


def met(roads, found):
    """Where each point meets the street: a junction, whichever of its roads was picked, or a road and a share of it."""
    ends = {0.0: roads.tail, 1.0: roads.head}
    return [
        ("nowhere",) if road < 0 else ("junction", ends[share][road]) if share in ends else (road, share)
        for road, share in zip(found.road.tolist(), found.share.round(9).tolist(), strict=True)
    ]


@given(seed=st.integers(0, 50), limit_m=st.sampled_from([60.0, 400.0, 3_000.0]))
@settings(max_examples=25, deadline=None)
def test_few_points_and_many_find_the_same_street(seed, limit_m) -> None:
    """A few points, for which most roads are passed over, are put where they are put among many, equally far off."""
    rng = np.random.default_rng(seed)
    roads, _ = grid(seed)
    usable = np.arange(len(roads.tail), dtype=np.int64)
    middle = np.array([[roads.node_lon.mean()], [roads.node_lat.mean()]])
    reach = 2 * max(np.ptp(roads.node_lon), np.ptp(roads.node_lat))
    few = middle + rng.uniform(-reach, reach, (2, 3)) / 2
    many = np.concatenate([few, middle + rng.uniform(-reach, reach, (2, snap.FEW_POINTS)) / 2], axis=1)
    one, all_ = snap.snap(roads, usable, *few, limit_m), snap.snap(roads, usable, *many, limit_m)
    np.testing.assert_allclose(one.off_m, all_.off_m[:3], rtol=1e-12)
    assert met(roads, one)[:3] == met(roads, all_)[:3]
