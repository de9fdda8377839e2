"""The plan: years, actions and a ledger, with what was aimed at, what was reached, and how sure that is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from narvaro.case import Assumption, Case, MoneyUnit, Policy, Provenance, policy_from
from narvaro.case.documents import read_json
from narvaro.case.files import write_text
from narvaro.errors import Fault, FolderError
from narvaro.plan.form import FORMAT, ActionKind, PlanStatus, checksum_of, require_form
from narvaro.plan.former import as_now, former_checksum_of, is_former, rule_as_now
from narvaro.plan.formulation import Formulation
from narvaro.plan.money import MILLI, milli
from narvaro.plan.outcome import Outcome, outcome_from
from narvaro.plan.settled import SettledPlace
from narvaro.plan.wishes import SiteWish
from narvaro.siting import Solution


def figure(sum_milli: int) -> float:
    """Return thousandths as a figure of money, exact to the thousandth.

    Examples
    --------
    >>> figure(2_950)
    2.95
    """
    return sum_milli / MILLI


@dataclass(frozen=True)
class Action:
    """One thing to do with one site in one year.

    Parameters
    ----------
    action
        `open`, `close` or `resize`.
    from_size, size
        Before and after; empty for closed.
    cost_milli
        The opening, closing or resizing cost, thousandths; running cost is not in it.
    running_change_milli
        What a full year of running costs more than before (below zero: less), thousandths.
    leaves_municipality
        For a closing: whether the municipality has no office left when the year ends; None where it is not known
        which municipality it is, and for other actions.
    decided_by
        For a closing: who decides it by the rule of the case's country, such as `board`; None where no rule says, and
        for other actions.
    assumed
        Whether the place of the site is assumed, not named by a source.
    """

    action: ActionKind
    site_id: str
    name: str
    municipality_code: str
    municipality: str
    from_size: str
    size: str
    services: tuple[str, ...]
    cost_milli: int
    running_change_milli: int
    leaves_municipality: bool | None
    decided_by: str | None
    assumed: bool

    def to_json(self) -> dict[str, Any]:
        """Return the fields as a plain table, money as figures of the case."""
        return {
            "action": self.action,
            "site_id": self.site_id,
            "name": self.name,
            "municipality_code": self.municipality_code,
            "municipality": self.municipality,
            "from_size": self.from_size,
            "size": self.size,
            "services": list(self.services),
            "cost": figure(self.cost_milli),
            "running_change": figure(self.running_change_milli),
            "leaves_municipality": self.leaves_municipality,
            "decided_by": self.decided_by,
            "assumed": self.assumed,
        }


MONEY_FIELDS = ("appropriation", "spent", "carried", "lapsed", "running", "opening", "closing", "resizing")
AFTERWARDS_FIELDS = ("running", "appropriation")
EARMARK_FIELDS = ("appropriation", "spent", "carried", "lapsed")


@dataclass(frozen=True)
class Year:
    """A year of the plan: its money, its actions, and how many offices there are when it ends.

    Parameters
    ----------
    year
        The year.
    money
        Thousandths by name: `appropriation`, `spent` (= `running` + `opening` + `closing` + `resizing`), `carried`
        (out of the year; below zero: credit drawn), `lapsed`.
    earmark
        The same four of the earmarked pot, which pays for new offices alone; None without an earmark.
    offices, municipalities
        Offices, and municipalities with one, at the end of the year; None where no site has a municipality.
    actions
        What is done in the year.
    """

    year: int
    money: Mapping[str, int]
    earmark: Mapping[str, int] | None
    offices: int
    municipalities: int | None
    actions: tuple[Action, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the fields as a plain table, money as figures of the case."""
        earmark = self.earmark
        return {
            "year": self.year,
            **{f"{name}": figure(self.money[name]) for name in MONEY_FIELDS},
            "earmark": None
            if earmark is None
            else {f"{name}": figure(earmark[name]) for name in EARMARK_FIELDS},
            "offices": self.offices,
            "municipalities": self.municipalities,
            "actions": [action.to_json() for action in self.actions],
        }


@dataclass(frozen=True)
class Locked:
    """A site whose fate was given: it must stay, close or open."""

    site_id: str
    name: str
    status: str
    locked_by: str

    def to_json(self) -> dict[str, Any]:
        """Return the fields as a plain table."""
        return {
            "site_id": self.site_id,
            "name": self.name,
            "status": self.status,
            "locked_by": self.locked_by,
        }


def rules_in(broken: Iterable[tuple[str, Mapping[str, Any]]]) -> int:
    """Return how many rules are broken, from the key and the data of each fault; in several years counts once.

    Examples
    --------
    >>> rules_in(("money", {"year": year}) for year in ("2026", "2027"))
    1
    """
    return len({(key, str({**data, "year": ""})) for key, data in broken})


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan that a reader can check.

    Parameters
    ----------
    scenario
        Name of the scenario.
    policy
        What the plan was made for.
    money
        What every figure of money in it counts.
    status
        `optimal` only when the gap is closed and the independent check agrees, else `feasible`; `given` where the
        actions were not looked for but given (:mod:`narvaro.plan.given`).
    stopped_by
        Why the search ended: `proven`, `gap`, `step`, `time` or `interrupt`; `given` where there was none.
    objective
        What was reached, and the bound.
    years
        One entry a year, in order.
    afterwards
        A full year after the plan, thousandths: `running`, what the network at the end costs, and `appropriation`, if
        the last year's money goes on.
    locked
        Sites whose fate was given, and by whom.
    counts
        Offices and municipalities before and after, offices that are assumed.
    assumptions, provenance
        What the plan rests on.
    checks
        What was recomputed by separate code, and agreed.
    case_checksum
        Checksum of the case that the plan is for.
    travel
        What made the travel times, and their origin.
    policy_file
        The file that the policy came from, as the folder knows it; empty where it came from none.
    travel_checksum
        Checksum of the kept travel times; empty where the straight line answered.
    former_checksum
        The checksum of the file that the plan was read from, where that has a former format; else empty.
    bound_rests_on
        `lagrangian`: the bound was worked out anew by separate code, whole; `highs`: its last part is the word of the
        solver HiGHS; empty where nothing is proven.
    wishes
        What was asked to hold at some sites beside the rules of the policy; the bound is of such plans.
    broken
        The rules of the policy that a given plan breaks, each as a fault with its text; one that was made breaks none.
    certificate
        For each site, what every plan costs at least in which it is open, or closed, when the last year ends, in the
        unit of the objective; None for a plan that was read from a file.
    settled
        What is known of a site that goes the other way, by site and `open` or `closed`; see `narvaro.plan.settle`.
    solution, formulation
        The engine's own answer and what it was asked, to begin another plan from; None for a plan that was read from a
        file.
    """

    scenario: str
    policy: Policy
    money: MoneyUnit
    status: PlanStatus
    stopped_by: str
    objective: Outcome
    years: tuple[Year, ...]
    afterwards: Mapping[str, int]
    locked: tuple[Locked, ...]
    counts: Mapping[str, int | None]
    assumptions: tuple[Assumption, ...]
    provenance: tuple[Provenance, ...]
    checks: Mapping[str, bool]
    case_checksum: str
    travel: Mapping[str, str]
    policy_file: str = ""
    travel_checksum: str = ""
    former_checksum: str = ""
    bound_rests_on: str = "lagrangian"
    wishes: tuple[SiteWish, ...] = ()
    broken: tuple[Fault, ...] = ()
    certificate: pd.DataFrame | None = field(default=None, repr=False)
    settled: Mapping[tuple[str, str], SettledPlace] = field(default_factory=dict, repr=False)
    solution: Solution | None = field(default=None, repr=False)
    formulation: Formulation | None = field(default=None, repr=False)

    @property
    def actions(self) -> tuple[tuple[int, Action], ...]:
        """All actions with their year, in order."""
        return tuple((year.year, action) for year in self.years for action in year.actions)

    @property
    def rules_broken(self) -> int:
        """How many rules the plan breaks; one that is broken alike in several years counts once."""
        return rules_in((one.key, one.data) for one in self.broken)

    def networks(self, case: Case) -> pd.DataFrame:
        """Return the size of each site at the end of each year, empty where it is closed.

        Returns
        -------
        DataFrame
            Index the sites of the case, columns the years. The network of today is `case.sites["size"]` where
            `case.existing`.

        Raises
        ------
        FolderError
            If the plan is for another case.
        """
        self.require_case(case)
        now = case.sizes_today
        found = {}
        for year in self.years:
            now = now.copy()
            for action in year.actions:
                now[action.site_id] = action.size
            found[year.year] = now
        return pd.DataFrame(found, index=case.sites.index)

    def require_case(self, case: Case) -> None:
        """Raise unless the plan was made for this very case."""
        own = (case.checksum, former_checksum_of(case)) if self.former_checksum else (case.checksum,)
        if self.case_checksum not in own or not self.case_checksum:
            raise FolderError([Fault("plan.other_case", {"scenario": self.scenario})])

    def to_json(self) -> dict[str, Any]:
        """Return the plan as plain tables; docs/plan-json.md explains each field."""
        plain: dict[str, Any] = {
            "format": FORMAT,
            "scenario": self.scenario,
            "money": asdict(self.money),
            "policy": self.policy.to_toml(),
            "status": self.status,
            "stopped_by": self.stopped_by,
            "bound_rests_on": self.bound_rests_on,
            "objective": self.objective.to_json(),
            "years": [year.to_json() for year in self.years],
            "afterwards": {f"{name}": figure(self.afterwards[name]) for name in AFTERWARDS_FIELDS},
            "locked": [row.to_json() for row in self.locked],
            "counts": dict(self.counts),
            "assumptions": [row.to_json() for row in self.assumptions],
            "provenance": [row.to_json() for row in self.provenance],
            "checks": dict(self.checks),
            "wishes": [asdict(wish) for wish in self.wishes],
            "broken": [
                {"key": rule.key, "data": dict(rule.data), "text": rule.text("en")} for rule in self.broken
            ],
            "travel": dict(self.travel),
            "case_checksum": self.case_checksum,
            "policy_file": self.policy_file,
            "policy_checksum": self.policy.checksum,
            "travel_checksum": self.travel_checksum,
        }
        return {**plain, "checksum": checksum_of(plain)}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Plan:
        """Return a plan from its plain tables, without certificate and solution.

        Raises
        ------
        FolderError
            If the tables have another form than this version writes, or were changed after they were written.
        """
        former_checksum = ""
        if is_former(plain):
            former_checksum = str(plain["checksum"])
            plain = as_now(plain)
        require_form(plain)
        policy = policy_from(plain["policy"], "plan.json")
        return cls(
            scenario=plain["scenario"],
            policy=policy,
            money=MoneyUnit(**plain["money"]),
            status=plain["status"],
            stopped_by=plain["stopped_by"],
            objective=outcome_from(plain["objective"]),
            years=tuple(_year(row) for row in plain["years"]),
            afterwards={name: milli(plain["afterwards"][f"{name}"]) for name in AFTERWARDS_FIELDS},
            locked=tuple(Locked(**row) for row in plain["locked"]),
            counts=dict(plain["counts"]),
            assumptions=tuple(Assumption(**row) for row in plain["assumptions"]),
            provenance=tuple(Provenance(**row) for row in plain["provenance"]),
            checks=dict(plain["checks"]),
            case_checksum=plain["case_checksum"],
            travel=dict(plain["travel"]),
            policy_file=plain["policy_file"],
            travel_checksum=plain["travel_checksum"],
            former_checksum=former_checksum,
            bound_rests_on=plain["bound_rests_on"],
            wishes=tuple(SiteWish(**wish) for wish in plain["wishes"]),
            broken=tuple(rule_as_now(Fault(rule["key"], rule["data"]), policy) for rule in plain["broken"]),
        )


def _year(row: Mapping[str, Any]) -> Year:
    earmark = row["earmark"]
    return Year(
        year=row["year"],
        money={name: milli(row[f"{name}"]) for name in MONEY_FIELDS},
        earmark=None if earmark is None else {name: milli(earmark[f"{name}"]) for name in EARMARK_FIELDS},
        offices=row["offices"],
        municipalities=row["municipalities"],
        actions=tuple(_action(dict(action)) for action in row["actions"]),
    )


def _action(row: dict[str, Any]) -> Action:
    cost, change = milli(row.pop("cost")), milli(row.pop("running_change"))
    return Action(**{**row, "services": tuple(row["services"])}, cost_milli=cost, running_change_milli=change)


def write_plan(plan: Plan, path: Path | str) -> None:
    """Write a plan as JSON, whole or not at all; the same plan gives the same bytes."""
    plain = plan.to_json()
    require_form(plain)
    write_text(Path(path), json.dumps(plain, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def read_plan(path: Path | str) -> Plan:
    """Read a plan that `write_plan` wrote.

    Raises
    ------
    FolderError
        If the file is not there, is not such a plan, is of another version, or was changed after it was written.
    """
    path = Path(path)
    try:
        plain = read_json(path)
    except (FileNotFoundError, NotADirectoryError):
        raise FolderError([Fault("plan.absent", {}, str(path))]) from None
    except FolderError as error:
        raise FolderError([*error.faults, Fault("plan.unreadable", {}, path.name)]) from None
    return Plan.from_json(plain)
