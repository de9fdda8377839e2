"""One run of the program: whatever happens becomes a message and an exit code."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import typer

from narvaro.app.cli import cli
from narvaro.app.run import BROKEN, FINE, INPUT, INTERRUPTED, job, run
from narvaro.app.speech import speak
from narvaro.errors import Fault, FolderError, NarvaroError, PolicyError, SettingError


class Program:
    """A command that does one thing when it is run."""

    def __init__(self, work: Any) -> None:
        self.work = work

    def main(self, **_: Any) -> Any:
        return self.work()


def failing(error: BaseException) -> Program:
    def work() -> None:
        raise error

    return Program(work)


FAULT = Fault("app.no_folder", {"folder": "x"}, None, None, "--csv")
ENDS = [
    (FolderError([FAULT]), INPUT, "There is no folder"),
    (NarvaroError("app.broken", problem="x"), BROKEN, "x"),
    (KeyboardInterrupt(), INTERRUPTED, ""),
    (OSError(28, "No space left on device", "plan.json"), INPUT, "plan.json"),
    (RuntimeError("first line\nsecond line"), BROKEN, "RuntimeError: first line"),
]


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NARVARO_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NARVARO_LANG", "en")


@pytest.mark.parametrize(("error", "code", "words"), ENDS, ids=[type(error).__name__ for error, _, _ in ENDS])
def test_every_end_has_its_code_and_its_words(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, words: str
) -> None:
    """Told on standard error, without a traceback; standard output stays empty."""
    assert run(failing(error), []) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert "Traceback" not in err
    assert "second line" not in err


def test_a_traceback_is_shown_to_whoever_asks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `--debug`, or `NARVARO_DEBUG`, before the words."""
    for given, variable in ((["--debug"], ""), ([], "1")):
        monkeypatch.setenv("NARVARO_DEBUG", variable)
        assert run(failing(RuntimeError("x")), given) == BROKEN
        assert "Traceback" in capsys.readouterr().err


def test_a_machine_is_told_of_each_fault(capsys: pytest.CaptureFixture[str]) -> None:
    """With `--json` the error stands on standard output, with its key, its code and each fault in words."""
    assert run(failing(PolicyError([FAULT, FAULT])), ["--json"]) == INPUT
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["exit_code"], len(error["faults"])) == (INPUT, 2)
    assert error["faults"][0]["text"] == FAULT.text("en")
    assert FAULT.text("en") in error["text"]


@pytest.mark.parametrize(("left", "code"), [(0, FINE), (None, FINE), (7, 7)])
def test_a_command_may_end_with_a_code_of_its_own(left: Any, code: int) -> None:
    """What it leaves that is no number is no failure."""
    assert run(Program(lambda: left), []) == code


def test_the_work_of_a_command_is_given_to_a_machine(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON; an answer with an exit code ends the command with it; an unknown language is refused before any work."""
    speak("en")
    job(lambda terminal: {"x": 1}, None, machine=True)
    assert json.loads(capsys.readouterr().out) == {"x": 1}
    with pytest.raises(typer.Exit) as left:
        job(lambda terminal: {"exit_code": 2}, "en", machine=True)
    assert left.value.exit_code == 2
    with pytest.raises(SettingError, match="--lang"):
        job(lambda terminal: pytest.fail("worked"), "xx", machine=False)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["plam"], "plan"),
        (["plan"], "DIR"),
        (["plan", "d", "--gpa", "1"], "--gap"),
        (["plan", "d", "--gap", "x"], "--gap"),
        (["plan", "d", "--gap"], "--gap"),
        (["travel", "d", "--window", "1.5"], "--window"),
    ],
)
def test_what_was_written_wrong_is_told_in_words_of_ours(
    capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    """With the command, option or place that is meant, in both languages, and none of the library's own words."""
    command = typer.main.get_command(cli)
    said = set()
    for lang in ("en", "sv"):
        assert run(command, [*words, "--lang", lang]) == INPUT
        err = capsys.readouterr().err
        assert told in err
        assert not re.search(r"No such|Missing|is not a valid|requires an argument", err)
        said.add(err)
    assert len(said) == 2
