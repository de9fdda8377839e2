"""What plans are called, and the comparison for machines."""

from __future__ import annotations

import json

from tests.explain.compared.conftest import GivenPlan

from narvaro.app.terminal import jsonable
from narvaro.case import Case
from narvaro.explain import compare_plans
from narvaro.explain.compared.comparison import first_label, label_of, site_label
from narvaro.language import told
from narvaro.travel import TravelTimes


def test_a_name_of_a_users_own_stays_as_it_is_written() -> None:
    """Also where a sentence begins with it; today has words of its own."""
    assert (label_of("my-plan"), first_label("my-plan")) == ("my-plan", "my-plan")
    assert told(first_label("today"), "sv") == "Dagens nät"


def test_a_site_is_told_with_its_municipality_where_its_name_does_not_say_it(case: Case) -> None:
    """A name that says it stands alone, and so does one whose municipality is not known."""
    towns = Case(
        "towns",
        case.areas.reset_index(),
        case.sites.reset_index().assign(
            name=["North Square", "Malung", "Quay"], municipality=["North", "Sälen", ""]
        ),
        sizes=case.sizes,
    )
    assert [site_label(towns, site) for site in towns.sites.index] == [
        "North Square",
        "Malung (Sälen)",
        "Quay",
    ]


def test_the_answer_for_machines_is_json(case: Case, times: TravelTimes, given: GivenPlan) -> None:
    """Every table and every sentence, also where there is nothing to say."""
    plans = {"a": given(("s2", 2025, "small")), "today": None}
    answer = json.loads(
        json.dumps(jsonable(compare_plans(case, plans, travel=times).to_json()), allow_nan=False)
    )
    assert answer["names"] == ["a", "today"]
    assert answer["actions"]["s2"]["a"] == [{"year": 2025, "before": "", "after": "small"}]
    assert answer["ways"]["today"]["longer"] == 300.0
    assert answer["said"]["1.ways"][0]["text"].startswith(
        "With today’s network the way is at least 1 minute longer"
    )
    assert {row["grouping"] for row in answer["groups"]} == {"everyone", "settlement"}
    assert answer["areas"]["today"][0]["change_min"] == 37.0


def test_places_by_how_much_they_lose_and_gain(case: Case, times: TravelTimes, given: GivenPlan) -> None:
    """South loses its office: it is hit hardest, and nowhere is anybody helped."""
    found = compare_plans(case, {"a": given(("s2", 2025, "small")), "today": None}, travel=times)
    assert found.hit_hardest("today", 5).index.tolist() == ["South"]
    assert found.helped_most("today", 5).empty
    assert found.worst_areas("today", 5).index.tolist() == ["a2"]
    assert found.change_min("today").tolist() == [0.0, 0.0, 37.0]
    assert (found.figure("today", "offices"), found.people("today", "longer")) == (2.0, 300.0)
