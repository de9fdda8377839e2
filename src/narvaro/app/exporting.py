"""The step that writes a plan as files for those who go on working with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narvaro.app.findings import PartTold, findings_of
from narvaro.app.kept import in_force, kept_plan
from narvaro.app.kept_files import PLAN, KeptPlan
from narvaro.app.plans import Planned, open_planned
from narvaro.case.files import write_atomically, write_text
from narvaro.errors import Fault, SettingError
from narvaro.plan.schema import schema_text
from narvaro.siting import Progress

EXPORT = "export"
"""Where files are written in a project folder, a folder for each plan."""
JSON, SCHEMA = "json", "plan.schema.json"
KINDS = ("workbook", "csv", "geopackage", JSON)
"""What can be written of a plan."""


@dataclass(frozen=True)
class Exported:
    """What was written of a plan: its name, empty where it is not kept, the folder, and the files."""

    name: str
    to: Path
    files: tuple[Path, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the folder: of files, and of the folder that CSV files lie in."""
        return tuple(dict.fromkeys(file.relative_to(self.to).parts[0] for file in self.files))

    def to_json(self) -> dict[str, Any]:
        """Return it for machines."""
        return {"plan": self.name, "to": str(self.to), "files": [str(file) for file in self.files]}


def export_project(
    folder: Path | str,
    lang: str,
    *,
    name: str | None = None,
    to: Path | str | None = None,
    only: Sequence[str] = (),
    progress: Callable[[Progress], None] | None = None,
    part: PartTold | None = None,
) -> Exported:
    """Write a plan of a folder as files.

    Parameters
    ----------
    folder
        A project folder with a plan.
    lang
        `sv`, `en` or `fr`.
    name
        A kept plan; the one in force where not given.
    to
        The folder to write into; `export/NAME` in the project folder where not given.
    only
        Kinds of files, of `KINDS`; all where none is named.
    progress, part
        Told of the searches for the plans that are set beside it, and how many of the places are settled.

    Raises
    ------
    SettingError
        If there is no such kind of file.
    KeptPlanError
        If there is no such plan.
    FolderError
        If there is no plan, or the tables have changed since it was made.
    """
    wanted = _kinds(only)
    planned = open_planned(folder, name)
    kept = planned.kept or _kept_in_force(planned.folder)
    called = "" if kept is None else kept.name
    out = Path(to) if to is not None else planned.folder / EXPORT / (called or "plan")
    files: list[Path] = []
    if shown := [kind for kind in wanted if kind != JSON]:
        files += _from_findings(planned, kept, lang, out, shown, progress, part)
    if JSON in wanted:
        files += _json(planned, out)
    return Exported(called, out, tuple(files))


def _from_findings(
    planned: Planned,
    kept: KeptPlan | None,
    lang: str,
    out: Path,
    kinds: Sequence[str],
    progress: Callable[[Progress], None] | None,
    part: PartTold | None,
) -> tuple[Path, ...]:
    """Write the files that show what is found of a plan."""
    from narvaro.report import PlanLabel, write_files

    findings = findings_of(planned, progress=progress, part=part)
    label = PlanLabel() if kept is None else PlanLabel(kept.name, kept.made[:10], kept.by, kept.reason)
    return write_files(planned.case, planned.plan, findings, lang, out, label=label, only=kinds)


def _kinds(only: Sequence[str]) -> tuple[str, ...]:
    faults = [
        Fault("app.unknown_file_kind", {"value": kind, "allowed": list(KINDS)}, None, None, "--only")
        for kind in only
        if kind not in KINDS
    ]
    if faults:
        raise SettingError(faults)
    return tuple(kind for kind in KINDS if not only or kind in only)


def _kept_in_force(folder: Path) -> KeptPlan | None:
    """Return the kept plan in force; none in a folder of before plans were kept."""
    name = in_force(folder)[0]
    return None if name is None else kept_plan(folder, name)


def _json(planned: Planned, out: Path) -> tuple[Path, Path]:
    """Copy the plan byte by byte, with the schema that it keeps."""
    with write_atomically(out / PLAN) as beside:
        beside.write_bytes((planned.place / PLAN).read_bytes())
    write_text(out / SCHEMA, schema_text())
    return out / PLAN, out / SCHEMA
