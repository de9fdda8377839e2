"""The tables of plans laid beside each other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, nan
from typing import Any

import numpy as np
import pandas as pd

from narvaro.access import Load, describe, describe_groups
from narvaro.case import Case, Policy
from narvaro.case.settings_apart import settings_apart
from narvaro.case.standards import in_order
from narvaro.errors import Fault, SettingError
from narvaro.explain.between import Between, between, nearest_min, network_of
from narvaro.explain.compared.comparison import CHANGE_BREAKS, PlanStep
from narvaro.explain.evidence import limits_of
from narvaro.explain.kinds import kinds_of_people
from narvaro.explain.load import FULL, loads_of, open_sizes
from narvaro.explain.said.maps import MINUTE_BREAKS
from narvaro.language.names import EVERYONE
from narvaro.plan import Plan
from narvaro.plan.formulate import asked
from narvaro.plan.ledger import money_by_year
from narvaro.plan.make import reached
from narvaro.plan.money import SiteCosts, rounded
from narvaro.plan.objectives import criterion_of
from narvaro.plan.options import States, sizes_of, states_of
from narvaro.plan.question import Question
from narvaro.travel import TravelTimes

MEASURES = ("mean_min", "people_beyond", "share_beyond")
FIGURES = ("appropriation", "spent", "carried", "credit", "lapsed", "offices")
"""What is told year by year: figures of money (see `money_by_year`), and offices when the year ends."""
WHERE_ANY = ("credit", "lapsed")
"""What is told in the years in which there is any."""
LEAST_WORSE = 1e-9
"""A smaller difference of two values, as a share, is that of sums made in another order."""


@dataclass(frozen=True, eq=False)
class PlansBeside:
    """Some plans for one case, and the yardsticks by which all of them are measured.

    Parameters
    ----------
    case
        The case.
    plans
        By name; None for the network as it is.
    travel
        The travel times.
    """

    case: Case
    plans: Mapping[str, Plan | None]
    travel: TravelTimes | None

    def __post_init__(self) -> None:
        if len(self.plans) < 2:
            raise SettingError([Fault("compared.too_few", {"n": len(self.plans)})])
        if all(plan is None for plan in self.plans.values()):
            raise SettingError([Fault("compared.no_plan")])
        for plan in self.plans.values():
            if plan is not None:
                plan.require_case(self.case)

    @property
    def names(self) -> tuple[str, ...]:
        """What the plans are called."""
        return tuple(self.plans)

    @cached_property
    def policy(self) -> Policy:
        """The policy of the first plan that has one: its mode, its standard and its goal measure all."""
        return next(plan.policy for plan in self.plans.values() if plan is not None)

    @property
    def limit_min(self) -> float:
        """The standard of the mode by which all are measured, minutes."""
        return limits_of(self.policy)[self.policy.objective.mode]

    @cached_property
    def question(self) -> Question:
        """What the first plan was asked, by which the goal is reckoned."""
        return asked(self.case, self.policy, self.travel)

    @cached_property
    def networks(self) -> dict[str, States]:
        """The size of each site when the last year of each plan ends, -1 for closed."""
        return {name: network_of(self.question, plan) for name, plan in self.plans.items()}

    @cached_property
    def minutes(self) -> pd.DataFrame:
        """Minutes of each area to the nearest office, a column for each plan."""
        found = {name: nearest_min(self.question, network) for name, network in self.networks.items()}
        return pd.DataFrame(found, index=self.case.areas.index)

    @cached_property
    def ways(self) -> dict[str, Between]:
        """The ways of each of the others beside those of the first."""
        first, *others = self.names
        here = self.networks[first]
        return {name: between(self.question, here, self.networks[name]) for name in others}

    @cached_property
    def loads(self) -> dict[str, Load]:
        """The load of the offices of each network."""
        times = self.question.times if self.travel is None else self.travel
        sizes = {name: sizes_of(self.case, network) for name, network in self.networks.items()}
        networks = {name: open_sizes(self.case, one) for name, one in sizes.items()}
        return loads_of(self.case, self.policy, times, networks)

    @property
    def same_years(self) -> bool:
        """Whether all plans are for the same years; today is for any."""
        return len({years_of(plan) for plan in self.plans.values() if plan is not None}) == 1


def full_year(case: Case, network: States) -> float:
    """Return what a full year of the offices of a network costs, in figures of the case."""
    return float(rounded(SiteCosts.of(case).at("running", network)).sum()) / 1000


def years_of(plan: Plan) -> tuple[int, ...]:
    """Return the years of a plan."""
    return tuple(year.year for year in plan.years)


def goals_alike(plan: Plan, policy: Policy, years: Sequence[int]) -> str:
    """Return why the value of a plan cannot be laid beside those of a goal; empty where it can.

    `goal`, `definition` or `years`, whatever differs first; a definition counts where the goal looks at it.
    """
    own = plan.policy
    if own.objective != policy.objective:
        return "goal"
    if criterion_of(policy).on_foot and own.definition != policy.definition:
        return "definition"
    return "" if years_of(plan) == tuple(years) else "years"


def plan_table(b: PlansBeside) -> pd.DataFrame:
    """Return the plans, a row each; the columns are those of `PlanComparison.plans`."""
    by_first = _values_by_first(b)
    first = by_first[b.names[0]]
    years = next(years_of(plan) for plan in b.plans.values() if plan is not None)
    rows = {}
    for name, plan in b.plans.items():
        told = describe(b.minutes[name], b.case.areas["people"], b.limit_min)
        worse = (by_first[name] - first) / max(abs(first), LEAST_WORSE)
        rows[name] = {
            **(_todays_row(b) if plan is None else _plans_row(plan, b.policy, years)),
            "by_first": by_first[name],
            "worse_share": 0.0 if abs(worse) < LEAST_WORSE else worse,
            "offices": int((b.networks[name] >= 0).sum()),
            "full_year": full_year(b.case, b.networks[name]),
            "full": len(b.loads[name].beyond(FULL)),
            "mean_min": float(told["mean_min"]),
            "people_beyond": float(told["people_beyond"]),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _values_by_first(b: PlansBeside) -> dict[str, float]:
    """Return the value of each network by the goal of the first plan: the mean of the years, or of their last ones."""
    today = network_of(b.question, None)
    years = len(next(plan for plan in b.plans.values() if plan is not None).years)
    found = {}
    for name, plan in b.plans.items():
        state = np.repeat(today[:, None], years, axis=1)
        if plan is not None and b.same_years:
            networks = plan.networks(b.case)
            state = states_of(b.case, (networks[year] for year in networks))
        elif plan is not None:
            state = b.networks[name][:, None]
        outcome, _ = reached(b.question, today, state)
        found[name] = outcome.after if b.same_years else outcome.last_year
    return found


def _todays_row(b: PlansBeside) -> dict[str, Any]:
    """Return what is told of the network as it is: its value is what it reaches, and there is nothing to prove."""
    today = network_of(b.question, None)
    outcome, _ = reached(b.question, today, today[:, None])
    counts = dict.fromkeys(("opened", "closed", "resized", "broken"), 0)
    goal = {"kind": outcome.name, "unit": outcome.unit, "value": outcome.after, "alike": True}
    return {**goal, "status": "", "bound": nan, "gap": nan, "spent": nan, **counts}


def _plans_row(plan: Plan, policy: Policy, years: Sequence[int]) -> dict[str, Any]:
    done = [action.action for _, action in plan.actions]
    found = plan.objective
    return {
        "kind": found.name,
        "unit": found.unit,
        "value": found.after,
        "alike": not goals_alike(plan, policy, years),
        "status": plan.status,
        "bound": nan if plan.status == "given" else found.bound,
        "gap": found.gap,
        "spent": sum(year.money["spent"] for year in plan.years) / 1000,
        "opened": done.count("open"),
        "closed": done.count("close"),
        "resized": done.count("resize"),
        "broken": plan.rules_broken,
    }


def setting_table(b: PlansBeside) -> pd.DataFrame:
    """Return the settings in which any policy differs from the first one, as text; empty where a plan has none."""
    found: dict[str, dict[str, str]] = {}
    plans = {name: plan for name, plan in b.plans.items() if plan is not None}
    for name, plan in plans.items():
        for setting, one, other in settings_apart(b.policy, plan.policy):
            if {} in (one, other):
                continue  # a section that is empty in one; its settings stand by themselves
            row = found.setdefault(setting, dict.fromkeys(plans, _written(one)))
            row[name] = _written(other)
    return pd.DataFrame.from_dict(found, orient="index", columns=list(plans))


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def action_table(b: PlansBeside) -> pd.DataFrame:
    """Return what each plan does at the sites where they do not all do the same, in the order of the years."""
    done: dict[str, dict[str, list[PlanStep]]] = {name: {} for name in b.names}
    for name, plan in b.plans.items():
        for year, action in () if plan is None else plan.actions:
            done[name].setdefault(action.site_id, []).append(PlanStep(year, action.from_size, action.size))
    sites = dict.fromkeys(site for steps in done.values() for site in steps)
    rows = {site: {name: tuple(done[name].get(site, ())) for name in b.names} for site in sites}
    differ = {site: row for site, row in rows.items() if len(set(row.values())) > 1}
    order = sorted(differ, key=lambda site: _order(b.case, differ[site].values(), site))
    return pd.DataFrame.from_dict(
        {site: differ[site] for site in order}, orient="index", columns=list(b.names)
    )


def _order(case: Case, cells: Any, site: str) -> tuple[Any, ...]:
    """Return by what a site is put in order: openings, closings, then sizes; the year; its name."""
    steps = [step for cell in cells for step in cell]
    kind = min(0 if not step.before else 1 if not step.after else 2 for step in steps)
    return kind, min(step.year for step in steps), str(case.sites["name"][site])


def yearly_table(b: PlansBeside) -> pd.DataFrame:
    """Return money and offices by year, a column for each plan; missing in years that a plan is not for.

    With what was carried out of the year before, `carried + lapsed = that + appropriation - spent`.
    """
    years = sorted({year for plan in b.plans.values() if plan is not None for year in years_of(plan)})
    index = pd.MultiIndex.from_product([years, FIGURES], names=["year", "figure"])
    table = pd.DataFrame(nan, index=index, columns=list(b.names))
    for name, plan in b.plans.items():
        if plan is not None:
            figures = money_by_year(plan)[list(FIGURES[:-1])]
            figures["offices"] = [float(year.offices) for year in plan.years]
            for year, row in figures.iterrows():
                table.loc[year, name] = row.to_numpy()
    none = table.fillna(0.0).eq(0.0).all(axis=1) & table.index.get_level_values("figure").isin(WHERE_ANY)
    return table[~none]


def group_table(b: PlansBeside) -> pd.DataFrame:
    """Return mean minutes and people beyond the standard for everybody and by group, for each plan.

    The groupings are the definitions that the plans are about, and the one that sorts people best into a few kinds.
    """
    people, limit = b.case.areas["people"], b.limit_min
    parts = []
    policies = [plan.policy for plan in b.plans.values() if plan is not None]
    kinds = kinds_of_people(b.case, (policy.definition for policy in policies))
    for grouping in (EVERYONE, *kinds):
        tables = {}
        for name in b.names:
            minutes = b.minutes[name]
            if grouping == EVERYONE:
                tables[name] = describe(minutes, people, limit).to_frame("").T
            else:
                tables[name] = describe_groups(minutes, people, b.case.areas[grouping], limit)
        index = in_order(map(str, next(iter(tables.values())).index))
        columns = {("people", ""): next(iter(tables.values()))["people"].reindex(index).astype(float)}
        for measure in MEASURES:
            columns |= {
                (measure, name): table[measure].reindex(index).astype(float) for name, table in tables.items()
            }
        part = pd.DataFrame(columns)
        part.index = pd.MultiIndex.from_product([[grouping], index], names=["grouping", "group"])
        parts.append(part)
    found = pd.concat(parts)
    return found[found[("people", "")] > 0]


def size_table(b: PlansBeside) -> pd.DataFrame:
    """Return the size of each site when the last year of each plan ends, empty where it is closed."""
    sizes = {name: sizes_of(b.case, network) for name, network in b.networks.items()}
    return pd.DataFrame(sizes, index=b.case.sites.index)


def what_happens(case: Case, before: pd.Series[str], after: pd.Series[str]) -> pd.Series[str]:
    """Return what happens with each site between two networks: `open`, `assumed`, `new`, `closing`, `resized`.

    Only sites with an office in either; `assumed` is open, its place not named by a source.
    """
    state = pd.Series("open", index=before.index).mask(case.sites["assumed"], "assumed")
    state = state.mask(before != after, "resized").mask(before == "", "new").mask(after == "", "closing")
    return state[(before != "") | (after != "")]


def minute_table(b: PlansBeside) -> pd.DataFrame:
    """Return people by class of minutes, a column for each plan; index the lower and the upper end of the class."""
    ends = pd.MultiIndex.from_arrays(
        [MINUTE_BREAKS, (*MINUTE_BREAKS[1:], inf)], names=["low_min", "high_min"]
    )
    people = b.case.areas["people"].to_numpy(float)
    found = {}
    for name in b.names:
        classes = np.searchsorted(MINUTE_BREAKS[1:], b.minutes[name], side="left")
        found[name] = np.bincount(classes, people, len(MINUTE_BREAKS))
    return pd.DataFrame(found, index=ends)


def change_table(b: PlansBeside) -> pd.DataFrame:
    """Return people by class of change against the first plan, a column for each of the others.

    Index: from the longest way grown shorter (`-3`) over about the same (`0`) to the longest grown longer (`3`), by the
    ends `CHANGE_BREAKS`.
    """
    people, most = b.case.areas["people"].to_numpy(float), len(CHANGE_BREAKS)
    first, *others = b.names
    found = {}
    for name in others:
        change = (b.minutes[name] - b.minutes[first]).to_numpy(float)
        classes = np.sign(change) * np.searchsorted(CHANGE_BREAKS, np.abs(change), side="right")
        found[name] = np.bincount(classes.astype(int) + most, people, 2 * most + 1)
    return pd.DataFrame(found, index=pd.RangeIndex(-most, most + 1))
