"""Money as a language says it: the unit of a case in words, and figures with the decimals that suit it.

A text that names money is given `money`, the label of what figures count: `million SEK`, `thousand EUR`, or `EUR`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from narvaro.language.catalogue import text_or, texts
from narvaro.language.numbers import number

ONE = "one"
DECIMALS = {"million": (1, 3), "thousand": (0, 3), ONE: (0, 0)}
"""Decimals of a figure, by what it counts: in running text, and where it is told exactly."""


def _parts(money: str) -> tuple[str, str]:
    """Return unit and currency of a label."""
    unit, _, currency = money.rpartition(" ")
    return unit or ONE, currency


def decimals_of(money: str, exact: bool = False) -> int:
    """Return how many decimals a figure of money has: in running text, or exactly.

    Examples
    --------
    >>> decimals_of("million SEK"), decimals_of("million SEK", exact=True), decimals_of("EUR")
    (1, 3, 0)
    """
    return DECIMALS[_parts(money)[0]][exact]


def seen(money: str) -> float:
    """Return the least figure that running text shows; less is written as nothing.

    Examples
    --------
    >>> seen("million SEK"), seen("thousand EUR")
    (0.05, 0.5)
    """
    return float(0.5 / 10 ** decimals_of(money))


def scaled(figure: float, money: str, lang: str) -> str:
    """Write a figure with its unit and without its currency, which stands near by.

    Examples
    --------
    >>> scaled(2_214.0, "million SEK", "en"), scaled(2_214.0, "EUR", "en")
    ('2,214.0 million', '2,214')
    """
    unit = _parts(money)[0]
    n = number(figure, lang, decimals_of(money))
    return n if unit == ONE else texts()[f"money.scaled.{unit}"][lang].format(n=n)


def _currency(money: str, lang: str) -> str:
    code = _parts(money)[1]
    return text_or(f"money.currency.{code}", lang, code)


def _unit(money: str, lang: str) -> str:
    unit, currency = _parts(money)[0], _currency(money, lang)
    return currency if unit == ONE else texts()[f"money.unit.{unit}"][lang].format(currency=currency)


def _short(money: str, lang: str) -> str:
    own = texts().get(f"money.short.{'.'.join(reversed(_parts(money)))}")
    return own[lang] if own else _unit(money, lang)


def _step(money: str, lang: str) -> str:
    step = "thousand" if _parts(money)[0] == "million" else ONE
    return texts()[f"money.step.{step}"][lang].format(currency=_currency(money, lang))


def _to_the(money: str, lang: str) -> str:
    own = texts().get(f"money.to_the.{_parts(money)[1]}")
    return (own or texts()["money.to_the.other"])[lang]


MONEY_WORDS: Mapping[str, Callable[[str, str], str]] = {
    "unit": _unit,
    "short": _short,
    "currency": _currency,
    "step": _step,
    "to_the": _to_the,
}
"""How a text says what money counts, by the name of the format: `{money:unit}` is `million SEK`, or `miljoner kronor`.

`short` is for labels (`MSEK`, `mnkr`), `currency` leaves the unit out, `step` is the least that a ledger tells (`the
thousand SEK`), and `to_the` how exact it is (`to the krona`).
"""
