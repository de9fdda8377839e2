"""Of own standards it is said how many are met, and why some are not measured; of those of others, no verdict."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.explain.said.saying import said, with_findings

from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.standards import elsewhere, standards

NO_WAY, NO_COLUMN = "access.standard.no_way", "access.standard.no_column"


def ruled(f: KnownFacts, *kinds: tuple[str, str, str]) -> KnownFacts:
    """Return what is known with standards of these modes, statuses and reasons, otherwise like the first of its own."""
    first = f.findings.elsewhere.iloc[[0]]
    made = [
        first.assign(id=f"rule {n}", mode=mode, status_before=status, status_after=status, reason=reason)
        for n, (mode, status, reason) in enumerate(kinds)
    ]
    return with_findings(f, standards=pd.concat(made, ignore_index=True))


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        (["met"], "The only standard of access that is measured is met"),
        (["missed"], "The only standard of access that is measured is not met"),
        (["met", "missed"], "One of the two standards of access that are measured is met"),
        (["missed", "missed"], "None of the two standards of access that are measured is met"),
        (["met", "met", "missed"], "Two of the three standards of access that are measured are met"),
        (
            ["met", "not_measurable"],
            "The only standard of access that is measured is met; one is not measured",
        ),
        (["not_measurable"], "No standard of access can be measured here"),
    ],
)
def test_standards_are_counted(tall_facts: KnownFacts, statuses: list[str], told: str) -> None:
    """Met of those that are measured, then those that are not; nobody writes one of the one."""
    f = ruled(tall_facts, *(("distance", status, "") for status in statuses))
    assert said(standards, f, "title") == told
    assert len(standards(f).tables["standards"]) == sum(status != "not_measurable" for status in statuses)


def test_standards_that_are_not_measured_are_named_with_the_reason(tall_facts: KnownFacts) -> None:
    """Those of one reason together; by a mode that the plan does not look at, apart for each mode."""
    f = ruled(
        tall_facts,
        ("distance", "met", ""),
        ("car", "not_measurable", NO_WAY),
        ("walk", "not_measurable", NO_WAY),
        ("car", "not_measurable", NO_WAY),
        ("distance", "not_measurable", NO_COLUMN),
    )
    told = [note.text("en") for note in standards(f).said["unmeasured"]]
    assert told == [
        "Not measured, since the plan does not look at journeys by car: rule 1 and rule 3.",
        "Not measured, since the plan does not look at journeys on foot: rule 2.",
        "Not measured, since the areas lack the column that the rule is about: rule 4.",
    ]


def test_when_all_standards_are_measured_nothing_is_said_of_others(tall_facts: KnownFacts) -> None:
    """One of two met, none left out."""
    f = ruled(tall_facts, ("distance", "met", ""), ("distance", "missed", ""))
    assert standards(f).said["unmeasured"] == ()


def test_without_standards_there_is_nothing_to_tell(tall_facts: KnownFacts) -> None:
    """No sentence and no row."""
    section = standards(with_findings(tall_facts, standards=tall_facts.findings.standards.iloc[:0]))
    assert (section.said, len(section.tables["standards"])) == ({}, 0)


def test_of_the_rules_of_others_nobody_is_told_whether_they_are_met(tall_facts: KnownFacts) -> None:
    """A neutral title, a row for each that is measured, and in one line those that are not, by their names."""
    section = elsewhere(tall_facts)
    told = [note.text("en") for notes in section.said.values() for note in notes]
    assert section.said["elsewhere.title"][0].text("en") == "How other countries measure access"
    assert not any(word in line for line in told for word in (" met", "None of"))
    lines = [line for line in told if "lists as deprived" in line]
    assert len(lines) == 1
    assert "since the areas lack the column that the rule is about" in lines[0]
    measured = tall_facts.findings.elsewhere["status_after"] != "not_measurable"
    assert len(section.tables["elsewhere"]) == measured.sum() > 0
