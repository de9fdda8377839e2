"""The inequality measures that tables and reports show, in their order: one line for each.

A new one is a function in a file of its own, a line here, and the texts `access.measure.NAME` and, where it is compared
before and after, `report.measure.NAME`; `tests/report/test_words.py` asks for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from narvaro.access.groups import group_labels
from narvaro.access.inequality import TheilSplit, gini, theil_split
from narvaro.access.kolm_pollak import kolm_pollak_ede, kolm_pollak_index
from narvaro.access.palma import palma

__all__ = ["INEQUALITY_MEASURES", "Measure", "Spread"]


@dataclass(frozen=True, eq=False)
class Spread:
    """Minutes of people, all finite, with the groups that they are split by and the aversion to inequality."""

    minutes: pd.Series[Any]
    people: pd.Series[Any]
    groups: pd.Series[Any] | None
    kappa_per_min: float

    @cached_property
    def split(self) -> TheilSplit:
        """Theil's measure in its parts; all in one group where there are none."""
        index = self.minutes.index
        alone = pd.Series("", index=index)
        labels = alone if self.groups is None else group_labels(self.groups.reindex(index))
        return theil_split(self.minutes, self.people, labels)


class Measure(NamedTuple):
    """A measure: its name, unit and function.

    `grouped` ones need groups; `compared` ones are shown before and after a plan.
    """

    name: str
    unit: str
    of: Callable[[Spread], float]
    grouped: bool = False
    compared: bool = True


INEQUALITY_MEASURES = (
    Measure("gini", "", lambda s: gini(s.minutes, s.people)),
    Measure("palma", "", lambda s: palma(s.minutes, s.people)),
    Measure("theil", "", lambda s: s.split.total),
    Measure("theil_within", "", lambda s: s.split.within, grouped=True),
    Measure("theil_between", "", lambda s: s.split.between, grouped=True),
    Measure("theil_between_share", "share", lambda s: s.split.between_share, grouped=True, compared=False),
    Measure("kolm_pollak_ede", "min", lambda s: kolm_pollak_ede(s.minutes, s.people, s.kappa_per_min)),
    Measure(
        "kolm_pollak_index",
        "min",
        lambda s: kolm_pollak_index(s.minutes, s.people, s.kappa_per_min),
        compared=False,
    ),
    Measure("kappa", "1/min", lambda s: s.kappa_per_min, compared=False),
)
