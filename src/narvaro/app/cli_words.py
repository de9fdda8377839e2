"""Words that several commands take, each with one name, one placeholder and one line of help; and how they join."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from narvaro.app.help import HelpfulCommand

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="cli.argument.dir")]
Site = Annotated[str, typer.Argument(metavar="SITE", help="cli.argument.site")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="sv|en|fr", help="cli.option.lang")]
Json = Annotated[bool, typer.Option("--json", help="cli.option.json")]
Debug = Annotated[bool, typer.Option("--debug", help="cli.option.debug")]
PolicyFile = Annotated[Path | None, typer.Option("--policy", metavar="F.toml", help="cli.option.policy")]
TimeLimit = Annotated[float | None, typer.Option("--time-limit", metavar="S", help="cli.option.time_limit")]
Gap = Annotated[float | None, typer.Option("--gap", metavar="G", help="cli.option.gap")]
PlanName = Annotated[str | None, typer.Option("--plan", metavar="NAME", help="cli.option.plan_name")]
As = Annotated[str | None, typer.Option("--as", metavar="NAME", help="cli.option.as")]
By = Annotated[str | None, typer.Option("--by", metavar="WHO", help="cli.option.by_whom")]
Motive = Annotated[str, typer.Option("--reason", metavar="WHY", help="cli.option.reason")]


def register(cli: typer.Typer, commands: Mapping[str, Callable[..., None]]) -> None:
    """Give the program some commands, in the order of the work; `cli.<name>` in the catalogue tells what each does."""
    for name, command in commands.items():
        cli.command(name=name, cls=HelpfulCommand, help=f"cli.{name.replace('-', '_')}")(command)
