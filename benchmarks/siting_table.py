"""The table: what was measured beside its target, as a ratio, reached or not; nothing left out or rounded our way.

A target is reached only by the unrounded figure. What is printed is rounded away from the target's good side, so a
figure that misses by a hair never reads as one that holds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Any, Literal

__all__ = [
    "Measured",
    "Result",
    "Sense",
    "Target",
    "count",
    "markdown",
    "newest",
    "shown",
    "table",
    "told",
    "verdict",
]

TITLE = "The siting engine, measured"

Sense = Literal["at most", "at least"]


@dataclass(frozen=True)
class Target:
    """What one figure of a row has to reach.

    Parameters
    ----------
    figure
        Name of the measured figure.
    text
        What it is, for the table.
    limit
        What to reach; None: the figure is shown without a target.
    sense
        "at most" or "at least".
    unit
        Printed after the number.
    digits
        Decimals shown.
    factor
        Shown = measured times this (100 for percent, 1e-9 for GB).
    """

    figure: str
    text: str
    limit: float | None
    sense: Sense = "at most"
    unit: str = ""
    digits: int = 2
    factor: float = 1.0


@dataclass(frozen=True)
class Result:
    """A row of the benchmark: its name, what it is, its targets, and what is to be said of it."""

    name: str
    work: str
    targets: tuple[Target, ...]


@dataclass
class Measured:
    """What the child process of a row sent back.

    Parameters
    ----------
    figures
        Name to number.
    checks
        What `siting.check` said of each solution.
    notes
        Sentences for the table.
    missing
        Name of a figure to where the run stood when it was not reached.
    promised
        Solutions that a check was promised for; a check that never came back counts as not accepted.
    why_missing
        Why figures may be missing, "" where the row came to its end.
    judged
        False where sizes are not those of the target.
    head
        Date, commit, source, machine and versions when it was measured; empty where a run measures every row.
    """

    figures: dict[str, float] = field(default_factory=dict)
    checks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    promised: int = 0
    why_missing: str = ""
    seconds: float = 0.0
    judged: bool = True
    head: dict[str, str] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether every solution was checked and accepted."""
        said = [each.startswith("accepted") for each in self.checks]
        return all(said) and len(said) >= self.promised


def shown(value: float, digits: int, sense: Sense | None) -> str:
    """Return a number rounded to some decimals, never in our favour.

    Examples
    --------
    >>> shown(0.10000001, 2, "at most"), shown(89.99, 0, "at least"), shown(1.005, 2, None)
    ('0.11', '89', '1.00')
    """
    if value != value or value in (float("inf"), float("-inf")):
        return "none" if value != value else "no end" if value > 0 else "−no end"
    rounding = {"at most": ROUND_CEILING, "at least": ROUND_FLOOR, None: ROUND_HALF_EVEN}[sense]
    step = Decimal(1).scaleb(-digits)
    return f"{Decimal(repr(float(value))).quantize(step, rounding):,}"


def verdict(target: Target, measured: Measured) -> str:
    """Return "reached", "not reached", "not judged" (other sizes) or "shown" (no target).

    A figure that is missing, or a solution that the check refused, is not reached.
    """
    if target.limit is None:
        return "shown"
    if not measured.judged:
        return "not judged"
    value = measured.figures.get(target.figure)
    if value is None or value != value or not measured.accepted:
        return "not reached"
    reached = value <= target.limit if target.sense == "at most" else value >= target.limit
    return "reached" if reached else "not reached"


def told(target: Target, measured: Measured) -> str:
    """Return a figure with its unit, or why there is none."""
    value = measured.figures.get(target.figure)
    if value is None:
        why = measured.missing.get(target.figure) or measured.why_missing or "not measured"
        return f"none: {why}"
    sense = target.sense if target.limit is not None else None
    number = shown(value * target.factor, target.digits, sense)
    if _part(target) and 0 < value < 1:
        number += f" (1/{math.floor(1 / value)})"
    return f"{number} {target.unit}".strip()


def _part(target: Target) -> int:
    """Return n where the target is one n-th of a rival, else 0."""
    small = (
        target.limit is not None and 0 < target.limit < 1 and not target.unit and target.sense == "at most"
    )
    return round(1 / target.limit) if small and target.limit else 0


def _wanted(target: Target) -> str:
    if target.limit is None:
        return ""
    number = f"1/{_part(target)}" if _part(target) else f"{target.limit * target.factor:,.10g}"
    return f"{target.sense} {number} {target.unit}".strip()


def _ratio(target: Target, measured: Measured) -> str:
    """Return measured over target."""
    value = measured.figures.get(target.figure)
    if value is None or not target.limit:
        return ""
    return shown(value / target.limit, 2, target.sense)


def newest(measured: Mapping[str, Measured]) -> dict[str, str]:
    """Return the head of the row that was measured last, empty where no row has one."""
    return max((mine.head for mine in measured.values()), key=lambda head: head.get("date", ""), default={})


def _other(head: Mapping[str, str], last: Mapping[str, str]) -> bool:
    """Return whether a row was measured on another source than the newest one."""
    return head.get("source") != last.get("source")


def _row(result: Result, target: Target, measured: Measured, first: bool, last: Mapping[str, str]) -> str:
    said = verdict(target, measured)
    work = result.work if measured.judged else f"{result.name}, small"
    cells = [
        work if first else "",
        target.text,
        told(target, measured),
        _wanted(target),
        _ratio(target, measured),
        {"reached": "yes", "not reached": "**no**", "not judged": "not judged", "shown": ""}[said],
    ]
    if last:
        head = measured.head
        when = f"{head.get('date', 'unknown')}, {head.get('commit', 'unknown')}"
        cells.append((when + (" **other source**" if _other(head, last) else "")) if first else "")
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def table(results: Sequence[Result], measured: Mapping[str, Measured]) -> list[str]:
    """Return the lines of the table; where rows say when they were measured, that is its last column."""
    last = newest(measured)
    lines = [
        "| work | figure | measured | target | measured / target | reached |",
        "|---|---|--:|--:|--:|---|",
    ]
    if last:
        lines = [line + end for line, end in zip(lines, (" measured at, on commit |", "---|"), strict=True)]
    for result in results:
        if result.name in measured:
            mine = measured[result.name]
            lines += [_row(result, target, mine, n == 0, last) for n, target in enumerate(result.targets)]
    return lines


def count(results: Sequence[Result], measured: Mapping[str, Measured]) -> str:
    """Return how many targets were reached, how many not, and which rows are not of the newest source."""
    aims = [(r, t) for r in results if r.name in measured for t in r.targets if t.limit is not None]
    said = [verdict(target, measured[result.name]) for result, target in aims]
    text = f"{said.count('reached')} of {len(said)} targets reached, {said.count('not reached')} not."
    absent = [r.name for r in results if r.name not in measured]
    if absent:
        text += f" Not measured yet: {', '.join(absent)}."
    last = newest(measured)
    others = [r.name for r in results if r.name in measured and _other(measured[r.name].head, last)]
    if others:
        text += f" Measured on another state of the source than the newest row: {', '.join(others)}."
    return text


def markdown(
    results: Sequence[Result],
    measured: Mapping[str, Measured],
    machine: Mapping[str, str],
    *,
    quick: bool,
    title: str = TITLE,
) -> str:
    """Return the table with its head (machine, versions, date) and the notes under it."""
    lines = [f"# {title}" + (" (quick: small sizes, targets not judged)" if quick else ""), ""]
    lines += [f"- {key}: {value}" for key, value in machine.items()]
    if not quick:
        lines += ["", count(results, measured)]
    lines += ["", *table(results, measured), "", "## Notes", ""]
    for result in results:
        if result.name in measured:
            mine = measured[result.name]
            lines += [f"- **{result.name}** ({shown(mine.seconds, 0, None)} s). {_notes(mine, machine)}"]
    return "\n".join(lines) + "\n"


def _notes(measured: Measured, machine: Mapping[str, str]) -> str:
    sentences = list(measured.notes)
    refused = [said for said in measured.checks if not said.startswith("accepted")]
    if refused:
        sentences.append(
            f"`siting.check` did not accept {len(refused)} of {len(measured.checks)}: {refused[0]}."
        )
    elif measured.checks:
        count = len(measured.checks)
        sentences.append(
            f"`siting.check` accepted {'the solution' if count == 1 else f'all {count} solutions'}."
        )
    if len(measured.checks) < measured.promised:
        sentences.append(f"{measured.promised - len(measured.checks)} solutions were not checked to the end.")
    if measured.why_missing:
        sentences.append(f"The process {measured.why_missing}.")
    unlike = ("machine", "threads", "versions", "rival")
    sentences += [
        f"Here {key}: {measured.head[key]}."
        for key in unlike
        if key in measured.head and measured.head[key] != machine.get(key)
    ]
    if "load at the start" in measured.head:
        sentences.append(f"Load at the start {measured.head['load at the start'].split(',')[0]}.")
    return " ".join(sentences)
