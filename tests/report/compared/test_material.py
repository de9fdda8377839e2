"""What plans are called on the page."""

from tests.report.countries import Told

from narvaro.explain import PlanComparison
from narvaro.report.compared.material import ComparedMaterial
from narvaro.report.voice import Voice


def test_today_has_words_of_its_own(told: Told, comparison: PlanComparison) -> None:
    """Within a sentence and at its beginning; a plan is called as it is."""
    m = ComparedMaterial(told.case, comparison, Voice("sv", told.case.money.label))
    assert (m.plan("today"), m.plan_within("today"), m.plan("x")) == ("Dagens nät", "dagens nät", "x")


def test_titles_have_no_full_stop(told: Told, comparison: PlanComparison) -> None:
    """Also where the sentence that they are has one."""
    m = ComparedMaterial(told.case, comparison, Voice("en", told.case.money.label))
    assert m.say("1.rest").endswith(".")
    assert not m.title("1.rest").endswith(".")
    assert m.pair
