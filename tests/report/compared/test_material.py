"""What plans are called on the page."""

from tests.report.countries import Told

from narvaro.explain import PlanComparison
from narvaro.report.compared.material import LONGEST_PX, ComparedMaterial
from narvaro.report.figures.canvas import text_width
from narvaro.report.voice import Voice


def test_a_long_name_is_cut_in_a_chart(told: Told, comparison: PlanComparison) -> None:
    """A short one is whole; today has words of its own, within a sentence and at its beginning."""
    m = ComparedMaterial(told.case, comparison, Voice("sv", told.case.money.label))
    assert m.short("board") == "board"
    cut = m.short("2026-11-28-a-plan-with-a-very-long-name")
    assert cut.endswith("…")
    assert text_width(cut, 13.0) <= LONGEST_PX + text_width("…", 13.0)
    assert (m.plan("today"), m.plan_within("today"), m.plan("x")) == ("Dagens nät", "dagens nät", "x")


def test_titles_have_no_full_stop(told: Told, comparison: PlanComparison) -> None:
    """Also where the sentence that they are has one."""
    m = ComparedMaterial(told.case, comparison, Voice("en", told.case.money.label))
    assert m.say("1.rest").endswith(".")
    assert not m.title("1.rest").endswith(".")
    assert m.pair
