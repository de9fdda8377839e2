"""Small cases whose plans can be worked out on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from narvaro.case import Case, MoneyUnit, Policy, Size, policy_from
from narvaro.plan import Question
from narvaro.plan.layers import Aim
from narvaro.plan.objectives import criterion_of
from narvaro.travel import TravelTimes

SEK = MoneyUnit("SEK", "million")
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
    given: dict[str, Any] = {} if sizes is None else {"sizes": tuple(sizes)}
    return Case("small", area_table, site_table, **{"money": SEK, **given, **more})


def times_of(case: Case, car: Any, walk: Any = None) -> TravelTimes:
    """Return travel times of a case from tables of minutes."""
    minutes = {"car": np.asarray(car, float), "walk": np.asarray(car if walk is None else walk, float)}
    return TravelTimes.from_dense(tuple(case.areas.index), tuple(case.sites.index), minutes)


def question_of(case: Case, policy: Policy, times: TravelTimes | None = None) -> Question:
    """Return what is asked; without travel times everyone is everywhere in no time."""
    nowhere = np.zeros((len(case.areas), len(case.sites)))
    return Question(case, policy, times_of(case, nowhere) if times is None else times)


def policy_of(change: Sequence[float], **tables: Any) -> Policy:
    """Return a policy for the years from 2025 on; keyword `money` adds to the sums of money."""
    money = {"change": list(change), **tables.pop("money", {})}
    years = list(range(2025, 2025 + len(change)))
    return policy_from({"years": years, "money": money, "solver": {"gap": 0.0}, **tables})


def figures(
    case: Case, policy: Policy, times: TravelTimes, state: Any
) -> tuple[dict[str, tuple[float, ...]], float]:
    """Return what a network means by the policy's objective: its figures by name and year, and its value."""
    criterion = criterion_of(policy)
    found = criterion.measures(question_of(case, policy, times), np.array(state, np.int8))
    return {part.name: part.by_year for part in found}, criterion.value(policy.objective, found)


def worth_of(aim: Aim, state: Any) -> float:
    """Return the engine's sum for a network, by its definition, in the unit of the objective."""
    total = 0.0
    for layer in aim.layers:
        table = np.vstack([np.asarray(block, float) for _, block in layer.blocks()])
        penalty = np.zeros(9) if layer.penalty is None else np.asarray(layer.penalty)
        for t in range(state.shape[1]):
            now = state[:, t]
            serves = (now >= 0) & (True if layer.serves is None else np.asarray(layer.serves)[now])
            ways = np.where(serves & ~np.isnan(table), table + penalty[now], np.inf)
            total += float(layer.weight[:, t] @ np.minimum(ways.min(axis=1), layer.unserved))
    return aim.read(total)
