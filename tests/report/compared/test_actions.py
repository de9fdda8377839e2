"""What is done and what it costs."""

from tests.report.compared.test_maps import material
from tests.report.countries import Told
from tests.report.reading import read

from narvaro.explain import PlanComparison
from narvaro.report.compared.actions import actions_section, money_section


def test_a_row_for_each_place_that_differs(
    told: Told, comparison: PlanComparison, same: PlanComparison
) -> None:
    """And where nothing differs a sentence instead of a table."""
    root = read(actions_section(material(told, comparison)).html())
    assert len(root.all("tbody")[0].all("tr")) == len(comparison.actions)
    assert read(actions_section(material(told, same)).html()).all("table") == []


def test_today_has_no_ledger(told: Told, comparison: PlanComparison) -> None:
    """The table has a column for the plan alone, and a row for each figure of each year."""
    section = money_section(material(told, comparison))
    assert section is not None
    table = read(section.html()).all("table")[0]
    assert [head.text() for head in table.all("th") if head.attributes.get("scope") == "col"][2:] == ["plan"]
    assert len(table.all("tbody")[0].all("tr")) == len(comparison.yearly)
