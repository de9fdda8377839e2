"""The straight line against the network: whose way is longer than a first look says."""

from __future__ import annotations

import numpy as np
import pandas as pd

from narvaro.explain.evidence import AFTER, NOTICED_MIN, Evidence, offices_that_count, total, ways_to
from narvaro.language import Note, names
from narvaro.travel import CHOICES, PERSON, TravelTimes, fit_for, straight_line

LONGER_MIN = 10.0
"""A way is told of as much longer from so many minutes up."""
MOST_AREAS = 200
"""Areas kept, the worst first."""
STRAIGHT = "straight line"


def straight_modes(travel: TravelTimes, mode: str) -> tuple[str, ...]:
    """Return the modes of a straight line that answer for the same ways as a mode; none where a line cannot.

    A straight line knows nothing of timetables, so public transport has no line of its own, and neither has a choice
    between modes where public transport is one of them.

    Examples
    --------
    >>> from narvaro.travel import TravelTimes
    >>> travel = TravelTimes.from_dense(["a"], ["s"], {"car": [[1.0]], "walk": [[2.0]], "transit": [[3.0]]})
    >>> straight_modes(travel, "walk"), straight_modes(travel, "transit"), straight_modes(travel, "without_car")
    (('walk',), (), ())
    """
    modes = tuple(one for one in travel.modes if one not in CHOICES) if mode in CHOICES else (mode,)
    return modes if set(modes) <= {"car", "walk", "bicycle"} else ()


def straight_table(evidence: Evidence) -> pd.DataFrame:
    r"""Return what a straight line says beside what the network says, with the offices of the plan.

    Only areas where people live, and where the straight line reaches an office within the longest way that the
    network keeps: beyond that the two cannot be set side by side.

    Returns
    -------
    pandas.DataFrame
        Index area id; `name`; `people`; `straight_min`, `network_min` to the nearest office, minutes (NaN: no
        office within reach on the network); `longer_min`, network less straight line (infinite without reach).
        Those without reach stand first, then the longest difference, then the most people. Empty where the
        times are those of a straight line, or where a line cannot answer for the same ways.
    """
    columns = ["name", "people", "straight_min", "network_min", "longer_min"]
    travel, mode = evidence.travel, evidence.mode
    modes = straight_modes(travel, mode)
    if straight_itself(travel, mode) or mode not in evidence.ways or not modes:
        return pd.DataFrame(columns=columns, index=pd.Index([], dtype=object, name="id")).astype(
            dict.fromkeys(columns[1:], float)
        )
    line = fit_for(straight_line(evidence.case, modes), evidence.case, mode)
    offices = offices_that_count({AFTER: evidence.decision.after}, evidence.policy, mode)
    straight = ways_to(line, mode, 0.0, offices).minutes[AFTER]
    table = evidence.case.areas[["name", "people"]].rename_axis("id").astype({"name": object})
    table["straight_min"] = straight.to_numpy()
    table["network_min"] = evidence.ways[mode].minutes[AFTER].to_numpy()
    table["longer_min"] = table["network_min"].fillna(np.inf) - table["straight_min"]
    kept = (table["people"] > 0) & (table["straight_min"] <= travel.max_min)
    order = ["longer_min", "people"]
    return table[kept].sort_values(order, ascending=False, kind="stable")


def straight_itself(travel: TravelTimes, mode: str) -> bool:
    """Tell whether the minutes of a mode are those of a straight line."""
    return travel.engine == STRAIGHT or (travel.labels or {}).get(mode) == STRAIGHT


def straight_said(evidence: Evidence, table: pd.DataFrame) -> tuple[Note, ...]:
    """Return what the table says of people, in sentences; nothing of an empty one."""
    people, by = table["people"], names.mode(evidence.mode)
    if table.empty:
        return ()
    reached = np.isfinite(table["longer_min"])
    notes = []
    if reached.any():
        mean = {
            name: float(np.average(table.loc[reached, f"{name}_min"], weights=people[reached]))
            for name in ("straight", "network")
        }
        data = {"line": mean["straight"], "network": mean["network"], "by": by}
        notes.append(Note("explain.straight.mean", data))
    longer = total(people, reached & (table["longer_min"] >= LONGER_MIN))
    notes.append(Note("explain.straight.longer", {"people": longer, "minutes": LONGER_MIN}))
    if not reached.all():
        data = {"people": total(people, ~reached), "by": by}
        notes.append(Note("explain.straight.unreached", data))
    quicker = total(people, table["longer_min"] <= -NOTICED_MIN)
    if quicker:
        notes.append(Note("explain.straight.quicker", {"people": quicker, "minutes": NOTICED_MIN}))
    if "free flow" in (evidence.travel.labels or {}).get("car", "") and evidence.mode in (
        "car",
        "with_car",
        PERSON,
    ):
        notes.append(Note("explain.straight.free_flow"))
    return tuple(notes)
