"""What is said of a what-if: the plan at hand beside exactly what was said (mine) and the best in which it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from narvaro.access.groups import group_labels
from narvaro.case import Case
from narvaro.case.standards import in_order
from narvaro.explain.between import Between, between, nearest_min, network_of
from narvaro.explain.broken import broken_notes
from narvaro.explain.evidence import NOTICED_MIN
from narvaro.explain.kinds import kinds_of_people
from narvaro.explain.load import AFTER, BEFORE, load_by_office, loads_of
from narvaro.explain.proof import swaps_of, told_up
from narvaro.language import Names, Note
from narvaro.plan import Plan
from narvaro.plan.ledger import money_by_year
from narvaro.plan.options import States, states_of
from narvaro.plan.question import Question
from narvaro.plan.settled import Difference, differences
from narvaro.plan.what_if import Changed, WhatIf
from narvaro.sources import countries_of

MOST_PLACES = 8
"""Municipalities that are told; those with the most minutes more first."""


@dataclass(frozen=True, eq=False)
class WhatIfSaid:
    """What is said of a what-if.

    Parameters
    ----------
    asked
        What was said, a clause each that can follow "if".
    plans
        One row each for `plan`, `mine` and, where there is one, `best`: `value`, `worse_share` (against the plan at
        hand), `mean_min`, `offices`, `shorter` and `longer` (people against the plan at hand), and for each year the
        money in figures of the case: `appropriation_<year>` and the others of `money_by_year`.
    broken
        Rules that *mine* breaks, each as a sentence.
    price
        What it costs that it holds, or why no plan is left, as sentences.
    places
        Where ways change most between the plan at hand and the best (mine, where there is no best); see `Between`.
    groups
        The same by kind of people: index grouping and group; `people`, `longer`, `shorter`, and the mean minutes
        `before_min` and `after_min`.
    loads
        The same by office: those whose visits change, the most first, as `load_by_office` tells them.
    """

    asked: tuple[Note, ...]
    plans: pd.DataFrame
    broken: tuple[Note, ...]
    price: tuple[Note, ...]
    places: pd.DataFrame
    groups: pd.DataFrame
    loads: pd.DataFrame

    def to_json(self) -> dict[str, Any]:
        """Return the same for machines."""
        return {
            "asked": [note.to_json() for note in self.asked],
            "plans": self.plans.to_dict("index"),
            "broken": [note.to_json() for note in self.broken],
            "price": [note.to_json() for note in self.price],
            "places": self.places.to_dict("index"),
            "groups": self.groups.reset_index().to_dict("records"),
            "loads": self.loads.astype(object)
            .where(self.loads.notna(), None)
            .reset_index()
            .to_dict("records"),
        }


def what_if_said(question: Question, answer: WhatIf) -> WhatIfSaid:
    """Return what is said of a what-if.

    Parameters
    ----------
    question
        The case and the travel times that the plan was made from.
    """
    case = question.case
    here = network_of(question, answer.plan)
    plans = {"plan": answer.plan, "mine": answer.mine} | ({"best": answer.best} if answer.best else {})
    ways = {name: between(question, here, network_of(question, plan)) for name, plan in plans.items()}
    rows = {name: _row(answer.plan, plan, ways[name]) for name, plan in plans.items()}
    last, other = ways["best" if answer.best else "mine"], answer.best or answer.mine
    return WhatIfSaid(
        asked=tuple(asked_notes(case, answer.changed)),
        plans=pd.DataFrame.from_dict(rows, orient="index"),
        broken=broken_notes(answer.mine, case),
        price=tuple(_price(case, answer, last)),
        places=last.by_municipality.head(MOST_PLACES),
        groups=_by_group(question, here, network_of(question, other)),
        loads=_loads(question, answer.plan, other),
    )


def _by_group(question: Question, here: States, there: States) -> pd.DataFrame:
    """Return by kind of people how ways change from one network to another."""
    case, people = question.case, question.case.areas["people"].to_numpy(float)
    before, after = nearest_min(question, here), nearest_min(question, there)
    longer, shorter = after - before >= NOTICED_MIN, before - after >= NOTICED_MIN
    figures = {"people": people, "longer": people * longer, "shorter": people * shorter}
    each = pd.DataFrame({**figures, "before_min": people * before, "after_min": people * after})
    found = {}
    for grouping in kinds_of_people(case, [question.policy.definition]):
        table = each.groupby(group_labels(case.areas[grouping]).to_numpy()).sum()
        table = table[table["people"] > 0]
        table[["before_min", "after_min"]] = table[["before_min", "after_min"]].div(table["people"], axis=0)
        table.index = table.index.map(str)
        found[grouping] = table.loc[in_order(table.index)]
    names = ["grouping", "group"]
    return pd.concat(found, names=names) if found else pd.DataFrame(columns=each.columns)


def _loads(question: Question, plan: Plan, other: Plan) -> pd.DataFrame:
    """Return the load of each office whose visits change from one plan's last year to another's, the most first."""
    case, networks = question.case, {}
    for when, one in ((BEFORE, plan), (AFTER, other)):
        last = one.networks(case).iloc[:, -1]
        networks[when] = {str(site): str(size) for site, size in last[last != ""].items()}
    table = load_by_office(case, loads_of(case, question.policy, question.times, networks))
    visits = table[["visits_before", "visits_after"]].fillna(0.0)
    change = (visits["visits_after"] - visits["visits_before"]).abs()
    return table.loc[change[change >= 1.0].sort_values(ascending=False, kind="stable").index]


def asked_notes(case: Case, changed: Changed) -> Iterable[Note]:
    """Yield what was said, a clause each that can follow "if"."""
    names = case.sites["name"]
    for wish in changed.wishes:
        data: dict[str, Any] = {"site": str(names[wish.site_id])}
        if wish.size:
            data["size"] = Names(countries_of(case)).size(wish.size)
        if wish.year is not None:
            data["year"] = str(wish.year)
        kind = "open_size" if wish.size and wish.kind == "open" else wish.kind
        yield Note(f"explain.asked.{kind}" + ("_in" if "year" in data else ""), data)
    if changed.actions is not None:
        yield Note("explain.asked.actions", {"n": len(changed.actions)})
    for year, more in sorted(changed.money.items()):
        data = {"year": str(year), "more": abs(more), "money": case.money.label}
        way = "less" if more < 0 else "more"
        yield Note(f"explain.asked.money_{way}", data)
    if changed.money_pct:
        way = "less" if changed.money_pct < 0 else "more"
        yield Note(f"explain.asked.percent_{way}", {"share": abs(changed.money_pct) / 100})
    for place, value in changed.settings.items():
        how = "setting" if value is not None else "setting_off"
        yield Note(f"explain.asked.{how}", {"place": place, "value": _as_written(value)})


def _as_written(value: Any) -> str:
    """Return a setting as it stands in a file of settings."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _row(plan: Plan, other: Plan, ways: Between) -> dict[str, float]:
    """Return the figures of a plan beside the one at hand."""
    value, own = plan.objective.after, other.objective.after
    alike = other.policy.objective == plan.policy.objective
    row = {
        "value": own,
        "worse_share": (own - value) / max(abs(value), 1e-9) if alike else float("nan"),
        "mean_min": ways.mean_after_min,
        "offices": float(other.counts["offices_after"] or 0),
        "shorter": ways.shorter,
        "longer": ways.longer,
    }
    for year, money in money_by_year(other).iterrows():
        row |= {f"{name}_{year}": float(figure) for name, figure in money.items()}
    return row


def _price(case: Case, answer: WhatIf, ways: Between) -> Iterable[Note]:
    """Yield the price of what was said."""
    if answer.best is None:
        for clash in answer.clashes:
            yield Note(clash.key, dict(clash.data))
        return
    plan, best = answer.plan, answer.best
    if best.policy.objective != plan.policy.objective:
        yield Note("explain.price.other_goal")
    else:
        worse = best.objective.after - plan.objective.after
        share = abs(worse) / max(abs(plan.objective.after), 1e-9)
        kind = "same" if share < 1e-9 else "worse" if worse > 0 else "better"
        data = {"share": told_up(share), "minutes": abs(ways.mean_after_min - ways.mean_before_min)}
        yield Note(f"explain.price.{kind}", data if kind != "same" else {})
    proven = best.status == "optimal"
    yield Note("explain.price.proven" if proven else "explain.price.not_proven", {"gap": best.objective.gap})
    said = {wish.site_id for wish in answer.changed.wishes}
    moved = tuple(one for one in moves(case, plan, best) if one.site_id not in said)
    if moved:
        yield Note("explain.price.moves", {"swaps": swaps_of(case, moved)})
    some = [name for name, people in (("shorter", ways.shorter), ("longer", ways.longer)) if people >= 0.5]
    kind = "ways" if len(some) == 2 else f"ways_{some[0]}" if some else "ways_same"
    yield Note(f"explain.price.{kind}", {"shorter": ways.shorter, "longer": ways.longer})


def moves(case: Case, plan: Plan, other: Plan) -> tuple[Difference, ...]:
    """Return where another plan for the same years goes another way; where the years differ, how they end."""
    mine, theirs = plan.networks(case), other.networks(case)
    if list(mine) != list(theirs):
        mine, theirs = mine.iloc[:, -1:], theirs.iloc[:, -1:]
    here, there = (states_of(case, (one[year] for year in one)) for one in (mine, theirs))
    return differences(case, here, there)
