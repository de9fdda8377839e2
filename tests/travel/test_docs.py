"""The page of travel times says of each column of a feed whether it is read."""

import re
from pathlib import Path

import pytest

from narvaro.travel.feed_columns import CALENDARS, KEYS, LEFT_OUT, LEFT_OUT_FILES, NEEDED, READ
from narvaro.travel.feed_notices import MOST_LOST

PAGE = (Path(__file__).parents[2] / "docs" / "travel.md").read_text(encoding="utf-8")


def table():
    """The rows of the table: (file, column) to what happens; column "all" where the row is of whole files."""
    rows = PAGE.split("### Every column of a feed")[1].split("\n| file |")[1].split("\n\n")[0].split("\n")[2:]
    found, files = {}, []
    for row in rows:
        file, columns, what = (cell.strip() for cell in row.strip("|").split(" | "))
        files = re.findall(r"`([^`]+)`", file) or files
        for name in re.findall(r"`([^`]+)`", columns) or [columns]:
            for one in files:
                assert (one, name) not in found, "a column stands twice"
                found[one, name] = what
    return found


def test_every_column_that_is_read_stands_in_the_table() -> None:
    """Each file and column that the code asks a feed for is said to be read or told."""
    said = table()
    read = {(file, column) for file, columns in READ.items() for column in columns}
    assert read <= set(said)
    silent = {place for place in read if said[place] == "left out"}
    assert silent == set()
    assert all(set(columns) <= set(READ[file]) for file, columns in (NEEDED | CALENDARS | KEYS).items())


def test_every_column_that_is_told_stands_in_the_table() -> None:
    """Each column and file that is left out and told is said to be so."""
    said = table()
    for file, columns in LEFT_OUT.items():
        for column in columns:
            assert said[file, column].startswith("left out, told")
    for file in LEFT_OUT_FILES:
        assert said[file, "all"].startswith("left out, told")


def test_what_the_table_says_is_read_is_asked_for() -> None:
    """The other way round: nothing is said to be read that no code asks for."""
    asked = {(file, column) for file, columns in READ.items() for column in columns}
    for place, what in table().items():
        if what.startswith(("read", "told", "rows with")):
            assert place in asked, place


@pytest.mark.parametrize("file", [*READ, *LEFT_OUT_FILES, "shapes.txt", "feed_info.txt", "translations.txt"])
def test_every_file_stands_in_the_table(file) -> None:
    """No file of the reference is passed over."""
    assert file in {name for name, _ in table()}


def test_the_limit_on_the_page_is_that_of_the_code() -> None:
    """The share that may be left out."""
    assert f"more than **{MOST_LOST * 100:.0f} %**" in PAGE
