"""The command line: thin commands over the steps. Answers go to standard output, the rest to standard error.

Nothing heavy is imported before a command runs, so that `--help` answers at once.
"""

from pathlib import Path
from typing import Annotated, Any

import typer

from narvaro.app import cli_asking, cli_assumptions, cli_compare, cli_export, cli_plans, cli_reports
from narvaro.app.cli_words import As, By, Debug, Dir, Gap, Json, Lang, Motive, PolicyFile, TimeLimit, register
from narvaro.app.help import HelpfulCommand, HelpfulGroup
from narvaro.app.run import job, run
from narvaro.app.terminal import Terminal

cli = typer.Typer(
    name="narvaro",
    cls=HelpfulGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0 fine, 2 what was given or kept, 3 no plan."""
    raise SystemExit(run(typer.main.get_command(cli), arguments))


def _show_version(asked: bool) -> None:
    if asked:
        from narvaro import __version__

        typer.echo(f"narvaro {__version__}")
        raise typer.Exit


@cli.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="cli.option.version")
    ] = False,
    lang: Lang = None,
) -> None:
    """Take the options of the program itself; the commands do the rest."""


@cli.command(name="demo", cls=HelpfulCommand, help="cli.demo")
def demo_command(
    scenario: Annotated[
        str | None, typer.Option("--scenario", metavar="NAME", help="cli.option.demo_scenario")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="cli.option.out")] = None,
    open_it: Annotated[bool, typer.Option("--open", help="cli.option.open")] = False,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Do the whole job on an embedded scenario."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands

        return commands.demo(terminal, scenario, out, open_it)

    job(work, lang, json)


@cli.command(name="new", cls=HelpfulCommand, help="cli.new")
def new_command(
    folder: Dir,
    scenario: Annotated[
        str | None, typer.Option("--scenario", metavar="NAME", help="cli.option.scenario")
    ] = None,
    areas: Annotated[Path | None, typer.Option("--areas", metavar="FILE", help="cli.option.areas")] = None,
    sites: Annotated[Path | None, typer.Option("--sites", metavar="FILE", help="cli.option.sites")] = None,
    areas_sheet: Annotated[
        str | None, typer.Option("--areas-sheet", metavar="NAME", help="cli.option.areas_sheet")
    ] = None,
    sites_sheet: Annotated[
        str | None, typer.Option("--sites-sheet", metavar="NAME", help="cli.option.sites_sheet")
    ] = None,
    crs: Annotated[str | None, typer.Option("--crs", metavar="EPSG:N", help="cli.option.crs")] = None,
    areas_crs: Annotated[
        str | None, typer.Option("--areas-crs", metavar="EPSG:N", help="cli.option.areas_crs")
    ] = None,
    sites_crs: Annotated[
        str | None, typer.Option("--sites-crs", metavar="EPSG:N", help="cli.option.sites_crs")
    ] = None,
    columns: Annotated[
        list[str] | None, typer.Option("--map", metavar="NAME=COLUMN", help="cli.option.map")
    ] = None,
    thousands: Annotated[
        str | None, typer.Option("--thousands", metavar="MARK", help="cli.option.thousands")
    ] = None,
    groups: Annotated[
        list[str] | None, typer.Option("--groups", metavar="C,C", help="cli.option.groups")
    ] = None,
    propose_sites: Annotated[
        int | None, typer.Option("--propose-sites", metavar="N", help="cli.option.propose_sites")
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="cli.option.currency")
    ] = None,
    money_unit: Annotated[
        str | None, typer.Option("--money-unit", metavar="UNIT", help="cli.option.money_unit")
    ] = None,
    service: Annotated[str | None, typer.Option("--from", metavar="SERVICE", help="cli.option.from")] = None,
    detail: Annotated[str | None, typer.Option("--detail", metavar="D", help="cli.option.detail")] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR", help="cli.option.year")] = None,
    county: Annotated[
        list[str] | None, typer.Option("--county", metavar="C,C", help="cli.option.county")
    ] = None,
    files: Annotated[Path | None, typer.Option("--files", metavar="DIR", help="cli.option.files")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="cli.option.refresh")] = False,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Make a project folder."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands
        from narvaro.app.official import official_wish
        from narvaro.app.options import crs_option, money_option, part_option, table_wishes

        tables = part_option(areas, areas_sheet), part_option(sites, sites_sheet)
        systems = crs_option(crs, areas_crs, sites_crs)
        wishes = table_wishes(columns or (), thousands, groups or (), propose_sites)
        money = money_option(currency, money_unit)
        official = official_wish(service, detail, year, county or (), files, refresh)
        return commands.new(terminal, folder, scenario, *tables, systems, official, money, wishes)

    job(work, lang, json)


@cli.command(name="check", cls=HelpfulCommand, help="cli.check")
def check_command(
    folder: Dir, policy: PolicyFile = None, lang: Lang = None, json: Json = False, debug: Debug = False
) -> None:
    """Look a project folder over."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands

        return commands.check(terminal, folder, policy)

    job(work, lang, json)


@cli.command(name="travel", cls=HelpfulCommand, help="cli.travel")
def travel_command(
    folder: Dir,
    osm: Annotated[Path | None, typer.Option("--osm", metavar="F.osm.pbf", help="cli.option.osm")] = None,
    roads: Annotated[Path | None, typer.Option("--roads", metavar="F.gpkg", help="cli.option.roads")] = None,
    gtfs: Annotated[
        list[Path] | None, typer.Option("--gtfs", metavar="F.zip", help="cli.option.gtfs")
    ] = None,
    mode: Annotated[str | None, typer.Option("--mode", metavar="M,M", help="cli.option.modes")] = None,
    depart: Annotated[
        str, typer.Option("--depart", metavar="TIME", help="cli.option.depart")
    ] = "2026-03-10T10:00",
    window: Annotated[int, typer.Option("--window", metavar="MIN", help="cli.option.window")] = 60,
    max_minutes: Annotated[
        float, typer.Option("--max-minutes", metavar="MIN", help="cli.option.max_minutes")
    ] = 120.0,
    there_and_back: Annotated[
        bool, typer.Option("--there-and-back", help="cli.option.there_and_back")
    ] = False,
    speeds: Annotated[
        Path | None, typer.Option("--speeds", metavar="F.csv", help="cli.option.speeds")
    ] = None,
    partial: Annotated[bool, typer.Option("--partial", help="cli.option.partial")] = False,
    workers: Annotated[int, typer.Option("--workers", metavar="N", help="cli.option.workers")] = 1,
    dask: Annotated[str | None, typer.Option("--dask", metavar="tcp://...", help="cli.option.dask")] = None,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Make travel times on streets and timetables."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands
        from narvaro.app.options import MAX_MINUTES, WINDOW, WORKERS, require_numbers
        from narvaro.travel import RunSettings
        from narvaro.travel.settings import read_moment

        require_numbers(
            {
                "--max-minutes": (max_minutes, MAX_MINUTES),
                "--window": (window, WINDOW),
                "--workers": (workers, WORKERS),
            }
        )
        settings = RunSettings(
            osm,
            roads,
            tuple(gtfs or ()),
            tuple(part.strip() for part in (mode or "").split(",") if part.strip()),
            read_moment(depart),
            window,
            max_minutes,
            there_and_back,
            partial=partial,
            speed_factors=speeds,
        )
        return commands.travel(terminal, folder, settings, workers, dask)

    job(work, lang, json)


@cli.command(name="access", cls=HelpfulCommand, help="cli.access")
def access_command(
    folder: Dir,
    service: Annotated[str | None, typer.Option("--service", metavar="S", help="cli.option.service")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="GROUPING", help="cli.option.by")] = None,
    mode: Annotated[str, typer.Option("--mode", metavar="MODE", help="cli.option.mode")] = "car",
    within: Annotated[float | None, typer.Option("--within", metavar="MIN", help="cli.option.within")] = None,
    with_plan: Annotated[bool, typer.Option("--with-plan", help="cli.option.with_plan")] = False,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="F", help="cli.option.csv")] = None,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Measure who has how far."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands

        return commands.access(
            terminal,
            folder,
            mode=mode,
            service=service,
            by=by,
            within_min=within,
            with_plan=with_plan,
            csv=csv,
        )

    job(work, lang, json)


@cli.command(name="load", cls=HelpfulCommand, help="cli.load")
def load_command(
    folder: Dir,
    with_plan: Annotated[bool, typer.Option("--with-plan", help="cli.option.with_plan")] = False,
    huff: Annotated[bool, typer.Option("--huff", help="cli.option.huff")] = False,
    by: Annotated[str | None, typer.Option("--by", metavar="COLUMN", help="cli.option.by_sites")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="F", help="cli.option.csv")] = None,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Measure how offices fill."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands

        return commands.load(terminal, folder, with_plan=with_plan, huff=huff, by=by, csv=csv)

    job(work, lang, json)


@cli.command(name="definitions", cls=HelpfulCommand, help="cli.definitions")
def definitions_command(
    folder: Dir,
    of: Annotated[str | None, typer.Option("--of", metavar="A,B", help="cli.option.of")] = None,
    lists: Annotated[list[Path] | None, typer.Option("--list", metavar="F", help="cli.option.list")] = None,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Set definitions side by side."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands

        return commands.definitions(terminal, folder, of, lists or [])

    job(work, lang, json)


@cli.command(name="history", cls=HelpfulCommand, help="cli.history")
def history_command(
    folder: Dir,
    by: Annotated[str | None, typer.Option("--by", metavar="GROUPING", help="cli.option.by")] = None,
    mode: Annotated[str, typer.Option("--mode", metavar="MODE", help="cli.option.mode")] = "car",
    events: Annotated[
        Path | None, typer.Option("--events", metavar="F.csv", help="cli.option.events")
    ] = None,
    with_plan: Annotated[bool, typer.Option("--with-plan", help="cli.option.beside_plan")] = False,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Measure the network through time."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands

        return commands.history(terminal, folder, by=by, mode=mode, events=events, with_plan=with_plan)

    job(work, lang, json)


@cli.command(name="plan", cls=HelpfulCommand, help="cli.plan")
def plan_command(
    folder: Dir,
    policy: PolicyFile = None,
    time_limit: TimeLimit = None,
    gap: Gap = None,
    name: As = None,
    by: By = None,
    reason: Motive = "",
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Make the plan."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands

        return commands.plan(terminal, folder, policy, time_limit, gap, kept=(name, by, reason))

    job(work, lang, json)


register(cli, cli_asking.COMMANDS)
register(cli, cli_assumptions.COMMANDS)
register(cli, cli_reports.COMMANDS)
register(cli, cli_export.COMMANDS)


@cli.command(name="backtest", cls=HelpfulCommand, help="cli.backtest")
def backtest_command(
    folder: Dir,
    decision: Annotated[
        int | None, typer.Option("--decision", metavar="YEAR", help="cli.option.decision")
    ] = None,
    lang: Lang = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Test plans against what was really decided."""

    def work(terminal: Terminal) -> dict[str, Any]:
        from narvaro.app import commands

        return commands.backtest(terminal, folder, decision)

    job(work, lang, json)


register(cli, cli_plans.COMMANDS)
register(cli, cli_compare.COMMANDS)


def command_names() -> list[str]:
    """Return the names of the commands, in the order of the work."""
    return [str(command.name) for command in cli.registered_commands]
