"""The columns that rules join areas, sites and the policy by: which codes match, and which stand on one side only.

A rule whose codes do not match holds nothing, and nobody would see it. So a code that cannot be meant is a fault; one
that may be is a note. What is which is told in docs/policy.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from narvaro.case import Case, Policy
from narvaro.case.words import spelling, word
from narvaro.errors import Fault
from narvaro.language import Note

MOST_CODES = 8
"""So many codes a message names; it counts the rest."""
Codes = pd.Series
Found = tuple[list[Fault], list[Note]]


@dataclass(frozen=True, eq=False)
class Side:
    """The codes of one table: how much stands behind each, rows or people."""

    file: str
    weight: Codes

    @classmethod
    def of(cls, file: str, codes: pd.Series, weight: pd.Series | None = None) -> Side:
        """Count the rows behind each code, or add up a weight; a blank code is none."""
        ones = pd.Series(1.0, index=codes.index) if weight is None else weight
        found = ones.groupby(_words(codes)).sum()
        return cls(file, found[found.index != ""])

    def __contains__(self, code: str) -> bool:
        return code in self.weight.index

    def without(self, other: Side) -> list[str]:
        """Return the codes that the other side has not, sorted."""
        return [code for code in sorted(self.weight.index) if code not in other]

    def spelled_as(self, codes: Iterable[str]) -> dict[str, str]:
        """Return those of some codes that this side has in another spelling, and how it spells them."""
        known: dict[str, str] = {}
        for code in sorted(self.weight.index):
            known.setdefault(spelling(code), code)
        return {code: known[spelling(code)] for code in codes if known.get(spelling(code), code) != code}


def _words(codes: Codes) -> Codes:
    """Return codes as words; one that stands often is looked at once."""
    known: dict[object, str] = {}
    found = [known[code] if code in known else known.setdefault(code, word(code)) for code in codes.tolist()]
    return pd.Series(found, index=codes.index, dtype=object)


def key_faults(case: Case, policy: Policy, file: str) -> list[Fault]:
    """Return the faults of every column that a rule of the policy joins by."""
    return _keys(case, policy, file)[0]


def key_notes(case: Case, policy: Policy) -> tuple[Note, ...]:
    """Return what is no fault of a rule's column but should be known, as areas in regions that have no site."""
    return tuple(_keys(case, policy, "")[1])


def _keys(case: Case, policy: Policy, file: str) -> Found:
    limits = policy.limits
    faults: list[Fault] = []
    notes: list[Note] = []
    rules = []
    if limits.keep_one_in in case.sites:
        rules.append(("limits.keep_one_in", str(limits.keep_one_in)))
    if limits.leave_municipality != "yes":
        rules.append(("limits.leave_municipality", "municipality_code"))
    found = [_kept(case, setting, column, file) for setting, column in rules]
    if limits.room_in in case.sites and limits.room_in in case.areas:
        found.append(_room(case, str(limits.room_in), file))
    found.append(_consent(case, policy, file))
    for some, known in found:
        faults += some
        notes += known
    return faults, notes


def _room(case: Case, column: str, file: str) -> Found:
    """Compare the regions of areas and sites: people on one side, offices on the other."""
    setting = "limits.room_in"
    areas = Side.of(case.files[0], case.areas[column], case.areas["people"])
    sites = Side.of(case.files[1], case.sites[column])
    lone_sites, lone_areas = sites.without(areas), areas.without(sites)
    told = set(areas.spelled_as(lone_sites).values())  # a pair is named once, not from both sides
    faults = [
        *_alike(setting, column, sites, areas, lone_sites, file),
        *_alike(setting, column, areas, sites, [code for code in lone_areas if code not in told], file),
    ]
    alone = [code for code in lone_sites if code not in areas.spelled_as(lone_sites)]
    if alone:
        faults.append(
            Fault(
                "plan.code_alone",
                {
                    "column": column,
                    "file": sites.file,
                    "other": areas.file,
                    "count": len(alone),
                    "rows": float(sites.weight[alone].sum()),
                    "codes": _named(alone),
                },
                file,
                None,
                setting,
            )
        )
    notes = _blank(case, column)
    empty = [
        code for code in lone_areas if code not in sites.spelled_as(lone_areas) and areas.weight[code] > 0
    ]
    if empty:
        people = float(areas.weight[empty].sum())
        data = {"column": column, "count": len(empty), "people": people, "codes": _named(empty)}
        notes.append(Note("plan.note.region_without_site", data))
    nowhere = float(case.areas.loc[_words(case.areas[column]) == "", "people"].sum())
    if nowhere > 0:
        notes.append(Note("plan.note.blank_people", {"column": column, "people": nowhere}))
    return faults, notes


def _kept(case: Case, setting: str, column: str, file: str) -> Found:
    """Compare the regions of offices today with those of all sites, and of the areas where they have any."""
    sites = Side.of(case.files[1], case.sites[column])
    offices = case.sites[case.existing]
    if len(offices) and not len(Side.of("", offices[column]).weight):
        if len(sites.weight):
            return [Fault("plan.no_office_code", {"column": column}, file, None, setting)], []
        return [], []  # that the column is blank is told elsewhere
    areas = Side.of(case.files[0], case.areas[column] if column in case.areas else pd.Series(dtype=object))
    alone = sites.without(areas)
    faults = _alike(setting, column, sites, areas, alone, file)
    if not faults:
        faults = _alike(setting, column, sites, sites, alone, file)
    notes = _blank(case, column)
    if len(areas.weight) and alone and not faults:
        data = {"column": column, "count": len(alone), "codes": _named(alone)}
        notes.append(Note("plan.note.sites_alone", data))
    return faults, notes


def _consent(case: Case, policy: Policy, file: str) -> Found:
    """Compare the municipalities that consent with those of the sites."""
    setting, consent = "limits.consent", policy.limits.consent
    sites = Side.of(case.files[1], case.sites["municipality_code"])
    said = Side.of("policy.toml", pd.Series(list(consent), dtype=object))
    lone = said.without(sites)
    alike = sites.spelled_as(lone)
    faults = _alike(setting, "municipality_code", said, sites, lone, file)
    unknown = [code for code in consent if code in lone and code not in alike]
    if unknown:
        faults.append(Fault("plan.unknown_municipality", {"codes": unknown}, file, None, setting))
    if faults or not consent:
        return faults, []
    if policy.limits.leave_municipality != "with_consent":
        return [], [Note("plan.note.consent_unused")]
    offices = Side.of("", case.sites.loc[case.existing, "municipality_code"])
    idle = said.without(offices)
    return [], [Note("plan.note.consent_idle", {"count": len(idle), "codes": _named(idle)})] if idle else []


def _alike(setting: str, column: str, one: Side, other: Side, codes: Sequence[str], file: str) -> list[Fault]:
    """Return a fault where codes of one side stand on the other in another spelling."""
    pairs = other.spelled_as(codes)
    if not pairs:
        return []
    shown = _named([f"{code} / {spelled}" for code, spelled in pairs.items()])
    data = {"column": column, "file": one.file, "other": other.file, "count": len(pairs), "pairs": shown}
    return [Fault("plan.code_alike", data, file, None, setting)]


def _blank(case: Case, column: str) -> list[Note]:
    """Return a note where today's offices have no code, so that the rule does not hold them."""
    blank = int((case.existing & (_words(case.sites[column]) == "")).sum())
    return [Note("plan.note.blank_offices", {"column": column, "count": blank})] if blank else []


def _named(codes: Sequence[str]) -> str:
    shown = ", ".join(codes[:MOST_CODES])
    return shown if len(codes) <= MOST_CODES else f"{shown}, … (+{len(codes) - MOST_CODES})"
