"""How the report says counts, people, money and lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.report.voice import Voice, capital, uncapital

SV, EN = Voice("sv"), Voice("en")


def test_none_takes_the_form_for_many() -> None:
    """Zero takes the form for none, else the form for many."""
    assert EN.count("unit.offices", 0) == "no offices"


@given(st.floats(0, 2e7))
def test_people_are_rounded_little(value: float) -> None:
    """What is said aloud is within six per cent of the figure, and exact below a hundred."""
    said = EN.people(value)
    number = float(said.replace(",", "").removesuffix(" million")) * (1e6 if said.endswith("million") else 1)
    assert abs(number - value) <= (0.5 if value < 100 else 0.06 * value)


def test_people_by_hand() -> None:
    """41,234 people are 41,000; a million is said in millions with two decimals."""
    assert [EN.people(n) for n in (0, 99.6, 431, 8_127, 999_499, 999_500, 10_551_707)] == [
        "0",
        "100",
        "430",
        "8,100",
        "999,000",
        "1.00 million",
        "10.6 million",
    ]


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0"), (1, "100"), (0.03, "3"), (0.414, "41"), (0.0158, "1.6"), (0.0004, "0.04")]
)
def test_shares_have_the_decimals_that_matter(share: float, said: str) -> None:
    """Whole per cents from ten up, more decimals the smaller the share."""
    assert EN.pct(share) == f"{said} percent"


def test_lists_end_with_and() -> None:
    """None, one, two, many, and a list cut short that says how many are left."""
    items = ["Alby", "Fittja", "Husby", "Tensta"]
    assert [SV.listing(items[:n]) for n in range(4)] == [
        "",
        "Alby",
        "Alby och Fittja",
        "Alby, Fittja och Husby",
    ]
    assert EN.listing(items, 3) == "Alby, Fittja, Husby and one more"


def test_first_letters() -> None:
    """A sentence may begin with a word or a figure; Swedish letters are letters."""
    assert (capital("åtta"), capital("13 kontor"), uncapital("Före: i dag")) == (
        "Åtta",
        "13 kontor",
        "före: i dag",
    )


def test_a_text_of_the_whole_catalogue_or_the_fallback() -> None:
    """The first key that exists is said; without any the fallback."""
    assert EN.any(["no.such.key", "report.yes"], "x") == "yes"
    assert EN.any(["no.such.key"], "x") == "x"


def test_a_share_without_end_is_no_crash():
    """Where the rules leave no other plan it is worse without end."""
    assert EN.pct(float("inf")) == "∞ percent"
