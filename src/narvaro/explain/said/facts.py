"""What is said of a plan is read off here: its case, its tables and what was found of it, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from narvaro.case import Case
from narvaro.case.standards import in_order
from narvaro.explain.findings import Findings
from narvaro.language import Label, Names, Note, names
from narvaro.language.names import EVERYONE
from narvaro.plan.plan import rules_in
from narvaro.sources import countries_of

WHEN = ("before", "after")
HALF_A_PERSON = 0.5
"""Fewer people than this is nobody."""
MOST_GROUPS_IN_A_PICTURE = 9
PLACES = ("municipality", "county")
"""Groupings that are places wherever they stand, as are columns of codes (`..._code`) and the names beside them."""
ACTS = ("open", "close", "resize")

Told: TypeAlias = dict[str, tuple[Note, ...]]
"""What is said, by the place where it is said: a note, several in a row, or none."""


class SectionSaid(NamedTuple):
    """What one section of a report says, and the tables that it shows, by their names."""

    said: Told
    tables: Mapping[str, pd.DataFrame] = {}


def told(**said: Note | Iterable[Note] | None) -> Told:
    """Return what is said by its place, nothing where there is nothing to say.

    Examples
    --------
    >>> told(title=Note("report.yes"), more=None)
    {'title': (Note(key='report.yes', data={}),), 'more': ()}
    """
    return {
        name: () if one is None else (one,) if isinstance(one, Note) else tuple(one)
        for name, one in said.items()
    }


def under(section: str, said: Told) -> Told:
    """Return what is said in a section by the section's name, a dot, and the place in it."""
    return {f"{section}.{name}": notes for name, notes in said.items()}


@dataclass(frozen=True)
class Step:
    """One action of the plan with its year."""

    year: int
    action: Mapping[str, Any]

    def __getitem__(self, field: str) -> Any:
        return self.action[field]


@dataclass(frozen=True, eq=False)
class KnownFacts:
    """All that is read by those who decide what is said.

    Parameters
    ----------
    case
        The case.
    plan
        The tables of plan.json.
    findings
        What was found, as tables.
    """

    case: Case
    plan: Mapping[str, Any]
    findings: Findings

    @cached_property
    def names(self) -> Names:
        """What things are called."""
        return Names(countries_of(self.case))

    @property
    def policy(self) -> Mapping[str, Any]:
        """The policy that the plan was made for."""
        found: Mapping[str, Any] = self.plan["policy"]
        return found

    @property
    def money(self) -> str:
        """What figures of money count, for texts: `million SEK`."""
        return self.case.money.label

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

    def the_areas(self) -> Label:
        """Return the areas that the decision is about, for running text; nothing where there is no definition."""
        return self.names.areas_of(self.definition) if self.definition else ""

    # What is done, when

    @property
    def years(self) -> list[Mapping[str, Any]]:
        """The plan's years."""
        return list(self.plan["years"])

    @property
    def span(self) -> str:
        """The years of the plan as a span, such as `2027-2029`."""
        first, last = self.years[0]["year"], self.years[-1]["year"]
        return str(first) if first == last else f"{first}-{last}"

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

    @property
    def rules_broken(self) -> int:
        """How many rules the plan breaks; one that is broken alike in several years counts once."""
        return rules_in((rule["key"], rule["data"]) for rule in self.plan["broken"])

    def offices(self, when: str) -> int:
        """Return how many offices there are before or after the plan."""
        return int(self.counts[f"offices_{when}"] or 0)

    def sum_of(self, name: str, of: Iterable[Mapping[str, Any]] | None = None) -> float:
        """Return a sum of money over the plan's years; of the ledger, or of other rows by year."""
        return sum(float(year[name]) for year in (self.years if of is None else of))

    # What is measured, and how

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes that the findings have."""
        return self.findings.modes

    @property
    def mode(self) -> str:
        """The mode that everyone's minutes are shown by."""
        return self.findings.shown_mode

    @property
    def target_mode(self) -> str:
        """The mode that the decision is about: on foot where the policy counts who can walk to an office."""
        return "walk" if self.findings.criterion.on_foot and "walk" in self.modes else self.mode

    def by(self, mode: str) -> Label:
        """Return how a way is gone, in running text: by car, on foot."""
        return names.mode(mode)

    def limit_min(self, mode: str) -> float:
        """Return the standard of a mode, minutes."""
        return self.findings.standard_min if mode == self.findings.mode else self.findings.walk_standard_min

    # Who it is about

    def everyone(self, mode: str) -> pd.Series[Any]:
        """Return the row of everybody, by a mode."""
        return self.group_rows(mode, EVERYONE).iloc[0]

    def group_rows(self, mode: str, grouping: str) -> pd.DataFrame:
        """Return the rows of a grouping, in the order a reader expects."""
        groups = self.findings.groups
        rows = groups[(groups["mode"] == mode) & (groups["grouping"] == grouping)]
        rows = rows.set_index("group", drop=False)
        return rows.loc[in_order([str(name) for name in rows.index])]

    def group_row(self, mode: str, grouping: str, group: str) -> pd.Series[Any]:
        """Return the row of one group."""
        rows = self.group_rows(mode, grouping)
        return rows[rows["group"] == group].iloc[0]

    def total(self, of_the_areas: bool = False) -> float:
        """Return how many people there are, or how many in the areas that the decision is about."""
        of = (str(self.definition), "yes") if of_the_areas else (EVERYONE, "")
        return float(self.gain_row(self.modes[0], *of)["people"])

    def gain_row(self, mode: str, grouping: str = EVERYONE, group: str = "") -> pd.Series[Any]:
        """Return who has a shorter or a longer way, in one group."""
        gains = self.findings.gains
        here = (gains["mode"] == mode) & (gains["grouping"] == grouping) & (gains["group"] == group)
        return gains[here].iloc[0]

    @cached_property
    def kinds_of_place(self) -> str | None:
        """The grouping that sorts people best in pictures: settlement, else the first small one of the case."""
        found = [str(name) for name in self.findings.groups["grouping"].unique()]
        small = [
            name
            for name in found
            if name not in (EVERYONE, self.definition)
            and not is_place(self.case, name)
            and 2 <= len(self.group_rows(self.modes[0], name)) <= MOST_GROUPS_IN_A_PICTURE
            and not set(self.group_rows(self.modes[0], name)["group"]) <= {"yes", "no", ""}
        ]
        return "settlement" if "settlement" in small else (small[0] if small else None)

    @property
    def has_services(self) -> bool:
        """Tell whether the case names its services, so that they are worth telling."""
        return [service.id for service in self.case.services] != ["service"]

    @property
    def has_sizes(self) -> bool:
        """Tell whether offices come in more than one size."""
        return len(self.case.sizes) > 1

    def an_office(self, size: str) -> Label:
        """Return an office of a size with its article; where all are of one size it is an office."""
        return self.names.an_office(size) if self.has_sizes else Note("said.an_office")

    def services(self, ids: Iterable[str]) -> list[Note | str]:
        """Return the names of services; one that the case does not name by its id."""
        return service_names(self.case, ids)


def service_names(case: Case, ids: Iterable[str]) -> list[Note | str]:
    """Return the names of services; one that the case does not name by its id.

    Examples
    --------
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [16.0], "lat": [58.0], "people": [900]})
    >>> case = Case("one", areas, areas.drop(columns="people"))
    >>> [str(name) if isinstance(name, str) else name.text("en") for name in service_names(case, ["service", "x"])]
    ['service', 'x']
    """
    known = {service.id: service for service in case.services}
    return [
        Note("said.service", {"names": [known[one].name_sv, known[one].name_en]}) if one in known else one
        for one in ids
    ]


def is_place(case: Case, grouping: str) -> bool:
    """Tell whether the groups of a grouping are places; they make tables, not pictures."""
    return grouping in PLACES or grouping.endswith("_code") or f"{grouping}_code" in case.areas


def full_name(name: str, municipality: str) -> str:
    """Return a place's name, with its municipality where that adds something.

    Examples
    --------
    >>> full_name("Rosengård", "Malmö"), full_name("Malmö Rosengård", "Malmö"), full_name("Square", "")
    ('Rosengård, Malmö', 'Malmö Rosengård', 'Square')
    """
    if not municipality or municipality.casefold() in name.casefold():
        return name
    return f"{name}, {municipality}"


def place_of(step: Step) -> str:
    """Return the name of the place of a step, with its municipality where that adds something."""
    return full_name(str(step["name"]), str(step.action.get("municipality") or ""))
