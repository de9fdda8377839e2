"""Access by person, not by the best vehicle: who has a car takes any mode, who has none the best of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from narvaro.errors import Fault, TableError
from narvaro.travel.times import DISTANCE, Minutes, Rows, TravelTimes

if TYPE_CHECKING:
    from narvaro.case import Case

WITH_CAR, WITHOUT_CAR, PERSON = "with_car", "without_car", "person"
COLUMN = "without_car"
"""Column of the areas: share of people without a car, 0 to 1."""


def shares_without_car(case: Case, otherwise: float = 0.0) -> npt.NDArray[np.float64]:
    """Return the share of people without a car in each area.

    Parameters
    ----------
    case
        Its areas may have a column `without_car`, 0 to 1.
    otherwise
        The share where there is no column or no figure, 0 to 1.

    Raises
    ------
    TableError
        With every share outside 0 to 1.
    """
    count = len(case.areas)
    if COLUMN not in case.areas.columns:
        given = np.full(count, otherwise, dtype=np.float64)
    else:
        given = np.asarray(case.areas[COLUMN], dtype=np.float64)
    shares = np.where(np.isnan(given), otherwise, given)
    wrong = np.flatnonzero((shares < 0) | (shares > 1))
    if wrong.size:
        raise TableError(
            [
                Fault("travel.share", {"value": float(shares[row])}, case.files[0], int(row) + 1, COLUMN)
                for row in wrong
            ]
        )
    return shares


def by_person(times: TravelTimes, without_car: npt.ArrayLike) -> TravelTimes:
    r"""Add three modes that answer for people and not for vehicles.

    "with_car" is the best of all modes, "without_car" the best of all but the car, and "person" their mean
    over the people of the area, :math:`t = (1 - q)\, t_{with} + q\, t_{without}` with the share :math:`q`
    without a car. Where :math:`q > 0` and those without a car cannot get there, "person" is unreachable. A
    mean over people is right for one site; the nearest site may differ between the two groups, so measures of
    the nearest site are better taken over "with_car" and "without_car" with their people as weights.

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
    times.require("car")
    others = tuple(
        mode for mode in times.modes if mode not in ("car", DISTANCE, WITH_CAR, WITHOUT_CAR, PERSON)
    )
    if not others:
        times.require("walk")
    source = _Chosen(times.source, others, np.asarray(without_car, dtype=np.float32))
    labels = {**(times.labels or {}), **dict.fromkeys((WITH_CAR, WITHOUT_CAR, PERSON), ", ".join(others))}
    modes = (*times.modes, WITH_CAR, WITHOUT_CAR, PERSON)
    return TravelTimes(
        times.area_ids, times.site_ids, modes, times.engine, times.origin, source, labels, times.max_min
    )


@dataclass(frozen=True)
class _Chosen:
    """The best of several modes."""

    source: Rows
    others: tuple[str, ...]
    without_car: npt.NDArray[np.float32]

    def rows(self, mode: str, part: slice) -> Minutes:
        if mode not in (WITH_CAR, WITHOUT_CAR, PERSON):
            return self.source.rows(mode, part)
        without = self.source.rows(self.others[0], part)
        for other in self.others[1:]:
            without = np.fmin(without, self.source.rows(other, part))
        if mode == WITHOUT_CAR:
            return without
        best = np.fmin(without, self.source.rows("car", part))
        if mode == WITH_CAR:
            return best
        share = self.without_car[part][:, None]
        # A share of nothing must not make an unreachable way count: 0 times NaN would.
        mean = np.where(share > 0, share * without, np.float32(0)) + np.where(
            share < 1, (1 - share) * best, np.float32(0)
        )
        return np.asarray(mean, dtype=np.float32)
