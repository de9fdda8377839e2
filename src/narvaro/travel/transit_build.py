"""Builds the network that public transport is searched on, and keeps all that is said on the way."""

from __future__ import annotations

import json
import re
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from narvaro.case.documents import Form, conforming, read_json
from narvaro.case.files import write_text
from narvaro.errors import Fault, FolderError, TravelError
from narvaro.travel.feed_copy import write_copy
from narvaro.travel.feed_notices import MOST_LOST, first_of
from narvaro.travel.feed_tables import MOST_QUOTED
from narvaro.travel.feed_transfers import changing_rules, follow
from narvaro.travel.graph import ModeNetwork
from narvaro.travel.manifest import Notice
from narvaro.travel.settings import RunSettings
from narvaro.travel.timetable import Timetable
from narvaro.travel.transit_streets import walking_streets, walks_between

SAID_BY_ENGINE = (
    ("trips", re.compile(r"quarantined (\d+) trip")),
    ("rows", re.compile(r"dropped (\d+) row")),
    ("nowhere", re.compile(r"(\d+) stop\(s\) have no coordinates")),
    ("far", re.compile(r"(\d+) stop\(s\) are farther than")),
)
"""What cafein is known to say while it builds, by kind; its first figure is the count."""
PROGRAMMERS = (DeprecationWarning, PendingDeprecationWarning, FutureWarning)
"""Warnings about code and not about data."""
MOST_SAID = 500
"""Letters of what cafein said that is of no known kind: a warning for each stop would fill the report."""


def cafein() -> Any:
    """Return the package that searches timetables.

    Raises
    ------
    TravelError
        If it is not installed.
    """
    try:
        import cafein as package
    except ImportError as error:
        raise TravelError("travel.needs_package", package="cafein", extra="network") from error
    return package


def build_transit(
    timetables: Sequence[Timetable], network: ModeNetwork, settings: RunSettings, path: Path
) -> tuple[Fault, ...]:
    """Build the network of streets and timetables and keep it in a file; return what was said on the way.

    Parameters
    ----------
    timetables
        Checked feeds.
    network
        The network of walking.
    settings
        Longest walk, how far a stop may lie from the street, and the names of the files.
    path
        The file to make; what was said stands beside it.

    Raises
    ------
    TravelError
        If cafein cannot read the copy of the feeds, or nothing can be walked.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    rules, notices = changing_rules(timetables)
    limit = settings.snap_limit_m
    try:
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            stops = write_copy(timetables, Path(folder))
            streets, far = walking_streets(network, stops, limit, Path(settings.osm or "").name)
            # Some stops may lie off the map; that all do means that streets and timetables are of different places.
            if len(far) == len(stops) > 0:
                raise TravelError("travel.no_stop_near", count=len(far), file=_files(timetables), limit=limit)
            with warnings.catch_warnings(record=True) as said:
                # Every warning counts a loss: one that was said before must be said again.
                warnings.simplefilter("always")
                built = _built(folder, streets, _files(timetables))
                near = stops[~stops.index.isin(far)]
                walks = walks_between(built, near, network.walk_kmh, settings.max_walk_min, limit)
                built.set_transfers(follow(walks, rules))
            notices += engine_notices(
                str(one.message).replace(folder, "")
                for one in said
                if not issubclass(one.category, PROGRAMMERS)
            )
            _not_too_much(notices, built.trip_count)
            built.save(str(path))
    except OSError as error:
        raise TravelError("travel.cannot_write", file=path.name, problem=str(error)) from error
    if far:
        data = {"count": len(far), "of": len(stops), "limit": limit, "names": first_of(far)}
        notices += (Fault("travel.notice_far", data),)
    keep_notices(path, notices)
    return notices


def _built(folder: str, streets: tuple[Any, ...], files: str) -> Any:
    """Return cafein's network of a copy and streets."""
    try:
        built = cafein().TransportNetwork.from_gtfs([folder], trip_distances=False, street_modes=())
        built.set_street_network(*streets)
    except (ValueError, KeyError, RuntimeError) as error:
        raise TravelError("travel.broken_feed", file=files, problem=str(error)[:MOST_QUOTED]) from error
    return built


def _files(timetables: Sequence[Timetable]) -> str:
    return ", ".join(timetable.file for timetable in timetables)


def _not_too_much(notices: Iterable[Fault], trips: int) -> None:
    """Raise where cafein left out more of the copy than may be lost of a feed."""
    lost = sum(int(notice.data["count"]) for notice in notices if notice.key == "travel.engine_trips")
    if lost > MOST_LOST * (trips + lost):
        share = lost / (trips + lost)
        raise TravelError("travel.engine_too_much", count=lost, of=trips + lost, share=share, most=MOST_LOST)


def engine_notices(said: Iterable[str]) -> tuple[Fault, ...]:
    """Return what cafein said, sorted into kinds and counted; what is of no known kind is told word by word.

    Examples
    --------
    >>> found = engine_notices(["quarantined 2 trip(s) with data-quality problems", "the moon is full"])
    >>> [(notice.key, notice.data["count"]) for notice in found]
    [('travel.engine_trips', 2), ('travel.engine_other', 1)]
    """
    counts: dict[str, int] = {}
    other: list[str] = []
    for text in said:
        for kind, pattern in SAID_BY_ENGINE:
            match = pattern.search(text)
            if match is not None:
                counts[kind] = counts.get(kind, 0) + int(match[1])
                break
        else:
            other.append(text)
    found = [
        Fault(f"travel.engine_{kind}", {"count": counts[kind]})
        for kind, _ in SAID_BY_ENGINE
        if kind in counts
    ]
    if other:
        told = "; ".join(dict.fromkeys(other))
        found.append(Fault("travel.engine_other", {"count": len(other), "said": told[:MOST_SAID]}))
    return tuple(found)


class _Kept(Form):
    notices: list[Notice]


def keep_notices(path: Path, notices: Sequence[Fault]) -> None:
    """Keep what was said of a network beside it."""
    rows = [{"key": notice.key, "data": dict(notice.data)} for notice in notices]
    write_text(path.with_suffix(".json"), json.dumps(rows, ensure_ascii=False) + "\n")


def kept_notices(path: Path) -> tuple[Fault, ...] | None:
    """Return what was said of a network when it was built; None where the network or that is not there."""
    if not path.exists():
        return None
    try:
        kept = conforming(_Kept, {"notices": read_json(path.with_suffix(".json"))})
    except (OSError, FolderError, ValidationError):
        return None  # a cache: what cannot be read is made again
    return tuple(Fault(row.key, dict(row.data)) for row in kept.notices)
