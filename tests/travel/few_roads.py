"""Networks of a few roads, given as arrays at once: no file is written or read."""

import numpy as np

from narvaro.travel.roads import DrawnWays, Roads, cut_at_junctions
from narvaro.travel.rules import BICYCLE, CAR, WALK, road_rules

RULES = road_rules()
METRE = np.array([1 / 111_319.49, 1 / 110_574.28])
"""Degrees of longitude and of latitude in a metre at (0, 0), WGS 84."""
ALL = (WALK | BICYCLE | CAR) * 9
"""Every mode in both directions."""
ONE_WAY = WALK * 9 | BICYCLE | CAR
"""Walkers both ways, vehicles along the line."""


def drawn(lines, *, access=ALL, kind="residential", kmh=np.nan, ferry_s=np.nan, ends_only=False) -> DrawnWays:
    """Lines [(east m, north m), ...] near (0, 0); what is said of them once, or for each line."""
    count = len(lines)
    points = np.array([point for line in lines for point in line], dtype=float).reshape(-1, 2)
    kinds = [kind] * count if isinstance(kind, str) else kind
    _, ref = np.unique(points, axis=0, return_inverse=True)
    lon, lat = (points * METRE).T
    return DrawnWays(
        np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64),
        ref.ravel().astype(np.int64),
        lon.copy(),
        lat.copy(),
        np.array([RULES.classes.index(one) for one in kinds], dtype=np.uint8),
        np.broadcast_to(np.asarray(access, np.uint8), count).copy(),
        np.broadcast_to(np.asarray(kmh, np.float32), count).copy(),
        np.full(count, np.nan, np.float32),
        np.zeros(count, np.uint8),
        np.broadcast_to(np.asarray(ferry_s, np.float32), count).copy(),
        ends_only,
    )


def roads_of(lines, **said) -> Roads:
    """The same, cut where lines meet; junctions are numbered from west to east, then from south to north."""
    return cut_at_junctions(drawn(lines, **said))


def grid(seed, size=6, one_way=True):
    """A grid of streets 150 metres apart with some taken out, some one-way, speeds at random; and twelve places."""
    rng = np.random.default_rng(seed)
    steps = [((x, y), (x + 1, y)) for x in range(size - 1) for y in range(size)]
    steps += [((x, y), (x, y + 1)) for x in range(size) for y in range(size - 1)]
    steps = [np.array(step) * 150.0 for step in steps if rng.random() < 0.85]
    closed = (rng.random(len(steps)) < 0.3) & one_way
    roads = roads_of(steps, access=np.where(closed, ONE_WAY, ALL), kmh=rng.uniform(10, 90, len(steps)))
    return roads, rng.uniform(-30, size * 150, (12, 2)) * METRE
