"""The step that writes the report of a plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from narvaro.app.findings import PartTold, findings_of
from narvaro.app.plans import Planned, open_planned
from narvaro.app.project import RESULTS
from narvaro.siting import Progress


def report_project(
    folder: Path | str,
    lang: str,
    *,
    progress: Callable[[Progress], None] | None = None,
    part: PartTold | None = None,
) -> Path:
    """Write the report of a folder's plan and return its file, `results/report.<lang>.html`.

    Parameters
    ----------
    folder
        A project folder with a plan.
    lang
        `sv` or `en`.
    progress
        Told of the searches for the plans that are set beside it.
    part
        Told how many of the places are settled, and of how many.

    Raises
    ------
    FolderError
        If there is no plan, or the tables have changed since it was made.
    """
    return report_of(open_planned(folder), lang, progress=progress, part=part)


def report_of(
    planned: Planned,
    lang: str,
    *,
    progress: Callable[[Progress], None] | None = None,
    part: PartTold | None = None,
) -> Path:
    """Write the report of a plan and return its file."""
    from narvaro.report import write_report

    findings = findings_of(planned, progress=progress, part=part)
    path = planned.folder / RESULTS / f"report.{lang}.html"
    write_report(planned.case, planned.plan, findings, lang, path)
    return path
