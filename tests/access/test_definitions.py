"""Definitions side by side: every person is counted once, and what two have in common is counted in people."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.access import definition_columns, measure_definitions
from narvaro.errors import SettingError
from narvaro.language import LANGUAGES


@pytest.fixture
def areas() -> pd.DataFrame:
    """Five areas: in both, only poor, only far, in none, and one where nobody lives."""
    return pd.DataFrame(
        {
            "name": ["Both", "Poor", "Far", "Neither", "Wood"],
            "people": [100, 300, 50, 550, 0],
            "poor": [True, True, False, False, True],
            "far": [True, False, True, False, False],
            "both": [True, False, False, False, False],
        },
        index=pd.Index(["b", "p", "f", "n", "w"], name="id"),
    )


def test_two_definitions_worked_out_by_hand(areas: pd.DataFrame) -> None:
    """400 are poor, 150 far, 100 both of 450 in either: Jaccard 0.22; 350 hinge on the choice."""
    found = measure_definitions(areas, ["poor", "far"])
    assert found.each.loc["poor"].tolist() == [2, 400, 0.4, 300]
    assert found.each.loc["far"].tolist() == [2, 150, 0.15, 50]
    assert found.pairs.iloc[0].tolist() == ["poor", "far", 1, 100, 450, pytest.approx(100 / 450)]
    assert found.verdicts["people"].tolist() == [550, 350, 100]
    assert found.verdicts["areas"].tolist() == [1, 2, 1]
    assert found.hinging.index.tolist() == ["p", "f"]
    assert found.areas["count"].tolist() == [2, 1, 1, 0, 1]


def test_a_map_of_two_tells_which_one(areas: pd.DataFrame) -> None:
    """Of two definitions an area shows the one that it is in alone; of three, that it is in some."""
    two = measure_definitions(areas, ["poor", "far"])
    assert two.kinds.tolist() == ["all", "poor", "far", "none", "poor"]
    assert two.people_of_kinds == {"none": 550, "some": 350, "all": 100, "poor": 300, "far": 50}
    three = measure_definitions(areas, ["poor", "far", "both"])
    assert three.kinds.tolist() == ["all", "some", "some", "none", "some"]
    assert set(three.people_of_kinds) == {"none", "some", "all"}


def test_nobody_in_either_has_no_overlap_to_measure(areas: pd.DataFrame) -> None:
    """Two columns without people have a missing Jaccard index, which is null for machines, not zero."""
    found = measure_definitions(areas.assign(a=[False] * 4 + [True], b=False), ["a", "b"])
    assert np.isnan(found.pairs["jaccard"].iloc[0])
    assert found.to_json()["pairs"][0]["jaccard"] is None


def test_what_is_said_first_is_what_they_disagree_on(areas: pd.DataFrame) -> None:
    """How many the choice decides about; that two are the same; that one is alone. In both languages."""
    differ = measure_definitions(areas, ["poor", "far"]).notes
    assert differ[0].text() == "For 350 people, in 2 areas, the definition decides whether they count."
    assert "450 people" in differ[1].text()
    assert "both" in differ[1].text()
    same = measure_definitions(areas.assign(also=areas["poor"]), ["poor", "also"]).notes
    assert same[0].text() == "The two definitions name the same people: 400."
    alone = measure_definitions(areas, ["poor"]).notes
    assert alone[0].text("sv") == "400 personer bor i 2 områden som den enda definitionen pekar ut."
    assert all(note.text(lang) for lang in LANGUAGES for note in (*differ, *same, *alone))


def test_machines_get_the_areas_with_their_definitions(areas: pd.DataFrame) -> None:
    """Each area that hinges has its id, people and the definitions it is in."""
    plain = measure_definitions(areas, ["poor", "far", "both"]).to_json()
    assert plain["hinging"][0] == {"id": "p", "name": "Poor", "people": 300, "definitions": ["poor"]}
    assert [row["definition"] for row in plain["definitions"]] == ["poor", "far", "both"]
    assert [row["in"] for row in plain["verdicts"]] == ["none", "some", "all"]


def test_a_column_that_defines_nothing_is_refused_with_what_there_is(areas: pd.DataFrame) -> None:
    """A missing column, one of texts, and no column at all."""
    with pytest.raises(SettingError) as caught:
        measure_definitions(areas, ["poor", "rich", "name"])
    assert [fault.data["value"] for fault in caught.value.faults] == ["rich", "name"]
    assert "poor, far, both" in caught.value.text("en")
    with pytest.raises(SettingError) as caught:
        measure_definitions(areas, [])
    assert [fault.key for fault in caught.value.faults] == ["definitions.no_column"]


def test_a_column_defines_where_it_parts_people(areas: pd.DataFrame) -> None:
    """All yes/no columns with people on both sides, in their order; not one that only names the wood."""
    assert definition_columns(areas.assign(wood=[False] * 4 + [True], all=True)) == ("poor", "far", "both")


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.lists(st.booleans(), min_size=3, max_size=3)),
        min_size=1,
        max_size=12,
    )
)
def test_every_person_is_counted_once(rows: list[tuple[int, list[bool]]]) -> None:
    """None, some and all add up to everybody; a pair's people add up; Jaccard is brute force's, whatever the order."""
    inside = np.array([yes for _, yes in rows])
    people = np.array([count for count, _ in rows])
    areas = pd.DataFrame(inside, columns=["a", "b", "c"]).assign(name="x", people=people)
    found = measure_definitions(areas, ["a", "b", "c"])
    assert found.verdicts["people"].sum() == people.sum()
    persons = np.repeat(inside, people, axis=0)  # one row a person
    for pair in found.pairs.itertuples():
        first, second = (persons[:, "abc".index(str(column))] for column in (pair.first, pair.second))
        assert (pair.people_both, pair.people_either) == ((first & second).sum(), (first | second).sum())
    turned = measure_definitions(areas, ["c", "b", "a"]).pairs
    assert sorted(turned["jaccard"].fillna(-1)) == sorted(found.pairs["jaccard"].fillna(-1))
