"""Small cases whose plans can be worked out on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from narvaro.case import Case, Policy, Size, policy_from
from narvaro.plan import Question
from narvaro.travel import TravelTimes

SMALL = Size("small", 0, 4.0, 1.0, 0.5, 4, 10_000)
LARGE = Size("large", 1, 8.0, 2.0, 1.5, 8, 25_000)


def case_of(
    people: Sequence[float],
    status: Sequence[str],
    *,
    sizes: Sequence[Size] | None = None,
    areas: Mapping[str, Sequence[Any]] | None = None,
    sites: Mapping[str, Sequence[Any]] | None = None,
    **more: Any,
) -> Case:
    """Return areas a0, a1, ... and sites s0, s1, ...; places do not matter where travel times are given."""
    n, m = len(people), len(status)
    area_table = pd.DataFrame(
        {
            "id": [f"a{i}" for i in range(n)],
            "name": [f"Area {i}" for i in range(n)],
            "lon": [15 + i / 10 for i in range(n)],
            "lat": [60.0] * n,
            "people": people,
            **(areas or {}),
        }
    )
    site_table = pd.DataFrame(
        {
            "id": [f"s{j}" for j in range(m)],
            "name": [f"Site {j}" for j in range(m)],
            "lon": [15 + j / 10 for j in range(m)],
            "lat": [60.0] * m,
            "status": status,
            **(sites or {}),
        }
    )
    given = {} if sizes is None else {"sizes": tuple(sizes)}
    return Case("small", area_table, site_table, **given, **more)


def times_of(case: Case, car: Any, walk: Any = None) -> TravelTimes:
    """Return travel times of a case from tables of minutes."""
    minutes = {"car": np.asarray(car, float), "walk": np.asarray(car if walk is None else walk, float)}
    return TravelTimes.from_dense(tuple(case.areas.index), tuple(case.sites.index), minutes)


def question_of(case: Case, policy: Policy, times: TravelTimes | None = None) -> Question:
    """Return what is asked; without travel times everyone is everywhere in no time."""
    nowhere = np.zeros((len(case.areas), len(case.sites)))
    return Question(case, policy, times_of(case, nowhere) if times is None else times)


def policy_of(change_msek: Sequence[float], **tables: Any) -> Policy:
    """Return a policy for the years from 2025 on; keyword `money` adds to the sums of money."""
    money = {"change_msek": list(change_msek), **tables.pop("money", {})}
    years = list(range(2025, 2025 + len(change_msek)))
    return policy_from({"years": years, "money": money, "solver": {"gap": 0.0}, **tables})
