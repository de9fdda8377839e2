"""The picture of the network through time: how the way of each group has changed since the first year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from narvaro.case.files import write_text
from narvaro.language import Names, Note, told
from narvaro.language.names import EVERYONE
from narvaro.language.speech import capital
from narvaro.report.figures.sheet import draw_sheet
from narvaro.report.figures.years import YearLine, draw_years
from narvaro.report.html import Html

WIDE = 720.0


@dataclass(frozen=True, eq=False)
class Line:
    """A group, its minutes since the first year by year (`low`, `high`), and its first and last level as told."""

    group: str
    change: pd.DataFrame
    first: Note
    last: Note


def history_picture(
    lines: Sequence[Line], by: str | None, mode: str, title: Note, names: Names, lang: str
) -> Html:
    """Draw the lines of some groups, as SVG for a file.

    Parameters
    ----------
    lines
        The groups, everyone first.
    by
        The grouping, or None.
    mode
        The mode of travel.
    title
        The finding.
    names
        What groups are called.
    lang
        `sv`, `en` or `fr`.
    """
    years = tuple(int(year) for year in lines[0].change.index)
    drawn = []
    for line in lines:
        called = Note("name.everyone") if line.group == EVERYONE else names.group(str(by), line.group)
        levels = Note("history.picture.levels", {"first": line.first, "last": line.last})
        low, high = (tuple(line.change[end].tolist()) for end in ("low", "high"))
        drawn.append(YearLine(capital(told(called, lang)), levels.text(lang), low, high))
    first = {"year": str(years[0]), "mode": mode}
    unit = Note("history.picture.unit", first).text(lang)
    canvas = draw_years(years, drawn, unit, lang, WIDE)
    return draw_sheet(canvas, title.text(lang), Note("history.picture.subtitle", first).text(lang))


def write_history_picture(drawn: Html, path: Path) -> None:
    """Write a picture that stands alone: any browser opens it."""
    write_text(path, f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}\n')
