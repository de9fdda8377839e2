"""How the report speaks: sentences from the catalogue, with figures as a reader would say them aloud."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from narvaro.language import number, percent, say, texts

WORDS_UP_TO = 12
_WORDS = {
    "sv": "noll ett två tre fyra fem sex sju åtta nio tio elva tolv",
    "en": "no one two three four five six seven eight nine ten eleven twelve",
}


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
        """Return a count in words up to twelve, in figures above.

        Examples
        --------
        >>> Voice("en").words(7), Voice("en").words(13)
        ('seven', '13')
        """
        return _WORDS[self.lang].split()[n] if 0 <= n <= WORDS_UP_TO else self.number(n)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a figure as the language writes it."""
        return number(value, self.lang, decimals)

    def people(self, value: float) -> str:
        """Return a number of people as one would say it: two or three figures that matter, tables have them all.

        Examples
        --------
        >>> [Voice("en").people(n) for n in (7, 64, 431, 8_127, 41_234, 1_312_345)]
        ['7', '64', '430', '8,100', '41,000', '1.31 million']
        """
        if abs(value) >= 999_500:
            return self("millions", n=self.number(value / 1e6, 2 if abs(value) < 9_995_000 else 1))
        step = 1 if value < 100 else 10 if value < 1_000 else 100 if value < 10_000 else 1_000
        return self.number(math.floor(value / step + 0.5) * step)

    def minutes(self, value: float) -> str:
        """Return minutes with the decimals that a reader can use: none from ten up, one below."""
        return self.number(value, 0 if value >= 9.95 or float(value).is_integer() else 1)

    def money(self, msek: float) -> str:
        """Return million SEK for running text, exact to the hundred thousand."""
        return self.number(msek, 1)

    def pct(self, share: float) -> str:
        """Return a share for running text: whole per cents, with decimals below one per cent."""
        value = share * 100
        whole = not math.isfinite(value) or abs(value - round(value)) < 1e-9
        decimals = 0 if abs(value) >= 9.95 or whole else 1 if abs(value) >= 0.95 else 2
        return self("percent", n=self.number(value, decimals))

    def pcts(self, before: float, after: float) -> dict[str, str]:
        """Return two shares for running text, with enough decimals to tell them apart if they differ at all.

        Examples
        --------
        >>> Voice("en").pcts(0.348, 0.352), Voice("en").pcts(0.35, 0.35)
        ({'before': '34.8 percent', 'after': '35.2 percent'}, {'before': '35 percent', 'after': '35 percent'})
        """
        told = {"before": self.pct(before), "after": self.pct(after)}
        decimals = 1
        while told["before"] == told["after"] and abs(before - after) > 5e-7 and decimals < 5:
            figures = {"before": before, "after": after}
            told = {when: self("percent", n=self.number(x * 100, decimals)) for when, x in figures.items()}
            decimals += 1
        return told

    def heads(self, before: float, after: float) -> dict[str, str]:
        """Return two numbers of people for running text, in full where rounding would make them the same.

        Examples
        --------
        >>> Voice("en").heads(41_000, 43_000), Voice("en").heads(41_234, 41_120)
        ({'before': '41,000', 'after': '43,000'}, {'before': '41,234', 'after': '41,120'})
        """
        told = {"before": self.people(before), "after": self.people(after)}
        if told["before"] == told["after"] and abs(before - after) >= 0.5:
            return {"before": self.number(before), "after": self.number(after)}
        return told

    def pct_table(self, share: float, decimals: int = 1) -> str:
        """Return a share for a table or a label."""
        return percent(share, self.lang, decimals)

    def listing(self, items: Sequence[str], most: int | None = None) -> str:
        """Return items as a list in running text; beyond `most` the rest are counted.

        Examples
        --------
        >>> Voice("sv").listing(["Alby", "Fittja", "Husby"])
        'Alby, Fittja och Husby'
        >>> Voice("en").listing(["A", "B", "C", "D"], 2)
        'A, B and two more'
        """
        shown = list(items)
        if most is not None and len(shown) > most:
            shown = [*shown[:most], self.count("more", len(shown) - most)]
        if len(shown) < 2:
            return "".join(shown)
        return self("and", first=", ".join(shown[:-1]), last=shown[-1])

    def years(self, years: Sequence[int]) -> str:
        """Return a span of years.

        Examples
        --------
        >>> Voice("sv").years([2021, 2022, 2023]), Voice("sv").years([2021])
        ('2021–2023', '2021')
        """
        return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def capital(text: str) -> str:
    """Return a text with a capital first letter.

    Examples
    --------
    >>> capital("åtta kontor"), capital("")
    ('Åtta kontor', '')
    """
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """Return a text with a small first letter, to stand inside a sentence."""
    return text[:1].lower() + text[1:]
