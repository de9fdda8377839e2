"""What is said of plans laid beside each other: each of the others against the first, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isnan
from typing import Any

import pandas as pd

from narvaro.case import Case
from narvaro.explain.between import counted
from narvaro.explain.compared.comparison import (
    TODAY,
    PlanComparison,
    PlanStep,
    first_label,
    label_of,
    site_label,
)
from narvaro.explain.compared.tables import PlansBeside, goals_alike, years_of
from narvaro.explain.load import newly_full
from narvaro.explain.proof import told_up
from narvaro.explain.said.facts import HALF_A_PERSON
from narvaro.explain.unknown import assumed_offices, extra_minutes
from narvaro.language import Label, Names, Note, number
from narvaro.language.names import mode as mode_name
from narvaro.plan import Plan
from narvaro.sources import countries_of

LEAST_MONEY = 0.0005
"""A smaller difference of two sums, in figures of the case, is none."""
DECIMALS = 1
"""Of a mean in minutes: two that are written alike with so many are told as the same, and no others."""
BothNames = Mapping[str, Label]
"""What the first plan and another are called, as `a` and `b`; as `A` and `B` where a sentence begins with it."""


def said_of(
    b: PlansBeside,
    found: PlanComparison,
    about: Mapping[str, Sequence[Note]],
    lists: Mapping[str, Sequence[Note]],
) -> Mapping[str, tuple[Note, ...]]:
    """Return all that is said.

    Parameters
    ----------
    b
        The plans.
    found
        The tables.
    about
        What is to be known of how a plan was made, by its name.
    lists
        What is to be known of the list that a plan came from, by its name.

    Returns
    -------
    By the place where it is said: `headline`; titles (`map.title` ...); `proof`, and `rules.<name>` of each plan;
    `input`; `verdict`, which plans break rules and spend more than they are given; `list.<name>` of each plan that came
    from a list; `measured`; and of the other number
    k (from 1) `k.title`, `k.ways`, `k.rest`, `k.mean`, `k.offices`, `k.changes`, `k.places`, `k.area`, `k.load`,
    `k.money`, `k.value`; and its titles.
    """
    said: dict[str, Iterable[Note]] = {
        "headline": (_headline(found),),
        "proof": (note for name in found.names for note in _proof(found, name, b.plans[name])),
        "input": _input(b, found, about),
        "verdict": (note for name in found.names for note in _verdict(b, found, name)),
        "measured": (
            Note("said.compared.measured", _limits(found)),
            counted(b.policy),
            *extra_minutes(b.policy, b.case),
            *assumed_offices(b.case.assumed_offices, int(b.case.existing.sum())),
        ),
    }
    said |= _titles(b.case, found)
    said |= {f"rules.{name}": _rules(b, found, name) for name in found.names}
    said |= {f"list.{name}": _list(name, notes) for name, notes in lists.items() if notes}
    first = found.names[0]
    for k, name in enumerate(found.others, 1):
        pair = _pair(first, name)
        offices, changes = _actions(b.case, found, first, name)
        of_it: dict[str, Iterable[Note]] = {
            "title": (Note("said.compared.pair", pair),),
            "offices": offices,
            "changes": changes,
            "ways": (Note("said.compared.sentence", {"text": _ways(found, name, pair)}),),
            "rest": (Note("said.compared.rest", {"same": _people(found, found.people(name, "same"))}),),
            "mean": _means(found, first, name, pair),
            "places": _places(found, name, pair),
            "area": _area(b.case, found, name, pair),
            "load": _load(b, found, first, name, pair),
            "money": _money(b, found, first, name, pair),
            "value": (_value(b, found, name, pair),),
            "map": (_map_title(found, name, pair),),
            "people": (_ways_title(found, name, pair),),
            "groups": (_group_title(b.case, found, first, name, pair),),
        }
        said |= {f"{k}.{place}": notes for place, notes in of_it.items()}
    return {place: tuple(notes) for place, notes in said.items()}


def _pair(first: str, other: str) -> BothNames:
    return {"a": label_of(first), "b": label_of(other), "A": first_label(first), "B": first_label(other)}


def _limits(found: PlanComparison) -> dict[str, Label | float]:
    return {"limit": found.limit_min, "by": mode_name(found.mode), "noticed": found.noticed_min}


def _headline(found: PlanComparison) -> Note:
    """Return the finding: of two whose way changes, of more the plan with the shortest mean way, and today's."""
    first, *others = found.names
    if len(others) == 1:
        return Note("said.compared.capital", {"text": _ways(found, others[0], _pair(first, others[0]))})
    means = found.plans["mean_min"].astype(float).drop(TODAY, errors="ignore")
    best = float(means.min())
    nearest = [str(name) for name in means.index if _alike(means[name], best)]
    kind = "same" if len(nearest) == len(means) else "best"
    data = {"mean": best, "worst": float(means.max()), "names": nearest, "n": len(nearest), "of": len(means)}
    text = Note(f"said.compared.headline.{kind}", data)
    if TODAY not in found.names:
        return text
    return Note("said.compared.headline.today", {"text": text, "mean": found.figure(TODAY, "mean_min")})


def _actions(case: Case, found: PlanComparison, first: str, name: str) -> tuple[list[Note], list[Note]]:
    """Return whose office the other has not; and which that both have are of another size, or change another year."""
    steps, ends, pair = found.actions, found.sizes, _pair(first, name)
    kinds: dict[str, list[str]] = {"only_b": [], "only_a": [], "size": [], "year": []}
    for site in steps.index:
        if steps.loc[site, first] != steps.loc[site, name]:
            one, other = str(ends.loc[site, first]), str(ends.loc[site, name])
            kind = "year" if one == other else "only_b" if not one else "only_a" if not other else "size"
            kinds[kind].append(site_label(case, site))
    if not any(kinds.values()):
        return [Note("said.compared.actions.same", pair)], []
    told = {kind: {"n": len(names), "names": names} for kind, names in kinds.items() if names}
    offices = [
        Note("said.compared.actions.only", {**turned, **told[kind]})
        for kind, turned in (("only_b", pair), ("only_a", _pair(name, first)))
        if kind in told
    ]
    changes = [
        Note(f"said.compared.actions.{kind}", {**pair, **told[kind]})
        for kind in ("size", "year")
        if kind in told
    ]
    return offices, changes


def _people(found: PlanComparison, people: float) -> Note:
    """Return a number of people, never more than there are."""
    total = float(found.groups[("people", "")].iloc[0])
    return Note("said.compared.people", {"n": round(float(people)), "people": float(people), "total": total})


def _ways(found: PlanComparison, name: str, pair: BothNames) -> Note:
    """Return whose way is longer, and whose is shorter."""
    shorter, longer = (found.people(name, way) for way in ("shorter", "longer"))
    has = (longer >= HALF_A_PERSON, shorter >= HALF_A_PERSON)
    kind = {(True, True): "both", (True, False): "longer", (False, True): "shorter"}.get(has, "same")
    people = {"shorter": _people(found, shorter), "longer": _people(found, longer)}
    return Note(f"said.compared.ways.{kind}", {**pair, **people, "noticed": found.noticed_min})


def _means(found: PlanComparison, first: str, name: str, pair: BothNames) -> Iterator[Note]:
    """Yield how long the way is on average with each, and how many have one beyond the standard."""
    one, other = (found.figure(plan, "mean_min") for plan in (first, name))
    kind = "same" if _alike(one, other) else "longer" if other > one else "shorter"
    yield Note(f"said.compared.mean.{kind}", {**pair, "one": one, "other": other, **_limits(found)})
    one, other = (found.figure(plan, "people_beyond") for plan in (first, name))
    data = {**pair, **_limits(found), "people": _people(found, other)}
    kind = "same" if abs(one - other) < HALF_A_PERSON else "more" if other > one else "fewer"
    if kind == "same" and one < HALF_A_PERSON:
        kind = "nobody"
    yield Note(f"said.compared.beyond.{kind}", data | {"change": _heads(found, abs(one - other))})


def _alike(one: float, other: float) -> bool:
    return number(one, "en", DECIMALS) == number(other, "en", DECIMALS)


def _heads(found: PlanComparison, people: float) -> Note:
    """Return a number of people without the word."""
    total = float(found.groups[("people", "")].iloc[0])
    return Note("said.compared.heads", {"people": people, "total": total})


def _places(found: PlanComparison, name: str, pair: BothNames) -> Iterator[Note]:
    """Yield which municipality is hit hardest, and which gains most; or that there is none."""
    towns = found.municipalities[name]
    for end, table in (("worst", towns), ("best", towns.iloc[::-1])):
        head = table.head(1)
        sign = 1.0 if end == "worst" else -1.0
        if len(head) and sign * float(head["change_min"].iloc[0]) > 0:
            row = head.iloc[0]
            changed = _people(found, row["longer" if end == "worst" else "shorter"])
            data = {**pair, "place": str(head.index[0]), "changed": changed}
            yield Note(f"said.compared.places.{end}", data | {"change": abs(float(row["change_min"]))})
    if towns.empty:
        yield Note("said.compared.places.none")


def _area(case: Case, found: PlanComparison, name: str, pair: BothNames) -> Iterator[Note]:
    """Yield which area is hit hardest, where areas are not the places told of already."""
    areas = found.worst_areas(name, 1)
    if len(areas) and "municipality" in case.areas:
        row, area = areas.iloc[0], str(areas.index[0])
        data = {"area": str(case.areas["name"][area]), "people": _people(found, row["people"])}
        minutes = {"before": float(row["before_min"]), "after": float(row["after_min"])}
        yield Note("said.compared.places.area", {**pair, **data, **minutes})


def _money(b: PlansBeside, found: PlanComparison, first: str, name: str, pair: BothNames) -> Iterator[Note]:
    """Yield which costs more; where one is today's network, of which no ledger is kept, what each costs in a year."""
    one, other = b.plans[first], b.plans[name]
    data: dict[str, Any] = {**pair, "money": found.money}
    if one is None or other is None:
        years = [found.figure(plan, "full_year") for plan in (first, name)]
        change = years[1] - years[0]
        kind = "same" if abs(change) < LEAST_MONEY else "more" if change > 0 else "less"
        data |= {"one": years[0], "other": years[1], "change": abs(change)}
        yield Note(f"said.compared.full_year.{kind}", data)
        return
    if years_of(one) != years_of(other):
        yield Note("said.compared.money.years", {**data, "one": _span(one), "other": _span(other)})
        return
    change = found.figure(name, "spent") - found.figure(first, "spent")
    kind = "same" if abs(change) < LEAST_MONEY else "more" if change > 0 else "less"
    yield Note(f"said.compared.money.{kind}", {**data, "change": abs(change), "years": _span(one)})


def _load(b: PlansBeside, found: PlanComparison, first: str, name: str, pair: BothNames) -> Iterator[Note]:
    """Yield how many offices become too full with one of the others, and how many are so with each."""
    new = newly_full(b.loads[name], b.loads[first])
    counts = {
        f"{which}_{what}": int(found.figure(plan, what))
        for which, plan in (("one", first), ("other", name))
        for what in ("full", "offices")
    }
    if counts["one_full"] or counts["other_full"]:
        named = [site_label(b.case, site) for site in new]
        yield Note("said.compared.load", {**pair, **counts, "n": len(new), "names": named})


def _verdict(b: PlansBeside, found: PlanComparison, name: str) -> Iterator[Note]:
    """Yield that a plan breaks rules, and by how much it spends more than it is given, where it does."""
    plan = b.plans[name]
    if plan is None or not plan.rules_broken:
        return
    yield Note("said.compared.breaks", {"B": first_label(name), "n": plan.rules_broken})
    over = -sum(year.money["appropriation"] - year.money["spent"] for year in plan.years) / 1000
    if over >= LEAST_MONEY:
        data = {"B": first_label(name), "money": found.money, "years": _span(plan), "over": over}
        yield Note("said.compared.overspends", data)


def _span(plan: Plan) -> str:
    first, last = years_of(plan)[0], years_of(plan)[-1]
    return str(first) if first == last else f"{first}-{last}"


def _value(b: PlansBeside, found: PlanComparison, name: str, pair: BothNames) -> Note:
    """Return how much worse or better the other is by the goal of the first, and whether it has that goal itself."""
    first = found.names[0]
    one, other = b.plans[first], b.plans[name]
    share = found.figure(name, "worse_share")
    kind = "same" if share == 0 else "worse" if share > 0 else "better"
    by_goal = Note(f"said.compared.by_goal.{kind}", {**pair, "share": abs(share)})
    goal = Note(f"said.compared.goal.{b.policy.objective.kind}", {"limit": found.limit_min})
    if one is None or other is None:
        return Note("said.compared.value.today", {"goal": goal, "by_goal": by_goal})
    why = goals_alike(other, one.policy, years_of(one))
    if not why:
        return Note("said.compared.value.alike", {"goal": goal, "by_goal": by_goal})
    data = {**pair, "goal": goal, "by_goal": by_goal, "one": _span(one), "other": _span(other)}
    if why == "goal" and one.policy.objective.kind != other.policy.objective.kind:
        limit = {"limit": other.policy.objective.standard_min}
        data["other_goal"] = Note(f"said.compared.goal.{other.policy.objective.kind}", limit)
        return Note("said.compared.value.kind", data)
    return Note(f"said.compared.value.{why}", data)


def _proof(found: PlanComparison, name: str, plan: Plan | None) -> Iterator[Note]:
    """Yield what is proven of a plan; of today's network there is nothing to prove."""
    if plan is None:
        return
    kind = plan.status if plan.status in ("given", "optimal") else "gap"
    gap = {"gap": told_up(plan.objective.gap)} if kind == "gap" else {}
    yield Note(f"said.compared.proof.{kind}", {"B": first_label(name), **gap})
    if plan.wishes and kind != "given":
        yield Note("said.compared.proof.wishes", {"b": label_of(name)})


def _rules(b: PlansBeside, found: PlanComparison, name: str) -> Iterator[Note]:
    """Yield how many rules a plan breaks; which they are stands in `broken`."""
    if (plan := b.plans[name]) is not None:
        n = plan.rules_broken
        yield Note("said.compared.rules", {"B": first_label(name), "n": n})


def _list(name: str, notes: Sequence[Note]) -> Iterator[Note]:
    """Yield that a plan came from a list, and what is to be known of the list."""
    yield Note("said.compared.list", {"B": first_label(name)})
    for note in notes:
        yield Note("said.compared.capital", {"text": note})


def _input(b: PlansBeside, found: PlanComparison, about: Mapping[str, Sequence[Note]]) -> Iterator[Note]:
    """Yield what the plans were made from where they differ, and that they do not where they do not."""
    for name in found.names:
        for note in about.get(name, ()):
            yield Note("said.compared.input.about", {"B": first_label(name), "note": note})
    plans = {name: plan for name, plan in b.plans.items() if plan is not None}
    if len(plans) < 2:
        return
    if found.settings.empty:
        yield Note("said.compared.input.same", {"n": len(plans)})
    else:
        yield Note("said.compared.input.settings", {"n": len(found.settings)})
    definitions = {plan.policy.definition or "" for plan in plans.values()}
    if len(definitions) > 1:
        names = Names(countries_of(b.case))
        told = [
            names.definition(one) if one else Note("said.compared.input.none") for one in sorted(definitions)
        ]
        yield Note("said.compared.input.definitions", {"names": told})


# Titles of the page


def _titles(case: Case, found: PlanComparison) -> dict[str, Iterable[Note]]:
    """Return the titles of what is shown of all plans together."""
    means, beyond = found.plans["mean_min"], found.plans["people_beyond"]
    told_means = {name: Note("said.compared.minutes", {"mean": float(means[name])}) for name in found.names}
    told_beyond = {name: _people(found, beyond[name]) for name in found.names}
    broken = [label_of(name) for name in found.names if found.broken.get(name)]
    kind = "places" if "municipality" in case.areas else "areas"
    places = max((len(table) for table in found.municipalities.values()), default=0)
    sums = found.plans["spent"].dropna()
    money = [
        _each(str(name), Note("said.compared.sum", {"sum": x, "money": found.money}))
        for name, x in sums.items()
    ]
    return {
        "map.title": (_span_of(found, "beyond", beyond, told_beyond),),
        "map.minutes": (_span_of(found, "means", means, told_means),),
        "people.title": (_people_title(found),),
        "places.title": (Note(f"said.compared.title.{kind}", {"n": places}),),
        "actions.title": (Note("said.compared.title.actions", {"n": len(found.actions)}),),
        "money.title": (Note("said.compared.title.money", {"each": money}),),
        "sure.title": (Note("said.compared.title.broken", {"n": len(broken), "names": broken}),),
        "input.title": (_input_title(found),),
    }


def _input_title(found: PlanComparison) -> Note:
    """Return in how many settings the plans differ; one plan beside today has none to differ from."""
    if len(found.settings.columns) < 2:
        return Note("said.compared.title.input_alone")
    return Note("said.compared.title.input", {"n": len(found.settings)})


def _span_of(found: PlanComparison, figure: str, values: pd.Series[float], told: Mapping[str, Note]) -> Note:
    """Return a figure of each of two plans; of more, of the one with the least and the one with the most."""
    if len(told) == 2:
        each = [_each(name, one) for name, one in told.items()]
        return Note(f"said.compared.title.{figure}", {**_limits(found), "each": each})
    ends = {"least": str(values.astype(float).idxmin()), "most": str(values.astype(float).idxmax())}
    return Note(
        f"said.compared.title.{figure}_span",
        {**_limits(found), **{end: _each(name, told[name]) for end, name in ends.items()}},
    )


def _people_title(found: PlanComparison) -> Note:
    """Return for how many the way is the same with both; of more than two plans, which gives most a longer one."""
    longer = {name: found.people(name, "longer") for name in found.others}
    most = max(longer, key=lambda name: longer[name])
    if len(longer) == 1:
        return Note("said.compared.rest", {"same": _people(found, found.people(most, "same"))})
    if longer[most] < HALF_A_PERSON:
        return Note("said.compared.title.none_longer", {"a": label_of(found.names[0])})
    data = {"people": _people(found, longer[most]), **_pair(found.names[0], most)}
    return Note("said.compared.title.most_longer", data)


def _each(name: str, figure: Note) -> Note:
    return Note("said.compared.title.each", {"name": label_of(name), "figure": figure})


def _ways_title(found: PlanComparison, name: str, pair: BothNames) -> Note:
    """Return for how many people the way is longer, and for how many shorter, short enough for a title."""
    ways = {way: found.people(name, way) for way in ("longer", "shorter")}
    data = {way: _people(found, people) for way, people in ways.items()}
    if max(ways.values()) < HALF_A_PERSON:
        return Note("said.compared.capital", {"text": Note("said.compared.ways.same", pair)})
    has = [way for way, people in ways.items() if people >= HALF_A_PERSON]
    return Note(f"said.compared.title.ways_{'both' if len(has) == 2 else has[0]}", {**pair, **data})


def _map_title(found: PlanComparison, name: str, pair: BothNames) -> Note:
    """Return where the way grows longer, and where shorter."""
    ends = {"worst": found.hit_hardest(name, 1), "best": found.helped_most(name, 1)}
    data = {kind: str(table.index[0]) for kind, table in ends.items() if len(table)}
    if not data:
        return Note("said.compared.capital", {"text": Note("said.compared.ways.same", pair)})
    kind = "both" if len(data) == 2 else next(iter(data))
    return Note(f"said.compared.title.map_{kind}", {**pair, **data})


def _group_title(case: Case, found: PlanComparison, first: str, name: str, pair: BothNames) -> Note:
    """Return the group whose mean way grows most with another plan."""
    both = [found.groups[("mean_min", plan)].iloc[1:].tolist() for plan in (first, name)]
    rows = zip(found.groups.index[1:].tolist(), *both, strict=True)
    change = {key: other - one for key, one, other in rows if not isnan(one) and not isnan(other)}
    if not change or _alike(max(map(abs, change.values())), 0.0):
        return Note("said.compared.title.groups_same", pair)
    (grouping, group), most = max(change.items(), key=lambda item: abs(item[1]))
    which = Names(countries_of(case)).group(str(grouping), str(group))
    kind = "longer" if most > 0 else "shorter"
    return Note(f"said.compared.title.groups_{kind}", {**pair, "group": which, "change": abs(most)})


# What is done, as words


def done_table(case: Case, actions: pd.DataFrame) -> pd.DataFrame:
    """Return what each plan does at each place as words, from the table of actions."""
    names = Names(countries_of(case))
    return actions.map(lambda steps: tuple(_did(names, step) for step in steps))


def _did(names: Names, step: PlanStep) -> Note:
    year = {"year": str(step.year)}
    if not step.after:
        return Note("said.compared.did.close", year)
    after = names.size(step.after)
    if not step.before:
        return Note("said.compared.did.open", {**year, "size": after})
    return Note("said.compared.did.resize", {**year, "before": names.size(step.before), "after": after})
