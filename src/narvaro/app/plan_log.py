"""The history of a folder's plans: who, when, why, which plan, which event; in SQLite, with its log written ahead.

Which plan is in force follows from the events, so that an event and what it moves are one row: they are there or not.
"""

from __future__ import annotations

import datetime as dt
import getpass
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from narvaro.errors import Fault, FolderError

LOG = "history.sqlite"
WAIT_S = 20.0
"""So long a run waits for another that writes."""
PlanEventKind: TypeAlias = Literal["made", "moved", "planned", "adopted", "undone"]
"""A plan was kept; brought over from an older folder, and in force; put in force by the run that made it; put in force
by a person; and the one before it put in force again."""

_TABLE = """CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL, event TEXT NOT NULL, plan TEXT NOT NULL, before TEXT NOT NULL,
    by TEXT NOT NULL, reason TEXT NOT NULL)"""
_COLUMNS = "number, at, event, plan, before, by, reason"


@dataclass(frozen=True)
class PlanEvent:
    """One row of the history.

    Parameters
    ----------
    number
        Counted from 1.
    at
        When, with the offset from UTC.
    event
        What happened.
    plan
        The plan that was kept, or that is in force from now on.
    before
        The plan that was in force until now; empty where there was none, or where nothing moved.
    by, reason
        Who, and why.
    """

    number: int
    at: str
    event: PlanEventKind
    plan: str
    before: str
    by: str
    reason: str

    def to_json(self) -> dict[str, Any]:
        """Return the row for machines."""
        return asdict(self)


def stack_of(events: Sequence[PlanEvent]) -> list[str]:
    """Return the plans that came into force and were not undone, the last one is in force.

    Examples
    --------
    >>> rows = [("adopted", "a"), ("adopted", "b"), ("made", "c"), ("undone", "a"), ("adopted", "c")]
    >>> stack_of([PlanEvent(k, "", kind, plan, "", "", "") for k, (kind, plan) in enumerate(rows)])
    ['a', 'c']
    """
    stack: list[str] = []
    for one in events:
        if one.event in ("moved", "planned", "adopted"):
            stack.append(one.plan)
        elif one.event == "undone":
            stack.pop()
    return stack


def now() -> str:
    """Return the moment, to the thousandth of a second, with its offset from UTC."""
    return dt.datetime.now().astimezone().isoformat(timespec="milliseconds")


def user() -> str:
    """Return the name of who is logged in; empty where the system does not know."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class PlanLog:
    """The history in the folder of plans, open to be written; see `writing_log`."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self.events = list(_events(base))

    @property
    def in_force(self) -> str | None:
        """The plan that is in force, if any."""
        stack = stack_of(self.events)
        return stack[-1] if stack else None

    def add(self, event: PlanEventKind, plan: str, *, by: str, reason: str, at: str = "") -> None:
        """Write one row, whole or not at all; it is there even if the power fails right after."""
        moves = event != "made"
        row = (at or now(), event, plan, (self.in_force or "") if moves else "", by, reason)
        with self._base:
            self._base.execute(
                "INSERT INTO event (at, event, plan, before, by, reason) VALUES (?, ?, ?, ?, ?, ?)", row
            )
        self.events = list(_events(self._base))


@contextmanager
def writing_log(plans: Path) -> Iterator[PlanLog]:
    """Open the history of a folder of plans to write in it.

    Raises
    ------
    FolderError
        If the file is no history.
    """
    with _told_as_fault(), closing(sqlite3.connect(plans / LOG, timeout=WAIT_S)) as base:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        with base:
            base.execute(_TABLE)
        yield PlanLog(base)


def read_log(plans: Path) -> tuple[PlanEvent, ...]:
    """Return the history of a folder of plans, which need not be one that may be written in.

    Raises
    ------
    FolderError
        If the file is no history.
    """
    if not (plans / LOG).is_file():
        return ()
    with _told_as_fault():
        try:
            return _read(plans / LOG)
        except sqlite3.OperationalError:  # SQLite opens a log written ahead only where it may write beside it
            with tempfile.TemporaryDirectory() as other:
                for name in (LOG, f"{LOG}-wal"):
                    if (plans / name).is_file():
                        shutil.copyfile(plans / name, Path(other) / name)
                return _read(Path(other) / LOG)


def _read(path: Path) -> tuple[PlanEvent, ...]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=WAIT_S)) as base:
        return tuple(_events(base))


def _events(base: sqlite3.Connection) -> Iterator[PlanEvent]:
    for row in base.execute(f"SELECT {_COLUMNS} FROM event ORDER BY number"):
        yield PlanEvent(*row)


@contextmanager
def _told_as_fault() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise FolderError([Fault("kept.log_broken", {"problem": str(error)}, f"plans/{LOG}")]) from None
