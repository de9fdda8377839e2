"""How the report speaks: the words of the page from the catalogue, and figures as the language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from narvaro.language import OFFERED, number, percent, say, texts
from narvaro.language.money import decimals_of
from narvaro.language.speech import capital, uncapital

__all__ = ["Voice", "capital", "uncapital"]


@dataclass(frozen=True)
class Voice:
    """A language, and how it says the page's own words and figures.

    Raises
    ------
    ValueError
        If the language is not one of those offered.

    Examples
    --------
    >>> Voice("sv")("col.place"), Voice("sv").number(1234.5, 1).replace("\N{NARROW NO-BREAK SPACE}", "_")
    ('plats', '1_234,5')
    """

    lang: str
    money: str = ""
    """What figures of money count, as texts are given it: `million SEK`."""

    def __post_init__(self) -> None:
        """Hold that the language is one that texts are offered in."""
        if self.lang not in OFFERED:
            raise ValueError(f"no such language: {self.lang}")

    def __call__(self, key: str, /, **data: Any) -> str:
        """Return a text of the report."""
        return say(f"report.{key}", self.lang, money=self.money, **data)

    def ours(self, key: str, /, **data: Any) -> str:
        """Return a text of the whole catalogue, for a word of ours: `status.optimal`, `part.beyond`.

        That each such word has its text is held by a test (`tests/report/test_words.py`).
        """
        return say(key, self.lang, money=self.money, **data)

    def any(self, keys: Sequence[str], fallback: str) -> str:
        """Return the first text, of the whole catalogue, that exists; else the user's own word for it."""
        return next((say(key, self.lang) for key in keys if key in texts()), fallback)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a figure as the language writes it."""
        return number(value, self.lang, decimals)

    def money_decimals(self, exact: bool = False) -> int:
        """Return how many decimals a figure of money has, in running text or exactly."""
        return decimals_of(self.money, exact)

    def pct_table(self, share: float, decimals: int = 1) -> str:
        """Return a share for a table or a label."""
        return percent(share, self.lang, decimals)
