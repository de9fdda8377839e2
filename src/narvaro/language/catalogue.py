"""The catalogue: every text a user sees, in Swedish and English, in one TOML file for each room and each country.

A further language is one file of texts, `more/<language>.toml`, with a line for each key, and one of number forms,
`forms/<language>.toml`. Nothing else knows of it.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

LANGUAGES = ("sv", "en")
"""The languages that texts are written in, side by side."""
FURTHER = ("fr",)
"""Languages that the texts are translated to, each in a file of its own."""
OFFERED = (*LANGUAGES, *FURTHER)
"""The languages that a user may choose."""
COUNTRY_TEXTS = "texts.toml"


class _Entry(dict[str, str]):
    """A text in the languages that it was asked for in: a further language is read when somebody speaks it."""

    def __init__(self, key: str, written: Mapping[str, str]) -> None:
        super().__init__(written)
        self.key = key

    def __missing__(self, lang: str) -> str:
        if lang not in FURTHER:
            raise KeyError(lang)
        # a text that somebody has just written is English until it is translated
        self[lang] = translated(lang).get(self.key, self["en"])
        return self[lang]


@cache
def translated(lang: str) -> Mapping[str, str]:
    """Return the texts of a further language by their keys."""
    file = resources.files("narvaro.language") / "more" / f"{lang}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


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
            found[key] = _Entry(key, entry)
    return found


def text_or(key: str, lang: str, otherwise: str) -> str:
    """Return a text as it is written, or something else where the catalogue has no such key.

    Examples
    --------
    >>> text_or("name.unknown", "en", "?"), text_or("name.mode.hover", "en", "hover")
    ('not stated', 'hover')
    """
    entry = texts().get(key)
    return otherwise if entry is None else entry[lang]


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
    """Return the names that a text expects, those that a format names too: `{after:people,before<total}`.

    Examples
    --------
    >>> sorted(placeholders("fault.row", "sv"))
    ['row']
    """
    fields = string.Formatter().parse(texts()[key][lang])
    expected: set[str] = set()
    for _, name, form, _ in fields:
        if name is not None:
            expected |= {name, *re.findall(r"[,<](\w+)", form or "")}
            expected |= {"money"} if form in ("money", "exact", "scaled") else set()
    return frozenset(expected)
