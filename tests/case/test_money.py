"""Sizes refuse costs that cannot be, and a unit that cannot be meant."""

import pytest

from narvaro.case.money import DEFAULT_SIZE, Service, Size


def size(**figures: float) -> Size:
    given = {
        "running_msek_year": 5.9,
        "opening_msek": 1.5,
        "closing_msek": 1.0,
        "staff": 7,
        "visits_year": 2e4,
    }
    return Size("s", 0, **{**given, **figures})


def test_ordinary_figures_have_no_faults() -> None:
    """The default size, and one that costs nothing, are accepted."""
    assert DEFAULT_SIZE.faults() == []
    assert size(running_msek_year=0, opening_msek=0, closing_msek=0, staff=0, visits_year=0).faults() == []


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_a_cost_below_zero_or_none_is_refused(value: float) -> None:
    """The fault names the size and the field."""
    (fault,) = size(opening_msek=value).faults("narvaro.toml")
    assert (fault.key, fault.column) == ("size.negative", "opening_msek")


def test_money_in_kronor_is_seen_and_the_right_figure_said() -> None:
    """5 900 000 as a yearly cost in MSEK is read as SEK: 5.900 would be right."""
    (fault,) = size(running_msek_year=5_900_000).faults("narvaro.toml")
    assert fault.text("en") == (
        "narvaro.toml, setting running_msek_year: Size s: 5,900,000 MSEK is too much for one office. "
        "Give million SEK; if the figure is in SEK, write 5.900."
    )
    assert "om talet är i kronor, skriv 5,900" in fault.text("sv")


def test_many_visits_are_no_wrong_unit() -> None:
    """Only money is held to the limit of plausible costs."""
    assert size(visits_year=2_000_000).faults() == []


def test_a_service_has_a_name_in_each_language() -> None:
    """`name` gives Swedish or English."""
    service = Service("tax", "Skatteverket", "Swedish Tax Agency")
    assert (service.name("sv"), service.name("en")) == ("Skatteverket", "Swedish Tax Agency")
