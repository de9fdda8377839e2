"""Other plans: what each does to the figure that tells plans apart, and how far they agree on the places."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from narvaro.explain.said.facts import HALF_A_PERSON, KnownFacts, SectionSaid, Told, told, under
from narvaro.language import Note

FIRST = 2
"""Today and the plan stand first in the comparison; other plans go by their position in it."""
KNOWN = ("without_earmark", "other_definition")
"""The kinds of other plans that have words of their own; any other is told by its name."""
SEEN_SHARE = 0.0001
"""A smaller difference of all ways together is none."""
ON_FOOT, MINUTES = "people_beyond_walk_definition", "person_minutes"
"""The figures that tell plans apart: people of the definition without a walk, or the minutes of all."""
OWN, SHARED = "people_beyond_walk_own_definition", "same_places"
FIGURES = (
    *("offices_after", "municipalities_after", "opened", "closed", "resized", "spent"),
    *(ON_FOOT, OWN, "people_beyond_walk", "people_beyond", "people_unreached", "mean_min", SHARED),
)
"""The rows of the table, in order."""
SOME_ONLY = ("opened", "closed", "resized", "people_unreached")
"""Rows that are left out where every plan has none."""
PLANS = ("before", "main", "other")

PlanRow: TypeAlias = Mapping[Hashable, Any]


class Trio(NamedTuple):
    """Today, the plan, and one other plan, as rows of the comparison."""

    before: PlanRow
    main: PlanRow
    other: PlanRow


def others(f: KnownFacts) -> SectionSaid:
    """Return what is said of other plans, and three tables of figures; nothing where there are none.

    What is said of a plan stands under its position in the comparison: `others.2.title`. The tables: `others` with
    `position` and `plan`, the kind; for each plan `others.2` and, of what is drawn, `others.2.bars`, with columns
    `figure, before, main, other`; `others.agreement`, see :func:`agreement_table`.
    """
    before, main, *rows = f.findings.comparison.to_dict("records")
    beside = {position: Trio(before, main, row) for position, row in enumerate(rows, FIRST)}
    index = pd.DataFrame(
        [{"position": position, "plan": str(trio.other["plan"])} for position, trio in beside.items()],
        columns=["position", "plan"],
    )
    if not beside:
        return SectionSaid({}, {"others": index})
    plans = len(beside) + 1
    said = told(title=_title(f, plans), in_plans=Note("said.others.in_plans", {"plans": plans}))
    said |= under("name", told(before=Note("said.others.name.before"), main=Note("said.others.name.main")))
    said |= under("row", {name: (Note(f"said.others.row.{name}", _limits(f)),) for name in FIGURES})
    tables = {"others": index, "others.agreement": agreement_table(f)}
    for position, trio in beside.items():
        figures, bars = figures_table(trio), bars_table(f, trio)
        said |= under(str(position), _of_plan(f, trio, bars))
        tables |= {f"others.{position}": figures, f"others.{position}.bars": bars}
    return SectionSaid(under("others", said), tables)


def _title(f: KnownFacts, plans: int) -> Note:
    """Return how far the plans agree on the places."""
    agreement = f.findings.agreement
    main = agreement[agreement["main"].astype(bool)]
    if main.empty:
        return Note("said.others.title.none")
    everywhere = int((main["plans"] == plans).sum())
    together = Note("said.others.plans.both" if plans == 2 else "said.others.plans.all", {"n": plans})
    data = {"n": everywhere, "of": len(main), "plans": together}
    return Note("said.others.title.all" if everywhere == len(main) else "said.others.title", data)


# One plan


def _limits(f: KnownFacts) -> dict[str, Any]:
    """Return what the figures are about: the areas, the two limits, everybody's mode, and what money counts."""
    return {
        "areas": f.the_areas(),
        "limit": f.findings.walk_standard_min,
        "car_limit": f.limit_min(f.mode),
        "by": f.by(f.mode),
        "money": f.money,
    }


def _name(f: KnownFacts, other: PlanRow) -> Note:
    kind = str(other["plan"])
    if kind == "other_definition":
        definition = f.names.definition(str(other["definition"]))
        return Note("said.others.name.other_definition", {"definition": definition})
    if kind in KNOWN:
        return Note(f"said.others.name.{kind}")
    return Note("said.others.name.other", {"plan": kind.replace("_", " ")})


def _of_plan(f: KnownFacts, trio: Trio, bars: pd.DataFrame) -> Told:
    names = (Note("said.others.name.before"), Note("said.others.name.main"), _name(f, trio.other))
    said = told(name=names[2], title=_finding(f, trio))
    for row in bars.to_dict("records"):
        figure = row["figure"]
        what = Note(f"said.others.bars.{figure}", _limits(f))
        values = [
            Note(f"said.others.bar.{figure}", {"plan": name, "value": row[plan]})
            for name, plan in zip(names, PLANS, strict=True)
        ]
        alt = Note("said.others.alt", {"what": what, "bars": values})
        said |= {f"bars.{figure}": (what,), f"alt.{figure}": (alt,)}
    return said


def _measure(f: KnownFacts, main: PlanRow) -> str:
    """Return which figure tells the plans apart: people of the definition without a walk, else person-minutes."""
    return ON_FOOT if f.target_mode == "walk" and not math.isnan(main[ON_FOOT]) else MINUTES


def _finding(f: KnownFacts, trio: Trio) -> Note:
    """Return what the other plan does to the figure that tells them apart, and how many places it shares."""
    main, other = trio.main, trio.other
    kind, measure = str(other["plan"]), _measure(f, main)
    named = f.names.definition(str(other["definition"])) if kind == "other_definition" else _name(f, other)
    data = _limits(f) | {"other": named, "places": _shared(int(main["opened"] + main["closed"]), other)}
    change = float(other[measure]) - float(main[measure])
    if measure == MINUTES:
        share = change / float(main[measure]) if main[measure] else 0.0
        which = "same_minutes" if abs(share) < SEEN_SHARE else "longer" if share > 0 else "shorter"
        data["share"] = abs(share)
    else:
        which = "same_people" if abs(change) < HALF_A_PERSON else "more" if change > 0 else "fewer"
        data |= {"people": abs(change), "total": f.total(of_the_areas=True)}
    return Note(f"said.others.{kind if kind in KNOWN else 'other'}.{which}", data)


def _shared(acts: int, other: PlanRow) -> Note:
    """Return how many of the plan's changes another plan makes too."""
    same = int(other[SHARED])
    if not acts:
        return Note("said.others.same_none")
    return Note("said.others.same.all" if same == acts > 1 else "said.others.same", {"n": same, "of": acts})


def figures_table(trio: Trio) -> pd.DataFrame:
    """Return the three plans side by side, a row a figure; what cannot be told of any of them is left out."""
    rows = []
    for name in FIGURES:
        if name == OWN and trio.other["definition"] == trio.main["definition"]:
            continue
        figures = {plan: float(row[name]) for plan, row in zip(PLANS, trio, strict=True)}
        if name == SHARED:
            # today has no changes that it could share
            figures["before"] = math.nan
        unknown = all(math.isnan(figure) for figure in figures.values())
        if not unknown and (name not in SOME_ONLY or any(figures.values())):
            rows.append({"figure": name, **figures})
    return pd.DataFrame(rows, columns=["figure", *PLANS])


def bars_table(f: KnownFacts, trio: Trio) -> pd.DataFrame:
    """Return the figures that are drawn: people of the definition, and the mean where it is of the same people."""
    drawn = [ON_FOOT] if _measure(f, trio.main) == ON_FOOT else []
    drawn += ["mean_min"] if _alike(trio) else []
    rows = [
        {"figure": name, **{plan: float(row[name]) for plan, row in zip(PLANS, trio, strict=True)}}
        for name in drawn
    ]
    return pd.DataFrame(rows, columns=["figure", *PLANS]).dropna(ignore_index=True)


def _alike(trio: Trio) -> bool:
    """Tell whether as many have a way in each of the plans: else their means are of different people."""
    without = [float(row["people_unreached"]) for row in trio]
    return math.isnan(without[0]) or max(without) - min(without) < HALF_A_PERSON


def agreement_table(f: KnownFacts) -> pd.DataFrame:
    """Return in how many of the plans each place is found.

    Returns
    -------
    Columns `name, municipality` (only where any is known)`, action, main, plans`.
    """
    found = f.findings.agreement
    place = ["name", "municipality"] if (found["municipality"] != "").any() else ["name"]
    return found[[*place, "action", "main", "plans"]].reset_index(drop=True)
