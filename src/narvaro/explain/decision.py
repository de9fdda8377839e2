"""A plan as explanations see it: which offices are open before it, after each of its years, and what it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from narvaro.case import Case, Policy
from narvaro.plan import Action, Plan

Network: TypeAlias = Mapping[str, str]
"""Open offices with their size, in the order of the sites."""


@dataclass(frozen=True)
class Alternative:
    """Another plan to set beside the plan, such as the same money without the earmark.

    Parameters
    ----------
    kind
        `without_earmark`, `other_definition`, or any other short name.
    plan
        The plan, for the same case; its policy says what it was made for.
    """

    kind: str
    plan: Plan

    @property
    def policy(self) -> Policy:
        """The policy of the plan."""
        return self.plan.policy


@dataclass(frozen=True, eq=False)
class Decision:
    """A plan as explanations see it.

    Attributes
    ----------
    plan
        The plan.
    years
        Its years.
    before, by_year
        Open offices with their size: today, and at the end of each year.
    """

    plan: Plan
    years: tuple[int, ...]
    before: Network
    by_year: tuple[Network, ...]

    @property
    def after(self) -> Network:
        """Open offices with their size at the end of the last year."""
        return self.by_year[-1]

    @property
    def networks(self) -> dict[str, Network]:
        """The networks by name: `before`, each year, `after`."""
        by_year = {str(year): one for year, one in zip(self.years, self.by_year, strict=True)}
        return {"before": self.before, **by_year, "after": self.after}

    def doing(self, action: str) -> tuple[Action, ...]:
        """Return the actions of one kind: `open`, `close` or `resize`."""
        return tuple(one for _, one in self.plan.actions if one.action == action)

    def at_least(self, site_id: str, state: str) -> float:
        """Return what every plan costs at least in which a site ends `open` or `closed`.

        In the unit of the objective; infinite where the rules leave no such plan, NaN where nothing is proven.
        """
        proof = self.plan.certificate
        if proof is None or site_id not in proof.index:
            return float("nan")
        return float(proof[f"{state}_at_least"].to_numpy(dtype=np.float64)[proof.index.get_loc(site_id)])


def decision_of(case: Case, plan: Plan) -> Decision:
    """Return a plan as explanations see it.

    Raises
    ------
    FolderError
        If the plan was made for another case.
    """
    plan.require_case(case)
    networks = plan.networks(case)
    return Decision(
        plan=plan,
        years=tuple(year.year for year in plan.years),
        before=_open(case.sizes_today),
        by_year=tuple(_open(networks[year.year]) for year in plan.years),
    )


def _open(sizes: pd.Series[str]) -> Network:
    return {str(site): str(size) for site, size in sizes.items() if size != ""}
