"""The catalogue: every text a user sees, in Swedish and English, in one TOML file for each room and each country."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from narvaro.language.numbers import full, number, percent
from narvaro.language.shown import visible

LANGUAGES = ("sv", "en")
COUNTRY_TEXTS = "texts.toml"


class _Writer(string.Formatter):
    """Format fields by language: `{x:1}` numbers, `{x:pct1}` percentages; `minutes`, `areas`, `years`, `mode` in words.

    `engine` is what made the travel times, in words too.

    `{x:full}` is a number with all the decimals that matter. Without a format a number has two, or none where it is
    whole; but all that matter where two would show it as zero, or as another figure of the same text.
    """

    def __init__(self, lang: str, data: Mapping[str, Any]) -> None:
        self.lang = lang
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
        if format_spec == "years":
            return _years(str(value), self.lang)
        if format_spec == "mode":
            return _modes([value] if isinstance(value, str) else list(value), self.lang)
        if format_spec == "engine":
            return visible(texts().get(f"explain.engine.{value}", {}).get(self.lang, str(value)))
        if isinstance(value, bool) or value is None or isinstance(value, str):
            return visible(str(value))
        if isinstance(value, int | float) or hasattr(value, "__float__"):
            if format_spec.startswith("pct"):
                return percent(float(value), self.lang, int(format_spec[3:] or 0))
            if f"count.{format_spec}.one" in texts():
                n = number(float(value), self.lang, 0)
                return texts()[f"count.{format_spec}.{'one' if n == '1' else 'many'}"][self.lang].format(n=n)
            if format_spec == "full":
                return full(float(value), self.lang, self.figures)
            return (
                number(float(value), self.lang, int(format_spec))
                if format_spec
                else self._plain(float(value))
            )
        if isinstance(value, Sequence):
            return ", ".join(self.format_field(part, format_spec) for part in value)
        return visible(str(value))


def _modes(modes: Sequence[str], lang: str) -> str:
    """Return how ways are gone, such as `by car, on foot or by bicycle`; a mode without words as it stands."""
    words = [visible(texts().get(f"explain.mode.{mode}", {}).get(lang, str(mode))) for mode in modes]
    if len(words) < 2:
        return "".join(words)
    return texts()["count.either"][lang].format(first=", ".join(words[:-1]), last=words[-1])


def _years(span: str, lang: str) -> str:
    """Return a span of years as one would say it: `2027`, `2027-2029`, or `2030-` for all that follow."""
    if span.endswith("-"):
        return texts()["count.years_onwards"][lang].format(year=span[:-1])
    return span.replace("-", "–")


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Return the whole catalogue: key to language to text.

    The texts of a country stand in its own folder, `sources/<country>/texts.toml`. They are read here, as files, and
    not brought by the country: this room may not import `sources`, and a text can be asked for before anything of a
    country is loaded, by help or by an error.

    Raises
    ------
    ValueError
        If a key stands in two files.
    """
    found: dict[str, Mapping[str, str]] = {}
    for file in _files():
        for key, entry in _flatten("", tomllib.loads(file.read_text(encoding="utf-8"))):
            if key in found:
                raise ValueError(f"{file} repeats the key {key}")
            found[key] = entry
    return found


def _files() -> list[Traversable]:
    """Return the files of texts: those of the house, then one of each country."""
    # by the package itself, as importing narvaro.sources to find its folder would run it
    package = resources.files("narvaro")
    house = (file for file in (package / "language" / "texts").iterdir() if file.name.endswith(".toml"))
    countries = sorted((package / "sources").iterdir(), key=lambda entry: entry.name)
    own = (folder / COUNTRY_TEXTS for folder in countries if folder.is_dir())
    return [*sorted(house, key=lambda entry: entry.name), *(file for file in own if file.is_file())]


def _flatten(prefix: str, table: Mapping[str, Any]) -> list[tuple[str, Mapping[str, str]]]:
    entries: list[tuple[str, Mapping[str, str]]] = []
    for name, value in table.items():
        key = f"{prefix}.{name}" if prefix else name
        if set(value) <= set(LANGUAGES) and all(isinstance(text, str) for text in value.values()):
            entries.append((key, value))
        else:
            entries += _flatten(key, value)
    return entries


def keys() -> tuple[str, ...]:
    """Return every key of the catalogue, sorted."""
    return tuple(sorted(texts()))


def placeholders(key: str, lang: str) -> frozenset[str]:
    """Return the names that a text expects.

    Examples
    --------
    >>> sorted(placeholders("fault.row", "sv"))
    ['row']
    """
    fields = string.Formatter().parse(texts()[key][lang])
    return frozenset(name for _, name, _, _ in fields if name is not None)


def say(key: str, lang: str, /, **data: Any) -> str:
    """Return the text of a key in a language, with its data written as that language writes numbers.

    Raises
    ------
    KeyError
        If the catalogue has no such key or the text needs a name that was not given.

    Examples
    --------
    >>> say("fault.row", "sv", row="12")
    'rad 12'
    """
    return _Writer(lang, data).format(texts()[key][lang], **data)
