"""How plans laid beside each other look in a terminal: sentences first, then tables with a column for each plan."""

from __future__ import annotations

from math import isnan
from string import ascii_uppercase

from rich.table import Table
from rich.text import Text

from narvaro.app.comparing import ComparedProject
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import GridColumn, grid
from narvaro.explain import PlanComparison
from narvaro.explain.compared.comparison import first_label, label_of
from narvaro.language import Names, number, percent, told
from narvaro.language.money import decimals_of
from narvaro.language.names import mode
from narvaro.language.speech import capital
from narvaro.sources import countries_of

SENTENCES = ("ways", "rest", "mean", "offices", "changes", "places", "area", "load", "money", "value")
MOST_PLACES = 8


def show(terminal: Terminal, done: ComparedProject) -> None:
    """Show plans beside each other to a person."""
    found, lang = done.comparison, terminal.lang
    terminal.show(Text(f"{found.each('headline', lang)[0]}.", style="bold"))
    terminal.gap()
    terminal.show(plan_list(terminal, done))
    alone = len(found.others) == 1
    for k in range(1, len(found.names)):
        terminal.gap()
        if not alone:
            terminal.show(Text(found.each(f"{k}.title", lang)[0], style="bold"))
        for place in SENTENCES:
            if not (alone and place == "ways"):
                for line in found.each(f"{k}.{place}", lang):
                    terminal.show(Text(line))
    if found.each("verdict", lang):
        terminal.gap()
        for line in found.each("verdict", lang):
            terminal.show(Text(line, style="yellow"))
    for name in found.names:
        if said := found.each(f"list.{name}", lang):
            terminal.gap()
            terminal.show(Text(" ".join(said)))
    terminal.show(figure_table(terminal, found))
    if found.actions.empty:
        terminal.tell("app.compare.nothing_differs")
    else:
        terminal.show(action_table(terminal, found))
    terminal.show(yearly_table(terminal, found), group_table(terminal, done))
    for name in found.others:
        for end in ("worst", "best"):
            table = place_table(terminal, done, name, end)
            if table is not None:
                terminal.show(table)
    terminal.gap()
    show_proof(terminal, found)
    terminal.gap()
    for line in found.each("input", lang):
        terminal.show(Text(line))
    if not found.settings.empty:
        terminal.show(setting_table(terminal, found))
    terminal.gap()
    for line in found.each("measured", lang):
        terminal.show(Text(line))


def letters(found: PlanComparison) -> dict[str, str]:
    """Return the letter that stands for each plan in the heads of tables, as names may be long."""
    return dict(zip(found.names, ascii_uppercase, strict=False))


def _columns(found: PlanComparison, number: bool = True) -> list[GridColumn]:
    return [GridColumn(letter, number=number) for letter in letters(found).values()]


def plan_list(terminal: Terminal, done: ComparedProject) -> Table:
    """Return the plans, with the letter of each, who made it, when and why."""
    rows = []
    for name, letter in letters(done.comparison).items():
        kept = done.kept.get(name)
        made = ("–", "–", "–") if kept is None else (kept.made[:10], kept.by, kept.reason)
        rows.append([letter, told(first_label(name), terminal.lang), *(one or "–" for one in made)])
    heads = ("plan", "made", "by", "why")
    columns = [GridColumn(""), *(GridColumn(terminal.say(f"app.compare.column.{one}")) for one in heads)]
    return grid("", columns, rows, terminal.out.width)


def figure_table(terminal: Terminal, found: PlanComparison) -> Table:
    """Return the figures of each plan: goal and proof, offices, money, ways."""
    lang, plans, first = terminal.lang, found.plans, letters(found)[found.names[0]]
    exact = decimals_of(found.money)
    data = {"plan": first, "money": found.money, "limit": found.limit_min}

    def row(name: str, cells: list[str]) -> list[str]:
        return [capital(terminal.say(f"app.compare.row.{name}", **data)), *cells]

    def figures(column: str, decimals: int) -> list[str]:
        return [_figure(value, lang, decimals) for value in plans[column].astype(float)]

    def people(column: str) -> list[str]:
        return ["–", *(number(float(value), lang) for value in found.ways[column])]

    shares = {column: [_share(value, lang) for value in plans[column]] for column in ("gap", "worse_share")}
    rows = [
        row("offices", figures("offices", 0)),
        *(row(name, figures(name, 0)) for name in ("opened", "closed", "resized") if plans[name].any()),
        row("full", figures("full", 0)),
        row("mean", figures("mean_min", 1)),
        row("beyond", figures("people_beyond", 0)),
        *(row(name, people(name)) for name in ("longer", "shorter", "same")),
        row("full_year", figures("full_year", exact)),
        row("spent", figures("spent", exact)),
    ]
    if plans["alike"].all():  # else the values and the bounds count different things
        rows += [row("value", figures("value", 0)), row("bound", figures("bound", 0))]
    else:
        rows.append(row("by_first", figures("by_first", 0)))
    rows += [
        row("worse", ["–", *shares["worse_share"][1:]]),
        row("gap", shares["gap"]),
        row("broken", figures("broken", 0)),
    ]
    columns = [GridColumn(terminal.say("app.compare.column.figure")), *_columns(found)]
    return grid(terminal.say("app.compare.figures"), columns, rows, terminal.out.width)


def _figure(value: float, lang: str, decimals: int) -> str:
    return "–" if isnan(value) else number(value, lang, decimals)


def _share(value: float, lang: str) -> str:
    return "–" if isnan(value) else percent(value, lang, 2)


def action_table(terminal: Terminal, found: PlanComparison) -> Table:
    """Return what each plan does where they do not all do the same."""
    rows = [
        [
            found.sites[str(site)],
            *("; ".join(note.text(terminal.lang) for note in cell) or "–" for cell in cells),
        ]
        for site, *cells in found.done.itertuples(name=None)
    ]
    columns = [GridColumn(terminal.say("app.compare.column.office")), *_columns(found, number=False)]
    return grid(terminal.say("app.compare.actions"), columns, rows, terminal.out.width)


def yearly_table(terminal: Terminal, found: PlanComparison) -> Table:
    """Return money and offices by year."""
    exact, before, rows = decimals_of(found.money), None, []
    for (year, figure), *values in found.yearly.itertuples(name=None):
        decimals = 0 if figure == "offices" else exact
        cells = [_figure(float(value), terminal.lang, decimals) for value in values]
        rows.append([
            "" if year == before else str(year), terminal.say(f"app.compare.yearly_row.{figure}"), *cells
        ])  # fmt: skip
        before = year
    columns = [GridColumn(terminal.say(f"app.compare.column.{one}")) for one in ("year", "figure")]
    title = terminal.say("app.compare.yearly", money=found.money)
    return grid(title, [*columns, *_columns(found)], rows, terminal.out.width)


def group_table(terminal: Terminal, done: ComparedProject) -> Table:
    """Return mean minutes and people beyond the standard by group."""
    found, lang, said = done.comparison, terminal.lang, terminal.say
    names, marks = Names(countries_of(done.case)), letters(found)
    rows = []
    for grouping, group in found.groups.index:
        row = found.groups.loc[(grouping, group)]
        called = capital(told(names.group(str(grouping), str(group)), lang))
        means = [_figure(float(row[("mean_min", name)]), lang, 1) for name in found.names]
        beyond = [_figure(float(row[("people_beyond", name)]), lang, 0) for name in found.names]
        rows.append([called, *means, *beyond])
    columns = [GridColumn(said("app.compare.column.group"))]
    for what in ("mean", "beyond"):
        columns += [
            GridColumn(said(f"app.compare.column.{what}", plan=mark), number=True) for mark in marks.values()
        ]
    title = said("app.compare.groups", by=told(mode(found.mode), lang), limit=found.limit_min)
    return grid(title, columns, rows, terminal.out.width)


def place_table(terminal: Terminal, done: ComparedProject, name: str, end: str) -> Table | None:
    """Return the municipalities where ways grow longer (`worst`) or shorter (`best`); None where there are none."""
    lang, said, found = terminal.lang, terminal.say, done.comparison
    places = found.hit_hardest(name, MOST_PLACES) if end == "worst" else found.helped_most(name, MOST_PLACES)
    if places.empty:
        return None
    figures = places[["people", "longer", "shorter", "change_min"]].to_numpy(float).tolist()
    rows = [
        [str(place), *(number(figure, lang) for figure in row[:3]), number(row[3], lang, 1)]
        for place, row in zip(places.index, figures, strict=True)
    ]
    kind = "municipality" if "municipality" in done.case.areas else "area"
    columns = [GridColumn(said(f"app.compare.column.{kind}"))]
    columns += [
        GridColumn(said(f"app.compare.column.{one}"), number=True)
        for one in ("people", "longer", "shorter", "change")
    ]
    data = {"a": told(label_of(found.names[0]), lang), "b": told(label_of(name), lang)}
    return grid(said(f"app.compare.{end}", **data), columns, rows, terminal.out.width)


def show_proof(terminal: Terminal, found: PlanComparison) -> None:
    """Show what is proven of each plan, and the rules that one breaks."""
    for line in found.each("proof", terminal.lang):
        terminal.show(Text(line))
    for name in found.names:
        for line in found.each(f"rules.{name}", terminal.lang):
            terminal.show(Text(line))
        for rule in found.broken_lines(name, terminal.lang):
            terminal.show(Text(f"- {rule}", style="yellow"))


def setting_table(terminal: Terminal, found: PlanComparison) -> Table:
    """Return the settings in which the policies differ."""
    marks = letters(found)
    rows = [
        [str(setting), *(cell or "–" for cell in cells)]
        for setting, *cells in found.settings.itertuples(name=None)
    ]
    columns = [GridColumn(terminal.say("app.compare.column.setting"))]
    columns += [GridColumn(marks[str(name)]) for name in found.settings.columns]
    return grid(terminal.say("app.compare.settings"), columns, rows, terminal.out.width)
