"""Sizes refuse costs that cannot be, and a unit that cannot be meant."""

import pytest

from narvaro.case.money import DEFAULT_SIZE, MoneyUnit, Service, Size, default_size

SEK = MoneyUnit("SEK", "million")


def size(**figures: float) -> Size:
    given = {
        "running_year": 5.9,
        "opening": 1.5,
        "closing": 1.0,
        "staff": 7,
        "visits_year": 2e4,
    }
    return Size("s", 0, **{**given, **figures})


def test_ordinary_figures_have_no_faults() -> None:
    """The default size, and one that costs nothing, are accepted."""
    assert DEFAULT_SIZE.faults(SEK) == []
    assert size(running_year=0, opening=0, closing=0, staff=0, visits_year=0).faults(SEK) == []


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_a_cost_below_zero_or_none_is_refused(value: float) -> None:
    """The fault names the size and the field."""
    (fault,) = size(opening=value).faults(SEK, "narvaro.toml")
    assert (fault.key, fault.column) == ("size.negative", "opening")


def test_money_in_kronor_is_seen_and_the_right_figure_said() -> None:
    """5 900 000 as a yearly cost in MSEK is read as SEK: 5.900 would be right."""
    (fault,) = size(running_year=5_900_000).faults(SEK, "narvaro.toml")
    assert fault.text("en") == (
        "narvaro.toml, setting running_year: Size s: 5,900,000 MSEK is too much for one office. "
        "Give million SEK; if the figure is in SEK, write 5.900."
    )
    assert "om talet är i kronor, skriv 5,900" in fault.text("sv")


@pytest.mark.parametrize(
    ("money", "most"),
    [
        (SEK, 1_000.0),
        (MoneyUnit("EUR", "thousand"), 1_000_000.0),
        (MoneyUnit("EUR", "one"), 1_000_000_000.0),
        (MoneyUnit("HUF", "million"), 1_000_000.0),
    ],
)
def test_what_is_too_much_follows_from_the_money(money: MoneyUnit, most: float) -> None:
    """A billion of the currency in a year, whatever a figure counts; a thousand times that of a small currency."""
    assert size(running_year=most).faults(money) == []
    (fault,) = size(running_year=most * 1.001).faults(money)
    assert money.currency in fault.text("en")
    assert "SEK" not in fault.text("en").replace(money.currency, "")


@pytest.mark.parametrize(
    ("money", "column"),
    [
        (MoneyUnit("euro"), "money.currency"),
        (MoneyUnit("Eur"), "money.currency"),
        (MoneyUnit("EUR", "billion"), "money.unit"),  # type: ignore[arg-type]
    ],
)
def test_money_that_is_none_is_refused(money: MoneyUnit, column: str) -> None:
    """A currency is three capital letters, and a unit is one of the three; the fault names the setting."""
    (fault,) = money.faults("narvaro.toml")
    assert (fault.column, fault.file) == (column, "narvaro.toml")


def test_a_default_office_costs_the_same_whatever_a_figure_counts() -> None:
    """5.9 million SEK is 5,900 thousand and 5,900,000; of another currency it is a million, as nothing is known."""
    units = ("million", "thousand", "one")
    assert [default_size(MoneyUnit("SEK", unit)).running_year for unit in units] == [5.9, 5_900, 5_900_000]  # type: ignore[arg-type]
    assert [default_size(MoneyUnit("EUR", unit)).running_year for unit in units] == [1, 1_000, 1_000_000]  # type: ignore[arg-type]


def test_many_visits_are_no_wrong_unit() -> None:
    """Only money is held to the limit of plausible costs."""
    assert size(visits_year=2_000_000).faults(SEK) == []


def test_a_service_has_a_name_in_each_language() -> None:
    """`name` gives Swedish or English."""
    service = Service("tax", "Skatteverket", "Swedish Tax Agency")
    assert (service.name("sv"), service.name("en")) == ("Skatteverket", "Swedish Tax Agency")
