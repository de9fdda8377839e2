"""A page as text that cannot be broken by what it names: elements escape everything that is not already HTML."""

from __future__ import annotations

import html
from collections.abc import Iterable

_FORBIDDEN: dict[int, str | None] = dict.fromkeys(
    [*(k for k in range(32) if chr(k) not in "\t\n\r"), *range(127, 160)]
)
"""Characters that no page may hold are left out."""
_FORBIDDEN |= dict.fromkeys(
    range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"
)  # half characters of broken files

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})


class Html(str):
    """Text that is HTML already; all other text is escaped when it is put into an element."""

    __slots__ = ()


Child = str | Iterable["Child"] | None
"""What an element may hold: text (escaped), HTML, nothing, or any of these in a row."""


def escape(text: str) -> Html:
    """Return a text so that a browser shows it as it stands.

    Examples
    --------
    >>> escape("<b>A & B</b>")
    '&lt;b&gt;A &amp; B&lt;/b&gt;'
    """
    return text if isinstance(text, Html) else Html(html.escape(str(text).translate(_FORBIDDEN), quote=True))


def join(children: Iterable[Child], between: str = "") -> Html:
    """Return children as one piece of HTML.

    Examples
    --------
    >>> join(["a", None, ["<", Html("<br>")]], " ")
    'a &lt;<br>'
    """
    return Html(escape(between).join(_flat(child) for child in children if child is not None))


def _flat(child: Child) -> str:
    if child is None:
        return ""
    return escape(child) if isinstance(child, str) else join(child)


def el(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Html:
    """Return an element.

    Parameters
    ----------
    name
        The element.
    *children
        What it holds.
    **attributes
        `class_` is class, `aria_label` is aria-label; None and False leave the attribute out, True gives it bare.

    Examples
    --------
    >>> el("p", "1 < 2", class_="note", hidden=True, id=None)
    '<p class="note" hidden>1 &lt; 2</p>'
    >>> el("br")
    '<br>'
    """
    written = []
    for key, value in attributes.items():
        label = key.rstrip("_").replace("_", "-")
        if value is True:
            written.append(f" {label}")
        elif value is not None and value is not False:
            written.append(f' {label}="{escape(str(value))}"')
    opening = f"<{name}{''.join(written)}>"
    return Html(opening if name in VOID else f"{opening}{join(children)}</{name}>")


def anchor(*parts: object) -> str:
    """Return a name that can stand in an address, from any texts; different texts have different names.

    Plain letters, figures and hyphens stay; any other sign becomes its code between full stops.

    Examples
    --------
    >>> anchor("place", "office-0180"), anchor("place", "<b>")
    ('place-office-0180', 'place-.3c.b.3e.')
    """
    text = "-".join(str(part) for part in parts)
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else f".{ord(c):x}." for c in text)
