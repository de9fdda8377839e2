"""What the terminal shows of assumptions: a tornado of what moves the goal, what else moves, and where each is from."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from narvaro.app.assumptions import Assumed, otherwise
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import GridColumn, grid
from narvaro.case import Assumption
from narvaro.explain.said.grounds import decimals_of, is_number, source_key
from narvaro.language import number, percent
from narvaro.language.money import decimals_of as money_decimals
from narvaro.language.names import Names, told
from narvaro.plan.sensitivity import SAME, Sensitivity, Varied
from narvaro.sources import countries_of

HALF = 9
"""Columns on each side of the middle of a tornado."""
LESS, MORE = "░", "█"
MATTERS = 0.005
"""An assumption matters that moves the goal by more than this share when it is changed by a tenth."""
UNITS = {
    "km/h": "km_h",
    "min": "min",
    "persons": "persons",
    "visits/year": "visits_year",
    "1/min": "per_min",
}


def show(terminal: Terminal, found: Assumed) -> None:
    """Show which matter, a tornado, what else moves, perhaps where the plan changes, and each with its source."""
    if terminal.machine:
        return
    names = Names(countries_of(found.question.case))
    tried = [row for row in found.rows if row.sides]
    movers = [row for row in tried if row.moves(found.base)[0] > SAME]
    others = [row for row in tried if any(row.moves(found.base)[1:])]
    matter = [_named(terminal, names, row) for row in movers if row.moves(found.base)[0] > MATTERS]
    terminal.tell("assumptions.matter", n=len(matter), all=len(tried), names=matter, least=MATTERS)
    if movers:
        _tornado(terminal, found, names, movers)
    if others:
        _others(terminal, found, names, others)
    if found.again:
        _again(terminal, found, names, tried)
    terminal.gap()
    still = [_named(terminal, names, row) for row in tried if not any(row.moves(found.base))]
    if still:
        terminal.tell("assumptions.still", names="; ".join(still))
    rest = [_named(terminal, names, row) for row in found.rows if not row.sides]
    if rest:
        terminal.tell("assumptions.not_tried", names="; ".join(rest))
    _sources(terminal, found, names)


def _named(terminal: Terminal, names: Names, row: Sensitivity) -> str:
    return told(names.assumption(row.assumption.id), terminal.lang)


def value_of(terminal: Terminal, row: Assumption, money: str) -> str:
    """Return the value of an assumption with its unit; nothing where it is a rule."""
    if not is_number(row.value):
        return str(row.value)
    value = float(row.value)
    if row.unit in (money, f"{money}/year"):
        key = "money" if row.unit == money else "money_year"
        return terminal.say(f"assumptions.value.{key}", value=value, money=money)
    figure = number(value, terminal.lang, decimals_of(value))
    unit = terminal.say(f"report.unit_word.{UNITS[row.unit]}") if row.unit in UNITS else row.unit
    return f"{figure}\N{NO-BREAK SPACE}{unit}" if unit else figure


def bar(less: float, more: float, widest: float) -> str:
    """Return a row of a tornado: lower values to the left of the middle, higher ones to the right.

    Examples
    --------
    >>> bar(-0.5, 1.0, 1.0)
    '    ░░░░░│█████████'
    >>> bar(0.0, -1.0, 1.0)
    '█████████│         '
    """
    ends = sorted(((less, LESS), (more, MORE)))
    (low, left), (high, right) = ends
    down, up = (
        round(HALF * share / widest + 0.5 - 1e-9) if share > 0 else 0
        for share in (max(-low, 0.0), max(high, 0.0))
    )
    return (left * min(down, HALF)).rjust(HALF) + "│" + (right * min(up, HALF)).ljust(HALF)


def _share(found: Assumed, tried: Varied | None) -> float | None:
    return None if tried is None or tried.same is None else found.share(tried.same)


def _signed(value: float, lang: str, decimals: int) -> str:
    text = number(value, lang, decimals)
    return f"+{text}" if value > 0 and text != number(0.0, lang, decimals) else text


def _percent(share: float | None, lang: str) -> str:
    if share is None:
        return "–"
    text = percent(share, lang, 2)
    return f"+{text}" if share > 0 and text != percent(0.0, lang, 2) else text


def _tornado(terminal: Terminal, found: Assumed, names: Names, movers: list[Sensitivity]) -> None:
    said, lang = terminal.say, terminal.lang
    shares = [(_share(found, row.less), _share(found, row.more)) for row in movers]
    widest = max(abs(share) for pair in shares for share in pair if share is not None)
    rows = [
        [
            _named(terminal, names, row),
            value_of(terminal, row.assumption, found.plan.money.label),
            _percent(less, lang),
            bar(less or 0.0, more or 0.0, widest),
            _percent(more, lang),
        ]
        for row, (less, more) in zip(movers, shares, strict=True)
    ]
    columns = [
        GridColumn(said("assumptions.column.name")),
        GridColumn(said("assumptions.column.value"), number=True),
        GridColumn(said("assumptions.column.less"), number=True),
        GridColumn("", number=True),
        GridColumn(said("assumptions.column.more"), number=True),
    ]
    unit = said(f"unit.{found.plan.objective.unit}")
    terminal.show(grid(said("assumptions.title", unit=unit), columns, rows, terminal.out.width))
    terminal.tell("assumptions.legend", less=LESS, more=MORE)


def _others(terminal: Terminal, found: Assumed, names: Names, others: list[Sensitivity]) -> None:
    said, lang, base = terminal.say, terminal.lang, found.base
    exact = money_decimals(found.plan.money.label, exact=True)

    def cells(tried: Varied | None) -> tuple[str, str, str]:
        if tried is None or tried.same is None:
            return "–", "–", "–"
        same = tried.same
        return (
            _signed(same.beyond - base.beyond, lang, 0),
            _signed((same.spent - base.spent) / 1000, lang, exact),
            number(len(same.broken), lang),
        )

    rows = []
    for row in others:
        less, more = cells(row.less), cells(row.more)
        pairs = [cell for pair in zip(less, more, strict=True) for cell in pair]
        rows.append([_named(terminal, names, row), *pairs])
    heads = ("beyond", "money", "broken")
    columns = [GridColumn(said("assumptions.column.name"))] + [
        GridColumn(said(f"assumptions.column.{head}_{side}", money=found.plan.money.label), number=True)
        for head in heads
        for side in ("less", "more")
    ]
    title = said("assumptions.others", limit=found.question.policy.objective.standard_min)
    terminal.show(grid(title, columns, rows, terminal.out.width))
    if found.question.policy.money.base is None:
        terminal.tell("assumptions.base_follows")


def _again(terminal: Terminal, found: Assumed, names: Names, tried: list[Sensitivity]) -> None:
    """Show where the best plan is another, and in how many places."""
    said, lang = terminal.say, terminal.lang

    def cell(side: Varied | None) -> str:
        if side is None or side.same is None:
            return "–"
        if side.stays:
            return said("assumptions.stays")
        if side.best is None:
            return said("assumptions.no_plan")
        if side.stays is None:
            return said("assumptions.open")
        gain = (side.best.objective.after - side.same.value) / max(abs(side.same.value), 1e-9)
        return said("assumptions.otherwise", n=otherwise(found.plan, side.best), gain=_percent(gain, lang))

    rows = [[_named(terminal, names, row), cell(row.less), cell(row.more)] for row in tried]
    changed = [row for row, one in zip(rows, tried, strict=True) if not all(side.stays for side in one.sides)]
    terminal.gap()
    terminal.tell("assumptions.again", n=len(changed), all=len(rows))
    if changed:
        columns = [GridColumn(said(f"assumptions.column.{name}")) for name in ("name", "less", "more")]
        terminal.show(grid("", columns, changed, terminal.out.width))


def _sources(terminal: Terminal, found: Assumed, names: Names) -> None:
    terminal.gap()
    terminal.tell("assumptions.sources")
    for source, figures in sources_of(terminal, found, names):
        terminal.show(Text(f"- {terminal.say('assumptions.source', source=source, figures=figures)}"))


def sources_of(terminal: Terminal, found: Assumed, names: Names) -> Iterator[tuple[str, str]]:
    """Yield each source with how sure it is, and the figures that come from it, each with its value."""
    by_source: dict[str, list[str]] = {}
    for one in found.plan.assumptions:
        key = source_key(names, one.to_json())
        source = terminal.say(key) if key else one.source
        whole = (
            f"{source} ({terminal.say(f'report.origin.{one.origin}')})"
            if source
            else terminal.say(f"report.origin.{one.origin}")
        )
        value = value_of(terminal, one, found.plan.money.label)
        by_source.setdefault(whole, []).append(
            f"{told(names.assumption(one.id), terminal.lang)} {value}".strip()
        )
    for source, figures in by_source.items():
        yield source, "; ".join(figures)
