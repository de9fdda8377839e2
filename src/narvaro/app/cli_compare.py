"""The command that lays kept plans beside each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from narvaro.app.cli_words import Debug, Dir, Json, Lang
from narvaro.app.run import job
from narvaro.app.terminal import Terminal

PlanNames = Annotated[list[str], typer.Argument(metavar="NAME...", help="cli.argument.compare_names")]


def compare_command(
    folder: Dir,
    names: PlanNames,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="F.html", help="cli.option.compare_out")
    ] = None,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Lay kept plans beside each other."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_compare

        return commands_compare.compare(terminal, folder, names, out)

    job(work, lang, json)


COMMANDS: dict[str, Callable[..., None]] = {"compare": compare_command}
