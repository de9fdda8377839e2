"""Words of the command line: each option that commands share is written in one way, and each command has its help."""

import typer
from typer.main import get_command

from narvaro.app.cli_words import Dir, Json, register


def test_commands_join_in_their_order_and_take_their_help_from_the_catalogue() -> None:
    """A name with a hyphen finds its text under the name with a low line."""

    def what_if_command(folder: Dir, json: Json = False) -> None:
        raise AssertionError((folder, json))

    cli = typer.Typer()
    register(cli, {"what-if": what_if_command, "why": what_if_command})
    assert [command.name for command in cli.registered_commands] == ["what-if", "why"]
    assert [command.help for command in cli.registered_commands] == ["cli.what_if", "cli.why"]
    folder, json = get_command(cli).commands["why"].params[:2]  # type: ignore[attr-defined]
    assert (folder.metavar, json.opts) == ("DIR", ["--json"])
