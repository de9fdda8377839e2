"""How the years of a plan look in a terminal."""

from __future__ import annotations

from types import SimpleNamespace

from tests.explain.plans import written_plan
from tests.explain.worlds import COUNTRY

from narvaro.app.views.road_view import show
from narvaro.case import Money, Policy
from narvaro.language import say
from narvaro.travel import along_lines


def test_every_year_has_a_row_and_a_year_that_is_worse_is_warned_of(shown, lang: str) -> None:
    """All offices close in the first year and open again in the next: worse than today and than the end."""
    policy = Policy(years=(2027, 2028), money=Money(change=(0.0, 0.0)))
    sites = COUNTRY.existing_ids
    others = [site for site in COUNTRY.sites.index if site not in sites]
    plan = written_plan(
        [("close", site, "") for site in sites],
        [("open", site, "standard") for site in others],
        case=COUNTRY,
        policy=policy,
    )
    given = SimpleNamespace(plan=plan, case=COUNTRY, travel=along_lines(COUNTRY, ("car",)))
    text = shown(show, given)
    assert say("app.plan.road", lang) in text
    assert "2028" in text
    assert "2027 is worse than both ends" in text or "2027 är sämre än både början" in text
