"""The step that measures how the offices of a project folder fill, today and with its plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from narvaro.access import Load, measure_loads
from narvaro.access.groups import group_labels
from narvaro.access.table import json_rows
from narvaro.app.plans import open_both, open_planned
from narvaro.app.sheets import write_table
from narvaro.app.travelling import travel_times_of
from narvaro.case import Case, Policy
from narvaro.errors import Fault, SettingError
from narvaro.explain.decision import decision_of
from narvaro.explain.load import AFTER, BEFORE, CROWDED, FULL, load_by_office, load_by_year, loads_of


@dataclass(frozen=True, eq=False)
class Loaded:
    """How offices fill.

    Attributes
    ----------
    case, policy
        What was measured, and the policy that says by which mode and how many visits.
    loads
        By name: `before`; with a plan also each year and `after`.
    offices, years
        As :func:`narvaro.explain.load.load_by_office` and :func:`~narvaro.explain.load.load_by_year` make them.
    by, groups
        The column of the sites that offices are added up by, and a row for each of its groups; None without.
    file
        Where the table was written.
    """

    case: Case
    policy: Policy
    loads: dict[str, Load]
    offices: pd.DataFrame
    years: pd.DataFrame
    by: str | None
    groups: pd.DataFrame | None
    file: Path | None

    @property
    def when(self) -> str:
        """Which network is told of first: `after` with a plan, else `before`."""
        return AFTER if AFTER in self.loads else BEFORE

    def to_json(self) -> dict[str, Any]:
        """Return the tables for machines; a missing number is null."""
        load = self.loads[self.when]
        return {
            "by": load.by,
            "mode": load.mode,
            "visits_per_person": load.visits_per_person,
            "offices": json_rows(self.offices.rename_axis("id").reset_index()),
            "years": json_rows(self.years),
            "groups": None if self.groups is None else json_rows(self.groups),
        }


def load_project(
    folder: Path | str,
    *,
    with_plan: bool = False,
    huff: bool = False,
    by: str | None = None,
    csv: Path | str | None = None,
    lang: str = "en",
) -> Loaded:
    """Measure how the offices of a project folder fill.

    Parameters
    ----------
    folder
        A project folder; its policy says by which mode people go and how many visits each makes.
    with_plan
        Measure the offices of the folder's plan too, in each of its years.
    huff
        Share people between offices by room and minutes, not all to the nearest.
    by
        A column of the sites, to add offices up by.
    csv, lang
        A file for the table, in a folder that is there, and its language.

    Raises
    ------
    SettingError
        If the column is unknown, or the folder of `csv` is not there.
    FolderError
        If `with_plan` is asked for and there is no plan of these tables.
    """
    if csv is not None and not Path(csv).absolute().parent.is_dir():
        raise SettingError([Fault("app.no_folder", {"folder": str(Path(csv).parent)}, None, None, "--csv")])
    folder = Path(folder)
    if with_plan:
        planned = open_planned(folder, refute=False)
        case, policy, travel = planned.case, planned.plan.policy, planned.travel
        networks = decision_of(case, planned.plan).networks
    else:
        case, policy = open_both(folder)
        travel = travel_times_of(folder, case, policy.objective.mode)
        networks = {BEFORE: {str(site): str(case.sites.loc[site, "size"]) for site in case.existing_ids}}
    if by is not None and by not in case.sites:
        columns = [str(name) for name in case.sites.columns if name not in ("name", "lon", "lat", "services")]
        raise SettingError(
            [Fault("app.load.unknown_column", {"value": by, "allowed": columns}, None, None, "--by")]
        )
    if huff:
        loads = measure_loads(case, policy, travel, networks, by="huff")
    else:
        loads = loads_of(case, policy, travel, networks)
    offices = load_by_office(case, loads)
    groups = None if by is None else load_by_group(case, loads[AFTER if with_plan else BEFORE], by)
    if csv is not None:
        write_table(offices.rename_axis("id").reset_index() if groups is None else groups, Path(csv), lang)
    file = None if csv is None else Path(csv)
    return Loaded(case, policy, loads, offices, load_by_year(loads), by, groups, file)


def load_by_group(case: Case, load: Load, by: str) -> pd.DataFrame:
    """Return the offices of each group of a column of the sites added up, the fullest group first.

    Returns
    -------
    Columns `group, offices, full, crowded, visits, room, share_of_room, staff, staff_needed, cost_visit` (in whole
    units of the currency).
    """
    offices = load.offices.assign(
        group=group_labels(case.sites[by]).loc[load.offices.index],
        full=load.offices["share_of_room"] > FULL,
        crowded=load.offices["share_of_room"] > CROWDED,
        offices=1,
    )
    sums = ["offices", "full", "crowded", "visits", "room", "staff", "staff_needed", "cost_year"]
    table = offices.groupby("group")[sums].sum().astype(float)
    table.insert(5, "share_of_room", table["visits"] / table["room"].where(table["room"] > 0))
    cost = table.pop("cost_year") * case.money.per_figure
    table["cost_visit"] = cost / table["visits"].where(table["visits"] > 0)
    return table.sort_values("share_of_room", ascending=False, kind="stable").reset_index()
