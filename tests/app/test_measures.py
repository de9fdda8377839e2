"""Who has how far in a project folder."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from tests.plan.cases import case_of, times_of

from narvaro.access import measure_access
from narvaro.app.measures import access_project, access_rows
from narvaro.app.travelling import travel_times_of
from narvaro.case import open_case
from narvaro.errors import FolderError, SettingError


@pytest.mark.parametrize(("mode", "limit"), [("car", 30.0), ("walk", 20.0)])
def test_the_limit_is_the_usual_one_of_the_mode_unless_another_is_given(
    small: Path, mode: str, limit: float
) -> None:
    """30 minutes by car and 20 on foot; with 5 asked for nobody who was beyond is within."""
    usual, strict = (access_project(small, mode=mode, within_min=within).table for within in (None, 5.0))
    assert (usual.standard_min, strict.standard_min) == (limit, 5.0)
    assert strict.total["people_beyond"] > usual.total["people_beyond"]


def test_it_is_measured_as_the_room_of_access_measures(small: Path) -> None:
    """The same table as `measure_access` gives for the case and its travel times, with nothing written."""
    case = open_case(small)
    found = access_project(small, by="settlement")
    wanted = measure_access(case, travel_times_of(small, case, "car"), by="settlement", standard_min=30.0)
    assert found.table.to_json() == wanted.to_json()
    assert found.file is None
    assert sorted(path.name for path in small.iterdir()) == [
        "areas.csv",
        "narvaro.toml",
        "policy.toml",
        "sites.csv",
        "understood.csv",
    ]


@pytest.mark.parametrize("within", [0.0, -5.0, math.nan, math.inf])
def test_a_limit_that_means_nothing_is_refused_before_the_folder_is_read(
    tmp_path: Path, within: float
) -> None:
    """The option is named, and it does not matter that there is no folder."""
    with pytest.raises(SettingError) as caught:
        access_project(tmp_path / "nowhere", within_min=within)
    assert [fault.column for fault in caught.value.faults] == ["--within"]


def test_without_a_plan_there_is_no_network_of_a_plan(small: Path) -> None:
    """Today's network is never measured in its stead."""
    with pytest.raises(FolderError, match="no plan"):
        access_project(small, with_plan=True)


def test_by_person_it_is_said_how_many_have_no_car(small: Path) -> None:
    """Everyone by the way that they can take: a quarter of each area is counted without a car, and a note tells it."""
    path = small / "areas.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([f"{head},without_car", *(f"{row},0.25" for row in rows)]) + "\n", encoding="utf-8"
    )
    notes = {note.key: note for note in access_project(small, mode="person").table.notes}
    assert notes["access.note.by_person"].data["without_car"] == pytest.approx(0.25)


def test_rows_are_the_groups_and_everybody_with_what_was_asked() -> None:
    """Two areas of 100 and 50 at 10 minutes and out of reach: an empty cell where there is no way at all."""
    case = case_of((100, 50), ["must_stay"], areas={"shore": ["a", "b"]})
    table = measure_access(case, times_of(case, [[10.0], [np.nan]]), by="shore", standard_min=30.0)
    rows = access_rows(table)
    assert rows["group"].tolist() == ["a", "b", "everyone"]
    assert rows["people"].tolist() == [100, 50, 150]
    assert rows["people_unreached"].tolist() == [0, 50, 50]
    assert {(row.mode, row.limit_min, row.grouping) for row in rows.itertuples()} == {("car", 30.0, "shore")}
    assert np.isnan(rows["mean_min"][1])
    assert not np.isinf(rows.select_dtypes("number").to_numpy(float)).any()
