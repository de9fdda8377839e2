"""How the report speaks: sentences from the catalogue, with figures as a reader would say them aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from narvaro.language import number, percent, say, speech, texts
from narvaro.language.speech import capital, uncapital

__all__ = ["Voice", "capital", "uncapital"]


@dataclass(frozen=True)
class Voice:
    """A language, and how it says counts, people, money and lists.

    Examples
    --------
    >>> Voice("sv").count("unit.offices", 1), Voice("sv").count("unit.offices", 3)
    ('ett kontor', 'tre kontor')
    """

    lang: str

    def __call__(self, key: str, /, **data: Any) -> str:
        """Return a text of the report."""
        return say(f"report.{key}", self.lang, **data)

    def knows(self, key: str) -> bool:
        """Tell whether the report has such a text."""
        return f"report.{key}" in texts()

    def ours(self, key: str) -> str:
        """Return a text of the whole catalogue, for a word of ours: `status.optimal`, `part.beyond`.

        That each such word has its text is held by a test (`tests/report/test_words.py`).
        """
        return say(key, self.lang)

    def any(self, keys: Sequence[str], fallback: str) -> str:
        """Return the first text, of the whole catalogue, that exists; else the user's own word for it."""
        return next((say(key, self.lang) for key in keys if key in texts()), fallback)

    def count(self, key: str, n: int, /, **data: Any) -> str:
        """Return the text for no, one or many: `key.zero`, `key.one`, `key.many`, with `n` in words up to twelve.

        Where there is no text of its own for none, that for many is used.
        """
        form = {0: "zero", 1: "one"}.get(n, "many")
        if not self.knows(f"{key}.{form}"):
            form = "many"
        return self(f"{key}.{form}", n=self.words(n), **data)

    def words(self, n: int) -> str:
        """Return a count in words up to twelve, in figures above."""
        return speech.words(n, self.lang)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a figure as the language writes it."""
        return number(value, self.lang, decimals)

    def people(self, value: float) -> str:
        """Return a number of people as one would say it."""
        return speech.people(value, self.lang)

    def minutes(self, value: float) -> str:
        """Return minutes with the decimals that a reader can use."""
        return speech.minutes(value, self.lang)

    def money(self, msek: float) -> str:
        """Return million SEK for running text, exact to the hundred thousand."""
        return self.number(msek, 1)

    def pct(self, share: float) -> str:
        """Return a share for running text."""
        return speech.share(share, self.lang)

    def pct_table(self, share: float, decimals: int = 1) -> str:
        """Return a share for a table or a label."""
        return percent(share, self.lang, decimals)

    def listing(self, items: Sequence[str], most: int | None = None) -> str:
        """Return items as a list in running text; beyond `most` the rest are counted."""
        return speech.listing(items, self.lang, most)

    def years(self, years: Sequence[int]) -> str:
        """Return a span of years.

        Examples
        --------
        >>> Voice("sv").years([2021, 2022, 2023]), Voice("sv").years([2021])
        ('2021–2023', '2021')
        """
        return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
