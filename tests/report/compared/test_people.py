"""Who has how far: bars, groups, and the places that change most."""

from tests.report.compared.test_maps import material
from tests.report.countries import Told
from tests.report.reading import read

from narvaro.explain import PlanComparison
from narvaro.report.compared.people import people_section, places_section


def test_bars_for_all_and_groups_for_each_pair(told: Told, comparison: PlanComparison) -> None:
    """One picture of all together, one of groups for each of the others, each with its table."""
    root = read(people_section(material(told, comparison)).html())
    assert [figure.attributes["id"] for figure in root.all("figure")] == ["together", "groups-1"]
    assert all(figure.all("table") for figure in root.all("figure"))


def test_places_only_where_ways_differ(told: Told, comparison: PlanComparison, same: PlanComparison) -> None:
    """A plan beside its equal has none."""
    section = places_section(material(told, comparison))
    assert section is not None
    assert read(section.html()).all("table")
    assert places_section(material(told, same)) is None
