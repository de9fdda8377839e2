"""What is said of a plan: which sentence, of which figures, and which rows of a table stand first.

A module for each section of the report, and one for the brief. Each is a function of the case, the tables of plan.json
and the tables of findings alone, and returns notes and tables by the place where they are shown.
A report only shows them.

facts -> answer -> maps, municipalities, standards, places -> gains, not_chosen, ... -> here
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from narvaro.case import Case
from narvaro.explain.findings import Findings
from narvaro.explain.said.answer import answer
from narvaro.explain.said.brief import brief
from narvaro.explain.said.decided import decided
from narvaro.explain.said.fact_box import fact_box
from narvaro.explain.said.facts import KnownFacts, SectionSaid
from narvaro.explain.said.gains import gains
from narvaro.explain.said.grounds import grounds
from narvaro.explain.said.load import load
from narvaro.explain.said.maps import close_mode, maps
from narvaro.explain.said.money import money
from narvaro.explain.said.not_chosen import not_chosen
from narvaro.explain.said.others import others
from narvaro.explain.said.places import places
from narvaro.explain.said.road import road_there
from narvaro.explain.said.rules import rules
from narvaro.explain.said.standards import elsewhere
from narvaro.explain.said.streets import streets
from narvaro.explain.said.sureness import sureness

SECTIONS: tuple[Callable[[KnownFacts], SectionSaid], ...] = (
    answer,
    maps,
    gains,
    streets,
    load,
    road_there,
    money,
    places,
    not_chosen,
    others,
    decided,
    sureness,
    fact_box,
    rules,
    grounds,
    elsewhere,
    brief,
)


def with_said(case: Case, plan: Mapping[str, Any], findings: Findings) -> Findings:
    """Return findings with what is said of them.

    Parameters
    ----------
    case, plan
        The case, and the tables of plan.json.
    findings
        What was found; what was said of it before is said anew.
    """
    facts = KnownFacts(case, plan, findings)
    parts = [section(facts) for section in SECTIONS]
    return replace(
        findings,
        target_mode=facts.target_mode,
        close_mode=close_mode(facts),
        said={name: notes for part in parts for name, notes in part.said.items()},
        tables={name: table for part in parts for name, table in part.tables.items()},
    )
