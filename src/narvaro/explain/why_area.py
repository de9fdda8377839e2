"""An area and a plan: its nearest office now and after, by mode and service, and what would bring it within reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from narvaro.explain.between import network_of
from narvaro.explain.evidence import FloatArray, limits_of
from narvaro.explain.said.facts import service_names
from narvaro.explain.unknown import assumed_times
from narvaro.language import Label, Note, names
from narvaro.plan.limits import may_open
from narvaro.plan.options import CLOSED, States
from narvaro.plan.plan import Plan
from narvaro.plan.question import Question

MOST_SITES = 5
"""Sites that are told of those that would bring an area within the standard; the nearest first."""

COLUMNS = ["mode", "site_id", "name", "minutes", "may_open", "closes", "people_within", "running_year"]


@dataclass(frozen=True, eq=False)
class WhyArea:
    """What a plan means for an area.

    Parameters
    ----------
    area_id, name, municipality, people
        The area.
    ways
        One row for each mode and service: `mode`, `service` (its id), `limit_min`, and for `before` and `after` the
        plan `office_<when>` (name, empty where none is in reach) and `min_<when>` (NaN where none is).
    within
        For each mode by which the area is beyond the standard after the plan: the sites that are no office then and
        would bring it within, the nearest first. `mode`, `site_id`, `name`, `minutes`, `may_open`, `closes` (the plan
        closes it), `people_within` (people of all areas who would come within the standard if it were open too),
        `running_year` (at its own size, else at the cheapest).
    notes
        The same as sentences.
    """

    area_id: str
    name: str
    municipality: str
    people: float
    ways: pd.DataFrame
    within: pd.DataFrame
    notes: tuple[Note, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the same for machines."""
        return {
            "area_id": self.area_id,
            "name": self.name,
            "municipality": self.municipality,
            "people": self.people,
            "ways": self.ways.astype(object).where(self.ways.notna(), None).to_dict("records"),
            "within": self.within.to_dict("records"),
            "notes": [note.to_json() for note in self.notes],
        }


def why_area(question: Question, plan: Plan, area_id: str) -> WhyArea:
    """Return what a plan means for an area.

    Parameters
    ----------
    question
        The case and the travel times that the plan was made from.
    area_id
        The area.

    Examples
    --------
    Two villages of 300 and 100 people, 37 minutes apart, an office in the larger and no money for another.

    >>> from narvaro.case import Case, Money, Policy
    >>> from narvaro.plan import make_plan
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> case = Case("two", areas, areas.drop(columns="people").assign(status=["may_close", "candidate"]))
    >>> plan = make_plan(case, Policy(years=(2027,), money=Money(change=(0.0,))))
    >>> found = why_area(plan.formulation.question, plan, "b")
    >>> found.ways["min_after"].round().tolist(), found.within[["minutes", "people_within"]].to_numpy().tolist()
    ([37.0], [[0.0, 100.0]])
    """
    areas = question.case.areas
    before, after = network_of(question, None), network_of(question, plan)
    ways = pd.DataFrame(list(_ways(question, area_id, before, after)))
    limits = ways.groupby("mode", sort=False)["limit_min"].first()
    last = ways.fillna({"min_after": np.inf}).groupby("mode", sort=False)["min_after"].max()
    near = [
        site
        for mode, limit in limits[last > limits].items()
        for site in _within(question, plan, area_id, str(mode), float(limit))
    ]
    within = pd.DataFrame(near, columns=COLUMNS)
    municipality = str(areas["municipality"][area_id]) if "municipality" in areas else ""
    notes = (*_notes(question, area_id, after, ways, within), *assumed_times(question.times))
    name, people = str(areas["name"][area_id]), float(areas["people"][area_id])
    return WhyArea(area_id, name, municipality, people, ways, within, notes)


def _ways(
    question: Question, area_id: str, before: States, after: States
) -> Iterable[dict[str, str | float]]:
    """Yield the nearest office of each mode and service, today and when the plan has been carried out."""
    case, policy = question.case, question.policy
    names_of, given = case.sites["name"].to_numpy(str), case.sites["services"].tolist()
    size_ids = [size.id for size in case.sizes]
    for mode, limit in limits_of(policy).items():
        if mode not in question.times.modes:
            continue
        minutes = _minutes(question, [area_id], mode)[0]
        counted = policy.objective.walk_sizes if mode == "walk" else None
        sizes = np.array([counted is None or size in counted for size in size_ids] + [False])  # closed, -1
        for service in case.services:
            gives = np.array([service.id in services for services in given])
            row: dict[str, str | float] = {"mode": mode, "service": service.id, "limit_min": limit}
            for when, network in (("before", before), ("after", after)):
                ways = np.where(sizes[network] & gives, minutes, np.inf)
                near = int(ways.argmin())
                there = bool(np.isfinite(ways[near]))
                row[f"office_{when}"] = str(names_of[near]) if there else ""
                row[f"min_{when}"] = float(ways[near]) if there else float("nan")
            yield row


def _minutes(question: Question, areas: list[str] | None, mode: str) -> FloatArray:
    """Return the minutes from some areas to every site, infinite where there is no way, shape (n, n_sites)."""
    times = question.times.select(areas, tuple(question.case.sites.index))
    minutes = np.asarray(times.to_dense(mode), np.float64)
    return np.where(np.isnan(minutes), np.inf, minutes)


def _within(
    question: Question, plan: Plan, area_id: str, mode: str, limit: float
) -> Iterable[dict[str, str | float | bool]]:
    """Yield the sites that would bring the area within a standard, the nearest first."""
    case, after = question.case, network_of(question, plan)
    everyone = _minutes(question, None, mode)
    minutes = everyone[case.areas.index.get_loc(area_id)]
    beyond = (everyone[:, after != CLOSED] > limit).all(axis=1)
    people = case.areas["people"].to_numpy(float)
    closes = {action.site_id for _, action in plan.actions if action.action == "close"}
    allowed, running = may_open(question) | case.existing.to_numpy(bool), case.figures("running_year")
    near = np.flatnonzero((after == CLOSED) & (minutes <= limit))
    for j in near[np.argsort(minutes[near], kind="stable")][:MOST_SITES].tolist():
        size = case.size_position[str(case.sites["size"].iloc[j])]
        yield {
            "mode": mode,
            "site_id": str(case.sites.index[j]),
            "name": str(case.sites["name"].iloc[j]),
            "minutes": float(minutes[j]),
            "may_open": bool(allowed[j]),
            "closes": str(case.sites.index[j]) in closes,
            "people_within": float(people[beyond & (everyone[:, j] <= limit)].sum()),
            "running_year": float(running[j].min() if size < 0 else running[j, size]),
        }


def _notes(
    question: Question, area_id: str, after: States, ways: pd.DataFrame, within: pd.DataFrame
) -> Iterable[Note]:
    """Yield by mode whether the area is within the standard after the plan, and what would bring it there."""
    for mode, mine in ways.groupby("mode", sort=False):
        limit = float(mine["limit_min"].iloc[0])
        now, then = (mine[f"min_{when}"].fillna(np.inf).max() <= limit for when in ("before", "after"))
        sites = within[within["mode"] == mode]
        kind = ("stays_within" if now else "comes_within") if then else "leaves" if now else "beyond"
        by = names.mode(str(mode))
        yield Note(f"explain.area.{kind}", {"by": by, "limit": limit})
        if then:
            continue
        far = mine["service"][~(mine["min_after"] <= limit)].tolist()
        if len(far) < len(mine):
            yield Note("explain.area.some_services", {"services": service_names(question.case, far)})
        if sites.empty:
            yield _nearest_closed(question, area_id, after, str(mode), by)
        for site in sites.to_dict("records"):
            data = {"site": site["name"], "minutes": site["minutes"], "people": site["people_within"]}
            data |= {"by": by, "cost": site["running_year"], "money": question.case.money.label}
            how = "kept" if site["closes"] else "opens" if site["may_open"] else "may_not"
            yield Note(f"explain.area.{how}", data)


def _nearest_closed(question: Question, area_id: str, after: States, mode: str, by: Label) -> Note:
    """Return how far the nearest site is that is no office, where none is near enough."""
    minutes = np.where(after == CLOSED, _minutes(question, [area_id], mode)[0], np.inf)
    nearest = int(minutes.argmin())
    if not np.isfinite(minutes[nearest]):
        return Note("explain.area.no_way", {"by": by})
    site = str(question.case.sites["name"].iloc[nearest])
    return Note("explain.area.no_site", {"by": by, "site": site, "minutes": float(minutes[nearest])})


def area_title(found: WhyArea) -> Note:
    """Return the headline of what is said of an area."""
    data = {"area": found.name, "municipality": found.municipality, "people": found.people}
    named = found.municipality and found.municipality not in found.name
    return Note("explain.area.title_in" if named else "explain.area.title", data)
