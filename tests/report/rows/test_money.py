"""The ledger on a sheet is that of the plan, line by line."""

from __future__ import annotations

import pytest

from narvaro.report.material import Material
from narvaro.report.rows.money import LINES, earmark_rows, ledger_rows, whole_ledger_rows


def test_every_line_of_every_year(material: Material) -> None:
    """Each figure is that of plan.json; those which the page leaves out as nothing are there as zero."""
    whole = {str(row[0]): row[1:] for row in whole_ledger_rows(material).rows}
    for line in (*LINES, "offices"):
        name = material.voice(f"money.row.{line}")
        assert whole.pop(name) == [pytest.approx(year[line]) for year in material.plan["years"]]
    assert whole == {}


def test_what_comes_in_goes_out(material: Material) -> None:
    """By the sheet alone, brought in + given = spent + carried out + lapsed in each year."""
    whole = {str(row[0]): row[1:] for row in whole_ledger_rows(material).rows}
    given, spent, carried, lapsed = (
        whole[material.voice(f"money.row.{line}")] for line in ("appropriation", "spent", "carried", "lapsed")
    )
    for k in range(len(given)):
        brought = carried[k - 1] if k else 0
        assert brought + given[k] == pytest.approx(spent[k] + carried[k] + lapsed[k], abs=1e-6)


def test_the_lines_of_the_page_are_among_them(material: Material) -> None:
    """The table behind the picture has the same rows, less those that are nothing in all years."""
    whole = [list(row) for row in whole_ledger_rows(material).rows]
    shown = ledger_rows(material, material.findings.tables["money.ledger"])
    assert all(list(row) in whole for row in shown.rows)
    assert shown.rows[next(iter(shown.bold))][0] == material.voice("money.row.spent")


def test_a_pot_is_shown_where_there_is_one(material: Material, plain_material: dict[str, Material]) -> None:
    """Money set aside has its rows; without it there are none, and no headings either."""
    pots = [year["earmark"] for year in material.plan["years"]]
    assert earmark_rows(material).rows[0][1:] == [pytest.approx(pot["appropriation"]) for pot in pots]
    assert earmark_rows(plain_material["open"]).rows == ()
