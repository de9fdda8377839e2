"""The commands on kept plans: list, put in force, take back, history, and one's own actions as a plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from narvaro.app.cli_words import As, By, Debug, Dir, Json, Lang, Motive, PolicyFile
from narvaro.app.run import job
from narvaro.app.terminal import Terminal


def decide_command(
    folder: Dir,
    actions: Annotated[Path, typer.Option("--actions", metavar="F.csv", help="cli.option.actions")],
    name: As = None,
    by: By = None,
    reason: Motive = "",
    policy: PolicyFile = None,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Keep one's own actions as a plan."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_plans

        return commands_plans.decide(terminal, folder, actions, name, by, reason, policy)

    job(work, lang, json)


def plans_command(
    folder: Dir,
    again: Annotated[bool, typer.Option("--again", help="cli.option.again")] = False,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """List the kept plans."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_plans

        return commands_plans.plans(terminal, folder, again)

    job(work, lang, json)


def adopt_command(
    folder: Dir,
    name: Annotated[str, typer.Argument(metavar="NAME", help="cli.argument.plan")],
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="cli.option.by_whom_adopts")],
    reason: Annotated[str, typer.Option("--reason", metavar="WHY", help="cli.option.reason_adopts")],
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Put a kept plan in force."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_plans

        return commands_plans.adopt(terminal, folder, name, by, reason)

    job(work, lang, json)


def undo_command(
    folder: Dir,
    by: By = None,
    reason: Motive = "",
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Put the plan before in force again."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_plans

        return commands_plans.undo(terminal, folder, by, reason)

    job(work, lang, json)


def log_command(folder: Dir, lang: Lang = None, json: Json = False, debug: Debug = False) -> None:
    """Show the history of the plans."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_plans

        return commands_plans.log(terminal, folder)

    job(work, lang, json)


COMMANDS: dict[str, Callable[..., None]] = {
    "decide": decide_command,
    "plans": plans_command,
    "adopt": adopt_command,
    "undo": undo_command,
    "log": log_command,
}
