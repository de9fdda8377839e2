"""The commands that write what is said of a plan: the report and the brief."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from narvaro.app.cli_words import Debug, Dir, Json, Lang
from narvaro.app.run import job
from narvaro.app.terminal import Terminal

if TYPE_CHECKING:
    from narvaro.app.reports import Shape

KeptOne = Annotated[str | None, typer.Option("--plan", metavar="NAME", help="cli.option.report_plan")]
Pdf = Annotated[bool, typer.Option("--pdf", help="cli.option.pdf")]
Open = Annotated[bool, typer.Option("--open", help="cli.option.open")]


def _command(shape: Shape) -> Callable[..., None]:
    """Return the command that writes a shape of what is said of a plan."""

    def write(
        folder: Dir,
        plan: KeptOne = None,
        lang: Lang = None,
        pdf: Pdf = False,
        open_it: Open = False,
        json: Json = False,
        debug: Debug = False,
    ) -> None:
        def work(terminal: Terminal) -> dict[str, Any]:
            from narvaro.app import commands_reports

            return commands_reports.report(terminal, folder, shape, plan, pdf=pdf, open_it=open_it)

        job(work, lang, json)

    return write


COMMANDS: dict[str, Callable[..., None]] = {"report": _command("report"), "brief": _command("brief")}
