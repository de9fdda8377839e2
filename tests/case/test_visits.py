"""Settings of visits: what cannot be is told, and they go through a project folder unharmed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from narvaro.case import Case, VisitSettings, open_case, save_case
from narvaro.errors import TableError


def small_case(visits: VisitSettings) -> Case:
    """One area with an office in it."""
    areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
    return Case("mini", areas, areas.drop(columns="people").assign(status="may_close"), visits=visits)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("minutes_each", 0.0),
        ("days_year", float("inf")),
        ("huff_decay", -1.0),
        ("wait_min", -1.0),
        ("wait_share", 1.0),
        ("desk_share", 0.0),
        ("day_profile", (0.5, 0.4)),
        ("day_profile", ()),
        ("day_profile", (1.5, -0.5)),
        ("opens", 20),
    ],
)
def test_what_cannot_be_is_told(field: str, value: object) -> None:
    """Each figure out of its range is one fault, with its place in the settings."""
    with pytest.raises(TableError) as caught:
        small_case(replace(VisitSettings(), **{field: value}))
    assert [fault.column for fault in caught.value.faults] == [f"visits.{field}"]


def test_they_are_kept_in_the_folder(tmp_path: Path) -> None:
    """What is written is read again, and a folder without them has the usual ones; no plan rests on them."""
    other = replace(VisitSettings(), minutes_each=20.0, opens=9, day_profile=(0.5, 0.5), origin="stated")
    case = small_case(other)
    save_case(case, tmp_path)
    assert open_case(tmp_path).visits == other
    text = (tmp_path / "narvaro.toml").read_text(encoding="utf-8")
    start = text.index("[visits]")
    rest = text.find("\n[", start + 1)
    (tmp_path / "narvaro.toml").write_text(text[:start] + (text[rest:] if rest > 0 else ""), encoding="utf-8")
    assert open_case(tmp_path).visits == VisitSettings()
    assert case.checksum == small_case(VisitSettings()).checksum


def test_every_figure_is_told_with_its_origin() -> None:
    """The assumptions have the busiest hour and the hours of opening, and say that they are assumed."""
    rows = {row.id: row for row in VisitSettings().assumptions()}
    assert rows["visits.hours"].value == "10-16"
    assert rows["visits.busiest_hour"].value == 0.2
    assert {row.origin for row in rows.values()} == {"assumed"}
