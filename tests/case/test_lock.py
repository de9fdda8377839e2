"""One at a time: readers share, a writer does not, and who was killed holds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from narvaro.case import lock
from narvaro.case.files import write_together
from narvaro.case.lock import held


def test_readers_share_and_a_writer_does_not(tmp_path: Path) -> None:
    """Two readers hold a folder at once; a writer is kept out until both let go, and then keeps readers out."""
    with held(tmp_path, shared=True), held(tmp_path, shared=True, wait=False):  # noqa: SIM117
        with pytest.raises(BlockingIOError), held(tmp_path, wait=False):
            pass
    with held(tmp_path, wait=False), pytest.raises(BlockingIOError), held(tmp_path, shared=True, wait=False):
        pass


def test_where_the_system_has_no_such_locks_work_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a folder cannot be opened as a file either."""

    def refused(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(lock, "fcntl", None)
    monkeypatch.setattr(lock.os, "open", refused)
    with held(tmp_path), held(tmp_path, wait=False):
        pass


def test_files_are_renamed_together_or_not_at_all(tmp_path: Path) -> None:
    """A writer that dies in the middle leaves every old file and nothing beside them."""
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path in paths:
        path.write_text("old")

    def write(until: int) -> None:
        with write_together(paths) as beside:
            for number, path in enumerate(beside):
                if number == until:
                    raise KeyboardInterrupt
                path.write_text("new")

    for until in range(3):
        with pytest.raises(KeyboardInterrupt):
            write(until)
        assert [path.read_text() for path in paths] == ["old"] * 3
        assert sorted(tmp_path.iterdir()) == paths
    write(3)
    assert [path.read_text() for path in paths] == ["new"] * 3
