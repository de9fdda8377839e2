"""A picture in the page: the finding as its title, what is drawn, the picture, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Callable

from narvaro.language import say
from narvaro.report.figures.canvas import Canvas
from narvaro.report.html import Child, Html, el
from narvaro.report.tables import Numbers, csv_link, table

WIDE, NARROW = 680.0, 328.0
"""Widths at which charts are drawn, pixels: one for a screen or A4, one for a phone of 360 pixels."""


def both_widths(draw: Callable[[float], Canvas], label: str) -> Html:
    """Return a chart drawn for a screen and for a phone; the page shows one of them."""
    return el(
        "div",
        el("div", draw(WIDE).svg(label), class_="wide"),
        el("div", draw(NARROW).svg(label), class_="narrow"),
        class_="chart",
    )


def picture(
    name: str,
    title: str,
    subtitle: str,
    drawing: Child,
    numbers: Numbers,
    lang: str,
    *,
    open_table: bool = True,
    more: Child = None,
    beside: bool = True,
) -> Html:
    """Return a picture with its title above and its table behind.

    Parameters
    ----------
    name
        Anchor of the picture and name of its file of figures.
    title
        The finding, one sentence.
    subtitle
        What is drawn, with unit and date.
    drawing
        SVG.
    numbers
        The same figures as a table.
    open_table
        Show the table from the start.
    more
        Something between the picture and the table, such as a key.
    beside
        Where there is room, key and table stand beside the picture, not under it.
    """
    behind = el(
        "details",
        el("summary", say("report.table_behind", lang)),
        table(
            numbers.columns,
            numbers.rows,
            title,
            lang,
            bold=numbers.bold,
            show_caption=False,
            stack=numbers.stack,
        ),
        el("p", csv_link(numbers.columns, numbers.rows, name, lang)),
        open=open_table,
    )
    return el(
        "figure",
        el("figcaption", el("h3", title), el("p", subtitle, class_="subtitle")),
        el("div", drawing, class_="drawing"),
        el("div", more, behind, class_="behind"),
        id=name,
        class_="beside" if beside else None,
    )
