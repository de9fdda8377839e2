"""Beside what was decided: which places the plan names, what the decided list would give, and why not the rest."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from narvaro.case.decided import DONE
from narvaro.explain.decided import DECIDED, PLAN, decided_names
from narvaro.explain.said.facts import KnownFacts, SectionSaid, told, under
from narvaro.language import Note
from narvaro.language.names import EVERYONE


def decided(f: KnownFacts) -> SectionSaid:
    """Return what is said of the plan beside what was decided; nothing where nothing is told of its years.

    What is said of a place stands under its row: `decided.place.3.why`. The tables: `decided`, the places in the order
    shown; `decided.lists`; `decided.groups`, with `share` and `percent`, what the decided list gives of what the
    plan gives, missing where the plan changes nothing.
    """
    found = f.findings
    if found.decided.empty:
        return SectionSaid({}, {"decided": found.decided})
    rows = decided_names(found.decided)
    measure = str(found.decided_groups["measure"].iloc[0])
    groups = found.decided_groups.assign(percent=100 * found.decided_groups["share"])
    barred = groups.dropna(subset=["share"])
    said = told(title=_title(rows), text=_text(f, rows), announced=_announced(rows))
    said |= told(
        groups_title=_groups_title(f, barred, measure),
        groups_subtitle=Note(f"said.decided.groups.{measure}", {"limit": found.walk_standard_min}),
        groups_alt=Note("said.decided.groups_alt", {"n": len(barred)}),
    )
    for number, row in enumerate(rows):
        said |= under(
            f"place.{number}", told(state=_state(f, row), why=found.decided_why.get(str(row["site_id"]), ()))
        )
    tables = {"decided": pd.DataFrame(rows), "decided.lists": found.decided_lists, "decided.groups": groups}
    return SectionSaid(under("decided", said), tables)


def _done(rows: list[dict[Hashable, Any]]) -> list[dict[Hashable, Any]]:
    return [row for row in rows if row["status"] == DONE]


def _title(rows: list[dict[Hashable, Any]]) -> Note:
    """Return how many of the places decided on and carried out the plan names."""
    done = _done(rows)
    return Note("said.decided.title", {"n": sum(row["named"] for row in done), "of": len(done)})


def _announced(rows: list[dict[Hashable, Any]]) -> Note | None:
    others = len(rows) - len(_done(rows))
    return Note("said.decided.announced", {"n": others}) if others else None


def _text(f: KnownFacts, rows: list[dict[Hashable, Any]]) -> Iterator[Note]:
    """Yield how many the rules let the plan name, what each list costs and gives, and what it rests on."""
    done = _done(rows)
    yield Note("said.decided.allowed", {"n": sum(row["allowed"] for row in done), "of": len(done)})
    lists = {str(row["list"]): row for row in f.findings.decided_lists.to_dict("records")}
    cost = {name: float(lists[name]["running_more"]) for name in (PLAN, DECIDED)}
    data = {"plan": abs(cost[PLAN]), "other": abs(cost[DECIDED]), "money": f.money}
    yield Note(f"said.decided.money.{'more' if cost[DECIDED] >= 0 else 'less'}", data)
    gain = {name: float(lists[name]["gain"]) for name in (PLAN, DECIDED)}
    if gain[PLAN]:
        kind = "gain" if gain[PLAN] > 0 else "loss"
        yield Note(f"said.decided.{kind}", {"share": gain[DECIDED] / gain[PLAN]})
    yield Note("said.decided.best_site")


def _groups_title(f: KnownFacts, groups: pd.DataFrame, measure: str) -> Note:
    """Return which share everybody gets of what the plan gives, and those of the definition."""
    shares = {(row["grouping"], row["group"]): float(row["share"]) for row in groups.to_dict("records")}
    everyone = shares.get((EVERYONE, ""))
    own = shares.get((str(f.definition), "yes"))
    if everyone is None:
        return Note("said.decided.groups_title.none")
    if own is None:
        return Note(f"said.decided.groups_title.{measure}", {"share": everyone})
    return Note(
        f"said.decided.groups_title.{measure}_own", {"share": everyone, "own": own, "areas": f.the_areas()}
    )


def _state(f: KnownFacts, row: Mapping[Hashable, Any]) -> Note:
    """Return how a place stands to the plan."""
    return Note(f"decided.because.{row['action']}.{row['because']}")
