"""The files of kept plans: each folder written beside and renamed, `results/` a copy of the plan in force.

`plans/NAME/` holds the plan, its policy, its certificate, its tables, and `about.json`: who, when, why, from which plan
and from which tables. The history (:mod:`narvaro.app.plan_log`) has its row after the folder is there, and before
`results/` follows. Whoever opens the plans to write first finishes what a killed run left half done.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narvaro.app.certificate import CERTIFICATE, START, write_certificate, write_start
from narvaro.app.kept_names import free_name
from narvaro.app.plan_log import PlanLog, now, user, writing_log
from narvaro.app.project import POLICY, RESULTS
from narvaro.app.sheets import ACCESS, ACTIONS, LEDGER, sheets_of, write_table
from narvaro.case import Case, write_policy
from narvaro.case.documents import read_json
from narvaro.case.files import write_text, write_together
from narvaro.case.lock import held
from narvaro.errors import NarvaroError
from narvaro.language import OFFERED, Note
from narvaro.plan import Plan, read_plan, write_plan
from narvaro.travel import TravelTimes

PLANS, ABOUT, PLAN = "plans", "about.json", "plan.json"
ABOUT_FORMAT = 1
LATER = (
    "findings.json",
    *(
        f"{page}.{lang}.{kind}"
        for page in ("report", "brief")
        for lang in OFFERED
        for kind in ("html", "pdf")
    ),
)
"""What is made of the plan in force afterwards: it goes with its plan when another one comes into force."""
_PART = ".part"


@dataclass(frozen=True)
class KeptPlan:
    """A plan that is kept.

    Parameters
    ----------
    name
        The name of its folder.
    folder
        Where it lies.
    made, by, reason
        When, by whom and why; empty where it is not known.
    parent
        The plan that it came from; empty where there was none.
    way
        What made it: `plan`, `what_if` or `decide`; `moved` for the plan of a folder of before plans were kept.
    input
        What the tables held that it was made from (:mod:`narvaro.app.plan_input`); empty where it is not known.
    notes
        What is to be known of the list that its actions came from; none where they came from no list.
    """

    name: str
    folder: Path
    made: str = ""
    by: str = ""
    reason: str = ""
    parent: str = ""
    way: str = "moved"
    input: Mapping[str, Any] | None = None
    notes: tuple[Note, ...] = ()

    def plan(self) -> Plan:
        """Read the plan itself.

        Raises
        ------
        FolderError
            If its file is damaged.
        """
        return read_plan(self.folder / PLAN)


@contextmanager
def writing(folder: Path) -> Iterator[PlanLog]:
    """Hold the plans of a folder to change them; what a killed run left half done is finished first."""
    root = folder / PLANS
    fresh = not root.is_dir()
    root.mkdir(exist_ok=True)
    with held(root), writing_log(root) as log:
        if fresh or not log.events:
            _move_over(folder, log)
        _settle(folder, log)
        yield log


def finish(folder: Path) -> None:
    """Finish what a killed run left half done, where the plans of a folder may be written."""
    if os.access(folder / PLANS, os.W_OK):
        with writing(folder):
            pass


def write_kept(folder: Path, plan: Plan, tables: tuple[Case, TravelTimes], about: Mapping[str, Any]) -> Path:
    """Write the folder of a plan beside and rename it; it is there whole or not at all."""
    path = folder / PLANS / str(about["name"])
    with _beside(path) as beside:
        for file, table in sheets_of(tables[0], plan, tables[1]).items():
            write_table(table, beside / file)
        write_policy(plan.policy, beside / POLICY)
        if plan.certificate is not None:
            write_certificate(plan, beside / CERTIFICATE)
            write_start(plan, beside / START)
        write_plan(plan, beside / PLAN)
        _write_about(beside, about)
    return path


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Give a folder beside one that is not there yet; it gets its name when the block ends well, else it goes."""
    beside = path.with_name(f".{path.name}{_PART}")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        yield beside
        beside.rename(path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _sync_folder(path.parent)


def _write_about(path: Path, about: Mapping[str, Any]) -> None:
    text = json.dumps({"format": ABOUT_FORMAT, **about}, ensure_ascii=False, indent=2, allow_nan=False)
    write_text(path / ABOUT, text + "\n")


def _sync_folder(path: Path) -> None:
    """See that a renaming survives a failure of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def into_results(folder: Path, name: str, former: str | None) -> None:
    """Put the files of a plan into `results/`, and what was made there of the former one into its folder."""
    results, own = folder / RESULTS, folder / PLANS / name
    results.mkdir(exist_ok=True)
    for later in LATER:
        if (results / later).is_file():
            if former is not None and (folder / PLANS / former).is_dir():
                (results / later).replace(folder / PLANS / former / later)
            else:
                (results / later).unlink()
    names = [path.name for path in sorted(own.iterdir()) if path.name not in (ABOUT, POLICY, PLAN, *LATER)]
    names = [one for one in names if not one.startswith(".")]
    files = (PLAN, *names, *(later for later in LATER if (own / later).is_file()))
    with write_together([results / file for file in files]) as beside:
        for file, path in zip(files, beside, strict=True):
            shutil.copyfile(own / file, path)
    for own_only in (CERTIFICATE, START):
        if own_only not in names:
            (results / own_only).unlink(missing_ok=True)


def write_settled(folder: Path, plan: Plan, place: Path) -> None:
    """Write what was settled of a plan where it lies: in `results/`, and with the kept plan that it is.

    Parameters
    ----------
    folder
        The project folder.
    plan
        The plan, which lies in `place`.
    place
        `results/`, or the folder of a kept plan.
    """
    shown = (place / PLAN).read_bytes()
    for path in (folder / RESULTS, *plan_folders(folder / PLANS)):
        same = (path / PLAN).is_file() and (path / PLAN).read_bytes() == shown
        if same and (path == place or os.access(path, os.W_OK)):
            write_certificate(plan, path / CERTIFICATE)


def _settle(folder: Path, log: PlanLog) -> None:
    """Finish what a killed run left: half a folder, a plan without its row, results of a plan that is out of force."""
    root = folder / PLANS
    for path in root.glob(f".*{_PART}"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
    known = {event.plan for event in log.events}
    for path in plan_folders(root):
        if path.name not in known:
            kept = kept_at(path)
            log.add("made", kept.name, by=kept.by, reason=kept.reason, at=kept.made)
    name, results = log.in_force, folder / RESULTS / PLAN
    if name is None or not (root / name / PLAN).is_file():
        return
    shown = results.read_bytes() if results.is_file() else None
    if shown == (root / name / PLAN).read_bytes():
        return
    others = [
        path for path in plan_folders(root) if path.name != name and (path / PLAN).read_bytes() == shown
    ]
    if shown is None or others:  # else somebody else wrote there, and `narvaro check` says so
        into_results(folder, name, others[0].name if others else None)


def _move_over(folder: Path, log: PlanLog) -> None:
    """Keep the plan of a folder of before plans were kept, byte by byte, and put it in force."""
    results = folder / RESULTS
    if not (results / PLAN).is_file():
        return
    root = folder / PLANS
    shown = (results / PLAN).read_bytes()
    same = [path.name for path in plan_folders(root) if (path / PLAN).read_bytes() == shown]
    name = same[0] if same else free_name(root, None, RESULTS, None)
    about = {"name": name, "made": now(), "by": user(), "reason": "", "parent": "", "way": "moved"}
    if not same:  # else a killed run had got so far, or the history was lost
        with _beside(root / name) as beside:
            for file in (PLAN, CERTIFICATE, START, ACTIONS, LEDGER, ACCESS, *LATER):
                if (results / file).is_file():
                    shutil.copy2(results / file, beside / file)
            with suppress(NarvaroError):  # a damaged plan is kept as it is
                write_policy(read_plan(results / PLAN).policy, beside / POLICY)
            _write_about(beside, {**about, "input": {}})
    log.add("moved", name, by=about["by"], reason="", at=about["made"])


def plan_folders(root: Path) -> list[Path]:
    """Return the folders of kept plans, by name."""
    if not root.is_dir():
        return []
    return [
        path for path in sorted(root.iterdir()) if not path.name.startswith(".") and (path / PLAN).is_file()
    ]


def kept_at(path: Path) -> KeptPlan:
    """Return what is known of a plan; a damaged `about.json` loses that, not the plan."""
    try:
        about = read_json(path / ABOUT)
    except (OSError, NarvaroError):
        about = {}
    said = about if isinstance(about, dict) else {}
    known = {key: str(said.get(key, "")) for key in ("made", "by", "reason", "parent")}
    given = said.get("input")
    return KeptPlan(
        path.name,
        path,
        **known,
        way=str(said.get("way", "moved")),
        input=given if isinstance(given, dict) else None,
        notes=tuple(_notes(said.get("notes"))),
    )


def _notes(stored: object) -> Iterator[Note]:
    """Yield the notes that are whole, of what `about.json` has of them."""
    for one in stored if isinstance(stored, list) else []:
        with suppress(TypeError, KeyError, AttributeError):
            note = Note.from_json(one)
            note.text()
            yield note
