"""The catalogue: every text a user sees, in Swedish and English, in one TOML file for each room and each country."""

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
COUNTRY_TEXTS = "texts.toml"


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
