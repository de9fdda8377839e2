"""The history of plans: an event and what it moves are one row, and a folder that may only be read is read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from narvaro.app import plan_log
from narvaro.app.plan_log import LOG, PlanLog, read_log, writing_log
from narvaro.errors import FolderError


def test_what_is_in_force_follows_from_the_rows(tmp_path: Path) -> None:
    """A plan that is only kept moves nothing; undoing goes back one, and what comes after begins from there."""
    with writing_log(tmp_path) as log:
        log.add("made", "a", by="", reason="")
        assert log.in_force is None
        log.add("planned", "a", by="", reason="")
        log.add("adopted", "b", by="Åsa", reason="decided")
        log.add("undone", "a", by="Åsa", reason="")
        assert log.in_force == "a"
        log.add("adopted", "c", by="", reason="")
    rows = read_log(tmp_path)
    assert [(row.number, row.event, row.plan, row.before) for row in rows] == [
        (1, "made", "a", ""),
        (2, "planned", "a", ""),
        (3, "adopted", "b", "a"),
        (4, "undone", "a", "b"),
        (5, "adopted", "c", "a"),
    ]
    assert rows[2].by == "Åsa"


def test_a_row_that_is_not_committed_is_not_there(tmp_path: Path) -> None:
    """A run that is killed before the end of its transaction leaves the history as it was."""
    with writing_log(tmp_path) as log:
        log.add("planned", "a", by="", reason="")
    base = sqlite3.connect(tmp_path / LOG)
    base.execute(
        "INSERT INTO event (at, event, plan, before, by, reason) VALUES ('', 'adopted', 'b', '', '', '')"
    )
    base.close()  # as the end of a killed process, without a commit
    assert [row.plan for row in read_log(tmp_path)] == ["a"]


def test_a_folder_that_may_only_be_read_is_read_from_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where SQLite cannot open the file beside which it may not write, its copy is read, with what is written ahead."""
    with writing_log(tmp_path) as log:
        log.add("planned", "a", by="", reason="")
    read = plan_log._read

    def refuse(path: Path) -> tuple[plan_log.PlanEvent, ...]:
        if path.parent == tmp_path:
            raise sqlite3.OperationalError("unable to open database file")
        return read(path)

    monkeypatch.setattr(plan_log, "_read", refuse)
    assert [row.plan for row in read_log(tmp_path)] == ["a"]


def test_what_is_no_history_is_told(tmp_path: Path) -> None:
    """A damaged file is a fault with its name and what to do, and nothing is no history at all."""
    assert read_log(tmp_path) == ()
    (tmp_path / LOG).write_bytes(b"no database, but long enough to be looked at" * 50)
    with pytest.raises(FolderError, match=r"plans/history\.sqlite: The history of the plans cannot be read"):
        read_log(tmp_path)
    with pytest.raises(FolderError, match="move this file away"), writing_log(tmp_path):
        pass


def test_the_journal_is_written_ahead(tmp_path: Path) -> None:
    """The history is in SQLite's WAL mode, so that a reader never waits for a writer."""
    with writing_log(tmp_path) as log:
        assert isinstance(log, PlanLog)
    base = sqlite3.connect(tmp_path / LOG)
    assert base.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    base.close()
