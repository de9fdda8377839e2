"""The kinds that a short table tells of: what the plans are about, and one column that sorts people into a few."""

import pandas as pd

from narvaro.case import Case
from narvaro.explain.kinds import kinds_of_people


def test_definitions_stand_first_and_settlement_is_taken_where_it_is(case: Case) -> None:
    """A definition that is no column is left out, one named twice is told once."""
    assert kinds_of_people(case, ["listed", None, "listed", "nowhere"]) == ["listed", "settlement"]
    assert kinds_of_people(case, [None]) == ["settlement"]


def test_a_case_without_kinds_has_none() -> None:
    """People and places alone sort nobody."""
    areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.0], "people": [9]})
    assert kinds_of_people(Case("one", areas, areas.drop(columns="people")), [None]) == []
