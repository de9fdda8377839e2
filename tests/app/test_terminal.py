"""Progress is shown to those who wait, answers to those who asked, and nothing else."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest
from numba import njit

from narvaro.app import terminal as terminal_module
from narvaro.app.terminal import Terminal
from narvaro.language import number


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the terminal, in the hands of the test."""
    clock = Clock()
    monkeypatch.setattr(terminal_module, "time", clock)
    return clock


AT = SimpleNamespace(value=1_234_567.0, bound=1_230_000.0, gap=0.0037)


def test_quick_work_shows_no_progress(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is told of work that ends within two seconds."""
    with Terminal("en").stage("app.stage.plan") as stage:
        clock.now = 1.9
        stage.proof(AT)
        assert str(stage.__rich__()) == ""
    assert capsys.readouterr() == ("", "")


def test_a_live_line_has_value_bound_gap_and_time(clock: Clock) -> None:
    """After two seconds the line says where the search stands, in the language of the run."""
    stage = terminal_module.ShownStage(Terminal("en"), "Planning")
    stage.proof(AT)
    clock.now = 7.4
    assert str(stage.__rich__()) == "Planning, 7 s: value 1,234,567, bound 1,230,000, gap 0.370\u00a0%"
    swedish = terminal_module.ShownStage(Terminal("sv"), "Planerar")
    swedish.proof(AT)
    assert "gräns 1\u202f230\u202f000, avstånd 0,370\u00a0%" in swedish.line(7.4)


def test_the_live_line_fits_a_small_terminal() -> None:
    """Value, bound and gap of a national plan stand on 80 columns in both languages."""
    big = SimpleNamespace(value=171_094_765.0, bound=170_135_970.0, gap=0.123456)
    for lang in ("sv", "en"):
        one = Terminal(lang)
        for key in ("app.stage.plan", "app.stage.report"):
            stage = terminal_module.ShownStage(one, one.say(key))
            stage.proof(big)
            assert len(stage.line(120.0)) <= 80


def test_while_the_program_is_compiled_the_line_says_so(clock: Clock) -> None:
    """In place of figures that stand still; they are back when it is done, and both fit 80 columns."""
    for lang, words in (("en", "compiling to machine code"), ("sv", "översätter till maskinkod")):
        one = Terminal(lang)
        stage = terminal_module.ShownStage(one, one.say("app.stage.report"))
        stage.proof(AT)
        stage.compiles(True)
        assert words in stage.line(47.0)
        assert len(stage.line(120.0)) <= 80
        stage.compiles(False)
        assert number(1_234_567, lang) in stage.line(48.0)


def test_a_stage_hears_of_what_is_compiled_in_it(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    """A loop that is compiled while a stage goes on is told of in its line; in a log too, if it takes long."""
    heard = []
    with Terminal("en").stage("app.stage.plan") as stage:
        clock.now = 11.0

        @njit
        def loop(n: int) -> int:
            return n + 1

        loop(1)
        heard.append(stage.compiling)
    assert heard == [False]
    assert capsys.readouterr().err == "Planning, 11 s: compiling to machine code, kept for the next run\n"


def test_without_a_terminal_a_line_is_told_now_and_then(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log gets a line every ten seconds on standard error, and standard output stays clean."""
    with Terminal("en").stage("app.stage.plan") as stage:
        for clock.now in (1.0, 3.0, 9.0, 11.0, 12.0, 19.0, 22.0):
            stage.proof(AT)
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split(":")[0] for line in err.splitlines()] == ["Planning, 11 s", "Planning, 22 s"]


def test_parts_of_a_work_are_counted(clock: Clock) -> None:
    """Work with a known end says how much of it is done."""
    stage = terminal_module.ShownStage(Terminal("sv"), "Restider")
    stage.part("bil", 1_200, 4_000)
    assert stage.line(5.0) == "Restider, 5 s: bil 1\u202f200/4\u202f000"


def test_a_machine_gets_json_and_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Words for people are left out; the answer is one object."""
    terminal = Terminal("en", machine=True)
    terminal.tell("app.next", command="x")
    terminal.gap()
    terminal.answer({"å": 1})
    out, _ = capsys.readouterr()
    assert json.loads(out) == {"å": 1}


def test_a_person_gets_words_and_no_json(capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence in a pipe is one line, however long."""
    terminal = Terminal("en")
    terminal.answer({"a": 1})
    terminal.tell("app.next", command="narvaro " + "x" * 300)
    assert capsys.readouterr().out == "Next: narvaro " + "x" * 300 + "\n"


@pytest.mark.parametrize(("no_color", "plain"), [("1", True), ("", False)])
def test_no_color_leaves_nothing_but_the_words(
    monkeypatch: pytest.MonkeyPatch, no_color: str, plain: bool
) -> None:
    """With NO_COLOR a terminal gets neither colours nor bold; without it what matters is set off."""
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(terminal_module.sys, "stdout", screen)
    Terminal("en", False).out.print("No faults found", style="bold")
    assert ("\x1b" not in screen.getvalue()) is plain
