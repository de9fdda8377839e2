"""Words that are hardly meant to differ: two services, two sizes, two groups for one."""

from __future__ import annotations

import pytest

from narvaro.case import Service, Size
from narvaro.case.conform import conform_sites
from narvaro.case.twins import lists_in, twins
from narvaro.errors import TableError


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["pass", "Pass", "pass"], {"Pass": "pass"}),
        (["PASS", "pass", "pass"], {"PASS": "pass"}),
        (["drop-in", "drop in", "dropin"], {"drop in": "drop-in", "dropin": "drop-in"}),
        (["1", "01"], {"01": "1"}),
        (["pass", "post", "", "tax"], {}),
        (["1-11", "11-1", "111"], {}),
    ],
)
def test_words_that_differ_in_capitals_blanks_or_zeros_alone(words, found) -> None:
    """The rarer spelling is named with the one used most; on a tie the first stands."""
    assert twins(words) == found


def test_lists_are_seen_by_a_comma_or_by_a_part_that_stands_alone() -> None:
    """A name with a stroke of its own passes."""
    assert lists_in(["pass,tax", "pass/Tax", "tax", "a/b"], comma=True) == {
        "pass,tax": "pass;tax",
        "pass/Tax": "pass;Tax",
    }
    assert lists_in(["large, old", "tax"], comma=False) == {}


@pytest.mark.parametrize(
    ("column", "cells", "faults"),
    [
        ("services", ["pass", "Pass;tax", "pass"], [("table.twins", 3)]),
        ("services", ["pass,tax", "pass", "tax"], [("table.listed_services", 2)]),
        ("size", ["large", "large", "Large"], [("table.twins", 4)]),
        ("size", ["large", "small/large", "small"], [("table.listed_words", 3)]),
        ("services", ["pass;tax", "tax", "pass"], []),
        ("size", ["large", "", "small"], []),
    ],
)
def test_a_table_of_sites_with_twins_names_both_and_the_row(sites, column, cells, faults) -> None:
    """As `narvaro new` reads it: every word of the table is known, and yet two of them may be one."""
    table = sites().iloc[[0, 1, 1]].assign(id=["s1", "s2", "s3"], status="candidate", **{column: cells})
    known = list(dict.fromkeys(part for cell in cells for part in cell.split(";") if part))
    found = conform_sites(table, known, known)[1]
    assert [(fault.key, fault.row) for fault in found] == faults
    for fault in found:
        for lang in ("sv", "en"):
            assert all(
                str(fault.data[name]) in fault.text(lang) for name in {"value", "other"} & set(fault.data)
            )


def test_twins_among_the_ids_of_the_settings_are_a_fault(make_case) -> None:
    """A service Pass beside pass, a size Large beside large: both sections are named."""
    given = {
        "services": tuple(Service(name, name, name) for name in ("pass", "Pass")),
        "sizes": tuple(Size(name, 0, 1, 1, 1, 1, 1) for name in ("large", "Large")),
    }
    with pytest.raises(TableError) as caught:
        make_case(**given)
    assert {f.column for f in caught.value.faults if f.key == "settings.twins"} == {"sizes", "services"}
