"""What the report is made of: the case, the plan's tables and the findings, and the little that is read off them.

The report computes nothing itself. What it takes of `findings` (see `narvaro.explain`), by name:

areas, offices                    the maps
groups, curves, gains             the answer, who gains
inequality, standards             who gains
reasons, why_not                  place by place
straight, straight_said            the straight line against the network
comparison, agreement             other plans
fact_box, notes                   the fact box, what is not known
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from narvaro.case import Case
from narvaro.case.standards import in_order
from narvaro.explain import Findings
from narvaro.report.figures.marks import STATES, State
from narvaro.report.names import Names
from narvaro.report.voice import Voice

EVERYONE = "everyone"
MOST_GROUPS_IN_A_PICTURE = 9
PLACES = ("municipality", "county")
"""Groupings that are places wherever they stand, as are columns of codes (`..._code`) and the names beside them."""


STATE_OF: Mapping[str, State] = {state: state for state in STATES}


@dataclass(frozen=True)
class Step:
    """One action of the plan with its year."""

    year: int
    action: Mapping[str, Any]

    def __getitem__(self, field: str) -> Any:
        return self.action[field]


@dataclass(frozen=True, eq=False)
class Material:
    """All that the sections draw on.

    Parameters
    ----------
    case
        The case.
    plan
        The tables of plan.json.
    findings
        The explanations.
    voice
        How the report speaks.
    """

    case: Case
    plan: Mapping[str, Any]
    findings: Findings
    voice: Voice

    @cached_property
    def names(self) -> Names:
        """What things are called."""
        return Names(self.voice, self.case)

    @property
    def lang(self) -> str:
        """The language of the page."""
        return self.voice.lang

    @property
    def policy(self) -> Mapping[str, Any]:
        """The policy that the plan was made for."""
        found: Mapping[str, Any] = self.plan["policy"]
        return found

    @property
    def goal(self) -> Mapping[str, Any]:
        """The policy's objective."""
        found: Mapping[str, Any] = self.policy["objective"]
        return found

    @property
    def definition(self) -> str | None:
        """The column of areas that the decision is about, where the policy has one that the case knows."""
        column = self.policy.get("definition")
        return column if column in self.case.areas else None

    @property
    def years(self) -> list[Mapping[str, Any]]:
        """The plan's years."""
        return list(self.plan["years"])

    @cached_property
    def span(self) -> str:
        """The years of the plan as a span."""
        return self.voice.years([year["year"] for year in self.years])

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """All actions, in the plan's order."""
        return tuple(Step(year["year"], action) for year in self.years for action in year["actions"])

    def doing(self, action: str) -> tuple[Step, ...]:
        """Return the steps of one kind: `open`, `close` or `resize`."""
        return tuple(step for step in self.steps if step["action"] == action)

    @property
    def counts(self) -> Mapping[str, int | None]:
        """Offices and municipalities before and after, offices that are assumed."""
        found: Mapping[str, int | None] = self.plan["counts"]
        return found

    # What is measured, and how

    @cached_property
    def modes(self) -> tuple[str, ...]:
        """The modes that the findings have."""
        return tuple(dict.fromkeys(str(mode) for mode in self.findings.groups["mode"]))

    @property
    def mode(self) -> str:
        """The mode that everyone's minutes are measured by."""
        wanted = str(self.goal.get("mode", "car"))
        return wanted if wanted in self.modes else self.modes[0]

    @property
    def target_mode(self) -> str:
        """The mode that the decision is about: on foot where the policy counts who can walk to an office."""
        return "walk" if self.findings.criterion.on_foot and "walk" in self.modes else self.mode

    def by(self, mode: str) -> str:
        """Return how a way is gone, in running text: by car, on foot."""
        return self.voice.ours(f"explain.mode.{mode}")

    def limit_min(self, mode: str) -> float:
        """Return the standard of a mode, minutes."""
        return self.findings.standard_min if mode == self.findings.mode else self.findings.walk_standard_min

    def minutes(self, mode: str) -> pd.DataFrame:
        """Return each area's minutes to the nearest office, columns `before` and `after`; NaN without any."""
        areas = self.findings.areas.loc[self.case.areas.index]
        return pd.DataFrame({when: areas[f"{mode}_{when}"].astype(float) for when in ("before", "after")})

    def everyone(self, mode: str) -> pd.Series[Any]:
        """Return the row of everybody, by a mode."""
        return self.group_rows(mode, EVERYONE).iloc[0]

    def group_rows(self, mode: str, grouping: str) -> pd.DataFrame:
        """Return the rows of a grouping, in the order a reader expects."""
        groups = self.findings.groups
        rows = groups[(groups["mode"] == mode) & (groups["grouping"] == grouping)].set_index(
            "group", drop=False
        )
        return rows.loc[in_order([str(name) for name in rows.index])]

    def group_row(self, mode: str, grouping: str, group: str) -> pd.Series[Any]:
        """Return the row of one group."""
        rows = self.group_rows(mode, grouping)
        return rows[rows["group"] == group].iloc[0]

    def gain_row(self, mode: str, grouping: str = EVERYONE, group: str = "") -> pd.Series[Any]:
        """Return who has a shorter or a longer way, in one group."""
        gains = self.findings.gains
        here = (gains["mode"] == mode) & (gains["grouping"] == grouping) & (gains["group"] == group)
        return gains[here].iloc[0]

    def _is_place(self, grouping: str) -> bool:
        """Tell whether the groups of a grouping are places; they make tables, not pictures."""
        return grouping in PLACES or grouping.endswith("_code") or f"{grouping}_code" in self.case.areas

    @cached_property
    def kinds_of_place(self) -> str | None:
        """The grouping that sorts people best in pictures: settlement, else the first small one of the case."""
        found = [str(name) for name in self.findings.groups["grouping"].unique()]
        small = [
            name
            for name in found
            if name not in (EVERYONE, self.definition)
            and not self._is_place(name)
            and 2 <= len(self.group_rows(self.modes[0], name)) <= MOST_GROUPS_IN_A_PICTURE
            and not set(self.group_rows(self.modes[0], name)["group"]) <= {"yes", "no", ""}
        ]
        return "settlement" if "settlement" in small else (small[0] if small else None)

    # Sites

    @cached_property
    def states(self) -> Mapping[str, State]:
        """What happens with each site that is an office before or after, by its id."""
        offices = self.findings.offices
        assumed_today = (offices["state"] == "open") & offices["assumed"]
        named = offices["state"].mask(assumed_today, "assumed")
        return {str(site): STATE_OF[str(state)] for site, state in named.items()}

    def place_name(self, step: Step) -> str:
        """Return a site's name, with its municipality where that adds something."""
        name, municipality = str(step["name"]), str(step.action.get("municipality") or "")
        if not municipality or municipality.casefold() in name.casefold():
            return name
        return f"{name}, {municipality}"


def material_of(case: Case, plan: Any, findings: Findings, lang: str) -> Material:
    """Return what a report in a language is made of; the plan may be a `Plan` or the tables of plan.json."""
    tables = plan.to_json() if hasattr(plan, "to_json") else plan
    return Material(case, tables, findings, Voice(lang))
