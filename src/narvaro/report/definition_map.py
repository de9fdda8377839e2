"""The map of definitions side by side: which areas hinge on the one that is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from narvaro.case import Case
from narvaro.case.files import write_text
from narvaro.language import Names, Note, say, told
from narvaro.report.figures.colours import ACCENT, HINGES, NAMED_BY_NONE, SECOND
from narvaro.report.figures.sheet import draw_map_sheet
from narvaro.report.figures.terrain import terrain_of
from narvaro.report.html import Html


def definition_map(
    case: Case,
    columns: Sequence[str],
    kinds: pd.Series,
    people: Mapping[str, float],
    total: float,
    title: Note,
    names: Names,
    lang: str,
) -> Html:
    """Draw which areas are in none, some and all of the definitions, as SVG for a file.

    Parameters
    ----------
    case
        The case.
    columns
        The definitions compared.
    kinds
        By area: `none`, `some` or `all`, or the one definition that it is in where two are compared.
    people
        People of each kind.
    total
        All people, which no rounded number of them passes.
    title
        The finding.
    names
        What the definitions are called.
    lang
        `sv`, `en` or `fr`.
    """
    between = {1: (), 2: tuple(columns)}.get(len(columns), ("some",))
    order = ("none", *between, "all")
    key = [
        (_colour(kind, columns), _meaning(kind, people[kind], total, columns, names, lang)) for kind in order
    ]
    classes = np.array([order.index(kind) for kind in kinds], dtype=np.int64)
    called = [names.definition(column) for column in columns]
    terrain = terrain_of(case, None, {})
    drawn = "dots" if terrain.whole.polygons is None else "both" if terrain.windows else "polygons"
    subtitle = Note(f"definitions.map.compared.{drawn}", {"names": called}).text(lang)
    return draw_map_sheet(terrain, classes, key, title.text(lang), subtitle)


def _colour(kind: str, columns: Sequence[str]) -> str:
    fixed = {"none": NAMED_BY_NONE, "some": HINGES, "all": ACCENT}
    return fixed.get(kind, HINGES if kind == columns[0] else SECOND)


def _meaning(kind: str, people: float, total: float, columns: Sequence[str], names: Names, lang: str) -> str:
    heads = {"people": people, "total": total}
    if kind not in columns:
        own = {1: {"all": "one"}, 2: {"all": "both", "none": "neither"}}.get(len(columns), {})
        return say(f"definitions.map.{own.get(kind, kind)}", lang, **heads)
    return say("definitions.map.only", lang, **heads, name=told(names.definition(kind), lang))


def write_definition_map(drawn: Html, path: Path) -> None:
    """Write a map that stands alone: any browser opens it."""
    write_text(path, f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}\n')
