"""What is known with something changed, and what is said of it, for tests."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from narvaro.explain.said.facts import KnownFacts, SectionSaid


def with_plan(f: KnownFacts, **plan: Any) -> KnownFacts:
    """Return what is known with other tables in the plan."""
    return KnownFacts(f.case, copy.deepcopy(dict(f.plan)) | plan, f.findings)


def with_findings(f: KnownFacts, **findings: Any) -> KnownFacts:
    """Return what is known with other findings."""
    return KnownFacts(f.case, f.plan, replace(f.findings, **findings))


def said(section: Callable[[KnownFacts], SectionSaid], f: KnownFacts, name: str, lang: str = "en") -> str:
    """Return what a section says at a place, with plain spaces."""
    told = " ".join(note.sentence(lang) for note in section(f).said.get(name, ()))
    return told.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
