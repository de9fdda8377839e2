"""The commands that write what is said of a plan: the report and the brief."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from narvaro.app.cli_words import Debug, Dir, Json, Lang
from narvaro.app.run import job
from narvaro.app.terminal import Terminal

KeptOne = Annotated[str | None, typer.Option("--plan", metavar="NAME", help="cli.option.report_plan")]
Pdf = Annotated[bool, typer.Option("--pdf", help="cli.option.pdf")]
Open = Annotated[bool, typer.Option("--open", help="cli.option.open")]


def report_command(
    folder: Dir,
    plan: KeptOne = None,
    lang: Lang = None,
    pdf: Pdf = False,
    open_it: Open = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write the report."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_reports

        return commands_reports.report(terminal, folder, "report", plan, pdf=pdf, open_it=open_it)

    job(work, lang, json)


def brief_command(
    folder: Dir,
    plan: KeptOne = None,
    lang: Lang = None,
    pdf: Pdf = False,
    open_it: Open = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write the brief."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_reports

        return commands_reports.report(terminal, folder, "brief", plan, pdf=pdf, open_it=open_it)

    job(work, lang, json)


COMMANDS: dict[str, Callable[..., None]] = {"report": report_command, "brief": brief_command}
