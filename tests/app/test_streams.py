"""Whoever reads, or does not, a command does its work and says truly how it went."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tests.app.conftest import Run

from narvaro.app.streams import Stream
from narvaro.app.terminal import Terminal
from narvaro.case.files import write_atomically, write_text

PROGRAM = f"{sys.executable} -m narvaro"


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in a folder, with the exit code of the program and not of its reader."""
    environment = {**os.environ, "NARVARO_LANG": "en"}
    line = ["bash", "-c", f"set -o pipefail; {command}"]
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words", ["check small", "check small --json", "access small --by settlement --json"]
)
@pytest.mark.parametrize("end", ["| head -1", ">&-", ">&- 2>&-", "2>&-"])
def test_a_reader_that_left_is_nothing_wrong(small: Path, words: str, end: str) -> None:
    """Exit 0 and no word of it, whether the reader left, was never there, or nobody hears of errors."""
    done = shell(f"{PROGRAM} {words} {end}", small.parent)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("words", ["check small", "check small --json", "--version"])
def test_a_full_disk_is_said_in_one_line(small: Path, words: str) -> None:
    """Exit 2 and one line that names standard output and the cause."""
    done = shell(f"{PROGRAM} {words} > /dev/full", small.parent)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "No space left on device (standard output)" in done.stderr


@pytest.mark.parametrize("end", ["| head -1", ">&-", ">&- 2>&-", "> /dev/full 2> /dev/full"])
def test_an_error_keeps_its_exit_code(tmp_path: Path, end: str) -> None:
    """A fault of the user is exit 2 whoever reads of it, in words and in JSON."""
    for words in ("check nowhere", "check nowhere --json"):
        done = shell(f"{PROGRAM} {words} {end}", tmp_path)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert "ignored" not in done.stderr


def test_a_table_on_a_full_disk_is_named(small: Path) -> None:
    """A file with no room for it is named, in one error of exit 2, and a device is never replaced by a file."""
    done = shell(f"{PROGRAM} access small --by settlement --csv /dev/full", small.parent)
    assert done.returncode == 2
    assert "No space left on device (/dev/full)" in done.stderr
    assert not Path("/dev/full").is_file()
    folder = shell(f"{PROGRAM} access small --by settlement --csv small", small.parent)
    assert folder.returncode == 2
    assert "(small)" in folder.stderr


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_file_that_cannot_be_written_is_named_and_left(tmp_path: Path, monkeypatch, code: int) -> None:
    """The old file stays, nothing lies beside it, and the error names the file and not the one beside."""
    path = tmp_path / "a.txt"
    path.write_text("old")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(OSError, match=os.strerror(code)) as error:
        write_text(path, "new")
    assert (error.value.errno, error.value.filename) == (code, str(path))
    assert (path.read_text(), [file.name for file in tmp_path.iterdir()]) == ("old", ["a.txt"])


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    """Writing to the path of a folder names the folder and leaves nothing."""
    (tmp_path / "d").mkdir()
    with pytest.raises(IsADirectoryError) as error, write_atomically(tmp_path / "d") as beside:
        beside.write_text("x")
    assert error.value.filename == str(tmp_path / "d")
    assert [file.name for file in tmp_path.iterdir()] == ["d"]


def test_a_stop_while_a_file_is_written(narvaro: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of a table ends with 130 and leaves neither a half file nor a plan."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pandas.DataFrame.to_csv", stop)
    assert narvaro("access", small, "--by", "settlement", "--csv", small / "out.csv").code == 130
    assert not [file for file in small.rglob("*") if file.suffix == ".part" or file.name == "out.csv"]


def test_json_holds_what_numpy_gives(capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers of NumPy are numbers; no number and one without end are null; paths and keys are texts."""
    answer = {
        "a": np.float64("nan"),
        "b": np.int64(3),
        "c": [np.inf, 1.5],
        "d": np.array([1, 2]),
        4: Path("x"),
    }
    Terminal("en", machine=True).answer(answer)
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": 3, "c": [None, 1.5], "d": [1, 2], "4": "x"}


def test_no_name_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Codes in a name are shown, markup is not understood, and JSON holds the whole of it."""
    name = "a\x1b[2J\x9b[red]b[/red]\u202e"
    Terminal("en").show(name)
    Terminal("en").note(name)
    out, err = capsys.readouterr()
    assert out == err == "a\\x1b[2J\\x9b[red]b[/red]\\u202e\n"
    Terminal("en", machine=True).answer({"name": name})
    out = capsys.readouterr().out
    assert not set("\x1b\x9b\u202e") & set(out)
    assert json.loads(out)["name"] == name


def test_work_goes_on_when_nobody_reads() -> None:
    """A write that fails is remembered and not raised; only a full disk is something wrong in the end."""

    class Broken(io.StringIO):
        code = errno.EPIPE

        def write(self, text: str) -> int:
            raise OSError(self.code, os.strerror(self.code))

    for code, wrong in ((errno.EPIPE, False), (errno.EBADF, False), (errno.ENOSPC, True)):
        stream = Broken()
        stream.code = code
        kept = Stream(stream)
        assert kept.write("abc") == 3
        assert (kept.close_out() is not None) is wrong
