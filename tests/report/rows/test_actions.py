"""Every action is a row with its figures and reasons."""

from __future__ import annotations

import pytest

from narvaro.report.material import Material
from narvaro.report.rows.actions import action_rows


def test_a_row_for_each_action_in_the_order_of_the_plan(material: Material) -> None:
    """Years and costs are those of plan.json, and the reasons those of the findings."""
    found = action_rows(material).rows
    planned = [(year["year"], one) for year in material.plan["years"] for one in year["actions"]]
    assert [row[0] for row in found] == [year for year, _ in planned]
    assert [row[6] for row in found] == [pytest.approx(one["cost"]) for _, one in planned]
    assert all(
        reason.why[0].text("sv") in str(row[-1])
        for row, reason in zip(found, material.findings.reasons, strict=True)
    )


def test_the_change_of_running_costs_can_be_added_up(plain_material: dict[str, Material]) -> None:
    """A closing has less than none, so the sum of the column is what the network costs more or less in a full year."""
    m = plain_material["close"]
    rows = action_rows(m).rows
    label = [column.label for column in action_rows(m).columns].index("change of running cost, MSEK/year")
    planned = [one["running_change"] for year in m.plan["years"] for one in year["actions"]]
    assert [row[label] for row in rows] == planned
    assert all(change < 0 for change, row in zip(planned, rows, strict=True) if row[1] == "closes")
    assert any(row[1] == "closes" for row in rows)


def test_a_plan_that_does_nothing_has_no_rows(plain_material: dict[str, Material]) -> None:
    """There are headings and nothing under them."""
    found = action_rows(plain_material["still"])
    assert len(found.columns) == 10
    assert "municipality" not in [column.label for column in found.columns], "the sites say none"
    assert found.rows == []
