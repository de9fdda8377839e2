"""From the paths that were chosen to years with actions and money."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from narvaro.case import Case
from narvaro.plan.limits import pot_paths
from narvaro.plan.money import MILLI, Appropriation, Ints, SiteCosts, rounded, share_of
from narvaro.plan.options import CLOSED, KINDS, Paths, States
from narvaro.plan.plan import EARMARK_FIELDS, Action, Locked, Plan, Year
from narvaro.plan.question import Question
from narvaro.sources import closing_decided_by

LOCKED = ("must_stay", "must_close", "must_open")


def years_of(question: Question, money: Appropriation, paths: Paths, chosen: Ints) -> tuple[Year, ...]:
    """Return the years of a plan.

    Parameters
    ----------
    chosen
        The path of each site, shape (n_sites,): a row of `paths`.
    """
    case = question.case
    state = paths.state[chosen]
    spend = paths.spend.take(chosen)
    total = spend.total.sum(axis=0)
    pots = {}
    for pot in money.pots:
        of_pot = spend.total[pot_paths(pot, paths)[chosen]].sum(axis=0)
        pots[pot.name] = (pot.given, of_pot, *pot.carry(of_pot))
    carried, lapsed = (np.sum([pot[part] for pot in pots.values()], axis=0) for part in (2, 3))
    codes = case.sites["municipality_code"].to_numpy(str)
    years = []
    before = paths.today
    for t, year in enumerate(question.policy.years):
        now = state[:, t]
        figures = {"appropriation": money.given, "spent": total, "carried": carried, "lapsed": lapsed}
        figures |= {kind: getattr(spend, kind).sum(axis=0) for kind in KINDS}
        earmark = dict(zip(EARMARK_FIELDS, pots["added"], strict=True)) if money.earmarked else None
        years.append(
            Year(
                year=year,
                money={name: int(by_year[t]) for name, by_year in figures.items()},
                earmark=None if earmark is None else {k: int(v[t]) for k, v in earmark.items()},
                offices=int((now != CLOSED).sum()),
                municipalities=municipalities(codes, now),
                actions=tuple(_actions(case, before, now)),
            )
        )
        before = now
    return tuple(years)


def money_by_year(plan: Plan) -> pd.DataFrame:
    """Return the money of each year so that it adds up: `brought + appropriation - spent = carried + lapsed`.

    Returns
    -------
    Index year; columns `brought` (what was carried out of the year before), `appropriation`, `spent`, `carried` (below
    zero: drawn ahead from the next year), `credit` (what may be drawn ahead) and `lapsed`, in figures of the case.
    """
    found, brought, percent = {}, 0, plan.policy.money.credit_pct
    for year in plan.years:
        money, pot = year.money, 0 if year.earmark is None else year.earmark["appropriation"]
        last = year is plan.years[-1]
        credit = 0 if last else sum(share_of(given, percent) for given in (money["appropriation"] - pot, pot))
        row = {"brought": brought, "appropriation": money["appropriation"], "spent": money["spent"]}
        row |= {"carried": money["carried"], "credit": credit, "lapsed": money["lapsed"]}
        found[year.year] = {name: milli / MILLI for name, milli in row.items()}
        brought = money["carried"]
    return pd.DataFrame.from_dict(found, orient="index")


def municipalities(codes: np.ndarray, state: States) -> int | None:
    """Return how many municipalities have an office; None where no site has a municipality.

    Examples
    --------
    >>> municipalities(np.array(["0180", "0180", "0184"]), np.array([0, 0, -1], np.int8))
    1
    """
    if not (codes != "").any():
        return None
    return len(set(codes[state != CLOSED].tolist()) - {""})


def _actions(case: Case, before: States, now: States) -> Iterator[Action]:
    """Yield what changes between two year ends: openings, resizings, closings, each in the order of the case."""
    costs, ids = SiteCosts.of(case), [size.id for size in case.sizes]
    codes = case.sites["municipality_code"].to_numpy(str)
    still_there = set(codes[now != CLOSED].tolist())
    changed = np.flatnonzero(before != now)
    order = np.where(before[changed] == CLOSED, 0, np.where(now[changed] == CLOSED, 2, 1))
    for i in changed[np.argsort(order, kind="stable")].tolist():
        old, new = int(before[i]), int(now[i])
        site = case.sites.iloc[i]
        leaves: bool | None = None
        decided_by: str | None = None
        if old == CLOSED:
            cost = int(rounded(costs.opening[i, new]))
        elif new == CLOSED:
            cost = int(rounded(costs.closing[i, old]))
            if codes[i]:
                leaves = codes[i] not in still_there
                decided_by = closing_decided_by(case, leaves)
        elif costs.rank[new] >= costs.rank[old]:
            cost = int(rounded(np.maximum(costs.opening[i, new] - costs.opening[i, old], 0)))
        else:
            cost = int(rounded(np.maximum(costs.closing[i, old] - costs.closing[i, new], 0)))
        after, was = (int(rounded(costs.running[i, s])) for s in (new, old))
        yield Action(
            action="open" if old == CLOSED else "close" if new == CLOSED else "resize",
            site_id=str(case.sites.index[i]),
            name=site["name"],
            municipality_code=site["municipality_code"],
            municipality=site["municipality"],
            from_size="" if old == CLOSED else ids[old],
            size="" if new == CLOSED else ids[new],
            services=tuple(site["services"]),
            cost_milli=cost,
            running_change_milli=after - was,
            leaves_municipality=leaves,
            decided_by=decided_by,
            assumed=bool(site["assumed"]),
        )


def locked_sites(case: Case) -> tuple[Locked, ...]:
    """Return the sites whose fate is given, in the order of the case."""
    rows = case.sites[case.sites["status"].isin(LOCKED)]
    return tuple(
        Locked(str(i), name, status, by)
        for i, name, status, by in zip(
            rows.index, rows["name"], rows["status"], rows["locked_by"], strict=True
        )
    )


def afterwards(case: Case, money: Appropriation, state: States) -> dict[str, int]:
    """Return what a full year of the network at the end costs, and what the last year gives, thousandths."""
    running = rounded(SiteCosts.of(case).at("running", state[:, -1]))
    return {"running": int(running.sum()), "appropriation": int(money.given[-1])}


def counts_of(case: Case, today: States, state: States) -> dict[str, int | None]:
    """Return offices and municipalities before and after, and how many of today's offices are assumed."""
    codes = case.sites["municipality_code"].to_numpy(str)
    return {
        "offices_before": int((today != CLOSED).sum()),
        "offices_after": int((state[:, -1] != CLOSED).sum()),
        "offices_assumed": case.assumed_offices,
        "municipalities_before": municipalities(codes, today),
        "municipalities_after": municipalities(codes, state[:, -1]),
    }
