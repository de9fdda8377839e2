"""Whose data minutes rest on: the files of streets and timetables, with the credit that their licence asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from narvaro.case import Provenance
from narvaro.travel.settings import RunSettings


def sources_of(settings: RunSettings, made_of: Mapping[str, Any]) -> tuple[Provenance, ...]:
    """Return the files that a mode rests on; none for a straight line.

    Parameters
    ----------
    settings
        Names the files.
    made_of
        What the engine says that the mode is made of; holds their checksums.

    Examples
    --------
    >>> from pathlib import Path
    >>> [source] = sources_of(RunSettings(osm=Path("town.osm.pbf")), {"roads": "ab12"})
    >>> source.publisher, source.licence, source.edition
    ('© OpenStreetMap contributors', 'ODbL 1.0', 'town.osm.pbf')
    """
    found = []
    streets = str(made_of.get("roads") or made_of.get("streets") or "")
    if streets and settings.osm is not None:
        found.append(
            Provenance(
                "streets_osm",
                "© OpenStreetMap contributors",
                edition=settings.osm.name,
                licence="ODbL 1.0",
                checksum=streets,
                note="openstreetmap.org/copyright",
            )
        )
    elif streets and settings.roads is not None:
        found.append(Provenance("streets_own", "", edition=settings.roads.name, checksum=streets))
    for feed, checksum in zip(settings.gtfs, made_of.get("feeds", ()), strict=False):
        found.append(Provenance("timetable", "", edition=feed.name, checksum=str(checksum)))
    return tuple(found)


def all_sources(modes: Iterable[Mapping[str, Any]]) -> tuple[Provenance, ...]:
    """Return the sources of several modes as the manifest keeps them, each once."""
    rows = (Provenance(**row) for facts in modes for row in facts.get("sources", ()))
    return tuple(dict.fromkeys(rows))
