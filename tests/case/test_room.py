"""The room of a site goes before that of its size, at the size that it names."""

import pandas as pd
import pytest
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, question_of, times_of

from narvaro.access import measure_load
from narvaro.case import open_case, save_case
from narvaro.errors import TableError
from narvaro.plan.formulate import build
from narvaro.plan.limits import room_wanted
from narvaro.plan.verify_tables import Tables


def some(visits, **more):
    sites = {"size": ["small", "large", ""], "visits_year": visits, **more}
    return case_of(
        [30_000, 6_000], ["may_close", "may_close", "candidate"], sizes=[SMALL, LARGE], sites=sites
    )


def test_the_column_speaks_of_the_size_that_is_named_and_a_blank_of_nothing():
    """Site 0 has room for 17,000 as small, 25,000 as large; site 1 as its sizes; site 2, of any size, 5,000."""
    case = some([17_000, None, 5_000])
    assert case.room.tolist() == [[17_000, 25_000], [10_000, 25_000], [5_000, 5_000]]
    assert case_of([1], ["candidate"], sizes=[SMALL]).room.tolist() == [[10_000]]


def test_rules_load_and_replay_read_the_same_room():
    """The room of a region, what `max_load` lets in, the load and the check by separate code."""
    codes = {"sites": ["x", "x", "x"], "areas": ["x", "x"]}
    case = some([17_000, 0, 0], region=codes["sites"])
    case = type(case)(
        "small",
        case.areas.assign(region=codes["areas"]).reset_index(),
        case.sites.reset_index(),
        sizes=case.sizes,
    )
    limits = {"room_in": "region", "room_share": 1.0, "visits_per_person": 9.0, "max_load": 2.0}
    policy = policy_of([0.0], objective={"kind": "minutes"}, limits=limits)
    times = times_of(case, [[0, 9, 9], [9, 0, 9]])
    assert room_wanted(question_of(case, policy, times)) == {"x": 17_000 + 25_000}
    assert build(case, policy, times).problem().shared.capacity[1].tolist() == [20_000, 54_000]
    assert build(case, policy, times).problem().shared.capacity[2].tolist() == [20_000, 50_000]
    assert measure_load(case, times).offices["room"].tolist() == [17_000, 25_000]
    tables = Tables(question_of(case, policy, times))
    assert (tables.room("s0", "small"), tables.room("s0", "large"), tables.room("s1", "large")) == (
        17_000,
        25_000,
        25_000,
    )


def test_it_survives_a_folder_and_a_wrong_cell_is_a_fault(tmp_path):
    """Written and read again it is the same; below zero or a word is refused by its row."""
    save_case(some([17_000, 0, 0]), tmp_path)
    assert open_case(tmp_path).room[0].tolist() == [17_000, 25_000]
    for wrong in (-1, "much"):
        with pytest.raises(TableError, match="visits_year"):
            some(pd.Series([wrong, 0, 0], dtype=object))
