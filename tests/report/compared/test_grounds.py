"""Proof, rules, and what the plans were made from."""

from tests.report.compared.test_maps import material
from tests.report.countries import Told
from tests.report.reading import read

from narvaro.explain import PlanComparison
from narvaro.report.compared.grounds import input_section, sureness_section


def test_each_plan_has_a_row_of_proof(told: Told, comparison: PlanComparison) -> None:
    """Value and bound stand there where they can be compared."""
    root = read(sureness_section(material(told, comparison)).html())
    assert len(root.all("tbody")[0].all("tr")) == 2
    assert "proven bound" in root.text()


def test_settings_that_differ_have_a_table(
    told: Told, many: PlanComparison, comparison: PlanComparison
) -> None:
    """Where none differ there is none."""
    assert read(input_section(material(told, many)).html()).all("table")
    assert read(input_section(material(told, comparison)).html()).all("table") == []
