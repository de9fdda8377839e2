"""The steps that write the report and the brief of a plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from narvaro.app.findings import PartTold, findings_of
from narvaro.app.plans import Planned, open_planned
from narvaro.app.project import RESULTS
from narvaro.siting import Progress

Shape = Literal["report", "brief"]


def report_project(
    folder: Path | str,
    lang: str,
    *,
    shape: Shape = "report",
    pdf: bool = False,
    name: str | None = None,
    progress: Callable[[Progress], None] | None = None,
    part: PartTold | None = None,
) -> Path:
    """Write the report or the brief of a folder's plan and return its file, as `results/report.<lang>.html`.

    Parameters
    ----------
    folder
        A project folder with a plan.
    lang
        `sv`, `en` or `fr`.
    shape
        `report`, or `brief` for the one page.
    pdf
        Whether a tagged PDF is written in place of the page.
    name
        The kept plan; the one in force where not given. Its file has the name in its own: `brief.<name>.<lang>.html`.
    progress
        Told of the searches for the plans that are set beside it.
    part
        Told how many of the places are settled, and of how many.

    Raises
    ------
    FolderError
        If there is no plan, or the tables have changed since it was made.
    SettingError
        If a PDF is asked for and typst is not installed.
    """
    if pdf:
        from narvaro.report.pdf.compile import require_typst

        require_typst()  # before what takes long
    return report_of(open_planned(folder, name), lang, shape=shape, pdf=pdf, progress=progress, part=part)


def report_of(
    planned: Planned,
    lang: str,
    *,
    shape: Shape = "report",
    pdf: bool = False,
    progress: Callable[[Progress], None] | None = None,
    part: PartTold | None = None,
) -> Path:
    """Write the report or the brief of a plan and return its file."""
    from narvaro.report import write_brief, write_report

    findings = findings_of(planned, progress=progress, part=part)
    of = shape if planned.kept is None else f"{shape}.{planned.kept.name}"
    path = planned.folder / RESULTS / f"{of}.{lang}.{'pdf' if pdf else 'html'}"
    write = {"report": write_report, "brief": write_brief}[shape]
    write(planned.case, planned.plan, findings, lang, path)
    return path
