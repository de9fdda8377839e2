"""How figures, counts and lists are said in running text, where a reader would say them aloud."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from narvaro.language.catalogue import texts
from narvaro.language.forms import forms
from narvaro.language.numbers import number

WORDS_UP_TO = 12
"""Up to this a count is written in words, as newspapers do."""
MILLION_FROM = 999_500
"""From here up people are said in millions: below, rounding to thousands gives at most 999,000."""


def words(n: int, lang: str) -> str:
    """Write a count in words up to twelve, in figures above.

    Examples
    --------
    >>> words(7, "en"), words(13, "en"), words(0, "sv")
    ('seven', '13', 'noll')
    """
    return forms(lang).words[n] if 0 <= n <= WORDS_UP_TO else number(n, lang)


def people(value: float, lang: str, most: float = math.inf) -> str:
    r"""Write a number of people as one would say it: two or three figures that matter, tables have them all.

    Of people of whom there are `most` in all it is never more than those: it has more figures where rounding up would
    pass them.

    Examples
    --------
    >>> [people(n, "en") for n in (7, 64, 431, 8_127, 41_234, 1_312_345)]
    ['7', '64', '430', '8,100', '41,000', '1.31 million']
    >>> people(1_312_345, "fr").replace("\N{NARROW NO-BREAK SPACE}", "_")
    '1_310_000'
    >>> [people(n, "en", most) for n, most in ((19_650, 19_900), (19_900, 19_900), (1_307_600, 1_309_000))]
    ['19,700', '19,900', '1.308 million']
    """
    step = _step(abs(value))
    while step > 1 and _nearest(value, step) > most:
        step //= 10
    if abs(value) >= MILLION_FROM and forms(lang).says_millions:
        return texts()["count.millions"][lang].format(n=number(value / 1e6, lang, 7 - len(str(step))))
    return number(_nearest(value, step), lang)


def _step(heads: float) -> int:
    """Return what a number of people is rounded to: one, ten, a hundred and so on."""
    if heads >= MILLION_FROM:
        return 10_000 if heads < 9_995_000 else 100_000
    return 1 if heads < 100 else 10 if heads < 1_000 else 100 if heads < 10_000 else 1_000


def _nearest(value: float, step: int) -> int:
    return math.floor(value / step + 0.5) * step


def people_apart(value: float, other: float, lang: str, most: float = math.inf) -> str:
    """Write a number of people beside another: in full where rounding would make the two the same.

    Examples
    --------
    >>> people_apart(41_000, 43_000, "en"), people_apart(41_234, 41_120, "en"), people_apart(41_234, 41_234, "en")
    ('41,000', '41,234', '41,000')
    """
    # Less than half a person apart is nobody: then the two are the same in full as well.
    hidden = people(value, lang) == people(other, lang) and abs(value - other) >= 0.5
    return number(value, lang) if hidden else people(value, lang, most)


def minutes(value: float, lang: str) -> str:
    """Write minutes with the decimals that a reader can use: none from ten up, one below.

    Examples
    --------
    >>> minutes(12.4, "en"), minutes(3.26, "en"), minutes(5.0, "en")
    ('12', '3.3', '5')
    """
    # From 9.95 one decimal would show as 10.0.
    return number(value, lang, 0 if value >= 9.95 or float(value).is_integer() else 1)


def share(value: float, lang: str) -> str:
    """Write a share in running text: whole per cents, with decimals below ten, below one and below 0.01 per cent.

    Examples
    --------
    >>> share(0.41, "en"), share(0.0158, "en"), share(0.0004, "en"), share(0.000062, "en")
    ('41 percent', '1.6 percent', '0.04 percent', '0.0062 percent')
    """
    percents = value * 100
    whole = not math.isfinite(percents) or abs(percents - round(percents)) < 1e-9
    if whole or abs(percents) >= 9.95:
        return _percent(value, lang, 0)
    return _percent(value, lang, 1 if abs(percents) >= 0.95 else 2 if abs(percents) >= 0.0095 else 4)


def share_apart(value: float, other: float, lang: str) -> str:
    """Write a share beside another, with enough decimals to tell them apart if they differ at all.

    Examples
    --------
    >>> share_apart(0.348, 0.352, "en"), share_apart(0.35, 0.35, "en")
    ('34.8 percent', '35 percent')
    """
    told, beside, decimals = share(value, lang), share(other, lang), 1
    # A difference below 5e-7 is that of sums made in another order.
    while told == beside and abs(value - other) > 5e-7 and decimals < 5:
        told, beside = _percent(value, lang, decimals), _percent(other, lang, decimals)
        decimals += 1
    return told


def _percent(value: float, lang: str, decimals: int) -> str:
    return texts()["count.percent"][lang].format(n=number(value * 100, lang, decimals))


def listing(items: Sequence[str], lang: str, most: int | None = None) -> str:
    """Write items as a list in running text; beyond `most` the rest are counted.

    Examples
    --------
    >>> listing(["Alby", "Fittja", "Husby"], "sv")
    'Alby, Fittja och Husby'
    >>> listing(["A", "B", "C", "D"], "en", 2)
    'A, B and two more'
    """
    shown = list(items)
    if most is not None and len(shown) > most:
        left = words(len(shown) - most, lang)
        shown = [*shown[:most], texts()["count.more"][lang].format(n=left)]
    if len(shown) < 2:
        return "".join(shown)
    return texts()["count.and"][lang].format(first=", ".join(shown[:-1]), last=shown[-1])


def sentences(parts: Sequence[str]) -> str:
    """Write clauses as sentences one after another, each with a capital and a full stop.

    Examples
    --------
    >>> sentences(["two close", "Nobody loses."])
    'Two close. Nobody loses.'
    """
    return " ".join(capital(part) if part.endswith(".") else f"{capital(part)}." for part in parts)


def capital(text: str) -> str:
    """Return a text with a capital first letter.

    Examples
    --------
    >>> capital("åtta kontor"), capital("")
    ('Åtta kontor', '')
    """
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """Return a text with a small first letter, to stand inside a sentence.

    Examples
    --------
    >>> uncapital("Före: i dag")
    'före: i dag'
    """
    return text[:1].lower() + text[1:]


FIGURES: Mapping[str, Callable[[float, str], str]] = {"min": minutes, "share": share}
"""How a figure is said, by the name of its format in a text: `{far:min}`; people may have a total beside them."""
APART: Mapping[str, Callable[[float, float, str], str]] = {"share": share_apart}
"""The same for two figures that must not look alike: `{before:share,after}`."""
