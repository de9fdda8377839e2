"""Help that teaches: what a command does, how it is written, what may be said, and an example; in either language."""

from __future__ import annotations

import shutil
import textwrap
from typing import Any

from typer.core import TyperCommand, TyperGroup

from narvaro.app.speech import spoken
from narvaro.language import Names, say, texts, told
from narvaro.sources import COUNTRIES, scenario_names, service_names

NARROWEST, WIDEST = 50, 96


class HelpfulCommand(TyperCommand):
    """A command whose `help` is a key: `<key>.title`, `<key>.about` and `<key>.example` are its texts."""

    def get_help(self, ctx: Any) -> str:
        """Return the help of the command in the language of the run."""
        return help_text(str(self.help), ctx.command_path, self.get_params(ctx), ctx)


class HelpfulGroup(TyperGroup):
    """The program itself: what it is for, and its commands."""

    def get_help(self, ctx: Any) -> str:
        """Return the help of the program in the language of the run."""
        lang, width = spoken(), _width()
        rows = [(name, say(f"{command.help}.title", lang)) for name, command in self.commands.items()]
        parts = [
            _wrapped(say("cli.program.about", lang), width),
            say("cli.help.usage", lang) + f"\n  {ctx.command_path} {say('cli.help.command', lang)}",
            say("cli.help.commands", lang) + "\n" + _listed(rows, width),
            say("cli.help.options", lang) + "\n" + _listed(_option_rows(self.get_params(ctx), ctx), width),
            _wrapped(say("cli.program.environment", lang), width),
            say("cli.help.example", lang) + "\n" + _indented(say("cli.program.example", lang)),
        ]
        return "\n\n".join(parts)


def help_text(key: str, path: str, params: list[Any], ctx: Any) -> str:
    """Return the help of one command."""
    lang, width = spoken(), _width()
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option"]
    words = " ".join(_metavar(param, ctx) for param in arguments)
    usage = f"  {path} {words} {say('cli.help.with_options', lang)}".replace("  [", " [")
    rows = [(_metavar(param, ctx), _said(param.help)) for param in arguments]
    parts = [
        _wrapped(say(f"{key}.title", lang), width),
        say("cli.help.usage", lang) + "\n" + usage + ("\n\n" + _listed(rows, width) if rows else ""),
        _wrapped(_filled(f"{key}.about"), width),
        say("cli.help.options", lang) + "\n" + _listed(_option_rows(options, ctx), width),
        say("cli.help.example", lang) + "\n" + _indented(_filled(f"{key}.example")),
    ]
    return "\n\n".join(parts)


def _option_rows(params: list[Any], ctx: Any) -> list[tuple[str, str]]:
    rows = []
    for param in params:
        names = ", ".join(sorted(param.opts, key=len))
        flag = getattr(param, "is_flag", False)
        rows.append((names if flag else f"{names} {_metavar(param, ctx)}", _said(param.help)))
    return rows


def _metavar(param: Any, ctx: Any) -> str:
    return str(param.metavar or param.make_metavar(ctx))


def _said(key: str | None) -> str:
    """Return the text of a key; what is no key of ours, such as the help of `--help`, is the text on help."""
    return _filled(key if key is not None and key in texts() else "cli.option.help")


def _filled(key: str) -> str:
    """Return a text of help, with the embedded scenarios and the services where it names them, and what they are."""
    names, lang = scenario_names(), spoken()
    about = " ".join(told(Names(COUNTRIES).about(name), lang) for name in names)
    services = [f"{name} ({told(Names(COUNTRIES).service(name), lang)})" for name in service_names()]
    data = {"scenarios": names, "first": names[0], "scenario": names[-1], "about": about}
    return say(key, lang, **data, services=services, service=next(iter(service_names()), "–"))


def _width() -> int:
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))


def _wrapped(text: str, width: int, indent: str = "") -> str:
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(
        textwrap.fill(part, width, initial_indent=indent, subsequent_indent=indent) for part in paragraphs
    )


def _indented(text: str) -> str:
    return textwrap.indent(text.strip(), "  ")


def _listed(rows: list[tuple[str, str]], width: int) -> str:
    """Return names in one column and what they mean in another; a long name has a line of its own."""
    column = min(max(len(name) for name, _ in rows) + 4, 26)
    lines = []
    for name, meaning in rows:
        told = textwrap.wrap(meaning, width - column) or [""]
        head = f"  {name}"
        if len(head) + 2 > column:
            lines.append(head)
        else:
            told[0] = head.ljust(column) + told[0]
        start = 1 if len(head) + 2 <= column else 0
        lines += told[:start] + [" " * column + line for line in told[start:]]
    return "\n".join(lines)
