"""Of a list that has more editions than one, another can be found."""

from __future__ import annotations

import pandas as pd

from narvaro.case import Case
from narvaro.case.editions import other_edition


def case(**columns: list[bool]) -> Case:
    table = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [1.0, 2.0], "lat": [1.0, 2.0]})
    return Case("c", table.assign(people=[5, 5], **columns), table)


EDITIONS = {"list_2019": [True, False], "list_2021": [True, True], "list_2025": [False, True]}


def test_the_newest_other_edition_is_set_beside() -> None:
    """2025 beside 2019, 2021 beside 2025 where 2025 is the one decided by."""
    assert other_edition(case(**EDITIONS), "list_2019") == "list_2025"
    assert other_edition(case(**EDITIONS), "list_2025") == "list_2021"


def test_an_edition_that_names_nobody_is_no_alternative() -> None:
    """A list without a person in it would make an empty question."""
    assert other_edition(case(list_2019=[True, False], list_2025=[False, False]), "list_2019") is None
