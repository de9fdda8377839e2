"""What the report is made of: the case, the plan's tables and the findings, and the little that is read off them.

The report computes nothing itself, and decides nothing of what is said: `findings.said` and `findings.tables` (see
:mod:`narvaro.explain.said`) have every sentence and every row, by the place where it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from narvaro.case import Case
from narvaro.explain import Findings
from narvaro.report.figures.marks import STATES, State
from narvaro.report.names import PageNames
from narvaro.report.voice import Voice

STATE_OF: Mapping[str, State] = {state: state for state in STATES}


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
    def names(self) -> PageNames:
        """What things are called."""
        return PageNames(self.voice, self.case)

    @property
    def lang(self) -> str:
        """The language of the page."""
        return self.voice.lang

    @property
    def scenario(self) -> str:
        """What the scenario is called; a user's own has the name of its case."""
        scenario = str(self.plan["scenario"])
        own = self.case.name if scenario in ("", "own") else scenario
        return self.names.told(self.names.labels.scenario(scenario, own))

    @cached_property
    def has_municipalities(self) -> bool:
        """Whether the sites say in which municipality they lie: a column of it would else be empty."""
        return bool((self.case.sites["municipality"] != "").any())

    # What is said of it

    def each(self, name: str) -> list[str]:
        """Return what is said at a place of the report, sentence by sentence."""
        return [note.sentence(self.lang) for note in self.findings.said.get(name, ())]

    def say(self, name: str) -> str:
        """Return what is said at a place of the report; nothing where there is nothing to say."""
        return " ".join(self.each(name))

    def phrases(self, name: str) -> list[str]:
        """Return what is said at a place of the report, each as it stands within other words."""
        return [note.text(self.lang) for note in self.findings.said.get(name, ())]

    def phrase(self, name: str) -> str:
        """Return what is said at a place of the report as it stands within other words."""
        return " ".join(self.phrases(name))

    # What is measured, and how

    def minutes(self, mode: str) -> pd.DataFrame:
        """Return each area's minutes to the nearest office, columns `before` and `after`; NaN without any."""
        areas = self.findings.areas.loc[self.case.areas.index]
        return pd.DataFrame({when: areas[f"{mode}_{when}"].astype(float) for when in ("before", "after")})

    # Sites

    @cached_property
    def states(self) -> Mapping[str, State]:
        """What happens with each site that is an office before or after, by its id."""
        offices = self.findings.offices
        assumed_today = (offices["state"] == "open") & offices["assumed"]
        named = offices["state"].mask(assumed_today, "assumed")
        return {str(site): STATE_OF[str(state)] for site, state in named.items()}

    @cached_property
    def sizes(self) -> Mapping[str, tuple[str, str]]:
        """The size before and after of each site that is an office then, by its id; empty where it is none."""
        offices = self.findings.offices
        both = zip(offices["size_before"].astype(str), offices["size_after"].astype(str), strict=True)
        return dict(zip(map(str, offices.index), both, strict=True))


def material_of(case: Case, plan: Any, findings: Findings, lang: str) -> Material:
    """Return what a report in a language is made of; the plan may be a `Plan` or the tables of plan.json."""
    tables = plan.to_json() if hasattr(plan, "to_json") else plan
    return Material(case, tables, findings, Voice(lang, case.money.label))
