"""What was measured, kept: one JSON file that each row is added to as it ends, and the tables made from it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from benchmarks.siting_table import TITLE, Measured, Result, count, markdown, newest, table, verdict

__all__ = ["is_current", "kept", "save", "write_page"]

OPEN, CLOSE = "<!-- the measured table begins -->", "<!-- the measured table ends -->"


def _plain(value: Any) -> Any:
    """Return the same without infinities and NaN, which JSON has not: they become null."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def save(
    folder: Path,
    stem: str,
    results: Sequence[Result],
    measured: Mapping[str, Measured],
    machine: Mapping[str, str],
    *,
    quick: bool,
    title: str = TITLE,
) -> tuple[Path, Path]:
    """Write the table as Markdown and everything measured as JSON; return both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    text = markdown(results, measured, machine, quick=quick, title=title)
    rows = []
    for result in results:
        if result.name not in measured:
            continue
        mine = measured[result.name]
        targets = [
            {
                "figure": t.figure,
                "text": t.text,
                "unit": t.unit,
                "factor": t.factor,
                "sense": t.sense,
                "target": t.limit,
                "measured": mine.figures.get(t.figure),
                "verdict": verdict(t, mine),
            }
            for t in result.targets
        ]
        rows.append({"name": result.name, "work": result.work, "targets": targets, **vars(mine)})
    paths = folder / f"{stem}.md", folder / f"{stem}.json"
    whole = _plain({"machine": dict(machine), "quick": quick, "rows": rows})
    data = json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False)
    for path, content in zip(paths, (text, data + "\n"), strict=True):
        _write(path, content)
    return paths


def _write(path: Path, content: str) -> None:
    """Write beside, then rename: a run that is killed leaves the file of before."""
    part = path.with_name(path.name + ".part")
    part.write_text(content, encoding="utf-8")
    part.replace(path)


def kept(folder: Path, stem: str) -> dict[str, Measured]:
    """Return the rows that `save` wrote, by name; none where there is no file."""
    path = folder / f"{stem}.json"
    if not path.exists():
        return {}
    names = [each.name for each in fields(Measured)]
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return {row["name"]: Measured(**{name: row[name] for name in names if name in row}) for row in rows}


def is_current(measured: Measured | None, source: str) -> bool:
    """Return whether a row was measured on this source, and it and its parts came to their end or to their cap."""
    if measured is None or measured.head.get("source") != source:
        return False
    parts = [each.get("why_missing", "") for each in measured.details.values() if isinstance(each, dict)]
    broken = ("failed", "stopped by signal")
    return not any(why.startswith(broken) for why in [measured.why_missing, *parts])


def write_page(page: Path, results: Sequence[Result], measured: Mapping[str, Measured]) -> None:
    """Put the table of what is kept between the two marks of a page; what stands around them stays.

    Raises
    ------
    ValueError
        If the page has not the two marks, or no row is kept.
    """
    text = page.read_text(encoding="utf-8")
    if text.count(OPEN) != 1 or text.count(CLOSE) != 1:
        raise ValueError(f"{page.name} has not one {OPEN} and one {CLOSE}")
    before, after = text.split(OPEN)[0], text.split(CLOSE)[1]
    head = newest(measured)
    dates = sorted(mine.head["date"] for mine in measured.values() if mine.head)
    if not dates:
        raise ValueError("no row is kept: measure first")
    seconds = sum(mine.seconds for mine in measured.values())
    said = (
        f"Measured between {dates[0]} and {dates[-1]} on {head['machine']}, {head['threads']}, with "
        f"{head['versions']}, beside {head['rival']}; all rows together took {seconds / 60:.0f} minutes. Figures are "
        "ratios of that run or seconds on that machine, rounded away from the target's good side.\n"
        + count(results, measured)
    )
    lines = [OPEN, said, "", *table(results, measured), CLOSE]
    _write(page, before + "\n".join(lines) + after)
