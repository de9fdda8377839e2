"""What a run will take, said before it begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from narvaro.language import say
from narvaro.travel.sphere import great_circle_km, unit_vectors

CROW_FLIES_KMH = {"car": 75.0, "walk": 4.8, "bicycle": 15.0, "transit": 60.0}
"""Speed as the crow flies that few ways beat: bounds how many pairs there can be, km/h. Only along a straight
motorway does a car beat it, and a train only between its stops."""

SECONDS_PER_SEARCH = {"junctions": 1.6e-7, "areas": 2.0e-8}
"""Seconds a search takes per junction within reach and per area, on one core; measured in benchmarks."""

SITES_LOOKED_AT = 64
"""Sites that stand for all in a forecast: the share of pairs is then right to a few percent, in no time."""

PAIR_BYTES = 6
"""Bytes a stored pair takes: four for the area and two for the seconds."""

EMPTY_MB = 150.0
"""Memory of the process with its libraries before any figure is read, megabytes."""
JUNCTION_BYTES, AREA_BYTES = 40.0, 60.0
"""Memory of the graph, shared by all workers: arcs there and back of a junction; where an area stands."""
SEARCH_BYTES = 4.0
"""Memory of a search in each worker: the milliseconds of a junction."""
COPIES = 4
"""How often the pairs of a block are in memory at once: as found, as joined, as packed and on their way."""


@dataclass(frozen=True)
class Forecast:
    """What a run will take at most.

    Parameters
    ----------
    columns
        Columns (site and mode) to work out; finished ones are not worked out again.
    reused
        Columns that are there already.
    pairs
        Pairs within reach as the crow flies.
    disk_mb, memory_mb
        On disk for new blocks, and in memory, megabytes.
    seconds
        With the given number of workers, a rough figure.
    """

    columns: int
    reused: int
    pairs: float
    disk_mb: float
    memory_mb: float
    seconds: float

    def text(self, lang: str = "en") -> str:
        """Return the forecast as one line."""
        whole = {name: round(value) for name, value in vars(self).items() if name != "pairs"}
        return say("travel.forecast", lang, **whole)


def share_within(
    areas: tuple[npt.ArrayLike, npt.ArrayLike], sites: tuple[npt.ArrayLike, npt.ArrayLike], km: float
) -> float:
    """Return the share of pairs that lie within a distance, from at most `SITES_LOOKED_AT` sites spread over the list.

    Examples
    --------
    >>> share_within(([0.0, 0.0], [0.0, 1.0]), ([0.0], [0.0]), 50.0)
    0.5
    """
    points = unit_vectors(*sites)
    if not len(points):
        return 0.0
    sample = points[np.unique(np.linspace(0, len(points) - 1, min(SITES_LOOKED_AT, len(points))).astype(int))]
    return float(np.mean(great_circle_km(unit_vectors(*areas), sample) <= km))


def forecast(
    columns: Sequence[tuple[str, int, int]],
    shares: dict[str, float],
    area_count: int,
    junctions: int,
    workers: int,
    reused: int,
) -> Forecast:
    """Return what a run will take.

    Parameters
    ----------
    columns
        Mode, number of columns to work out, and columns at once.
    shares
        By mode: share of the areas within reach of a site.
    area_count, junctions, workers, reused
        Areas; junctions of the network; workers; columns that are there already.
    """
    pairs = sum(count * shares[mode] * area_count for mode, count, _ in columns)
    per_junction, per_area = SECONDS_PER_SEARCH["junctions"], SECONDS_PER_SEARCH["areas"]
    # A search is a circle around a site and people live in clusters: it sees more of the land than of the areas.
    seconds = sum(
        count * (junctions * min(1.0, 2 * shares[mode]) * per_junction + area_count * per_area)
        for mode, count, _ in columns
    )
    block = max((together * shares[mode] * area_count for mode, _, together in columns), default=0.0)
    memory = JUNCTION_BYTES * junctions + AREA_BYTES * area_count
    memory += workers * (SEARCH_BYTES * junctions + COPIES * PAIR_BYTES * block)
    total = sum(count for _, count, _ in columns)
    return Forecast(
        total, reused, pairs, pairs * PAIR_BYTES / 1e6, EMPTY_MB + memory / 1e6, seconds / workers
    )
