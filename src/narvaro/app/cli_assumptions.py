"""The command that tells what a plan assumes."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from narvaro.app.cli_words import Debug, Dir, Json, Lang, PlanName
from narvaro.app.run import job
from narvaro.app.terminal import Terminal


def assumptions_command(
    folder: Dir,
    name: PlanName = None,
    again: Annotated[bool, typer.Option("--replan", help="cli.option.replan")] = False,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Tell what the plan assumes, and what each assumption moves."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_assumptions

        return commands_assumptions.assumptions(terminal, folder, name, again)

    job(work, lang, json)


COMMANDS: dict[str, Callable[..., None]] = {"assumptions": assumptions_command}
