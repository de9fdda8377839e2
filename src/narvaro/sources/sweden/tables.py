"""The tables that ship with the embedded Sweden, and the figures of its rules."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import pandas as pd

from narvaro.case import Assumption, Provenance

CODES = (
    "id",
    "code",
    "small_area_code",
    "locality_code",
    "municipality_code",
    "county_code",
    "fa_region_code",
)
"""Columns that hold text even where every cell looks like a number."""


def table_file(name: str) -> Traversable:
    """Return a file that ships with the embedded Sweden."""
    return resources.files("narvaro.sources.sweden") / "tables" / name


def read_table(name: str) -> pd.DataFrame:
    """Read a table as shipped: codes and texts as text, an empty text for nothing.

    Examples
    --------
    >>> read_table("services")["id"].tolist()[0]
    'skatteverket'
    """
    with table_file(f"{name}.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file, dtype=dict.fromkeys(CODES, "object"), keep_default_na=False)


def read_settings(name: str) -> dict[str, Any]:
    """Read a settings file as shipped."""
    return tomllib.loads(table_file(f"{name}.toml").read_text(encoding="utf-8"))


TRAVEL_RULES = ("detour_factor", "road_kmh", "walk_kmh")
"""Rules whose figures a case has as its travel settings, and so among its assumptions already."""


@cache
def _rules() -> dict[str, Assumption]:
    return {
        key: Assumption(f"sweden_{key}", entry["value"], entry["unit"], entry["origin"], entry["source"])
        for key, entry in read_settings("rules").items()
    }


def rule(name: str) -> float:
    """Return the figure of a rule.

    Examples
    --------
    >>> rule("small_town_people")
    3000.0
    """
    return float(_rules()[name].value)


def rule_assumptions() -> tuple[Assumption, ...]:
    """Return every figure of every rule, with its unit and where it comes from, but those that travel settings hold."""
    return tuple(row for key, row in _rules().items() if key not in TRAVEL_RULES)


@cache
def table_provenance() -> tuple[Provenance, ...]:
    """Return the origin of every table, with the checksum of the file as shipped.

    The `table` of each row is the end of a catalogue key: `provenance.<table>` names it, and
    `provenance.<table>_note` says what a reader must mind.
    """
    rows = []
    for table, entry in read_settings("sources").items():
        file = entry.pop("file", "")
        checksum = hashlib.sha256(table_file(file).read_bytes()).hexdigest() if file else ""
        rows.append(Provenance(table=table, checksum=checksum, **entry))
    return tuple(rows)
