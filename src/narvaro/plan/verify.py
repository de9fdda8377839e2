"""The plan's own check: replay its actions month by month and hold every rule against what comes out.

Shares no code with what set up the problem: money is counted month by month in whole millionths, ways are read from the
travel times of single sites, regions from the tables. What the engine claims, `narvaro.siting.check` recomputes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import TypeAlias

import numpy as np

from narvaro.case import Case, Policy, Size
from narvaro.errors import CheckError, Fault
from narvaro.plan.plan import Action, Year
from narvaro.plan.question import Question
from narvaro.plan.verify_keys import key_differences, out_of_step, unknown_to_the_tables
from narvaro.plan.verify_leases import rent_in, too_early
from narvaro.plan.verify_tables import Tables, micro

TOLERANCE = 1e-6
"""Relative difference allowed between two sums of floating-point numbers; money allows none."""


MONTHS = 12
_Check: TypeAlias = Callable[[], Iterator[Fault]]


@dataclass
class _Replay:
    """The network as the actions go by, and what it costs by year, site and part, whole twelfths of a millionth."""

    size_of: dict[str, str]
    costs: list[dict[tuple[str, str], int]] = field(default_factory=list)
    networks: list[dict[str, str]] = field(default_factory=list)
    acted: list[str] = field(default_factory=list)


def verify(question: Question, years: tuple[Year, ...], objective: tuple[float, float]) -> dict[str, bool]:
    """Recompute a plan from its actions and return what was checked.

    Parameters
    ----------
    years
        The plan's years with their actions and ledger.
    objective
        The value that the engine claims, and the one recomputed from the travel times.

    Returns
    -------
    dict
        Name of each check (`check.<name>` in the catalogue), all true.

    Raises
    ------
    CheckError
        With every difference found; also where a rule's key has codes on one side only, so that it holds nothing.
    """
    faults: list[Fault] = [*unknown_to_the_tables(question, years), *key_differences(question)]
    if faults:
        raise CheckError(faults)
    faults += out_of_step(question.case, years)
    tables = Tables(question)
    replay = _replay(tables, years)
    rules = _rules(tables, years, replay)
    checks: dict[str, _Check] = {
        "ledger": lambda: _ledger(question.case, years, replay),
        **{name: rules.pop(name) for name in ("money", "locks")},
        "objective": lambda: _objective(*objective),
        **rules,
    }
    found: dict[str, bool] = {}
    for name, check in checks.items():
        differences = list(check())
        faults += differences
        found[name] = not differences
    if faults:
        raise CheckError(faults)
    return found


def broken_rules(tables: Tables, years: tuple[Year, ...]) -> tuple[Fault, ...]:
    """Return every rule of the policy that a plan breaks, as found by replaying its actions.

    Parameters
    ----------
    tables
        Of what is asked; kept from one plan to the next.
    years
        The plan's years with their actions and ledger; they name sites, sizes and years that there are.
    """
    replay = _replay(tables, years)
    return tuple(fault for check in _rules(tables, years, replay).values() for fault in check())


def kept_rules(tables: Tables, years: tuple[Year, ...]) -> dict[str, bool]:
    """Return of the ledger and of each rule of the policy, by name, whether the replay of a plan agrees.

    Parameters
    ----------
    tables, years
        As in `broken_rules`.
    """
    replay = _replay(tables, years)
    ledger: dict[str, _Check] = {"ledger": lambda: _ledger(tables.question.case, years, replay)}
    return {name: not any(check()) for name, check in (ledger | _rules(tables, years, replay)).items()}


def _rules(tables: Tables, years: tuple[Year, ...], replay: _Replay) -> dict[str, _Check]:
    """Return the check of each rule that the policy has, by name."""
    policy = tables.question.policy
    checks: dict[str, _Check] = {
        "money": lambda: _money(tables, years, replay),
        "locks": lambda: _locks(tables, replay),
    }
    if policy.money.earmark:
        checks["earmark"] = lambda: _earmark(tables, years)
    if policy.limits.keep_one_in is not None or policy.limits.leave_municipality != "yes":
        checks["regions"] = lambda: _regions(tables, years, replay)
    if policy.limits.max_openings_year is not None:
        checks["openings"] = lambda: _openings(policy, years)
    if policy.limits.max_closings_year is not None:
        checks["closings"] = lambda: _closings(policy, years)
    if tables.earliest:
        checks["notice"] = lambda: too_early(tables, years)
    if policy.limits.one_opening_in is not None:
        checks["one_opening"] = lambda: _one_opening(tables, years)
    if policy.money.lasting:
        checks["lasting"] = lambda: _lasting(tables, replay)
    if policy.limits.room_in is not None:
        checks["room"] = lambda: _room(tables, years, replay)
    if policy.limits.within_min is not None:
        checks["within"] = lambda: _within(tables.question, replay)
    return checks


def _replay(tables: Tables, years: tuple[Year, ...]) -> _Replay:
    policy, sizes = tables.question.policy, tables.sizes
    replay = _Replay(dict(tables.today))
    first = years[0].year
    closed: dict[str, str] = {}
    replay.costs = [{} for _ in years]
    for number, year in enumerate(years):
        by_site = {action.site_id: action for action in year.actions}
        replay.acted += [action.site_id for action in year.actions]
        for site, now in replay.size_of.items():
            if site not in by_site:
                _add(replay.costs[number], site, "running", MONTHS * tables.cost("running_year", site, now))
        for site, action in by_site.items():
            for month in range(1, MONTHS + 1):
                size = _size_in_month(replay.size_of.get(site, ""), action, month, policy, sizes)
                if size:
                    _add(replay.costs[number], site, "running", tables.cost("running_year", site, size))
        for site, action in by_site.items():
            due = number
            if action.action == "open" and policy.limits.opening_month == 1 and year.year > first:
                due -= 1
            part, cost = _one_off(action, tables)
            _add(replay.costs[due], site, part, MONTHS * cost)
            replay.size_of.pop(site, None)
            if action.size:
                replay.size_of[site] = action.size
                closed.pop(site, None)
            else:
                closed[site] = f"{year.year:04}-{policy.limits.closing_month:02}"
        for site, rent in rent_in(tables, closed, year.year):
            _add(replay.costs[number], site, "closing", rent)
        replay.networks.append(dict(replay.size_of))
    return replay


def _size_in_month(size: str, action: Action, month: int, policy: Policy, sizes: Mapping[str, Size]) -> str:
    """Return the size that a site pays for in a month of the year it acts in, empty when it is not there."""
    limits = policy.limits
    grows = action.action == "open" or (
        action.action == "resize" and sizes[action.size].rank >= sizes[action.from_size].rank
    )
    acted = month >= limits.opening_month if grows else month > limits.closing_month
    return action.size if acted else size


def _one_off(action: Action, tables: Tables) -> tuple[str, int]:
    """Return the part and the cost of acting, whole millionths."""

    def cost(column: str, size: str) -> int:
        return tables.cost(column, action.site_id, size)

    old, new = action.from_size, action.size
    if action.action == "open":
        return "opening", cost("opening", new)
    if action.action == "close":
        return "closing", cost("closing", old)
    if tables.sizes[new].rank >= tables.sizes[old].rank:
        return "resizing", max(0, cost("opening", new) - cost("opening", old))
    return "resizing", max(0, cost("closing", old) - cost("closing", new))


def _add(table: dict[tuple[str, str], int], site: str, part: str, twelfths: int) -> None:
    table[site, part] = table.get((site, part), 0) + twelfths


def _milli(micro: int) -> int:
    """Return whole millionths as whole thousandths, halves upwards."""
    return (micro + 500) // 1_000


def _milli_of(twelfths: int) -> int:
    """Return whole twelfths of a millionth as whole thousandths, halves upwards."""
    return (twelfths + 500 * MONTHS) // (1_000 * MONTHS)


def _ledger(case: Case, years: tuple[Year, ...], replay: _Replay) -> Iterator[Fault]:
    for year, costs in zip(years, replay.costs, strict=True):
        for part in ("running", "opening", "closing", "resizing"):
            wanted = sum(_milli_of(cost) for (_, of), cost in costs.items() if of == part)
            if wanted != year.money[part]:
                data = {"year": str(year.year), "part": part, "money": case.money.label}
                yield Fault(
                    "plan.check_ledger", {**data, "given": year.money[part] / 1000, "found": wanted / 1000}
                )


def _base(tables: Tables) -> int:
    """Return what was given before, thousandths: as the policy says, or what today's offices cost."""
    base = tables.question.policy.money.base
    if base is not None:
        return _milli(micro(base))
    return sum(_milli(tables.cost("running_year", *office)) for office in tables.today.items())


def _money(tables: Tables, years: tuple[Year, ...], replay: _Replay) -> Iterator[Fault]:
    """Go through the years with a purse for each pot: what is brought, given, spent, saved and lost."""
    case, money, base = tables.question.case, tables.question.policy.money, _base(tables)
    purses = {"base": 0, "added": 0} if money.earmark else {"all": 0}
    for number, year in enumerate(years):
        change = _milli(micro(money.change[number]))
        given = {"all": base + change}
        if money.earmark:
            given = {"base": base + min(change, 0), "added": max(change, 0)}
        carried = lapsed = spent_all = 0
        for pot, brought in purses.items():
            spent = sum(
                _milli_of(cost)
                for (site, _), cost in replay.costs[number].items()
                if pot == "all" or (pot == "base") == (site in tables.today)
            )
            left = brought + given[pot] - spent
            most = max(0, floor(Fraction(str(money.saving_pct)) * given[pot] / 100))
            credit = max(0, floor(Fraction(str(money.credit_pct)) * given[pot] / 100))
            credit = (
                0 if number == len(years) - 1 else credit
            )  # after the last year there is none to draw from
            if left < -credit:
                yield Fault(
                    "plan.check_money",
                    {
                        "year": str(year.year),
                        "cost": -left / 1000,
                        "credit": credit / 1000,
                        "money": case.money.label,
                    },
                )
            purses[pot] = min(left, most)
            carried, lapsed, spent_all = (
                carried + purses[pot],
                lapsed + left - purses[pot],
                spent_all + spent,
            )
        figures = {"appropriation": base + change, "spent": spent_all, "carried": carried, "lapsed": lapsed}
        for part, wanted in figures.items():
            if year.money[part] != wanted:
                data = {"year": str(year.year), "part": part, "money": case.money.label}
                yield Fault(
                    "plan.check_ledger", {**data, "given": year.money[part] / 1000, "found": wanted / 1000}
                )


def _locks(tables: Tables, replay: _Replay) -> Iterator[Fault]:
    last, acted = replay.networks[-1], Counter(replay.acted)
    for site, (name, status) in tables.status.items():
        wrong = (
            (status == "must_stay" and acted[site] > 0)
            or (status == "must_close" and site in last)
            or (status == "must_open" and site not in last)
        )
        if acted[site] > 1:
            yield Fault("plan.check_twice", {"site": name})
        if wrong:
            yield Fault("plan.check_lock", {"site": name, "status": status})


def _earmark(tables: Tables, years: tuple[Year, ...]) -> Iterator[Fault]:
    opened = [(year.year, action) for year in years for action in year.actions if action.action == "open"]
    nearest = tables.on_foot([action.site_id for _, action in opened])
    for (year, action), minutes in zip(opened, nearest, strict=True):
        if minutes > tables.question.policy.objective.walk_standard_min:
            yield Fault("plan.check_earmark", {"year": str(year), "site": action.name})


def _regions(tables: Tables, years: tuple[Year, ...], replay: _Replay) -> Iterator[Fault]:
    limits = tables.question.policy.limits
    kept: list[tuple[str, str, set[str]]] = []
    if limits.keep_one_in is not None:
        kept.append(("plan.check_region", limits.keep_one_in, set()))
    if limits.leave_municipality != "yes":
        free = set(limits.consent) if limits.leave_municipality == "with_consent" else set()
        kept.append(("plan.check_left", "municipality_code", free))
    for key, column, consents in kept:
        code = tables.code(column)
        wanted = {code[site] for site in tables.today} - consents - {""}
        for year, network in zip(years, replay.networks, strict=True):
            for lost in sorted(wanted - {code[site] for site in network}):
                yield Fault(key, {"year": str(year.year), "column": column, "code": lost})


def _lasting(tables: Tables, replay: _Replay) -> Iterator[Fault]:
    """Hold a full year of the last network against the last year's money, pot by pot."""
    case, money, base = tables.question.case, tables.question.policy.money, _base(tables)
    change = _milli(micro(money.change[-1]))
    running = {
        site: _milli(tables.cost("running_year", site, size)) for site, size in replay.networks[-1].items()
    }
    cost_old = sum(cost for site, cost in running.items() if site in tables.today)
    cost_new = sum(cost for site, cost in running.items() if site not in tables.today)
    pairs = [(cost_old + cost_new, base + change)]
    if money.earmark:
        pairs = [(cost_old, base + min(change, 0)), (cost_new, max(change, 0))]
    for cost, given in pairs:
        if cost > given:
            data = {"cost": cost / 1000, "given": given / 1000, "money": case.money.label}
            yield Fault("plan.check_lasting", data)


def _room(tables: Tables, years: tuple[Year, ...], replay: _Replay) -> Iterator[Fault]:
    limits = tables.question.policy.limits
    column = str(limits.room_in)
    code, people = tables.code(column), tables.people(column)

    def room(network: Mapping[str, str]) -> dict[str, float]:
        found: dict[str, float] = {}
        for site, size in network.items():
            found[code[site]] = found.get(code[site], 0.0) + tables.room(site, size)
        return found

    today = room(tables.today)
    for year, network in zip(years, replay.networks, strict=True):
        has = room(network)
        for region, most in today.items():
            asked = people.get(region, 0.0) * limits.visits_per_person * limits.room_share
            visits, asked = has.get(region, 0.0), min(asked, most)
            if region and visits < asked * (1 - TOLERANCE):
                data = {"year": str(year.year), "column": column, "code": region}
                yield Fault("plan.check_room_for", {**data, "visits": visits, "asked": asked})


def _openings(policy: Policy, years: tuple[Year, ...]) -> Iterator[Fault]:
    most = policy.limits.max_openings_year
    for year in years:
        count = sum(action.action == "open" for action in year.actions)
        if most is not None and count > most:
            yield Fault("plan.check_openings", {"year": str(year.year), "count": count, "most": most})


def _closings(policy: Policy, years: tuple[Year, ...]) -> Iterator[Fault]:
    most = policy.limits.max_closings_year or 0
    for year in years:
        count = sum(not action.size for action in year.actions)
        if count > most:
            yield Fault("plan.check_closings", {"year": str(year.year), "count": count, "most": most})


def _one_opening(tables: Tables, years: tuple[Year, ...]) -> Iterator[Fault]:
    column = str(tables.question.policy.limits.one_opening_in)
    code = tables.code(column)
    opened: dict[str, list[str]] = {}
    for year in years:
        for action in year.actions:
            if action.action == "open" and code[action.site_id]:
                opened.setdefault(code[action.site_id], []).append(action.name)
    for region, names in opened.items():
        if len(names) > 1:
            yield Fault("plan.check_one_opening", {"column": column, "code": region, "sites": names})


def _within(question: Question, replay: _Replay) -> Iterator[Fault]:
    case, policy = question.case, question.policy
    ways = question.times.select(None, tuple(replay.networks[-1])).to_dense(policy.objective.mode)
    near = (ways <= np.float64(policy.limits.within_min or 0.0)).any(axis=1)
    weight = case.areas["people"].to_numpy(float)
    if policy.objective.need_weighted:
        weight = weight * case.areas["need"].to_numpy(float)
    share = float(weight[near].sum() / weight.sum()) if weight.sum() > 0 else 0.0
    if not share >= policy.limits.within_share - TOLERANCE:
        yield Fault("plan.check_within", {"share": share, "wanted": policy.limits.within_share})


def _objective(claimed: float, found: float) -> Iterator[Fault]:
    if not abs(claimed - found) <= TOLERANCE * max(1.0, abs(found)):  # a missing number is no agreement
        yield Fault("plan.check_objective", {"claimed": claimed, "found": found})
