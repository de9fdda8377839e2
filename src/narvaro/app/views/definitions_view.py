"""How definitions look in a terminal: whom each counts, what two have in common, which areas hinge on the choice."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from narvaro.app.definitions import Compared
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import GridColumn, grid
from narvaro.language import Names, number, percent, told
from narvaro.sources import countries_of

MOST_PAIRS, MOST_AREAS = 15, 10


def show(terminal: Terminal, compared: Compared) -> None:
    """Show the definitions side by side; each has a number, by which the later tables name it."""
    table = compared.table
    terminal.show(_each(terminal, compared))
    if len(table.pairs):
        terminal.show(_pairs(terminal, compared))
    if len(table.pairs) > MOST_PAIRS:
        terminal.tell("app.definitions.more_pairs", shown=MOST_PAIRS, pairs=len(table.pairs))
    hinging = table.hinging
    if len(hinging):
        terminal.show(_hinging(terminal, compared))
    if len(hinging) > MOST_AREAS:
        terminal.tell("app.definitions.more_areas", shown=MOST_AREAS, areas=len(hinging))
    terminal.gap()
    for note in table.notes:
        terminal.show(Text(note.text(terminal.lang)))
    terminal.tell("app.files_written", files=[str(path) for path in compared.files])


def _columns(terminal: Terminal, texts: tuple[str, ...], numbers: tuple[str, ...]) -> list[GridColumn]:
    said = [GridColumn(terminal.say(f"app.column.{name}")) for name in texts]
    return said + [GridColumn(terminal.say(f"app.column.{name}"), number=True) for name in numbers]


def _each(terminal: Terminal, compared: Compared) -> Table:
    lang, table, names = terminal.lang, compared.table, Names(countries_of(compared.case))
    rows = []
    for place, column in enumerate(table.columns, 1):
        areas, people, share, alone = (float(figure) for figure in table.each.loc[column].to_numpy())
        shown = "–" if share != share else percent(share, lang, 1)
        called = told(names.definition(column), lang)
        rows.append(
            [str(place), called, number(areas, lang), number(people, lang), shown, number(alone, lang)]
        )
    columns = _columns(terminal, ("definition",), ("areas", "people", "share", "people_alone"))
    title = terminal.say("app.definitions.each")
    return grid(title, [GridColumn("", number=True), *columns], rows, terminal.out.width)


def _pairs(terminal: Terminal, compared: Compared) -> Table:
    lang, table = terminal.lang, compared.table
    pairs = table.pairs
    if len(pairs) > MOST_PAIRS:
        pairs = pairs.sort_values("jaccard", kind="stable").head(MOST_PAIRS)
    rows = []
    for first, second, _, both, either, jaccard in pairs.itertuples(index=False, name=None):
        places = [str(table.columns.index(column) + 1) for column in (first, second)]
        pair = terminal.say("app.definitions.pair", first=places[0], second=places[1])
        rows.append([pair, number(both, lang), number(either, lang), number(jaccard, lang, 2)])
    columns = _columns(terminal, ("pair",), ("people_both", "people_either", "jaccard"))
    return grid(terminal.say("app.definitions.pairs"), columns, rows, terminal.out.width)


def _hinging(terminal: Terminal, compared: Compared) -> Table:
    table = compared.table
    shown = table.hinging.head(MOST_AREAS)[["name", "people"]]
    rows = []
    for area, name, people in shown.itertuples(name=None):
        within = [str(table.columns.index(column) + 1) for column in table.named_by(area)]
        rows.append([str(name), number(people, terminal.lang), ", ".join(within)])
    columns = [
        *_columns(terminal, ("area",), ("people",)),
        GridColumn(terminal.say("app.column.named_by")),
    ]
    return grid(terminal.say("app.definitions.hinging"), columns, rows, terminal.out.width)
