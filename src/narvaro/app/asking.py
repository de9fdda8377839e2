"""The steps that ask a plan: what if, and what each rule costs."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from math import nan
from pathlib import Path
from typing import Any

from narvaro.app.plans import Planned, begun, open_planned
from narvaro.case import Case
from narvaro.case.written_names import site_named
from narvaro.errors import Fault, InputError, PlaceError, SettingError
from narvaro.explain.between import beyond_standard, counted, nearest_min, network_of
from narvaro.explain.evidence import limits_of
from narvaro.explain.what_if import WhatIfSaid, what_if_said
from narvaro.language import OFFERED, Names, Note, told
from narvaro.plan import Edit, Plan
from narvaro.plan.action_list import read_actions
from narvaro.plan.prices import TIGHTER, prices
from narvaro.plan.question import Question
from narvaro.plan.what_if import Changed, WhatIf, what_if
from narvaro.plan.wishes import SiteWish, WishKind
from narvaro.siting import Progress
from narvaro.sources import countries_of


@dataclass(frozen=True)
class Said:
    """What a person wrote, before the names in it are looked up.

    Parameters
    ----------
    sites
        Names by what is asked of them: `open`, `close`, `keep`, `not_open`; with `size` each as `NAME=SIZE`. A year may
        follow: `NAME@2026`.
    money
        Such as `2026=-50`.
    money_pct
        %, below zero for less.
    settings
        Such as `objective.kind=beyond`.
    actions
        A table with a whole list of actions, laid in the place of the plan's own; see
        `narvaro.plan.action_list.read_actions`.
    """

    sites: Mapping[WishKind, Sequence[str]] = field(default_factory=dict)
    money: Sequence[str] = ()
    money_pct: float | None = None
    settings: Sequence[str] = ()
    actions: Path | None = None


@dataclass(frozen=True, eq=False)
class AskedPlan:
    """A plan that was asked, the two answers, what is said of them, and what was left out of a list of actions."""

    planned: Planned
    answer: WhatIf
    said: WhatIfSaid
    left_out: tuple[Note, ...] = ()


def what_if_project(
    folder: Path | str,
    said: Said,
    *,
    name: str | None = None,
    best: bool = True,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> AskedPlan:
    """Answer what becomes of a plan of a folder with what a person says changed.

    Parameters
    ----------
    folder
        A project folder with a plan.
    said
        What the person says.
    name
        The kept plan that is asked; the one in force where not given.
    best
        Whether the best plan is looked for too.
    time_limit, progress
        For that search.

    Raises
    ------
    SettingError
        If what is said cannot be read, or names what is not there or what more than one place is called; all of it.
    TableError
        With every fault of the list of actions.
    FolderError
        If there is no such plan, or the tables have changed since it was made.
    """
    planned = begun(open_planned(folder, name, refute=False))
    listed = None if said.actions is None else read_actions(planned.case, planned.plan.policy, said.actions)
    actions = None if listed is None else listed.edits
    changed = changed_of(planned.case, said, actions, planned.plan.policy.years)
    answer = what_if(planned.plan, changed, best=best, time_limit=time_limit, progress=progress)
    left_out = () if listed is None else listed.notes
    return AskedPlan(planned, answer, what_if_said(_question(planned), answer), left_out)


def _question(planned: Planned) -> Question:
    formulation = planned.plan.formulation
    assert formulation is not None, "a plan that was begun has its question"
    return formulation.question


def changed_of(
    case: Case, said: Said, actions: tuple[Edit, ...] | None = None, years: Sequence[int] = ()
) -> Changed:
    """Return what a person wrote with its names looked up, and the actions of a list that was read.

    Parameters
    ----------
    case, said, actions
        The case, what the person says, and the actions of the list.
    years
        The years of the plan's policy; a year that is none of them is refused where any are given.

    Raises
    ------
    SettingError
        With everything that cannot be read, or is not there.
    """
    faults: list[Fault] = []
    wishes: list[SiteWish] = []
    for kind, written in said.sites.items():
        for one in written:
            try:
                wish = _wish(case, kind, one)
            except InputError as error:
                faults += error.faults
                continue
            wishes.append(wish)
            faults += _year_faults(wish.year, one, years, _option(kind))
    money: dict[int, float] = {}
    for one in said.money:
        year, _, more = one.partition("=")
        try:
            money[int(year)] = float(more.replace(",", ".").replace("−", "-"))
            faults += _year_faults(int(year), one, years, "--money")
        except ValueError:
            faults.append(Fault("app.said_money", {"given": one}, None, None, "--money"))
    settings: dict[str, Any] = {}
    for one in said.settings:
        place, is_set, value = one.partition("=")
        if not is_set or not place.strip():
            faults.append(Fault("app.said_setting", {"given": one}, None, None, "--set"))
        settings[place.strip()] = _value(value.strip())
    changed = Changed(tuple(wishes), actions, money, said.money_pct or 0.0, settings)
    if not faults and changed == Changed():
        faults.append(Fault("app.said_nothing"))
    if faults:
        only_places = all(fault.key.startswith("written.") for fault in faults)
        raise (PlaceError if only_places else SettingError)(faults)
    return changed


def _wish(case: Case, kind: WishKind, written: str) -> SiteWish:
    """Return a wish as it was written: `NAME`, `NAME@YEAR`, `NAME=SIZE`, `NAME=SIZE@YEAR`."""
    option = _option(kind)
    name, _, year = written.partition("@")
    name, _, size = name.partition("=")
    if year and not year.strip().isdecimal():
        raise SettingError([Fault("app.said_year", {"given": written}, None, None, option)])
    if kind == "size" and not size:
        raise SettingError([Fault("app.said_size", {"given": written}, None, None, option)])
    offices = {str(site) for site in case.sites.index[case.existing]}
    every = {str(site) for site in case.sites.index}
    among = {"close": offices, "keep": offices, "open": every - offices, "not_open": every - offices}.get(
        kind, every
    )
    try:
        site = site_named(case, name.strip(), among=among, column=option)
    except PlaceError:
        site = site_named(case, name.strip(), column=option)  # it is there, so say what is wrong with it
    return SiteWish(site, kind, _size_named(case, size.strip()), int(year) if year else None)


def _size_named(case: Case, written: str) -> str:
    """Return the id of the size that is called so in any language, or what was written where none is."""
    names, ids = Names(countries_of(case)), [size.id for size in case.sizes]
    called = {told(names.size(one), lang).casefold(): one for one in ids for lang in reversed(OFFERED)} | {
        one.casefold(): one for one in ids
    }
    return called.get(written.casefold(), written)


def _option(kind: WishKind) -> str:
    return f"--{kind.replace('_', '-')}"


def _year_faults(year: int | None, written: str, years: Sequence[int], option: str) -> list[Fault]:
    """Return the fault of a year that the policy does not have, if it is one."""
    if year is None or not years or year in years:
        return []
    data = {"given": written, "year": str(year), "allowed": [str(one) for one in years]}
    return [Fault("app.said_other_year", data, None, None, option)]


def _value(written: str) -> Any:
    """Return a value as TOML reads it, and a word as it stands."""
    try:
        return tomllib.loads(f"value = {written}")["value"]
    except tomllib.TOMLDecodeError:
        return written


@dataclass(frozen=True)
class PriceRow:
    """What a rule costs: the best plan without it against the plan; None where there is none."""

    kind: str
    worse_share: float | None
    mean_min: float
    beyond: float
    offices: int
    gap: float
    clashes: tuple[Fault, ...]

    @property
    def tighter(self) -> bool:
        """Whether more is asked of the plan than its own rules ask."""
        return self.kind in TIGHTER


@dataclass(frozen=True, eq=False)
class RulePrices:
    """The prices of a plan's rules; the first row is the plan itself, then what is taken off, then what is put on."""

    planned: Planned
    standard_min: float
    counted: Note
    rows: tuple[PriceRow, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the same for machines."""
        rows = [
            {**asdict(row), "tighter": row.tighter, "clashes": [clash.to_json() for clash in row.clashes]}
            for row in self.rows
        ]
        return {"standard_min": self.standard_min, "rows": rows}


def prices_project(
    folder: Path | str,
    name: str | None = None,
    *,
    time_limit: float | None = None,
    part: Callable[[str, int, int], None] | None = None,
) -> RulePrices:
    """Return what each rule of a plan of a folder costs.

    Parameters
    ----------
    folder
        A project folder with a plan.
    name
        The kept plan that is asked; the one in force where not given.
    time_limit
        Seconds for each plan.
    part
        Told how many are done, and of how many.

    Raises
    ------
    FolderError
        If there is no such plan, or the tables have changed since it was made.
    """
    planned = begun(open_planned(folder, name, refute=False))
    tell = None if part is None else partial(part, "app.progress.prices")
    found = prices(planned.plan, time_limit=time_limit, progress=tell)
    rows = [_price_row(planned, "the_plan", planned.plan, ())]
    rows += [_price_row(planned, one.kind, one.plan, one.clashes) for one in found]
    rows.sort(key=lambda row: row.tighter)
    policy = planned.plan.policy
    return RulePrices(planned, limits_of(policy)[policy.objective.mode], counted(policy), tuple(rows))


def _price_row(planned: Planned, kind: str, plan: Plan | None, clashes: tuple[Fault, ...]) -> PriceRow:
    if plan is None:
        return PriceRow(kind, None, nan, nan, 0, nan, clashes)
    question, value = _question(planned), planned.plan.objective.after
    network = network_of(question, plan)
    minutes = nearest_min(question, network)
    people = question.case.areas["people"].to_numpy(float)
    return PriceRow(
        kind,
        (plan.objective.after - value) / max(abs(value), 1e-9),
        float(people @ minutes) / max(float(people.sum()), 1.0),
        beyond_standard(question, network),
        int(plan.counts["offices_after"] or 0),
        plan.objective.gap,
        clashes,
    )
