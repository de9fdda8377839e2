"""From what matplotlib writes to SVG that can stand inside a page: small, without ids, sized by the page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from narvaro.report.html import Html, el, join

CLASS = "class:"
"""A matplotlib gid that starts so becomes the class of its group."""

_NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
_KEPT_STYLES = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-dasharray",
    "opacity",
    "fill-opacity",
)


def embed(text: str, label: str, width: float, height: float, decimals: int = 1) -> Html:
    """Return a picture for a page.

    Ids, metadata and style sheets are taken out, so that many pictures can stand in one page; coordinates are
    rounded to `decimals` of a pixel; the picture carries its text for those who cannot see it.

    Parameters
    ----------
    text
        SVG as matplotlib writes it.
    label
        What the picture shows, in words; empty where the words beside it say the same.
    width, height
        Size in pixels at which the picture is drawn; it may be shown smaller, never larger.
    """
    root = ET.fromstring(text)
    children = join(_element(node, decimals) for node in _drawn(root))
    return el(
        "svg",
        children,
        viewBox=f"0 0 {width:g} {height:g}",
        width=f"{width:g}",
        height=f"{height:g}",
        role="img" if label else None,
        aria_label=label or None,
        aria_hidden=None if label else "true",
    )


def _drawn(node: ET.Element, group: str = "") -> Iterator[tuple[ET.Element, str]]:
    """Yield paths and texts in the order they are drawn, each with the class of its group."""
    for child in node:
        kind = child.tag.rpartition("}")[2]
        name = child.get("id", "")
        if kind == "g":
            yield from _drawn(child, name.removeprefix(CLASS) if name.startswith(CLASS) else group)
        elif kind in ("path", "text"):
            yield child, group


def _element(found: tuple[ET.Element, str], decimals: int) -> Html:
    node, group = found
    style = dict(part.split(":", 1) for part in node.get("style", "").split(";") if ":" in part)
    style = {key.strip(): value.strip() for key, value in style.items()}
    if node.tag.endswith("text"):
        return el(
            "text",
            "".join(node.itertext()),
            x=_short(float(node.get("x", 0)), decimals),
            y=_short(float(node.get("y", 0)), decimals),
            font_size=_short(float(style["font-size"].removesuffix("px")), 1),
            font_weight=style.get("font-weight"),
            text_anchor=style.get("text-anchor"),
            fill=style.get("fill"),
            class_=group or None,
        )
    attributes = {key: style[key] for key in _KEPT_STYLES if style.get(key) not in (None, "1.0", "butt")}
    if attributes.get("stroke") == "none":
        attributes.pop("stroke")
    written = {key.replace("-", "_"): value for key, value in attributes.items()}
    return el("path", d=short_path(node.get("d", ""), decimals), class_=group or None, **written)


def short_path(d: str, decimals: int) -> str:
    """Return the same path in fewer letters, rounded to some decimals of a pixel; lines go from where one stands.

    Examples
    --------
    >>> short_path("M 1.04 2 L 3.06 4 L 5 5.5 z M 0 0 L 0 0", 1)
    'M1 2l2.1 2 1.9 1.5zM0 0h0'
    """
    unit = 10**decimals
    found: list[str] = []
    last = ""  # the command that a reader of the path would go on with
    here = (0, 0)
    for command, rest in re.findall(r"([MLCQzZ])([^MLCQzZ]*)", d):
        points = [round(float(number) * unit) for number in _NUMBER.findall(rest)]
        if command in "zZ":
            found.append("z")
            last = "z"
            continue
        there = (points[-2], points[-1])
        if command == "L" and there == here:
            if last == "M":  # a dot: a line of no length
                found.append("h0")
                last = "h"
            continue
        if command == "L":
            command, points = "l", [there[0] - here[0], there[1] - here[1]]
        numbers = " ".join(_short(number / unit, decimals) for number in points)
        found.append((" " if command == last != "M" else command) + numbers)
        here, last = there, command
    return "".join(found).replace(" -", "-")


def _short(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
