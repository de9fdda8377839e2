"""Texts with their data filled in: figures, counts, lists and names as each language says them."""

from __future__ import annotations

import datetime as dt
import math
import string
from collections.abc import Mapping, Sequence
from typing import Any

from narvaro.language.catalogue import LANGUAGES, text_or, texts
from narvaro.language.forms import forms
from narvaro.language.money import MONEY_WORDS, decimals_of, scaled
from narvaro.language.numbers import date_text, full, number, percent
from narvaro.language.shown import visible
from narvaro.language.speech import (
    APART,
    FIGURES,
    capital,
    listing,
    people,
    people_apart,
    sentences,
    words,
)


class _Writer(string.Formatter):
    """Format fields by language.

    Numbers: `{x:1}` with so many decimals, `{x:full}` with all that matter, `{x:pct1}` as a percentage of a table,
    `{x:minutes}` or `{x:areas}` counted in words. Without a format a number has two decimals, or none where it is
    whole; but all that matter where two would show it as zero, or as another figure of the same text. The data may say
    how many decimals: `{x:{decimals}}`.

    As said aloud (:mod:`narvaro.language.speech`): `{x:people}`, `{x:min}`, `{x:share}`; `{x:people,y}` and
    `{x:share,y}` so that it does not look like `y`; `{x:people<total}` and `{x:people,y<total}` so that rounding
    does not carry it past `total`; `{n:words}`.

    Money (:mod:`narvaro.language.money`), of a text that is given what it counts as `money`: `{money:unit}`,
    `{money:short}`; and figures of it, `{x:money}`, `{x:exact}`, and `{x:scaled}` with `million` after it.

    Lists: `{items:list}` with "and", `{items:list3}` the first three and how many more, `{parts:clauses}` and
    `{parts:sentences}`; `{names:own}` is a name of the user's, in Swedish and English. Times: `{span:years}`,
    `{year:year}`, `{day:date}`, `{month:month}`. Names: `{by:mode}`, `{made:engine}`, `{one:measure}`; `{name:capital}`
    begins a line.
    """

    def __init__(self, lang: str, data: Mapping[str, Any]) -> None:
        self.lang = lang
        self.data = data
        self.figures = [
            float(x) for x in data.values() if isinstance(x, int | float) and not isinstance(x, bool)
        ]

    def _plain(self, value: float) -> str:
        """Write a number that no format was given for."""
        short = number(value, self.lang, 0 if value.is_integer() else 2)
        others = [x for x in self.figures if x != value and abs(x - value) < 0.01]
        hidden = value != 0 and number(value, self.lang, 2) == number(0.0, self.lang, 2)
        if hidden or any(number(x, self.lang, 2) == number(value, self.lang, 2) for x in others):
            return full(value, self.lang, others)
        return short

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write one value as its format says."""
        if format_spec == "years":
            return _years(str(value), self.lang)
        if format_spec == "year":
            return str(value)
        if format_spec == "mode":
            return _modes([value] if isinstance(value, str) else list(value), self.lang)
        if format_spec == "engine":
            return visible(text_or(f"name.engine.{value}", self.lang, str(value)))
        if format_spec == "measure":
            return visible(text_or(f"access.measure.{value}", self.lang, str(value)))
        if format_spec == "date":
            return date_text(dt.date.fromisoformat(str(value)), self.lang)
        if format_spec == "capital":
            return capital(visible(str(value)))
        if format_spec == "month":
            return date_text(dt.date(2000, int(value), 1), self.lang).split()[1]
        if format_spec in MONEY_WORDS:
            return visible(MONEY_WORDS[format_spec](str(value), self.lang))
        if isinstance(value, bool) or value is None or isinstance(value, str):
            return visible(str(value))
        if isinstance(value, int | float) or hasattr(value, "__float__"):
            return self._figure(float(value), format_spec)
        if isinstance(value, Sequence):
            return self._several(value, format_spec)
        return visible(str(value))

    def _figure(self, value: float, spec: str) -> str:
        """Write a number as its format says."""
        spec, _, most = spec.partition("<")
        form, _, other = spec.partition(",")
        if form == "people":
            limit = float(self.data[most]) if most else math.inf
            if other:
                return people_apart(value, float(self.data[other]), self.lang, limit)
            return people(value, self.lang, limit)
        if other:
            return APART[form](value, float(self.data[other]), self.lang)
        if form in FIGURES:
            return FIGURES[form](value, self.lang)
        if form in ("money", "exact"):
            return number(value, self.lang, decimals_of(str(self.data["money"]), form == "exact"))
        if form == "scaled":
            return scaled(value, str(self.data["money"]), self.lang)
        if form == "words":
            return words(int(value), self.lang)
        if form.startswith("pct"):
            return percent(value, self.lang, int(form[3:] or 0))
        if f"count.{form}.one" in texts():
            n = number(value, self.lang, 0)
            return texts()[f"count.{form}.{'one' if n == '1' else 'many'}"][self.lang].format(n=n)
        if form == "full":
            return full(value, self.lang, self.figures)
        return number(value, self.lang, int(form)) if form else self._plain(value)

    def _several(self, values: Sequence[Any], spec: str) -> str:
        """Write a list as its format says; without one with commas, each part in the format."""
        if spec.startswith("list"):
            most = int(spec[4:]) if spec[4:] else None
            return listing([self.format_field(part, "") for part in values], self.lang, most)
        if spec == "own":
            own = self.lang if self.lang in LANGUAGES else "en"
            return visible(str(values[LANGUAGES.index(own)]))
        if spec == "clauses":
            return forms(self.lang).between_clauses.join(self.format_field(part, "") for part in values)
        if spec == "sentences":
            return sentences([self.format_field(part, "") for part in values])
        return ", ".join(self.format_field(part, spec) for part in values)


def _modes(modes: Sequence[str], lang: str) -> str:
    """Return how ways are gone, such as `by car, on foot or by bicycle`; a mode without words as it stands."""
    words = [visible(text_or(f"name.mode.{mode}", lang, str(mode))) for mode in modes]
    if len(words) < 2:
        return "".join(words)
    return texts()["count.either"][lang].format(first=", ".join(words[:-1]), last=words[-1])


def _years(span: str, lang: str) -> str:
    """Return a span of years as one would say it: `2027`, `2027-2029`, or `2030-` for all that follow."""
    if span.endswith("-"):
        return texts()["count.years_onwards"][lang].format(year=span[:-1])
    return span.replace("-", "–")


def say(key: str, lang: str, /, **data: Any) -> str:
    """Return the text of a key in a language, with its data written as that language writes numbers.

    A key with forms for none, one and many takes the form of the count `n`.

    Raises
    ------
    KeyError
        If the catalogue has no such key or the text needs a name that was not given.

    Examples
    --------
    >>> say("fault.row", "sv", row="12")
    'rad 12'
    >>> say("said.offices_open", "en", n=1), say("said.offices_open", "en", n=3)
    ('one office opens', 'three offices open')
    """
    return _Writer(lang, data).format(texts()[form_of(key, data.get("n"))][lang], **data)


def form_of(key: str, n: object) -> str:
    """Return the key of a text, or of its form for a count: none, one or many.

    Where there is no form of its own for none, or one, that for many is used.
    """
    if key in texts() or not isinstance(n, int):
        return key
    form = f"{key}.{ {0: 'zero', 1: 'one'}.get(n, 'many') }"
    return form if form in texts() else f"{key}.many"
