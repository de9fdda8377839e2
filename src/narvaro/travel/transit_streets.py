"""The walking network handed to the engine of public transport, so that both know one and the same streets.

The engine can read streets by itself, but by rules of its own: other ways are walked, and what is an island is counted
in points and not in metres. It is given ours instead, with the milliseconds of each road as metres at walking speed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from narvaro.errors import TravelError
from narvaro.travel.feed_transfers import Walk
from narvaro.travel.graph import ModeNetwork


def walking_streets(
    network: ModeNetwork, stops: pd.DataFrame, snap_limit_m: float, file: str
) -> tuple[tuple[Any, ...], list[str]]:
    """Return the walking network as cafein takes it, and the stops that lie too far from any street.

    Parameters
    ----------
    network
        The network of walking.
    stops
        Ids as index, with `lat` and `lon`, degrees.
    snap_limit_m
        A stop farther than this from every street is not put on one, metres.
    file
        The file of the streets, for the error.

    Raises
    ------
    TravelError
        If there is no street that can be walked.
    """
    roads, kept = network.roads, network.kept
    if kept.size == 0:
        raise TravelError("travel.no_walking", file=file)
    # Walkers go both ways: a road takes as long there as back.
    ms = np.maximum(network.along_ms[kept], network.against_ms[kept])
    metres = ms * (network.walk_kmh / 3600)
    ends = network.number[roads.tail[kept]], network.number[roads.head[kept]]
    first = roads.shape_start[kept]
    count = roads.shape_start[kept + 1] - first
    # A ferry is boarded at its ends: it is drawn as the point of its tail, so that nobody is put on it at sea.
    ferry = np.isfinite(roads.fixed_s[kept])
    drawn = np.where(ferry, 2, count)
    begin = np.concatenate([[0], np.cumsum(drawn)])
    step = np.arange(begin[-1]) - np.repeat(begin[:-1], drawn)
    point = np.repeat(first, drawn) + np.where(np.repeat(ferry, drawn), 0, step)
    places = network.place(stops["lon"], stops["lat"], snap_limit_m)
    near = np.flatnonzero(places.road >= 0)
    # A stop is put where a point would be: the position of its road among those kept.
    position = np.searchsorted(kept, places.road[near])
    names = stops.index.astype(str)
    links = zip(
        names[near].tolist(),
        position.tolist(),
        places.share[near].tolist(),
        places.off_m[near].tolist(),
        strict=True,
    )
    edges = zip(ends[0].tolist(), ends[1].tolist(), metres.tolist(), strict=True)
    payload = (
        len(network.number),
        list(edges),
        begin.tolist(),
        roads.shape_lon[point].tolist(),
        roads.shape_lat[point].tolist(),
        list(links),
    )
    return payload, names[places.road < 0].tolist()


def walks_between(
    network: Any, stops: pd.DataFrame, walk_kmh: float, max_min: float, snap_limit_m: float
) -> list[Walk]:
    """Return the walk from each stop to each other within reach, by the streets that the engine was given.

    Parameters
    ----------
    network
        cafein's network with streets.
    stops
        Those that lie near a street, as in `walking_streets`.
    walk_kmh, max_min, snap_limit_m
        Speed on foot, longest walk, and how far a stop may lie from the street.
    """
    found: list[Walk] = []
    for stop, lat, lon in zip(stops.index.astype(str), stops["lat"], stops["lon"], strict=True):
        reached = network.access_stops(
            lat, lon, walking_speed_kmph=walk_kmh, max_walking_time=max_min, snap_distance=snap_limit_m
        )
        found += [(stop, other, int(s), s * walk_kmh / 3.6) for other, s in reached.items() if other != stop]
    return found
