"""One run of the program: parse, do, and turn whatever happens into a message and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from rich.text import Text
from typer import Exit

from narvaro.app.speech import language_of, speak, spoken
from narvaro.app.streams import streams
from narvaro.app.terminal import Terminal
from narvaro.errors import Fault, InputError, NarvaroError, SettingError
from narvaro.language import OFFERED, say, visible

FINE, BROKEN, INPUT, INTERRUPTED = 0, 1, 2, 130
DEBUG = "NARVARO_DEBUG"

Work = Callable[[Terminal], Mapping[str, Any]]


def job(work: Work, lang: str | None, machine: bool) -> None:
    """Do the work of a command in its language and give a machine the answer.

    An answer that tells of faults carries their exit code, with which the command then ends.

    Raises
    ------
    SettingError
        If the language is none of those offered.
    """
    if lang is not None and lang not in OFFERED:
        raise SettingError([Fault("app.unknown_language", {"value": lang}, None, None, "--lang")])
    terminal = Terminal(spoken(), machine)
    answer = work(terminal)
    terminal.answer(answer)
    if code := int(answer.get("exit_code", FINE)):
        raise Exit(code)


def run(command: Any, arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; no traceback reaches a user who did not ask for one.

    Parameters
    ----------
    command
        The program, as Typer makes it.
    arguments
        What the user wrote after the name of the program.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    speak(language_of(given, os.environ))
    with streams() as (out, err):
        code = _carried_out(command, given)
        failed = out.close_out()
        if failed is not None:
            data = {"problem": str(failed.strerror or failed), "file": say("app.standard_output", spoken())}
            err.write(Fault("app.stream", data).text(spoken()) + "\n")
            code = code or INPUT
        err.close_out()
    return code


def _carried_out(command: Any, given: Sequence[str]) -> int:
    """Run a command, tell of what went wrong, and return the exit code."""
    debug = "--debug" in given or bool(os.environ.get(DEBUG))
    try:
        left = command.main(args=list(given), prog_name="narvaro", standalone_mode=False)
    except NarvaroError as error:
        return told(error, given, debug)
    except KeyboardInterrupt:
        left = INTERRUPTED
    except OSError as error:
        fault = Fault(
            "app.system", {"problem": str(error.strerror or error), "file": str(error.filename or "–")}
        )
        return told(InputError([fault]), given, debug)
    except Exception as error:  # the last net: a user is told in words
        if hasattr(error, "format_message"):
            return told(SettingError([usage_fault(error, command)]), given, debug=False)
        problem = f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0][:200]}"
        return told(NarvaroError("app.broken", problem=problem), given, debug)
    if left == INTERRUPTED:
        sys.stderr.write(say("app.interrupted", spoken()) + "\n")
    return int(left) if isinstance(left, int) else FINE


def told(error: NarvaroError, arguments: Sequence[str], debug: bool) -> int:
    """Tell of an error, to a machine as JSON, and return its exit code."""
    machine = "--json" in arguments
    terminal = Terminal(spoken(), machine)
    if debug:
        sys.stderr.write(visible(traceback.format_exc()))
    faults = error.faults if isinstance(error, InputError) else ()
    terminal.answer(
        {
            "error": {
                "key": error.key,
                "exit_code": error.exit_code,
                "faults": [fault.to_json() | {"text": fault.text(terminal.lang)} for fault in faults],
                "text": error.text(terminal.lang),
            }
        }
    )
    terminal.err.print(Text(error.text(terminal.lang), style="bold" if not faults else ""), soft_wrap=True)
    if not machine and isinstance(error, InputError):
        from narvaro.app.fault_file import write_faults  # heavy; most errors do without

        if (path := write_faults(faults, Path.cwd(), terminal.lang)) is not None:
            terminal.note(terminal.say("faults.written", file=str(path)))
    return error.exit_code


def usage_fault(error: Any, command: Any) -> Fault:
    """Return what is wrong with how a command was written, as a fault in words of our own."""
    kind, param = type(error).__name__, getattr(error, "param", None)
    place = str(getattr(error.ctx, "command_path", "narvaro")) if getattr(error, "ctx", None) else "narvaro"
    data: dict[str, Any] = {"command": place}
    if kind == "NoSuchOption":
        near = get_close_matches(error.option_name, _options_of(error), 1)
        data |= {"option": error.option_name, "near": near[0] if near else f"{place} --help"}
        return Fault("usage.no_such_option", data)
    if param is not None:
        name = _called(param)
        if kind == "MissingParameter":
            return Fault("usage.missing", data | {"names": _missing(error)})
        if "valid integer" in str(error.message):
            return Fault("usage.whole_number", data | {"name": name})
        if "number" in str(error.message):
            return Fault("usage.number", data | {"name": name})
        return Fault("usage.bad_value", data | {"name": name, "problem": str(error.message)})
    message = str(error.format_message())
    if message.startswith("No such command"):
        asked = message.split("'")[1]
        near = get_close_matches(asked, list(command.commands), 1)
        return Fault("usage.no_such_command", {"name": asked, "allowed": near or list(command.commands)})
    if kind == "BadOptionUsage":
        return Fault("usage.needs_value", {"name": str(error.option_name)})
    return Fault("usage.other", data | {"problem": message})


def _called(param: Any) -> str:
    """Return what a parameter of a command is called in its help."""
    return str(param.metavar if param.param_type_name == "argument" else max(param.opts, key=len))


def _missing(error: Any) -> list[str]:
    """Return every parameter that a command needs and was not given; those that were given are read before."""
    known = error.ctx.params
    return [
        _called(param) for param in error.ctx.command.params if param.required and param.name not in known
    ]


def _options_of(error: Any) -> list[str]:
    if getattr(error, "ctx", None) is None:
        return []
    return [name for param in error.ctx.command.get_params(error.ctx) for name in param.opts]
