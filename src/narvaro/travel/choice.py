"""Access by person, not by the best vehicle: who has a car takes any mode, who has none the best of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from narvaro.case.answers import share_faults, shares
from narvaro.errors import TableError, TravelError
from narvaro.travel.arrays import Floats
from narvaro.travel.straight import straight_line
from narvaro.travel.times import Minutes, MinutesSource, TravelTimes
from narvaro.travel.told import REACHES_NOBODY

if TYPE_CHECKING:
    from narvaro.case import Case

WITH_CAR, WITHOUT_CAR, PERSON = "with_car", "without_car", "person"
CHOICES = (WITH_CAR, WITHOUT_CAR, PERSON)
"""The modes that are a choice between others."""

COLUMN = "without_car"
"""Column of the areas: share of people without a car, 0 to 1."""


def knows_shares(case: Case) -> bool:
    """Tell whether a case says how many have no car: in its settings, or for every area in a column."""
    if case.travel.without_car is not None:
        return True
    return COLUMN in case.areas.columns and not shares(case.areas[COLUMN])[0].isna().any()


def shares_without_car(case: Case, otherwise: float | None = None) -> Floats:
    """Return the share of people without a car in each area.

    Parameters
    ----------
    case
        Its areas may have a column `without_car`, 0 to 1.
    otherwise
        The share where there is no column or no figure, 0 to 1; the setting `without_car` of the case if left
        out, and 0 without one.

    Raises
    ------
    TableError
        With every share that is no number from 0 to 1.
    """
    if otherwise is None:
        otherwise = case.travel.without_car or 0.0
    count = len(case.areas)
    column = case.areas[COLUMN] if COLUMN in case.areas.columns else pd.Series([np.nan] * count, name=COLUMN)
    faults = share_faults(column, case.files[0])
    if faults:
        raise TableError(faults)
    given = shares(column)[0].to_numpy(dtype=np.float64)
    return np.where(np.isnan(given), otherwise, given)


def by_person(times: TravelTimes, without_car: npt.ArrayLike) -> TravelTimes:
    r"""Add three modes that answer for people and not for vehicles.

    "with_car" is the best of all modes, "without_car" the best of all but the car, and "person" their mean
    over the people of the area, :math:`t = (1 - q)\, t_{with} + q\, t_{without}` with the share :math:`q`
    without a car. Where :math:`q > 0` and those without a car cannot get there, "person" is unreachable. A
    mean over people is right for one site; the nearest site may differ between the two groups, so measures of
    the nearest site are taken over the two groups apart (`split_by_car`).

    Parameters
    ----------
    times
        With the mode "car" and at least one other.
    without_car
        Share of people without a car by area, 0 to 1; see `shares_without_car`.

    Returns
    -------
    TravelTimes
        The modes of `times` and the three; nothing is copied.

    Examples
    --------
    >>> times = TravelTimes.from_dense(["a"], ["s"], {"car": [[10.0]], "walk": [[50.0]]})
    >>> chosen = by_person(times, [0.25])
    >>> [float(chosen.to_dense(mode)[0, 0]) for mode in ("with_car", "without_car", "person")]
    [10.0, 50.0, 20.0]
    """
    others = other_modes(times)
    source = _Chosen(times.source, others, np.asarray(without_car, dtype=np.float32))
    labels = {**(times.labels or {}), **dict.fromkeys(CHOICES, ", ".join(others))}
    return replace(times, modes=(*times.modes, *CHOICES), source=source, labels=labels)


def other_modes(times: TravelTimes) -> tuple[str, ...]:
    """Return the modes that those without a car can choose between.

    Raises
    ------
    TravelError
        Unless there is "car" and at least one other.
    """
    times.require("car")
    others = tuple(mode for mode in times.modes if mode not in ("car", *CHOICES))
    if not others:
        times.require("walk")
    return others


def reaches_nobody(times: TravelTimes, mode: str) -> bool:
    """Tell whether the run that made the times found that no area reaches any site by a mode, or by all of a choice.

    A place off the streets reaches itself in no time, so the minutes alone do not show it.
    """
    made = [one for one in times.modes if one not in CHOICES]
    asked = [one for one in made if one != "car" or mode != WITHOUT_CAR] if mode in CHOICES else [mode]
    told = {notice.data["mode"] for notice in times.notices if notice.key == REACHES_NOBODY}
    return bool(asked) and set(asked) <= told


def fit_for(times: TravelTimes, case: Case, mode: str) -> TravelTimes:
    """Return travel times that answer for a mode: as they are, or in the order of the case with the choices added.

    Raises
    ------
    TravelError
        If the choice cannot be made: no car or nothing else, or "person" where the shares are not known.
    TableError
        With every share that is no number from 0 to 1.
    """
    if mode not in CHOICES or mode in times.modes:
        return times
    if mode == PERSON and not knows_shares(case):
        raise TravelError("travel.share_unknown")
    in_order = times.select(tuple(case.areas.index.astype(str)))
    return by_person(in_order, shares_without_car(case))


def along_lines(case: Case, modes: Sequence[str]) -> TravelTimes:
    """Return minutes along straight lines for some modes, the choices between others among them.

    Who can choose has the car, their feet, and public transport where the case says how its towns travel.

    Parameters
    ----------
    case
        As for :func:`~narvaro.travel.straight.straight_line`; for "person" it says how many have no car.
    modes
        Any modes of a straight line, and "with_car", "without_car", "person".

    Raises
    ------
    TravelError
        If a mode cannot be had from a straight line, or a choice cannot be made.

    Examples
    --------
    >>> from narvaro.case import Case
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [9]})
    >>> sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [18.0], "lat": [59.4]})
    >>> along_lines(Case("c", areas.assign(without_car=0.5), sites), ["person"]).modes
    ('car', 'walk', 'with_car', 'without_car', 'person')
    """
    chosen = [mode for mode in modes if mode in CHOICES]
    plain = [mode for mode in modes if mode not in CHOICES]
    between = ("car", "walk", *(["transit"] if case.towns else [])) if chosen else ()
    times = straight_line(case, tuple(dict.fromkeys((*between, *plain))))
    for mode in chosen:
        times = fit_for(times, case, mode)
    return times


def split_by_car(case: Case, times: TravelTimes) -> tuple[Case, TravelTimes]:
    """Split each area in two, people with a car and people without, so that each has the way it can take.

    Every measure of the nearest site is then right for people: those who have a car and those who have none may
    have different nearest sites, and one group may meet a limit that the other misses.

    Parameters
    ----------
    case
        Says how many have no car; see `shares_without_car`.
    times
        With the mode "car" and at least one other; its rows are the areas of the case.

    Returns
    -------
    Case
        First all areas with the people who have a car, then all areas, their ids ending in " without car", with
        the others.
    TravelTimes
        The same modes for both, and "person": "with_car" in the first half, "without_car" in the second.
    """
    shares = shares_without_car(case)
    both = fit_for(times, case, PERSON).select(tuple(case.areas.index.astype(str)))
    people = case.areas["people"]
    first = case.areas.assign(people=people * (1 - shares))
    second = case.areas.assign(people=people * shares)
    second.index = pd.Index([f"{name} without car" for name in case.areas.index], name=case.areas.index.name)
    modes = tuple(dict.fromkeys((*times.modes, PERSON)))
    split = replace(both, area_ids=(*both.area_ids, *map(str, second.index)), modes=modes)
    areas = pd.concat([first, second]).reset_index()
    sites = case.sites.reset_index()
    return replace(case, areas=areas, sites=sites), replace(split, source=_Halves(both.source, len(first)))


@dataclass(frozen=True)
class _Halves(MinutesSource):
    """The same areas twice: people with a car, then people without."""

    source: MinutesSource
    count: int

    def rows(self, mode: str, part: slice) -> Minutes:
        return self._joined(self.source.rows, mode, part)

    def possible(self, mode: str, part: slice) -> Minutes:
        return self._joined(self.source.possible, mode, part)

    def _joined(self, figures: Callable[[str, slice], Minutes], mode: str, part: slice) -> Minutes:
        first = slice(min(part.start, self.count), min(part.stop, self.count))
        second = slice(max(part.start, self.count) - self.count, max(part.stop, self.count) - self.count)
        modes = (WITH_CAR, WITHOUT_CAR) if mode == PERSON else (mode, mode)
        halves = zip(modes, (first, second), strict=True)
        return np.concatenate([figures(one, rows) for one, rows in halves if rows.stop > rows.start])


@dataclass(frozen=True)
class _Chosen(MinutesSource):
    """The best of several modes."""

    source: MinutesSource
    others: tuple[str, ...]
    without_car: npt.NDArray[np.float32]

    def rows(self, mode: str, part: slice) -> Minutes:
        if mode not in CHOICES:
            return self.source.rows(mode, part)
        without = self.source.rows(self.others[0], part)
        for other in self.others[1:]:
            without = np.fmin(without, self.source.rows(other, part))
        if mode == WITHOUT_CAR:
            return without
        best = np.fmin(without, self.source.rows("car", part))
        if mode == WITH_CAR:
            return best
        return self._mean(part, without, best)

    def possible(self, mode: str, part: slice) -> Minutes:
        if mode not in CHOICES:
            return self.source.possible(mode, part)
        # At a given time one takes the mode that runs: the choice can be made at least as often as by any of them.
        without = self.source.possible(self.others[0], part)
        for other in self.others[1:]:
            without = np.maximum(without, self.source.possible(other, part))
        if mode == WITHOUT_CAR:
            return without
        best = np.maximum(without, self.source.possible("car", part))
        if mode == WITH_CAR:
            return best
        found = self._mean(part, without, best)
        # Where those without a car cannot get there at all, "person" has no minutes either.
        found[np.isnan(self.rows(mode, part))] = 0
        return found

    def _mean(self, part: slice, without: Minutes, best: Minutes) -> Minutes:
        """Return the mean over those without a car and those with one."""
        share = self.without_car[part][:, None]
        # A share of nothing must not make an unreachable way count: 0 times NaN would.
        mean = np.where(share > 0, share * without, np.float32(0)) + np.where(
            share < 1, (1 - share) * best, np.float32(0)
        )
        return np.asarray(mean, dtype=np.float32)
