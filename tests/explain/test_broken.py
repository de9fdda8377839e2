"""Rules that a plan breaks name their regions, and the plan keeps the codes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tests.plan.cases import case_of

from narvaro.errors import Fault
from narvaro.explain.broken import broken_notes


def test_a_broken_rule_names_its_region() -> None:
    """With the case the name before the code; without it the code; the plan itself is as it was."""
    case = case_of([1], ["must_stay"], areas={"county_code": ["25"], "county": ["Norrbotten"]})
    data = {"year": "2027", "column": "county_code", "code": "25"}
    plan: Any = SimpleNamespace(broken=(Fault("plan.check_region", data),))
    (named,) = broken_notes(plan, case)
    assert (
        named.text("en") == "2027: Norrbotten (county_code 25) has lost its last office (limits.keep_one_in)."
    )
    (coded,) = broken_notes(plan, None)
    assert (
        coded.text("sv") == "2027: county_code 25 har blivit av med sitt sista kontor (limits.keep_one_in)."
    )
    assert plan.broken[0].data == data
