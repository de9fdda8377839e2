"""Streets with a point that must lie wrong: a step from one point to the next that no street takes."""

from __future__ import annotations

import numpy as np

from narvaro.errors import Fault
from narvaro.travel.roads import Roads, along_m
from narvaro.travel.rules import RoadRules


def long_steps(roads: Roads, rules: RoadRules, file: str) -> tuple[Fault, ...]:
    """Return a notice where the line of a road has a step longer than the rules believe, on ferries too.

    Parameters
    ----------
    roads
        The network.
    rules
        `step_km` and `ferry_step_km` say how long a step may be.
    file
        Where the roads come from.
    """
    if not len(roads):
        return ()
    step_km = along_m(roads.shape_lon, roads.shape_lat) / 1000
    # The last point of a road and the first of the next are no step.
    step_km[roads.shape_start[1:-1] - 1] = 0.0
    limits = np.array([rules.figure("ferry_step_km" if c == "ferry" else "step_km") for c in rules.classes])
    road = np.repeat(np.arange(len(roads)), np.diff(roads.shape_start))[:-1]
    long = np.flatnonzero(step_km > limits[roads.road_class[road]])
    if not long.size:
        return ()
    worst = int(long[np.argmax(step_km[long])])
    place = [f"{roads.shape_lat[at]:.5f} {roads.shape_lon[at]:.5f}" for at in (worst, worst + 1)]
    data = {
        "file": file,
        "count": int(np.unique(road[long]).size),
        "limit": rules.figure("step_km"),
        "ferry_limit": rules.figure("ferry_step_km"),
        "km": round(float(step_km[worst]), 1),
        "from": place[0],
        "to": place[1],
    }
    return (Fault("travel.long_steps", data),)
