"""Opening days: the same office on fewer days is a size of its own, with what it then costs and has room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narvaro.case.money import Size

__all__ = ["days_between", "on_days"]

FULL_WEEK = 5
"""Days a week of an office whose size does not say, and that the `days_year` of the settings stands for."""
FIXED_SHARE = 0.4
"""Share of the running cost that does not follow the days, such as rent: assumed."""


def on_days(size: Size, days: int, *, rank: int, fixed_share: float = FIXED_SHARE) -> Size:
    """Return a size on fewer days a week, with assumed figures to be replaced by better ones.

    Staff are on other work, or at another office, on the days that it is closed: their cost and the visits follow the
    days, rent and the like do not, and opening and closing cost the same.

    Parameters
    ----------
    size
        The office on all its days: `size.days`, five where it does not say.
    days
        Fewer than that.
    rank
        Its place in the order of all sizes: below the same office on all its days.
    fixed_share
        Share of the running cost that does not follow the days.

    Examples
    --------
    >>> three = on_days(Size("small", 1, 4.0, 1.0, 0.5, 4, 10_000, days=5), 3, rank=0)
    >>> three.id, three.running_year, three.visits_year, three.days
    ('small-3', 3.04, 6000.0, 3)
    """
    full = size.days or FULL_WEEK
    share = days / full
    return replace(
        size,
        id=f"{size.id}-{days}",
        rank=rank,
        running_year=round(size.running_year * (fixed_share + (1.0 - fixed_share) * share), 6),
        visits_year=size.visits_year * share,
        origin="assumed",
        source=f"{size.id} on {days} of {full} days: {fixed_share:.0%} of the running cost does not follow the days",
        days=days,
    )


def days_between(sizes: Sequence[Size], before: str, after: str) -> tuple[int, int] | None:
    """Return the days a week before and after, where that is all that changes: the same staff on other days.

    Examples
    --------
    >>> small = Size("small", 1, 4.0, 1.0, 0.5, 4, 10_000, days=5)
    >>> days_between([small, on_days(small, 2, rank=0)], "small", "small-2")
    (5, 2)
    """
    of = {size.id: size for size in sizes}
    one, other = of.get(before), of.get(after)
    if one is None or other is None or one.days is None or other.days is None:
        return None
    return (one.days, other.days) if one.days != other.days and one.staff == other.staff else None
