"""The command that writes a plan as files."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from narvaro.app.cli_reports import KeptOne
from narvaro.app.cli_words import Debug, Dir, Json, Lang
from narvaro.app.run import job
from narvaro.app.terminal import Terminal


def export_command(
    folder: Dir,
    name: KeptOne = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FOLDER", help="cli.option.export_to")] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="KIND,KIND", help="cli.option.export_only")
    ] = None,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write a plan as files."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_export

        kinds = [kind.strip() for kind in (only or "").split(",") if kind.strip()]
        return commands_export.export(terminal, folder, name, to, kinds)

    job(work, lang, json)


COMMANDS: dict[str, Callable[..., None]] = {"export": export_command}
