"""Random small countries and random plans for them, for the laws that every explanation must keep."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from tests.explain.plans import written_plan

from narvaro.case import Case, Money, Policy
from narvaro.plan import Plan
from narvaro.travel import TravelTimes

AREAS, SITES = 7, 6


def _country() -> Case:
    rng = np.random.default_rng(3)
    areas = pd.DataFrame(
        {
            "id": [f"a{i}" for i in range(AREAS)],
            "name": [f"A{i}" for i in range(AREAS)],
            "lon": 18 + rng.random(AREAS),
            "lat": 59 + rng.random(AREAS),
            "people": rng.integers(0, 400, AREAS),
            "listed": [i % 2 == 0 for i in range(AREAS)],
        }
    )
    sites = pd.DataFrame(
        {
            "id": [f"s{j}" for j in range(SITES)],
            "name": [f"S{j}" for j in range(SITES)],
            "lon": 18 + rng.random(SITES),
            "lat": 59 + rng.random(SITES),
            "status": ["may_close", "candidate"] * (SITES // 2),
        }
    )
    return Case("random", areas, sites)


COUNTRY = _country()
POLICY = Policy(definition="listed", years=(2027,), money=Money(change=(0.0,)))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[TravelTimes, Plan]:
    """Random minutes, some out of reach, and a plan that opens and closes some of the sites."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    minutes = rng.integers(1, 60, (AREAS, SITES)).astype(float)
    minutes[rng.random((AREAS, SITES)) < 0.3] = np.nan
    names = [f"a{i}" for i in range(AREAS)], [f"s{j}" for j in range(SITES)]
    travel = TravelTimes.from_dense(*names, {"car": minutes, "walk": minutes * 3})
    acting = draw(st.lists(st.sampled_from(names[1]), unique=True, max_size=SITES))
    actions = [
        ("close", site, "") if COUNTRY.existing[site] else ("open", site, "standard") for site in acting
    ]
    return travel, written_plan(actions, case=COUNTRY, policy=POLICY)
