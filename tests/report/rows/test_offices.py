"""The offices of today and of after the plan, each with what happens with it."""

from __future__ import annotations

from dataclasses import replace

from tests.report.countries import SIZES, Told

from narvaro.report.material import Material
from narvaro.report.rows.offices import office_rows
from narvaro.report.voice import Voice


def test_a_row_for_each_office_of_before_and_after(material: Material) -> None:
    """Name, year of change and load are those of the findings; who does not change has no year."""
    numbers, offices = office_rows(material), material.findings.offices
    assert [row[0] for row in numbers.rows] == offices["name"].tolist()
    assert [row[3] for row in numbers.rows] == [year or None for year in offices["year"]]
    assert all(len(row) == len(numbers.columns) for row in numbers.rows)
    load, visits = (
        material.findings.load,
        [column.label for column in numbers.columns].index("besök per år efter"),
    )
    for row, site in zip(numbers.rows, offices.index, strict=True):
        assert row[visits] == load.loc[site, "visits_after"]


def test_days_have_columns_where_a_size_says_them(told: Told) -> None:
    """Days a week before and after, by the sizes before and after."""
    sizes = tuple(replace(size, days=days) for size, days in zip(SIZES, (2, 5), strict=True))
    case = replace(told.case, sizes=sizes)
    m = Material(case, told.plan.to_json(), told.findings, Voice("en", case.money.label))
    numbers = office_rows(m)
    labels = [column.label for column in numbers.columns]
    days = {"flexible": 2, "small": 5, "": None}
    for when in ("before", "after"):
        sized = told.findings.offices[f"size_{when}"]
        assert [row[labels.index(f"days a week {when}")] for row in numbers.rows] == [days[s] for s in sized]
