"""The plan's own check: replay its actions month by month and hold every rule against what comes out.

Shares no code with what set up the problem: money is counted month by month in whole millionths, ways are read from the
travel times of single sites, regions from the tables. What the engine claims, `narvaro.siting.check` recomputes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

import numpy as np

from narvaro.case import Case, Policy, Size
from narvaro.errors import CheckError, Fault
from narvaro.plan.plan import Action, Year
from narvaro.plan.question import Question
from narvaro.plan.verify_keys import key_differences, out_of_step, unknown_to_the_tables

TOLERANCE = 1e-6
"""Relative difference allowed between two sums of floating-point numbers; money allows none."""


@dataclass
class _Replay:
    """The network as the actions go by, and what it costs, whole millionths by year, site and part."""

    size_of: dict[str, str]
    costs: list[dict[tuple[str, str], Fraction]] = field(default_factory=list)
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
    policy = question.policy
    faults: list[Fault] = [*unknown_to_the_tables(question, years), *key_differences(question)]
    if faults:
        raise CheckError(faults)
    faults += out_of_step(question.case, years)
    replay = _replay(question, years)
    found: dict[str, bool] = {}
    checks: dict[str, Callable[[], Iterator[Fault]]] = {
        "ledger": lambda: _ledger(question.case, years, replay),
        "money": lambda: _money(question, years, replay),
        "locks": lambda: _locks(question.case, replay),
        "objective": lambda: _objective(*objective),
    }
    if policy.money.earmark:
        checks["earmark"] = lambda: _earmark(question, years)
    if policy.limits.keep_one_in is not None or policy.limits.leave_municipality != "yes":
        checks["regions"] = lambda: _regions(question, years, replay)
    if policy.limits.max_openings_year is not None:
        checks["openings"] = lambda: _openings(policy, years)
    if policy.limits.one_opening_in is not None:
        checks["one_opening"] = lambda: _one_opening(question, years)
    if policy.money.lasting:
        checks["lasting"] = lambda: _lasting(question, replay)
    if policy.limits.room_in is not None:
        checks["room"] = lambda: _room(question, years, replay)
    if policy.limits.within_min is not None:
        checks["within"] = lambda: _within(question, replay)
    for name, check in checks.items():
        differences = list(check())
        faults += differences
        found[name] = not differences
    if faults:
        raise CheckError(faults)
    return found


def _replay(question: Question, years: tuple[Year, ...]) -> _Replay:
    case, policy = question.case, question.policy
    sizes = {size.id: size for size in case.sizes}
    today = case.sites.loc[case.existing.to_numpy(), "size"]
    replay = _Replay(dict(zip(map(str, today.index), today, strict=True)))
    first = years[0].year
    replay.costs = [{} for _ in years]
    for number, year in enumerate(years):
        by_site = {action.site_id: action for action in year.actions}
        replay.acted += [action.site_id for action in year.actions]
        for month in range(1, 13):
            for site in [*replay.size_of, *(s for s in by_site if s not in replay.size_of)]:
                size = _size_in_month(replay.size_of.get(site, ""), by_site.get(site), month, policy, sizes)
                if size is not None:
                    _add(replay.costs[number], site, "running", _micro(size.running_year) / 12)
        for site, action in by_site.items():
            due = number
            if action.action == "open" and policy.limits.opening_month == 1 and year.year > first:
                due -= 1
            part, cost = _one_off(action, sizes)
            _add(replay.costs[due], site, part, cost)
            replay.size_of.pop(site, None)
            if action.size:
                replay.size_of[site] = action.size
        replay.networks.append(dict(replay.size_of))
    return replay


def _size_in_month(
    size: str, action: Action | None, month: int, policy: Policy, sizes: Mapping[str, Size]
) -> Size | None:
    """Return the size that a site pays for in a month, or None when it is not there."""
    limits = policy.limits
    if action is not None:
        grows = action.action == "open" or (
            action.action == "resize" and sizes[action.size].rank >= sizes[action.from_size].rank
        )
        acted = month >= limits.opening_month if grows else month > limits.closing_month
        size = action.size if acted else size
    return sizes[size] if size else None


def _one_off(action: Action, sizes: Mapping[str, Size]) -> tuple[str, Fraction]:
    if action.action == "open":
        return "opening", _micro(sizes[action.size].opening)
    if action.action == "close":
        return "closing", _micro(sizes[action.from_size].closing)
    old, new = sizes[action.from_size], sizes[action.size]
    if new.rank >= old.rank:
        return "resizing", max(Fraction(0), _micro(new.opening) - _micro(old.opening))
    return "resizing", max(Fraction(0), _micro(old.closing) - _micro(new.closing))


def _micro(figure: float) -> Fraction:
    return Fraction(floor(Fraction(str(figure)) * 1_000_000 + Fraction(1, 2)))


def _add(table: dict[tuple[str, str], Fraction], site: str, part: str, micro: Fraction) -> None:
    table[site, part] = table.get((site, part), Fraction(0)) + micro


def _milli(micro: Fraction) -> int:
    return floor(micro / 1000 + Fraction(1, 2))


def _ledger(case: Case, years: tuple[Year, ...], replay: _Replay) -> Iterator[Fault]:
    for year, costs in zip(years, replay.costs, strict=True):
        for part in ("running", "opening", "closing", "resizing"):
            wanted = sum(_milli(cost) for (_, of), cost in costs.items() if of == part)
            if wanted != year.money[part]:
                data = {"year": str(year.year), "part": part, "money": case.money.label}
                yield Fault(
                    "plan.check_ledger", {**data, "given": year.money[part] / 1000, "found": wanted / 1000}
                )


def _money(question: Question, years: tuple[Year, ...], replay: _Replay) -> Iterator[Fault]:
    """Go through the years with a purse for each pot: what is brought, given, spent, saved and lost."""
    case, money = question.case, question.policy.money
    sizes = {size.id: size for size in case.sizes}
    exists = set(case.sites.index[case.existing.to_numpy()])
    today = sum(_milli(_micro(sizes[s].running_year)) for s in case.sites.loc[list(case.existing), "size"])
    base = today if money.base is None else _milli(_micro(money.base))
    purses = {"base": 0, "added": 0} if money.earmark else {"all": 0}
    for number, year in enumerate(years):
        change = _milli(_micro(money.change[number]))
        given = {"all": base + change}
        if money.earmark:
            given = {"base": base + min(change, 0), "added": max(change, 0)}
        carried = lapsed = spent_all = 0
        for pot, brought in purses.items():
            spent = sum(
                _milli(cost)
                for (site, _), cost in replay.costs[number].items()
                if pot == "all" or (pot == "base") == (site in exists)
            )
            left = brought + given[pot] - spent
            most = max(0, floor(Fraction(str(money.saving_pct)) * given[pot] / 100))
            credit = max(0, floor(Fraction(str(money.credit_pct)) * given[pot] / 100))
            if left < -(0 if number == len(years) - 1 else credit):
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


def _locks(case: Case, replay: _Replay) -> Iterator[Fault]:
    status = case.sites["status"].to_dict()
    last = replay.networks[-1]
    for site, name in case.sites["name"].items():
        acted = replay.acted.count(str(site))
        wrong = (
            acted > 1
            or (status[site] == "must_stay" and acted > 0)
            or (status[site] == "must_close" and site in last)
            or (status[site] == "must_open" and site not in last)
        )
        if wrong:
            yield Fault("plan.check_lock", {"site": name, "status": status[site]})


def _earmark(question: Question, years: tuple[Year, ...]) -> Iterator[Fault]:
    case, policy = question.case, question.policy
    areas = case.areas[case.areas[policy.definition].to_numpy(bool) & (case.areas["people"] > 0).to_numpy()]
    opened = [(year.year, action) for year in years for action in year.actions if action.action == "open"]
    if not opened:
        return
    ids = tuple(action.site_id for _, action in opened)
    ways = question.times.select(tuple(areas.index), ids).to_dense("walk")
    nearest = np.where(np.isnan(ways), np.inf, ways.astype(float)).min(axis=0)
    for (year, action), minutes in zip(opened, nearest.tolist(), strict=True):
        if minutes > policy.objective.walk_standard_min:
            yield Fault("plan.check_earmark", {"year": str(year), "site": action.name})


def _regions(question: Question, years: tuple[Year, ...], replay: _Replay) -> Iterator[Fault]:
    case, limits = question.case, question.policy.limits
    exists = case.sites.index[case.existing.to_numpy()]
    kept: list[tuple[str, set[str]]] = []
    if limits.keep_one_in is not None:
        kept.append((limits.keep_one_in, set()))
    if limits.leave_municipality != "yes":
        free = set(limits.consent) if limits.leave_municipality == "with_consent" else set()
        kept.append(("municipality_code", free))
    for column, consents in kept:
        code = case.sites[column].astype(str).to_dict()
        wanted = {code[site] for site in exists} - consents - {""}
        for year, network in zip(years, replay.networks, strict=True):
            for lost in sorted(wanted - {code[site] for site in network}):
                yield Fault("plan.check_region", {"year": str(year.year), "column": column, "code": lost})


def _lasting(question: Question, replay: _Replay) -> Iterator[Fault]:
    """Hold a full year of the last network against the last year's money, pot by pot."""
    case, money = question.case, question.policy.money
    running = {size.id: _milli(_micro(size.running_year)) for size in case.sizes}
    today = {str(site): running[str(case.sites.at[site, "size"])] for site in case.existing_ids}
    base = sum(today.values()) if money.base is None else _milli(_micro(money.base))
    change = _milli(_micro(money.change[-1]))
    cost_old = sum(running[size] for site, size in replay.networks[-1].items() if site in today)
    cost_new = sum(running[size] for site, size in replay.networks[-1].items() if site not in today)
    pairs = [(cost_old + cost_new, base + change)]
    if money.earmark:
        pairs = [(cost_old, base + min(change, 0)), (cost_new, max(change, 0))]
    for cost, given in pairs:
        if cost > given:
            data = {"cost": cost / 1000, "given": given / 1000, "money": case.money.label}
            yield Fault("plan.check_lasting", data)


def _room(question: Question, years: tuple[Year, ...], replay: _Replay) -> Iterator[Fault]:
    case, limits = question.case, question.policy.limits
    column = str(limits.room_in)
    visits = {size.id: size.visits_year for size in case.sizes}
    code = case.sites[column].astype(str).to_dict()

    def room(network: Mapping[str, str]) -> dict[str, float]:
        found: dict[str, float] = {}
        for site, size in network.items():
            found[code[site]] = found.get(code[site], 0.0) + visits[size]
        return found

    people: dict[str, float] = {}
    for area_code, count in zip(case.areas[column].astype(str), case.areas["people"], strict=True):
        people[area_code] = people.get(area_code, 0.0) + count
    today = room({str(site): str(case.sites.at[site, "size"]) for site in case.existing_ids})
    for year, network in zip(years, replay.networks, strict=True):
        has = room(network)
        for region, most in today.items():
            asked = people.get(region, 0.0) * limits.visits_per_person * limits.room_share
            if region and has.get(region, 0.0) < min(asked, most) * (1 - TOLERANCE):
                data = {"year": str(year.year), "column": column, "code": region}
                yield Fault("plan.check_room", {**data, "visits": has.get(region, 0.0)})


def _openings(policy: Policy, years: tuple[Year, ...]) -> Iterator[Fault]:
    most = policy.limits.max_openings_year
    for year in years:
        count = sum(action.action == "open" for action in year.actions)
        if most is not None and count > most:
            yield Fault("plan.check_openings", {"year": str(year.year), "count": count, "most": most})


def _one_opening(question: Question, years: tuple[Year, ...]) -> Iterator[Fault]:
    column = str(question.policy.limits.one_opening_in)
    code = question.case.sites[column].astype(str).to_dict()
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
