"""Numbers and dates as each language writes them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from narvaro.language.forms import forms

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
_NOISE = 1e-13  # of sums, as a share
_MOST_DECIMALS = 18


def number(value: float, lang: str, decimals: int = 0) -> str:
    """Write a number with the thousands sign and the decimal sign of a language.

    Halves are rounded away from zero, as a reader does on paper; a missing value is a dash.

    Examples
    --------
    >>> number(1234567.5, "en", 1)
    '1,234,567.5'
    >>> number(1234567.5, "sv", 1).replace(NARROW_SPACE, "_")
    '1_234_567,5'
    >>> number(2.5, "en"), number(float("nan"), "en")
    ('3', '–')
    """
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    scaled = math.floor(abs(value) * 10**decimals + 0.5 + 1e-9) / 10**decimals
    sign = MINUS if value < 0 and scaled > 0 else ""
    text = f"{scaled:,.{decimals}f}"
    written = forms(lang)
    return sign + text.translate({ord(","): written.thousands, ord("."): written.decimal})


def full(value: float, lang: str, others: Iterable[float] = ()) -> str:
    """Write a number with the decimals it has, though no more than three beyond what tells it from others and zero.

    Examples
    --------
    >>> full(24.0004, "en", [24.0]), full(24.0, "en", [24.0004]), full(1 / 3, "sv"), full(0.1 + 0.2, "en")
    ('24.0004', '24', '0,3333', '0.3')
    >>> full(6.1e-30, "en", [6.2e-30])
    '6.1e-30'
    """
    if not math.isfinite(value):
        return number(value, lang)
    apart = [abs(value - o) for o in (*others, 0.0) if abs(value - o) > _NOISE * max(abs(value), abs(o))]
    if not apart:
        return number(value, lang)
    most = max(0, -math.floor(math.log10(min(apart)))) + 3
    if most > _MOST_DECIMALS:
        text = f"{value:.12g}".replace("-", MINUS, value < 0)
        return text.replace(".", forms(lang).decimal)
    near = min(10 * _NOISE * abs(value), 0.01 * min(apart))
    decimals = next((p for p in range(most) if abs(round(value, p) - value) <= near), most)
    return number(value, lang, decimals)


def cell_separator(lang: str) -> str:
    """Return what stands between cells of a CSV that spreadsheets in a language read.

    Examples
    --------
    >>> cell_separator("sv"), cell_separator("en")
    (';', ',')
    """
    return forms(lang).cell_separator


def decimal_mark(lang: str) -> str:
    """Return what stands before the decimals of a number in such a file.

    Examples
    --------
    >>> decimal_mark("sv"), decimal_mark("en")
    (',', '.')
    """
    return forms(lang).decimal


def in_file(value: float, lang: str, decimals: int = 6) -> str:
    """Write a number as a spreadsheet in the language reads it from a file; nothing where it is missing or endless.

    Examples
    --------
    >>> in_file(1234.5, "sv"), in_file(2.0, "en"), in_file(0.12345678, "en"), in_file(float("nan"), "en")
    ('1234,5', '2', '0.123457', '')
    """
    if not math.isfinite(value):
        return ""
    text = repr(round(value * 10**decimals) / 10**decimals).removesuffix(".0")
    return text.replace(".", decimal_mark(lang))


def percent(share: float, lang: str, decimals: int = 0) -> str:
    r"""Write a share as a percentage for a table or a label (0.125 is 12.5 %).

    Examples
    --------
    >>> percent(0.125, "en", 1), percent(0.125, "sv", 1)
    ('12.5\xa0%', '12,5\xa0%')
    """
    return number(share * 100, lang, decimals) + forms(lang).percent


def date_text(day: dt.date, lang: str) -> str:
    """Write a date for running text.

    Examples
    --------
    >>> date_text(dt.date(2026, 3, 10), "sv"), date_text(dt.date(2026, 3, 10), "en")
    ('10 mars 2026', '10 March 2026')
    """
    written = forms(lang)
    of_month = written.first_of_month if day.day == 1 else str(day.day)
    return f"{of_month} {written.months[day.month - 1]} {day.year}"
