"""The step that looks a project folder over: every fault at once, or what the folder holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from narvaro.app.kept_check import plan_notes as kept_notes
from narvaro.app.kept_files import PLAN
from narvaro.app.places import MOST_NAMES, place_notes
from narvaro.app.plans import faults_named_after, former_notes, money_notes, open_both, open_planned
from narvaro.app.project import POLICY, RESULTS
from narvaro.app.sheets import changed_sheets
from narvaro.app.travelling import travel_times_of
from narvaro.case import Case, Policy, own_standards
from narvaro.case.conform import STATUSES
from narvaro.case.folder import missing_shapes
from narvaro.case.shapes import points_inside
from narvaro.case.twins import twins
from narvaro.case.words import word
from narvaro.errors import Fault, FolderError, InputError, NarvaroError
from narvaro.language import Note
from narvaro.plan import Question
from narvaro.plan.fit import question_of, require_fit
from narvaro.plan.keys import key_notes
from narvaro.plan.money import appropriation
from narvaro.plan.verify_keys import holding_nothing
from narvaro.travel import TravelTimes

FAR_TOO_MUCH = 10.0
"""Money for more than so many times every site open in its dearest size is likely in another unit."""

FEW_PEOPLE = 10.0
"""Where an area has fewer people on average and most figures are fractions, they may be given in thousands."""

STALE = ("plan.other_case", "project.other_travel", "project.other_policy", "project.moved_points")
"""What says that the folder has changed since the plan was made, not that the plan itself is wrong."""


@dataclass(frozen=True, eq=False)
class Checkup:
    """What a folder without faults holds.

    Attributes
    ----------
    case, policy, travel
        What is there.
    sites_by_status
        How many sites of each status, in the order of the statuses.
    appropriation
        Money by year, as figures of the case.
    plan
        `none`; `fresh` (made from the tables as they are; what follows from its actions was worked out again and
        agrees); `stale` (made from others); or `broken` (the file cannot be read, or says what does not follow).
    plan_faults
        What is wrong with the plan where it is stale or broken.
    notes
        What is no fault but should be known.
    """

    case: Case
    policy: Policy
    travel: TravelTimes
    sites_by_status: Mapping[str, int]
    appropriation: Mapping[int, float]
    plan: str
    plan_faults: tuple[Fault, ...]
    notes: tuple[Note, ...]

    @property
    def exit_code(self) -> int:
        """With what `narvaro check` ends: that of faults where the plan cannot be used, whether broken or stale."""
        return FolderError.exit_code if self.plan in ("stale", "broken") else 0

    def to_json(self) -> dict[str, Any]:
        """Return the findings for machines."""
        case = self.case
        return {
            "name": case.name,
            "areas": len(case.areas),
            "people": case.people_total,
            "groupings": list(case.groupings()),
            "sites": dict(self.sites_by_status),
            "offices": len(case.existing_ids),
            "offices_assumed": case.assumed_offices,
            "sizes": [size.id for size in case.sizes],
            "services": [service.id for service in case.services],
            "travel": {
                "engine": self.travel.engine,
                "modes": list(self.travel.modes),
                "origin": self.travel.origin,
            },
            "scenario": self.policy.scenario,
            "money": asdict(case.money),
            "appropriation": {str(year): figure for year, figure in self.appropriation.items()},
            "plan": self.plan,
            "plan_faults": [fault.to_json() for fault in self.plan_faults],
            "exit_code": self.exit_code,
            "notes": [note.with_text() for note in self.notes],
        }


def check_project(folder: Path | str, policy: Path | str | None = None) -> Checkup:
    """Look a project folder over.

    Raises
    ------
    FolderError, TableError, PolicyError
        With every fault of the settings, both tables and the policy, each with file, row and column.
    TravelError
        If kept travel times do not fit the tables.
    """
    folder = Path(folder)
    case, settled = open_both(folder, policy)
    money = appropriation(case, settled)
    with faults_named_after(policy):
        require_fit(case, settled, money)
    question = question_of(case, settled, travel_times_of(folder, case, settled.objective.mode))
    counts = case.sites["status"].value_counts()

    by_year = dict(zip(settled.years, (float(figure) for figure in money.given / 1000), strict=True))
    stands, plan_faults, plan_notes = _plan_of(folder)
    return Checkup(
        case,
        settled,
        question.times,
        {status: int(counts[status]) for status in STATUSES if status in counts},
        by_year,
        stands,
        plan_faults,
        (
            *former_notes(folder, policy),
            *_notes(case, by_year, stands),
            *plan_notes,
            *kept_notes(folder, case),
            *rule_notes(question),
            *place_notes(question),
            *_shape_notes(folder, case),
        ),
    )


def _plan_of(folder: Path) -> tuple[str, tuple[Fault, ...], tuple[Note, ...]]:
    """Return how the plan stands beside the folder, what is wrong with it, and what to know of it."""
    if not (folder / RESULTS / PLAN).exists():
        return "none", (), ()
    try:
        planned = open_planned(folder)
    except InputError as error:
        stale = all(fault.key in STALE for fault in error.faults)
        return "stale" if stale else "broken", error.faults, ()
    except NarvaroError as error:
        return "stale", (Fault(error.key, error.data),), ()
    notes = []
    if planned.plan.policy_file != POLICY:
        notes.append(Note("checkup.note.policy_file", {"file": planned.plan.policy_file or "–"}))
    if planned.plan.former_checksum:
        notes.append(Note("checkup.note.former_plan"))
    elif changed := changed_sheets(folder / RESULTS, planned.case, planned.plan, planned.travel):
        notes.append(Note("checkup.note.changed_sheets", {"names": changed}))
    return "fresh", (), tuple(notes)


def _notes(case: Case, money: Mapping[int, float], plan: str) -> tuple[Note, ...]:
    notes = list(money_notes(case))
    if case.assumed_offices:
        data = {"count": case.assumed_offices, "offices": len(case.existing_ids)}
        notes.append(Note("access.note.assumed_offices", data))
    everything = len(case.sites) * max(size.running_year + size.opening for size in case.sizes)
    if max(money.values()) > FAR_TOO_MUCH * everything > 0:
        much = {"cost": max(money.values()), "everything": everything, "money": case.money.label}
        notes.append(Note("checkup.note.much_money", much))
    if all(size.origin == "assumed" for size in case.sizes):
        notes.append(Note("checkup.note.costs_assumed"))
    people = case.areas["people"]
    if people.mean() < FEW_PEOPLE and ((people % 1 > 0).mean() > 0.5):
        notes.append(Note("checkup.note.few_people", {"people": case.people_total, "areas": len(people)}))
    notes += [Note("checkup.note.lost_zeros", {"column": column}) for column in _lost_zeros(case)]
    notes += [Note("checkup.note.twins", {"column": name, "pairs": pairs}) for name, pairs in _twins(case)]
    if plan == "stale":
        notes.append(Note("checkup.note.stale"))
    return tuple(notes)


def rule_notes(question: Question) -> tuple[Note, ...]:
    """Return what should be known of the rules: codes on one side only, values no area has, rules that hold nothing."""
    case = question.case
    idle = [
        Note("checkup.note.standard_values", {"standard": rule.id, "values": values})
        for rule in own_standards(case.standards)
        if (values := rule.idle_values(case.areas))
    ]
    return (*key_notes(case, question.policy), *holding_nothing(question), *idle)


def _shape_notes(folder: Path, case: Case) -> list[Note]:
    """Return what should be known of the polygons that maps are drawn on."""
    absent = missing_shapes(folder, case)
    notes = [Note("checkup.note.no_shapes", {"names": absent})] if absent else []
    if case.polygons is None:
        return notes
    given = case.polygons.notna()
    outside = given & ~points_inside(case.polygons, case.areas)
    for key, rows in (("no_polygon", ~given), ("point_outside", outside)):
        if rows.any():
            told = {"areas": int(rows.sum()), "people": float(case.areas["people"][rows].sum())}
            notes.append(Note(f"checkup.note.{key}", {**told, "total": case.people_total}))
    return notes


def _twins(case: Case) -> Iterator[tuple[str, str]]:
    """Return the columns that sort areas or sites, with the words in them that are hardly meant to differ."""
    plain = {"name", "lon", "lat", "source", "services", "size", "status"}
    for table, file in zip((case.areas, case.sites), case.files, strict=True):
        for column in (str(name) for name in table.columns if name not in plain):
            if table[column].dtype == object:
                found = [f"{one} / {other}" for one, other in twins(table[column].map(word)).items()]
                if found:
                    yield f"{file}: {column}", ", ".join(found[:MOST_NAMES])


def _lost_zeros(case: Case) -> list[str]:
    """Return the columns of codes of which some have fewer digits than others, as a spreadsheet leaves 0180 as 180."""
    found = []
    for table in (case.areas, case.sites):
        for column in (str(name) for name in table.columns if str(name).endswith("_code")):
            codes = [code for code in map(str, table[column]) if code.isdigit()]
            if len({len(code) for code in codes}) > 1 and column not in found:
                found.append(column)
    return found
