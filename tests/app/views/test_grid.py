"""Tables of the terminal fit its width, and no number is ever broken."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from narvaro.app.views.grid import GAP, GridColumn, grid, widths

WORDS = st.text("abcåäö ", max_size=30)
NUMBERS = st.integers(0, 10**7).map(lambda n: f"{n:,}")


def drawn(columns: list[GridColumn], rows: list[list[str]], width: int) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=width, markup=False, highlight=False).print(grid("", columns, rows, width))
    return out.getvalue().splitlines()


@given(st.lists(st.tuples(WORDS, NUMBERS, NUMBERS), min_size=1, max_size=5), st.integers(50, 120))
def test_a_table_fits_and_its_numbers_are_whole(rows: list[tuple[str, str, str]], width: int) -> None:
    """No line is wider than the terminal, and each number stands in one piece."""
    columns = [GridColumn("Group"), GridColumn("People beyond", True), GridColumn("Share", True)]
    lines = drawn(columns, [list(row) for row in rows], width)
    assert max(len(line) for line in lines) <= width
    text = "\n".join(lines)
    assert all(number in text for row in rows for number in row[1:])


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4), st.integers(30, 60))
def test_columns_are_no_wider_than_they_need(rows: list[tuple[str, str]], width: int) -> None:
    """A table takes the room of its longest cells, and gives way only when there is not enough."""
    columns = [GridColumn("One"), GridColumn("Two")]
    found = widths(columns, rows, width)
    needed = [max(3, *(len(row[k]) for row in rows)) for k in (0, 1)]
    assert all(got <= need for got, need in zip(found, needed, strict=True))
    if sum(needed) + GAP <= width:
        assert found == needed
    else:
        assert sum(found) + GAP == width


def test_heads_break_between_words_before_numbers_do() -> None:
    """A long head stands on two lines over a short number."""
    lines = drawn([GridColumn("Farthest tenth, min", True)], [["4.7"]], 80)
    assert [line.strip() for line in lines[:3]] == ["Farthest", "tenth,", "min"]
