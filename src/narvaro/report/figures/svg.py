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
    """Return the same path in fewer letters, rounded to some decimals of a pixel.

    Examples
    --------
    >>> short_path("M 1.04 2 L 3.06 4 L 5 6 z M 0 0 L 0 0", 1)
    'M1 2 3.1 4 5 6zM0 0h0'
    """
    found: list[str] = []
    last = ""  # the command that a reader of the path would go on with
    here = ("", "")
    for command, rest in re.findall(r"([MLCQzZ])([^MLCQzZ]*)", d):
        numbers = [_short(float(number), decimals) for number in _NUMBER.findall(rest)]
        if command in "zZ":
            found.append("z")
            last = "z"
        elif command == "L" and (numbers[-2], numbers[-1]) == here:
            if last == "M":  # a dot: a line of no length
                found.append("h0")
                last = "h"
        else:
            goes_on = (command == last != "M") or (command == "L" and last == "M")
            found.append((" " if goes_on else command) + " ".join(numbers))
            here = (numbers[-2], numbers[-1])
            last = command
    return "".join(found)


def _short(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
