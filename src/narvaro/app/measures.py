"""The step that measures who has how far in a project folder, today or with its plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from narvaro.access import AccessTable, measure_access
from narvaro.app.options import WITHIN, require_numbers
from narvaro.app.plans import open_planned
from narvaro.app.sheets import write_table
from narvaro.app.travelling import travel_times_of
from narvaro.case import Case, open_case
from narvaro.case.standards import usual_limit_min
from narvaro.errors import Fault, SettingError
from narvaro.language import Note
from narvaro.travel import PERSON, REACHES_NOBODY, reaches_nobody, shares_without_car, split_by_car


@dataclass(frozen=True, eq=False)
class Measured:
    """Who has how far, the case it was measured on, and the file it was written to."""

    case: Case
    table: AccessTable
    file: Path | None


def access_project(
    folder: Path | str,
    *,
    mode: str = "car",
    service: str | None = None,
    by: str | None = None,
    within_min: float | None = None,
    with_plan: bool = False,
    csv: Path | str | None = None,
    lang: str = "en",
) -> Measured:
    """Measure the access of a project folder.

    Parameters
    ----------
    folder
        A project folder.
    mode, service, by
        As in `narvaro.measure_access`; with "person", everyone by the best way that they can take, with or
        without a car.
    within_min
        The limit, minutes; 30, or 20 on foot, if left out.
    with_plan
        Count the offices that are open when the folder's plan has been carried out, not today's.
    csv
        A file for the table, in a folder that is there.
    lang
        The language of the file: in Swedish with semicolons and decimal commas.

    Raises
    ------
    SettingError
        If service or grouping is unknown, the limit is not above zero, or the folder of `csv` is not there.
    TravelError
        If there are no travel times for the mode.
    FolderError
        If `with_plan` is asked for and there is no plan of these tables.
    """
    require_numbers({"--within": (within_min, WITHIN)})
    if csv is not None and not Path(csv).absolute().parent.is_dir():
        data = {"folder": str(Path(csv).parent)}
        raise SettingError([Fault("app.no_folder", data, None, None, "--csv")])
    folder = Path(folder)
    sizes: dict[str, str] | None = None
    if with_plan:
        planned = open_planned(folder, refute=False)
        case, travel = planned.case, travel_times_of(folder, planned.case, mode)
        last = planned.plan.networks(case).iloc[:, -1]
        sizes = {str(site): str(size) for site, size in last[last != ""].items()}
    else:
        case = open_case(folder)
        travel = travel_times_of(folder, case, mode)
    limit = usual_limit_min(mode) if within_min is None else within_min
    counted, ways = split_by_car(case, travel) if mode == PERSON else (case, travel)
    table = measure_access(
        counted, ways, mode=mode, service=service, by=by, open_sites=sizes, sizes=sizes, standard_min=limit
    )
    if mode == PERSON:
        table = replace(table, notes=(*table.notes, _of_the_choice(case)))
    if reaches_nobody(travel, mode):
        nobody = Note(REACHES_NOBODY, {"mode": mode, "minutes": travel.max_min})
        table = replace(table, notes=(nobody, *table.notes))
    if csv is not None:
        write_table(access_rows(table), Path(csv), lang)
    return Measured(case, table, None if csv is None else Path(csv))


def _of_the_choice(case: Case) -> Note:
    """Return how many have no car, and what they are counted by."""
    people = case.areas["people"].to_numpy(dtype=float)
    share = float((people * shares_without_car(case)).sum() / max(people.sum(), 1.0))
    return Note("access.note.by_person", {"without_car": share})


def access_rows(table: AccessTable) -> pd.DataFrame:
    """Return the groups and everybody as rows with what was asked beside them.

    A person without an office within reach has no number of minutes: the cell is empty.
    """
    rows = table.with_total("everyone").rename_axis("group").reset_index()
    rows = rows.replace([float("inf")], float("nan"))
    rows.insert(0, "grouping", table.by or "")
    rows.insert(0, "limit_min", table.standard_min)
    rows.insert(0, "mode", table.mode)
    return rows
