"""The commands that ask a plan: what-if, why and prices."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from narvaro.app.cli_words import By, Debug, Dir, Json, Lang, Motive, PlanName, Site, TimeLimit
from narvaro.app.run import job
from narvaro.app.terminal import Terminal


def what_if_command(
    folder: Dir,
    plan: PlanName = None,
    opens: Annotated[
        list[str] | None, typer.Option("--open", metavar="NAME", help="cli.option.ask_open")
    ] = None,
    closes: Annotated[
        list[str] | None, typer.Option("--close", metavar="NAME", help="cli.option.ask_close")
    ] = None,
    keeps: Annotated[
        list[str] | None, typer.Option("--keep", metavar="NAME", help="cli.option.ask_keep")
    ] = None,
    not_opens: Annotated[
        list[str] | None, typer.Option("--not-open", metavar="NAME", help="cli.option.ask_not_open")
    ] = None,
    sizes: Annotated[
        list[str] | None, typer.Option("--size", metavar="NAME=SIZE", help="cli.option.ask_size")
    ] = None,
    money: Annotated[
        list[str] | None, typer.Option("--money", metavar="YEAR=M", help="cli.option.ask_money")
    ] = None,
    money_pct: Annotated[
        float | None, typer.Option("--money-pct", metavar="PCT", help="cli.option.ask_money_pct")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="S=V", help="cli.option.ask_set")
    ] = None,
    actions: Annotated[
        Path | None, typer.Option("--actions", metavar="F.csv", help="cli.option.ask_actions")
    ] = None,
    mine: Annotated[bool, typer.Option("--mine", help="cli.option.ask_mine")] = False,
    best: Annotated[bool, typer.Option("--best", help="cli.option.ask_best")] = False,
    time_limit: TimeLimit = None,
    name: Annotated[str | None, typer.Option("--as", metavar="NAME", help="cli.option.ask_as")] = None,
    by: By = None,
    reason: Motive = "",
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Ask what becomes of the plan if something is changed."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_asking
        from narvaro.app.asking import Said

        said = Said(
            {
                "open": opens or (),
                "close": closes or (),
                "keep": keeps or (),
                "not_open": not_opens or (),
                "size": sizes or (),
            },
            money or (),
            money_pct,
            settings or (),
            actions,
        )
        return commands_asking.what_if(
            terminal,
            folder,
            said,
            best=best or not (mine or actions),
            time_limit=time_limit,
            plan=plan,
            kept=(name, by, reason),
        )

    job(work, lang, json)


def why_command(
    folder: Dir,
    site: Site,
    area: Annotated[bool, typer.Option("--area", help="cli.option.ask_area")] = False,
    plan: PlanName = None,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Ask why the plan does what it does at a place, or what it means for an area."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_asking

        return commands_asking.why(terminal, folder, site, plan, area=area)

    job(work, lang, json)


def prices_command(
    folder: Dir,
    plan: PlanName = None,
    time_limit: TimeLimit = None,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Ask what each rule costs."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands_asking

        return commands_asking.prices(terminal, folder, time_limit, plan)

    job(work, lang, json)


COMMANDS: dict[str, Callable[..., None]] = {
    "what-if": what_if_command,
    "why": why_command,
    "prices": prices_command,
}
