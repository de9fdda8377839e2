"""How long visitors wait when some serve and others come: the queue of Erlang."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, exp, inf

from narvaro.case.visits import VisitSettings
from narvaro.errors import Fault, SettingError

MOST_DESKS = 100_000
"""More desks than any office has; visits that need more are refused."""


def erlang_c(desks: int, load: float) -> float:
    r"""Return the share of visitors who must wait at all, in a queue M/M/c in its steady state.

    .. math::
        B_0 = 1, \quad B_k = \frac{a B_{k-1}}{k + a B_{k-1}}, \qquad
        C(c, a) = \frac{c B_c}{c - a (1 - B_c)}

    with :math:`a` the load and :math:`B` the blocking of Erlang B, whose recursion is stable for any number of desks.

    Parameters
    ----------
    desks
        Desks that serve, :math:`c`, one or more.
    load
        Visits an hour times the hours of each, :math:`a`, zero or more (erlang).

    Returns
    -------
    From 0 to 1; 1 where the load is as large as the desks or larger, so that the queue grows without end.

    Raises
    ------
    SettingError
        If there is no desk, or the load is below zero or no number.

    References
    ----------
    Erlang, A. K. (1917). Løsning af nogle Problemer fra Sandsynlighedsregningen af Betydning for de automatiske
    Telefoncentraler. *Elektroteknikeren* 13, 5-13.

    Examples
    --------
    One desk: as many wait as its share of busy time. Two desks at a load of one: a third.

    >>> erlang_c(1, 0.5), round(erlang_c(2, 1.0), 6)
    (0.5, 0.333333)
    """
    if desks < 1 or not 0 <= load < inf:
        raise SettingError([Fault("access.queue", {"desks": desks, "load": load})])
    if load >= desks:
        return 1.0
    blocked = 1.0
    for k in range(1, desks + 1):
        blocked = load * blocked / (k + load * blocked)
    return desks * blocked / (desks - load * (1 - blocked))


def share_served_within(desks: int, visits_hour: float, minutes_each: float, wait_min: float) -> float:
    r"""Return the share of visitors who wait at most so long, first come first served.

    .. math:: P(W \le t) = 1 - C(c, a)\, e^{-(c - a)\, t / s}

    with :math:`s` the mean time of a visit, both in minutes, and :math:`a` its product with the visits a minute.

    Returns
    -------
    From 0 to 1; 0 where more come than can be served.

    Examples
    --------
    Two desks, four visits an hour of a quarter of an hour each, so a load of one:

    >>> round(share_served_within(2, 4.0, 15.0, 0.0), 6), round(share_served_within(2, 4.0, 15.0, 15.0), 4)
    (0.666667, 0.8774)
    """
    load = visits_hour * minutes_each / 60
    if load >= desks:
        return 0.0
    return 1.0 - erlang_c(desks, load) * exp(-(desks - load) * wait_min / minutes_each)


def desks_needed(visits_hour: float, minutes_each: float, wait_min: float, wait_share: float) -> int:
    """Return the fewest desks at which so large a share of the visitors wait at most so many minutes.

    Returns
    -------
    Zero where nobody comes; otherwise one or more.

    Raises
    ------
    SettingError
        If more come than any number of desks that an office could have.

    Examples
    --------
    >>> desks_needed(4.0, 15.0, 15.0, 0.9), desks_needed(4.0, 15.0, 15.0, 0.8), desks_needed(0.0, 15.0, 15.0, 0.9)
    (3, 2, 0)
    """
    if visits_hour == 0:
        return 0
    load = visits_hour * minutes_each / 60
    if not load < MOST_DESKS:
        raise SettingError([Fault("access.queue", {"desks": MOST_DESKS, "load": load})])
    desks = int(load) + 1  # as many as the load, or fewer, never catch up
    while share_served_within(desks, visits_hour, minutes_each, wait_min) < wait_share:
        desks += 1
    return desks


def staff_needed(visits_year: float, settings: VisitSettings) -> int:
    r"""Return the staff with which the share of visitors who wait at most so long is kept in every hour of a day.

    .. math:: \left\lceil \max_h c(v\, w_h / d) \,/\, q \right\rceil

    with :math:`v` visits a year, :math:`d` days, :math:`w_h` the hour's share of a day's visits, :math:`c` the fewest
    desks and :math:`q` the share of the staff who are at a desk. Each hour is taken as if it lasted: a queue left from
    the hour before is not in it.

    Examples
    --------
    29,000 visits a year are 116 a day and 23 in the busiest hour; eight desks, so ten persons:

    >>> staff_needed(29_000, VisitSettings())
    10
    """
    busiest = visits_year / settings.days_year * max(settings.day_profile)
    desks = desks_needed(busiest, settings.minutes_each, settings.wait_min, settings.wait_share)
    # a hair is taken off, so that 8 / 0.8 is ten and not eleven where a fraction has no exact form
    return ceil(desks / settings.desk_share - 1e-9)


def desks_by_hour(visits_year: float, settings: VisitSettings) -> tuple[int, ...]:
    """Return the desks needed in each hour of a day, from `settings.opens` on.

    Examples
    --------
    >>> desks_by_hour(29_000, VisitSettings())
    (8, 8, 7, 6, 7, 6)
    """
    hours: Iterable[float] = (visits_year / settings.days_year * part for part in settings.day_profile)
    return tuple(
        desks_needed(visits, settings.minutes_each, settings.wait_min, settings.wait_share)
        for visits in hours
    )
