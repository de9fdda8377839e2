"""What is found when plans are laid beside each other: tables with a column or a row for each plan, and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pandas as pd

from narvaro.case import Case
from narvaro.language import Label, Note, by_years

TODAY = "today"
"""The name of the network as it is: no plan, and no actions."""

CHANGE_BREAKS = (1.0, 10.0, 20.0)
"""Ends of the classes of minutes by which a way grows longer or shorter, in maps and tables."""


class PlanStep(NamedTuple):
    """What a plan does at a place in a year: the size before and after, empty where there is no office."""

    year: int
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class PlanComparison:
    """Plans laid beside each other; the others are held against the first.

    Parameters
    ----------
    names
        What the plans are called, in order; `today` is the network as it is.
    mode, limit_min, noticed_min
        The mode of travel and the standard by which all of them are measured, those of the first plan that has any;
        and by how many minutes a way must change to be called shorter or longer.
    money
        What every figure of money counts.
    definition
        The column of the areas that the first plan is about; empty where it names none.
    plans
        Index the names. `kind` and `unit` of the goal, `value` by the plan's own goal, `alike` whether that can be laid
        beside the value of the first, `by_first` the value by the goal of the first plan that has one and `worse_share`
        how much worse that is than the first (a share; below zero better), `status`, `bound` and `gap`,
        `offices`, `opened`, `closed`, `resized`, `mean_min` and `people_beyond` when the last year ends, `spent` in
        all years, `full_year` what the offices at the end cost in a year, `full` how many of them get more visits than
        they have room for, `broken` rules.
    settings
        Index the settings of the policies that differ; a column for each plan, as text.
    actions
        Index the sites where the plans do not do the same; a column for each plan, each cell a tuple of `PlanStep`.
    done
        The same as words: each cell a tuple of notes. `sites` has what each of the sites is called.
    yearly
        Index year and figure (`appropriation`, `spent`, `carried` over, below zero: drawn ahead, and where there is
        any `credit`, which may be drawn ahead, and `lapsed`; `offices`); a column for each plan, money in figures of
        the case.
    groups
        Index grouping and group; columns `people`, then measure (`mean_min`, `people_beyond`, `share_beyond`) and plan.
    ways
        Index the others: people whose way is `shorter`, `longer` or the `same` as with the first.
    municipalities, areas
        For each of the others where ways differ from the first, those with the most minutes more first; see `Between`.
    minutes
        Index the areas; a column for each plan: minutes to the nearest office when its last year ends, up to the
        cut-off.
    sizes
        Index the sites; a column for each plan: the size when its last year ends, empty where there is no office.
    states, states_between
        Index the sites with an office: what happens with each, by plan from today until its last year ends, and, for
        each of the others, from the first plan to it: `open`, `assumed`, `new`, `closing` or `resized`; missing where
        there is none.
    minute_classes, change_classes
        People by class of minutes with each plan, and by class of change against the first with each of the others.
    broken
        The rules that each plan breaks; only of those that break any.
    said
        Sentences, by the place where they are said: `headline`, and of the other number k `k.actions`, `k.ways` ...
    """

    names: tuple[str, ...]
    mode: str
    limit_min: float
    noticed_min: float
    money: str
    definition: str
    plans: pd.DataFrame
    settings: pd.DataFrame
    actions: pd.DataFrame
    done: pd.DataFrame
    sites: Mapping[str, str]
    yearly: pd.DataFrame
    groups: pd.DataFrame
    ways: pd.DataFrame
    municipalities: Mapping[str, pd.DataFrame]
    areas: Mapping[str, pd.DataFrame]
    minutes: pd.DataFrame
    sizes: pd.DataFrame
    states: pd.DataFrame
    states_between: pd.DataFrame
    minute_classes: pd.DataFrame
    change_classes: pd.DataFrame
    broken: Mapping[str, tuple[Note, ...]]
    said: Mapping[str, tuple[Note, ...]]

    @property
    def others(self) -> tuple[str, ...]:
        """The plans that are held against the first."""
        return self.names[1:]

    def hit_hardest(self, name: str, most: int) -> pd.DataFrame:
        """Return the municipalities where one of the others gives longer ways, the most minutes in all first."""
        table = self.municipalities[name]
        return table[table["change_min"] > 0].head(most)

    def helped_most(self, name: str, most: int) -> pd.DataFrame:
        """Return the municipalities where one of the others gives shorter ways, the most minutes in all first."""
        table = self.municipalities[name]
        return table[table["change_min"] < 0].iloc[::-1].head(most)

    def worst_areas(self, name: str, most: int) -> pd.DataFrame:
        """Return the areas where one of the others gives longer ways, the most minutes over all their people first."""
        table = self.areas[name]
        return table[table["change_min"] > 0].head(most)

    def with_said(self, said: Mapping[str, tuple[Note, ...]]) -> PlanComparison:
        """Return the same with what is said of it."""
        return replace(self, said=dict(said))

    def figure(self, name: str, column: str) -> float:
        """Return a figure of a plan, by its column of `plans`."""
        return float(self.plans[column].astype(float)[name])

    def people(self, name: str, way: str) -> float:
        """Return for how many people the way is `shorter`, `longer` or the `same` with one of the others."""
        return float(self.ways[way].astype(float)[name])

    def broken_lines(self, name: str, lang: str) -> list[str]:
        """Return the rules that a plan breaks, a line each; one broken alike in several years has one line."""
        return by_years(self.broken.get(name, ()), lang)

    def change_min(self, name: str) -> pd.Series[float]:
        """Return by how many minutes the way of each area is longer with one of the others than with the first."""
        return self.minutes[name] - self.minutes[self.names[0]]

    def each(self, place: str, lang: str) -> list[str]:
        """Return what is said at a place, sentence by sentence."""
        return [note.text(lang) for note in self.said.get(place, ())]

    def to_json(self) -> dict[str, Any]:
        """Return all of it for machines but the minutes of each area; sentences with their text in English."""
        steps = {
            str(site): {str(name): [step._asdict() for step in cell] for name, cell in row.items()}
            for site, row in self.actions.to_dict("index").items()
        }
        return {
            "names": list(self.names),
            "mode": self.mode,
            "limit_min": self.limit_min,
            "noticed_min": self.noticed_min,
            "money": self.money,
            "definition": self.definition,
            "plans": self.plans.to_dict("index"),
            "settings": self.settings.to_dict("index"),
            "actions": steps,
            "yearly": _rows(self.yearly),
            "groups": _rows(self.groups),
            "ways": self.ways.to_dict("index"),
            "municipalities": {name: _rows(table) for name, table in self.municipalities.items()},
            "areas": {name: _rows(table) for name, table in self.areas.items()},
            "broken": {name: [note.with_text() for note in notes] for name, notes in self.broken.items()},
            "said": {
                place: [note.with_text() for note in notes] for place, notes in self.said.items() if notes
            },
        }


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table with several levels of labels as rows; a label of two levels is written `measure.plan`."""
    columns = [
        ".".join(part for part in (c if isinstance(c, tuple) else (c,)) if part) for c in table.columns
    ]
    flat = table.set_axis(columns, axis=1).reset_index()
    return [{str(name): value for name, value in row.items()} for row in flat.to_dict("records")]


def label_of(name: str) -> Label:
    """Return what a plan is called in running text; the network as it is has words of its own.

    Examples
    --------
    >>> label_of("today").text("sv"), label_of("board-2025")
    ('dagens nät', 'board-2025')
    """
    return Note("said.compared.today") if name == TODAY else name


def first_label(name: str) -> Label:
    """Return what a plan is called where a sentence begins with it: a name of a user's own stays as it is written."""
    return Note("said.compared.today_first") if name == TODAY else name


def site_label(case: Case, site: str) -> str:
    """Return the name of a site, its municipality behind it where the name does not say it."""
    row = case.sites.loc[site]
    name, town = str(row["name"]), str(row["municipality"])
    return name if not town or town.casefold() in name.casefold() else f"{name} ({town})"
