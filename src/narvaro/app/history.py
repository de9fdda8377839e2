"""The step that measures the network of a project folder through time, as tables and a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from narvaro.access import History, Times, measure_history, people_by_year
from narvaro.access.history import ENDS, FACTORS
from narvaro.app.plans import open_planned
from narvaro.app.project import RESULTS
from narvaro.app.sheets import write_table
from narvaro.app.travelling import made_from, travel_times_of
from narvaro.case import Case, open_case
from narvaro.case.events import CLOSED, EVENT_COLUMNS, OPENED, outside_places
from narvaro.case.standards import usual_limit_min
from narvaro.case.tables import read_csv_text
from narvaro.errors import Fault, FolderError, SettingError, TableError
from narvaro.explain.follow_up import FollowUp, follow_up
from narvaro.explain.history import band_note, counts, drawn_groups, finding, notes, since_first
from narvaro.language import Names, Note
from narvaro.plan import Plan
from narvaro.sources import countries_of
from narvaro.travel import PERSON, TravelTimes, shares_without_car, split_by_car

TABLE, EVENTS_TABLE = "history.csv", "history_events.csv"
MOST_LINES = 5
"""Groups that a picture has lines for, everyone apart."""


@dataclass(frozen=True, eq=False)
class Followed:
    """The network of a case through time, a plan beside it where one was asked for, and the files written."""

    case: Case
    history: History
    counts: pd.DataFrame
    plan: FollowUp | None
    finding: Note
    notes: tuple[Note, ...]
    files: tuple[Path, ...]

    def to_json(self) -> dict[str, Any]:
        """Return all of it for machines."""
        history, plan = self.history, self.plan
        return {
            "mode": history.mode,
            "by": history.by,
            "limit_min": history.standard_min,
            "years": list(history.years),
            "offices": history.offices.reset_index().to_dict("records"),
            "access": history.access.to_dict("records"),
            "inequality": history.inequality.to_dict("records"),
            "changes": history.changes.to_dict("records"),
            "people_known": history.people_known,
            "travel_known": history.travel_known,
            "events": event_rows(self.case, history).to_dict("records"),
            "counts": self.counts.assign(day=self.counts["day"].astype(str)).to_dict("records"),
            "plan": None
            if plan is None
            else {
                "years": plan.years.reset_index().to_dict("records"),
                "actions": plan.actions.drop(columns="event").to_dict("records"),
                "others": [self.case.register.events[place].site_id for place in plan.others],
            },
            "notes": [note.to_json() for note in (self.finding, *self.notes)],
            "files": [str(path) for path in self.files],
        }


def history_project(
    folder: Path | str,
    *,
    by: str | None = None,
    mode: str = "car",
    events: Path | str | None = None,
    with_plan: bool = False,
    lang: str = "en",
) -> Followed:
    """Measure the network of a project folder through time, and write tables and a picture into its `results`.

    Parameters
    ----------
    folder
        A project folder.
    by
        A column of the areas that sorts people into groups.
    mode
        The mode of travel; "person" is everyone by the best way that they have.
    events
        A table of events for this run, in place of the folder's `events.csv`.
    with_plan
        Set the folder's plan beside what happened.
    lang
        The language of the picture: it is written to `results/history.<lang>.svg`.

    Raises
    ------
    FolderError
        If there are no events, or travel times on streets do not reach a site that events alone speak of.
    TableError
        With every fault of the tables.
    SettingError
        If the grouping is unknown.
    TravelError
        If there are no travel times for the mode.
    """
    folder = Path(folder)
    case = open_case(folder) if events is None else _with_events(open_case(folder), Path(events))
    if not case.register.years:
        raise FolderError([Fault("history.no_events", {"columns": ", ".join(EVENT_COLUMNS)}, "events.csv")])
    if by is not None and by not in case.areas:
        raise SettingError([Fault("access.unknown_group", {"value": by, "allowed": list(case.groupings())})])
    plan = open_planned(folder, refute=False).plan if with_plan else None
    travel = _times_to_offices(folder, case, mode)
    ways, people, groups = _of_people(case, travel, mode, by)
    unreached = travel.max_min if travel.max_min < float("inf") else None
    history = measure_history(
        case.register,
        ways,
        people,
        mode=mode,
        groups=groups,
        standard_min=usual_limit_min(mode),
        unreached_min=unreached,
    )
    followed = Followed(
        case,
        history,
        counts(case),
        None if plan is None else _beside(folder, case, plan, history, unreached),
        finding(history),
        notes(case, history),
        (folder / RESULTS / TABLE, folder / RESULTS / EVENTS_TABLE, folder / RESULTS / f"history.{lang}.svg"),
    )
    _write(followed, lang)
    return followed


def _with_events(case: Case, path: Path) -> Case:
    """Return the case with the events of a file; its faults name that file."""
    try:
        return replace(case, events=read_csv_text(path))
    except TableError as error:
        raise TableError(
            [replace(f, file=path.name if f.file == "events.csv" else f.file) for f in error.faults]
        ) from None


def _times_to_offices(folder: Path, case: Case, mode: str) -> TravelTimes:
    """Return the minutes to every office that stood at any time.

    Along straight lines to those alone. What is kept on streets is of the sites of the folder, so a site that events
    alone speak of has no minutes.
    """
    outside = outside_places(case.events, case.sites)
    if made_from(folder):
        if len(outside):
            raise FolderError([Fault("history.not_on_streets", {"ids": list(outside["id"])}, "events.csv")])
        return travel_times_of(folder, case, mode)
    known = case.sites.loc[case.sites.index.isin(case.register.offices), ["name", "lon", "lat", "area_id"]]
    sites = pd.concat([known.rename_axis("id").reset_index(), outside.drop(columns="municipality_code")])
    return travel_times_of(folder, replace(case.bare(), sites=sites), mode)


def _of_people(
    case: Case, travel: TravelTimes, mode: str, by: str | None
) -> tuple[TravelTimes, pd.Series | pd.DataFrame, pd.Series | None]:
    """Return minutes, people and groups; with the mode "person" of those who have a car, then of those without."""
    people = people_by_year(case.areas, case.register.years)
    groups = case.areas[by] if by is not None else None
    if mode != PERSON:
        return travel, people, groups
    ways = split_by_car(case.bare(), travel)[1]
    shares = shares_without_car(case)
    index = pd.Index(ways.area_ids)
    halves = [people.mul(1 - shares, axis=0), people.mul(shares, axis=0)]
    both = pd.concat(halves).set_axis(index, axis=0)
    return ways, both, None if groups is None else pd.concat([groups, groups]).set_axis(index)


def _beside(folder: Path, case: Case, plan: Plan, history: History, unreached: float | None) -> FollowUp:
    travel = travel_times_of(folder, case, history.mode)
    ways, people, _ = _of_people(case, travel, history.mode, None)
    by_year: Mapping[int, Any] = (
        {year: people[year] for year in history.years}
        if isinstance(people, pd.DataFrame)
        else dict.fromkeys(history.years, people)
    )
    times: Times = ways
    return follow_up(case, plan, history, times, by_year, unreached)


def _write(followed: Followed, lang: str) -> None:
    from narvaro.report.history_picture import Line, history_picture, write_history_picture

    case, history = followed.case, followed.history
    table, events, picture = followed.files
    write_table(year_rows(history), table)
    write_table(event_rows(case, history), events)
    lines = [
        Line(group, since_first(history, group), *_levels(history, group))
        for group in drawn_groups(history, MOST_LINES)
    ]
    drawn = history_picture(
        lines, history.by, history.mode, followed.finding, Names(countries_of(case)), lang
    )
    write_history_picture(drawn, picture)


def _levels(history: History, group: str) -> tuple[Note, Note]:
    """Return the mean way of a group in the first and the last year, as it is told."""
    band = history.band("mean_min", group)
    return band_note(*band.iloc[0]), band_note(*band.iloc[-1])


def year_rows(history: History) -> pd.DataFrame:
    """Return one row a year and group: offices, people, and access as bands; and what the change is made of."""
    keys = ["year", "group"]
    rows = history.access.drop_duplicates(keys).set_index(keys)[["people"]]
    by_group = history.access.groupby(keys)
    for figure in ("mean_min", "people_beyond", "share_beyond"):
        rows[f"{figure}_low"], rows[f"{figure}_high"] = by_group[figure].min(), by_group[figure].max()
    for end in ENDS:
        own = history.changes[history.changes["end"] == end].set_index(keys)
        for part in ("change_min", *FACTORS):
            rows[f"{part.removesuffix('_min')}_min_{end}"] = own[part]
    rows = rows.reset_index()
    offices = history.offices.loc[rows["year"]]
    for end in reversed(ENDS):
        rows.insert(2, f"offices_{end}", offices[end].to_numpy())
    rows.insert(0, "grouping", history.by or "")
    return rows.replace([float("inf")], float("nan")).round(4)


def event_rows(case: Case, history: History) -> pd.DataFrame:
    """Return one row an event: when and where, what it changed, whom it touched, by how much, and who says so.

    `min_each` is how many minutes each of those touched has more, below zero after an opening, at both ends of what
    is not known of other events.
    """
    everyone, groups = history.effects.of_everyone(), history.effects.most_touched()
    table, names = case.events, _names(case)
    told = table.iloc[[event.row for event in history.effects.events]].reset_index(drop=True)
    rows = told[["date", "from", "to", "event", "site_id"]].copy()
    rows["name"] = told["site_id"].map(names).fillna(told["site_id"])
    rows["detail"] = [event.detail for event in history.effects.events]
    sign = told["event"].map({OPENED: -1.0, CLOSED: 1.0})
    each = pd.DataFrame(
        {
            end: sign * everyone[f"person_min_{end}"] / everyone[f"people_{end}"].replace(0.0, float("nan"))
            for end in ("low", "high")
        }
    )
    rows = rows.join(everyone).assign(min_each_low=each.min(axis=1), min_each_high=each.max(axis=1))
    rows["most_in"], rows["most_in_people"] = (
        groups["group"].reindex(rows.index, fill_value=""),
        groups["people"],
    )
    rows = rows.join(told[["origin", "source"]])
    return rows.replace([float("inf"), -float("inf")], float("nan")).round(1)


def _names(case: Case) -> dict[str, str]:
    outside = outside_places(case.events, case.sites).set_index("id")["name"]
    known = pd.concat([outside, case.sites["name"]])
    return {str(site): str(name) for site, name in known.items()}
