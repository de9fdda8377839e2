"""Maps side by side: one a plan, one for each difference."""

from tests.report.countries import Told
from tests.report.reading import read

from narvaro.explain import PlanComparison
from narvaro.report.compared.maps import maps_section
from narvaro.report.compared.material import ComparedMaterial
from narvaro.report.voice import Voice


def material(told: Told, found: PlanComparison, lang: str = "en") -> ComparedMaterial:
    return ComparedMaterial(told.case, found, Voice(lang, told.case.money.label))


def test_a_map_for_each_plan_and_one_for_what_differs(told: Told, comparison: PlanComparison) -> None:
    """Two plans: two maps of minutes, and one of the change, each with words for those who do not see it."""
    root = read(maps_section(material(told, comparison)).html())
    minutes, change = (
        next(f for f in root.all("figure") if f.attributes["id"] == name)
        for name in ("map-minutes", "map-change-1")
    )
    assert [p.text() for p in minutes.all("div", "sheet")[0].all("p")] == ["Today’s network"]
    assert len(minutes.all("div", "sheet")) == 2
    assert len(change.all("div", "sheet")) == 1
    assert all(svg.attributes.get("aria-label") for svg in minutes.all("div", "sheet")[0].all("svg"))
    assert "office with plan alone" in change.text()


def test_people_by_class_of_change_add_up(told: Told, comparison: PlanComparison) -> None:
    """The table behind the map has everybody once."""
    assert comparison.change_classes["plan"].sum() == told.case.areas["people"].sum()
    root = read(maps_section(material(told, comparison, "sv")).html())
    change = next(f for f in root.all("figure") if f.attributes["id"] == "map-change-1")
    assert "Lika lång" in change.text()
