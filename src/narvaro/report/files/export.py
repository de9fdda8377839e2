"""A plan as files for those who go on working with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narvaro.case import Case
from narvaro.explain import Findings
from narvaro.report.files.csv_files import write_csv_files
from narvaro.report.files.geopackage import write_geopackage
from narvaro.report.files.layer_styles import styles_of
from narvaro.report.files.layers import layers_of
from narvaro.report.files.sheets import sheets_of
from narvaro.report.files.workbook import write_workbook
from narvaro.report.material import Material, material_of
from narvaro.report.rows.answer import PlanLabel


@dataclass(frozen=True)
class _Job:
    """What is written, where, and of which day."""

    m: Material
    label: PlanLabel
    to: Path

    @property
    def made(self) -> dt.date:
        """The day of the plan; where it is not known the first of its years, so that files never tell of the clock."""
        first = int(self.m.plan["years"][0]["year"])
        return dt.date.fromisoformat(self.label.made) if self.label.made else dt.date(first, 1, 1)


def _workbook(job: _Job) -> tuple[Path, ...]:
    path = job.to.joinpath(f"plan.{job.m.lang}.xlsx")
    write_workbook(sheets_of(job.m, job.label), path, job.m.say("headline"), job.made, job.m.lang)
    return (path,)


def _csv(job: _Job) -> tuple[Path, ...]:
    return write_csv_files(sheets_of(job.m, job.label), job.to.joinpath(f"csv.{job.m.lang}"), job.m.lang)


def _geopackage(job: _Job) -> tuple[Path, ...]:
    path, layers = job.to.joinpath(f"plan.{job.m.lang}.gpkg"), layers_of(job.m)
    write_geopackage(layers, styles_of(job.m, layers), path, job.made)
    return (path,)


KINDS: dict[str, Callable[[_Job], tuple[Path, ...]]] = {
    "workbook": _workbook,
    "csv": _csv,
    "geopackage": _geopackage,
}
"""What can be written of a plan."""


def write_files(
    case: Case,
    plan: Any,
    findings: Findings,
    lang: str,
    to: Path | str,
    *,
    label: PlanLabel | None = None,
    only: Sequence[str] = (),
) -> tuple[Path, ...]:
    """Write a plan as a workbook, as CSV and as a GeoPackage; the same input gives the same bytes.

    Parameters
    ----------
    case, plan, findings
        The case, the plan made for it (a `Plan` or the tables of plan.json) and its explanations.
    lang
        `sv`, `en` or `fr`.
    to
        The folder to write into; made where it is not there.
    label
        What the plan is called and who made it when.
    only
        Kinds of files: `workbook`, `csv`, `geopackage`; all where none is named.

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    ValueError
        If the language is not one of the catalogue's, or a kind is none.
    """
    if unknown := [kind for kind in only if kind not in KINDS]:
        raise ValueError(f"no such kind of file: {unknown[0]}")
    job = _Job(material_of(case, plan, findings, lang), label or PlanLabel(), Path(to))
    return tuple(path for kind, write in KINDS.items() if not only or kind in only for path in write(job))
