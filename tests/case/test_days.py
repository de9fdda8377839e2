"""An office on fewer days: what follows the days and what does not, and when a change is one of days alone."""

import pytest

from narvaro.case import Size, on_days
from narvaro.case.days import days_between
from narvaro.case.money import MoneyUnit

SMALL = Size("small", 1, 5.0, 1.0, 0.5, 4, 10_000, days=5)


def test_visits_and_staff_follow_the_days_and_rent_does_not():
    """Two of five days: 40 % of 5.0 stays, 60 % of it is halved twice over; all of it assumed."""
    two = on_days(SMALL, 2, rank=0)
    assert (two.id, two.rank, two.days) == ("small-2", 0, 2)
    assert two.running_year == pytest.approx(5.0 * (0.4 + 0.6 * 0.4))
    assert (two.visits_year, two.staff, two.opening, two.closing) == (4_000, 4, 1.0, 0.5)
    assert two.origin == "assumed"
    assert not two.faults(MoneyUnit("SEK", "million"))


def test_only_the_same_staff_on_other_days_is_a_change_of_days():
    """Not where days are not said, are the same, or the staff is another."""
    two, large = on_days(SMALL, 2, rank=0), Size("large", 2, 8.0, 2.0, 1.0, 8, 20_000, days=4)
    silent = Size("silent", 3, 8.0, 2.0, 1.0, 4, 20_000)
    sizes = [SMALL, two, large, silent]
    assert days_between(sizes, "small", "small-2") == (5, 2)
    assert days_between(sizes, "small-2", "small") == (2, 5)
    for before, after in (
        ("small", "small"),
        ("small", "large"),
        ("small", "silent"),
        ("small", ""),
        ("", "small"),
    ):
        assert days_between(sizes, before, after) is None


@pytest.mark.parametrize("days", [0, 8, 2.5, "3"])
def test_days_are_whole_and_of_a_week(days):
    """Anything else is a fault that names the size."""
    wrong = Size("small", 0, 4.0, 1.0, 0.5, 4, 10_000, days=days)
    assert [fault.key for fault in wrong.faults(MoneyUnit("SEK", "million"))] == ["size.days"]
