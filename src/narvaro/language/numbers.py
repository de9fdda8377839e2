"""Numbers and dates as Swedish and English write them."""

from __future__ import annotations

import datetime as dt
import math

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
_MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "en": "January February March April May June July August September October November December",
}


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
    if lang == "sv":
        text = text.replace(",", NARROW_SPACE).replace(".", ",")
    return sign + text


def percent(share: float, lang: str, decimals: int = 0) -> str:
    r"""Write a share as a percentage for a table or a label (0.125 is 12.5 %).

    Examples
    --------
    >>> percent(0.125, "en", 1), percent(0.125, "sv", 1)
    ('12.5\xa0%', '12,5\xa0%')
    """
    return f"{number(share * 100, lang, decimals)}\N{NO-BREAK SPACE}%"


def date_text(day: dt.date, lang: str) -> str:
    """Write a date for running text.

    Examples
    --------
    >>> date_text(dt.date(2026, 3, 10), "sv"), date_text(dt.date(2026, 3, 10), "en")
    ('10 mars 2026', '10 March 2026')
    """
    return f"{day.day} {_MONTHS[lang].split()[day.month - 1]} {day.year}"
