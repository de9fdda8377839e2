"""What each event of a register did: who has a shorter or a longer way, each event alone, at its own date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from narvaro.access.groups import group_labels
from narvaro.access.times import Times, minute_blocks, site_index, site_positions
from narvaro.access.values import FloatArray, aligned
from narvaro.case.events import CLOSED, COUNTED, OPENED, Event
from narvaro.case.register import Register
from narvaro.case.spans import ALWAYS, NEVER, end_of
from narvaro.language.names import EVERYONE


class Grouped(NamedTuple):
    """The groups of the areas: their names in order, and for each area which is its."""

    names: tuple[str, ...]
    codes: npt.NDArray[np.intp]

    @property
    def rows(self) -> tuple[str, ...]:
        """The groups, then everyone."""
        return (*self.names, EVERYONE)

    def sums(self, amounts: FloatArray, part: slice = slice(None)) -> FloatArray:
        """Return the sum of an amount by area (of some areas) in each group, and over everyone last.

        Examples
        --------
        >>> Grouped(("town",), np.array([0, 0])).sums(np.array([1.0, 2.0])).tolist()
        [3.0, 3.0]
        """
        by_group = np.bincount(self.codes[part], amounts, len(self.names)) if self.names else np.empty(0)
        return np.append(by_group, amounts.sum())


def grouped(index: pd.Index[Any], groups: pd.Series[Any] | None) -> Grouped:
    """Return the groups of some areas; none but everyone where no grouping is given."""
    if groups is None:
        return Grouped((), np.zeros(len(index), dtype=np.intp))
    codes, names = pd.factorize(group_labels(aligned(index, groups, str(groups.name or "groups"))), sort=True)
    return Grouped(tuple(map(str, names)), codes)


@dataclass(frozen=True, eq=False)
class Effects:
    """What each event did.

    Parameters
    ----------
    events
        The events, in the order of time; the index of the rows below.
    table
        One row an event and group, `everyone` among them: `event` (its place in `events`), `group`, `people_low`,
        `people_high` (persons whose way is another; of an event that moves no office those who have it as their
        nearest), `person_min_low`, `person_min_high` (their minutes together, zero or more: less after an opening, more
        after a closing). Low and high are the ends of what the other events' dates leave open.
    """

    events: tuple[Event, ...]
    table: pd.DataFrame

    def of_everyone(self) -> pd.DataFrame:
        """Return the rows of everyone, by event."""
        own = self.table[self.table["group"] == EVERYONE]
        return own.set_index("event").drop(columns="group")

    def most_touched(self) -> pd.DataFrame:
        """Return by event the group that most of the people belong to, and how many of them do: `group, people`."""
        own = self.table[(self.table["group"] != EVERYONE) & (self.table["people_high"] > 0)]
        first = own.sort_values("people_high", ascending=False, kind="stable").drop_duplicates("event")
        return first.set_index("event")[["group", "people_high"]].rename(columns={"people_high": "people"})


def date_of(event: Event, register: Register) -> dt.date:
    """Return the day on which an event is measured: the last on which it may have happened.

    The first where it may not have happened yet, and the end of the register's last year where nothing is known.
    """
    if event.span.last != NEVER:
        return event.span.last
    return end_of(register.years[-1]) if event.span.first == ALWAYS else event.span.first


def effects_of(
    register: Register,
    times: Mapping[int, Times],
    people: Mapping[int, FloatArray],
    groups: Grouped,
    mode: str,
    unreached_min: float | None = None,
) -> Effects:
    r"""Return what each event did, alone, at its own date.

    An event is measured as the network with its office against the network without it, with the people and the travel
    times of its year:

    .. math:: \sum_i p_i \max\Bigl(0, \min_{k \in N \setminus j} t_{ik} - t_{ij}\Bigr)

    person-minutes, with *N* the offices on that day. Where it is not known which others stood, *N* has two ends. The
    more others stand, the fewer people an office means something to and the less, so both figures lie between what the
    two networks give, and both ends can be true. What several events did together is not the sum of what each did
    alone: the office that a closing sends people to may have closed too.

    Parameters
    ----------
    register
        Which offices stand when.
    times
        Minutes by year.
    people
        People by area, by year.
    groups
        The groups of the areas.
    mode
        The mode of travel.
    unreached_min
        Minutes at which people without an office within reach are counted.
    """
    told = tuple(event for event in register.events if event.kind != COUNTED)
    first, last = min(times), max(times)
    rows = []
    found: dict[int, FloatArray] = {}
    for year in times:
        own = [k for k, one in enumerate(told) if _within(date_of(one, register).year, first, last) == year]
        wanted = [told[k] for k in own]
        blocks = minute_blocks(times[year], mode, register.offices)
        places = site_index(times[year])[site_positions(times[year], register.offices)]
        figures = _sums(
            register, wanted, list(places), blocks if own else (), people[year], groups, unreached_min
        )
        found |= dict(zip(own, figures, strict=True))
    for k, event in enumerate(told):
        for place, group in enumerate(groups.rows):
            rows.append({"event": k, "group": group, **_row(event, found[k][..., place])})
    columns = ["event", "group", "people_low", "people_high", "person_min_low", "person_min_high"]
    return Effects(told, pd.DataFrame(rows, columns=columns))


def _within(year: int, first: int, last: int) -> int:
    return min(max(year, first), last)


def _sums(
    register: Register,
    events: Sequence[Event],
    places: list[str],
    blocks: Iterable[tuple[slice, FloatArray]],
    people: FloatArray,
    groups: Grouped,
    unreached_min: float | None,
) -> FloatArray:
    """Return persons and person-minutes of some events: an array by event, end, figure, and group."""
    sums = np.zeros((len(events), 2, 2, len(groups.rows)))
    others = [_others(register, event, places) for event in events]
    far = np.inf if unreached_min is None else unreached_min
    for rows, block in blocks:
        weights = people[rows]
        for k, event in enumerate(events):
            own = np.minimum(block[:, places.index(event.site_id)], far)
            for end, mask in enumerate(others[k]):
                best = np.minimum(block[:, mask].min(axis=1, initial=np.inf), far)
                nearer = own < best if event.kind in (OPENED, CLOSED) else (own <= best) & (own < far)
                touched = nearer & (weights > 0)
                less = np.subtract(best, own, out=np.zeros_like(own), where=touched)
                sums[k, end, 0] += groups.sums(weights * touched, rows)
                sums[k, end, 1] += groups.sums(weights * less, rows)
    return sums


def _others(register: Register, event: Event, places: list[str]) -> tuple[npt.NDArray[np.bool_], ...]:
    """Return which other offices surely stand on the day of an event, and which may."""
    there = register.standing(date_of(event, register))
    return tuple(
        np.array([name in ends and name != event.site_id for name in places])
        for ends in (set(there.sure), set(there.possible))
    )


def _row(event: Event, figures: FloatArray) -> dict[str, float]:
    """Return the figures of one event and group, from an array of ends by people and person-minutes."""
    low, high = figures.min(axis=0), figures.max(axis=0)
    moves = event.kind in (OPENED, CLOSED)
    return {
        "people_low": float(low[0]),
        "people_high": float(high[0]),
        "person_min_low": float(low[1]) if moves else 0.0,
        "person_min_high": float(high[1]) if moves else 0.0,
    }
