"""Forms of numbers: what a form writes is read back, and nothing is read in two ways."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.sources.number_forms import are_numbers, read_numbers, reading_of, unit_in

BLANKS = [" ", "\u00a0", "\u202f", "\u2009", "'", "’"]
FORMS = [
    *((mark, decimal) for mark in ["", *BLANKS] for decimal in ".,"),
    (".", ","),
    (",", "."),
]
"""A mark of thousands and one of decimals, as people have them."""
hundredths = st.integers(-(10**9), 10**9)


def written(value: int, thousands: str, decimal: str, places: int, minus: str = "-") -> str:
    """Write so many parts of a number, of which a whole has ten to the power of `places`."""
    whole, part = divmod(abs(value), 10**places)
    text = f"{whole:,}".replace(",", thousands)
    return ("" if value >= 0 else minus) + text + (f"{decimal}{part:0{places}d}" if places else "")


@given(hundredths, st.sampled_from(FORMS), st.sampled_from([0, 1, 2, 4]), st.sampled_from("-−–"))
def test_what_a_form_writes_is_read_back(value: int, form: tuple[str, str], places: int, minus: str) -> None:
    """With no, one, two or four decimals, in every form, with each minus; a lone group of three apart."""
    cell = written(value, *form, places, minus)
    reading = reading_of(cell)
    assert reading is not None
    right = value / 10**places
    if reading.thousands is None:
        assert reading.value == pytest.approx(right, abs=1e-12)
    else:
        assert right in (reading.value, reading.thousands)


@given(st.lists(hundredths, min_size=1, max_size=6), st.sampled_from(FORMS), st.sampled_from([0, 2, 3]))
def test_a_column_in_one_form_is_read_right_or_asked_about(
    values: list[int], form: tuple[str, str], places: int
) -> None:
    """No number of a column is another one than was written: it is that, or the column is in doubt."""
    cells = [written(value, *form, places) for value in values]
    found = read_numbers(pd.Series(cells))
    if not found.doubt:
        read = [float(cell) for cell in found.column]
        alike = [value / 10**places for value in values]
        # a column of which every whole part is zero has no thousands
        assert read == pytest.approx(alike, abs=1e-9)


@given(st.lists(hundredths, min_size=1, max_size=6), st.sampled_from(FORMS), st.sampled_from([0, 2, 3]))
def test_with_its_mark_told_a_column_is_always_read(
    values: list[int], form: tuple[str, str], places: int
) -> None:
    """`--thousands` with the mark of the form, or none, leaves no doubt and gives what was written."""
    cells = [written(value, *form, places) for value in values]
    found = read_numbers(pd.Series(cells), thousands=form[0] if form[0] in (".", ",") else "none")
    assert not found.doubt
    assert [float(cell) for cell in found.column] == pytest.approx([v / 10**places for v in values], abs=1e-9)


@given(st.text("0123456789.,'’ -−\u00a0", max_size=12))
def test_a_cell_has_one_reading_or_says_that_it_has_two(cell: str) -> None:
    """Whatever is written, the two readings differ by a thousand and only a lone mark has them."""
    reading = reading_of(cell)
    if reading is not None and reading.thousands is not None:
        assert reading.thousands == pytest.approx(1000 * reading.value)
        assert cell.count(reading.mark) == 1
        assert reading.shows == {}


@given(st.lists(st.sampled_from(["5.200", "987", "1.5", "1.234.567", "0.420", "12 000", "1,5"]), min_size=1))
def test_the_order_of_the_rows_changes_nothing(cells: list[str]) -> None:
    """A column is read by all its cells, wherever they stand."""
    forth, back = read_numbers(pd.Series(cells)), read_numbers(pd.Series(cells[::-1]))
    assert forth.column.tolist() == back.column.tolist()[::-1]
    assert bool(forth.doubt) == bool(back.doubt)


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        (["12 000"], [12000]),
        (["12\u00a0000,5"], [12000.5]),
        (["12\u202f000"], [12000]),
        (["1'234'567.25"], [1234567.25]),
        (["1.234.567"], [1234567]),
        (["1.234,5"], [1234.5]),
        (["1,234.5"], [1234.5]),
        (["−3,5"], [-3.5]),
        (["0,125", "0,5"], [0.125, 0.5]),
        (["0,125"], [0.125]),
        (["5.200", "1.234.567"], [5200, 1234567]),
        (["5.200", "0.420", "1.234.567"], [5200, 420, 1234567]),
        (["5.200", "2.5"], [5.2, 2.5]),
        (["5,200", "2,5"], [5.2, 2.5]),
        (["5,200", "1,234.5"], [5200, 1234.5]),
        (["1234.567"], [1234.567]),
        (["5.200", "2,5"], None),
        (["5.200", "12 000"], None),
        (["5.200", "2.5", "1.234.567"], None),
        (["5.200", "987"], None),
        (["5.200", "0.420"], None),
    ],
)
def test_a_mark_means_what_it_shows_in_another_cell(cells: list[str], right: list[float] | None) -> None:
    """Only the same mark settles it, in one role alone; else the column is in doubt, named by the first such cell."""
    found = read_numbers(pd.Series(cells))
    if right is None:
        assert found.doubt == "5.200"
    else:
        assert ([float(cell) for cell in found.column], found.doubt) == (right, "")


def test_a_reading_beyond_what_can_be_is_none() -> None:
    """18.050 degrees are no 18,050; among figures of which some cannot be degrees nothing is settled."""
    assert read_numbers(pd.Series(["18,050", "18,100"]), most=180).column.tolist() == [18.05, 18.1]
    assert read_numbers(pd.Series(["674.580", "18.050"]), most=180).doubt == "674.580"


@pytest.mark.parametrize(
    "cell", ["12 00", "1 2345", "1.23.456", "1,234,56", "1,234.567,8", "", "-", "12a", "1e5"]
)
def test_what_is_no_form_is_no_number(cell: str) -> None:
    """Groups of other than three digits, marks that change and letters are left for the check to tell of."""
    assert reading_of(cell) is None
    assert read_numbers(pd.Series([cell])).column.tolist() == [cell]


def test_numbers_that_are_written_plainly_stand_as_they_are() -> None:
    """So that a fault tells of the cell as its user wrote it."""
    found = read_numbers(pd.Series(["-7", "12.50", "5"]))
    assert (found.column.tolist(), found.count) == (["-7", "12.50", "5"], 0)


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        ("12 000 kr", ("12000", "kr")),
        ("45 min", ("45", "min")),
        ("12 %", ("12", "%")),
        ("€45", ("45", "€")),
        ("1.234 st", ("1.234", "st")),
        ("12 000", None),
        ("ca 1 av 3", None),
        ("see the note below 5", None),
        ("kr", None),
    ],
)
def test_a_unit_beside_a_number_is_seen(cell: str, right: tuple[str, str] | None) -> None:
    """Before or after it; a sentence with a number in it has none."""
    assert unit_in(cell) == right


def test_codes_are_no_numbers() -> None:
    """One leading zero makes a column one of codes."""
    assert are_numbers(["12,5", "1.000"])
    assert not are_numbers(["12", "0114"])
    assert not are_numbers(["12", "north"])
