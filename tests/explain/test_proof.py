"""What is proven of a single place."""

from __future__ import annotations

import numpy as np
import pytest
from tests.explain.plans import MakePlan

from narvaro.case import Case
from narvaro.explain.decision import decision_of
from narvaro.explain.proof import proof_against

INF = float("inf")


@pytest.mark.parametrize(
    ("forced", "standing", "worse", "share"),
    [
        (1100.0, "proven", 100.0, 0.1),
        (1000.0, "within_gap", 0.0, 0.0),
        (990.0, "within_gap", 0.0, 0.0),
        (1000.0 + 1e-7, "within_gap", 0.0, 0.0),
        (INF, "forbidden", INF, INF),
        (float("nan"), "none", float("nan"), float("nan")),
    ],
)
def test_a_bound_above_the_value_is_a_proof(
    case: Case, make_plan_of: MakePlan, forced: float, standing: str, worse: float, share: float
) -> None:
    """A plan of value 1,000 is proven better only by a bound above 1,000; rounding is no proof."""
    plan = make_plan_of([], [], certificate={"s2": (forced, 990.0)})
    found = proof_against(decision_of(case, plan), "s2", "open")
    assert found.standing == standing
    assert found.worse_by_at_least == pytest.approx(worse, nan_ok=True)
    assert found.share == pytest.approx(share, nan_ok=True)


def test_no_certificate_is_no_proof(case: Case, make_plan_of: MakePlan) -> None:
    """A plan read from a file carries no proof of single places."""
    found = proof_against(decision_of(case, make_plan_of([], [])), "s2", "open")
    assert found.standing == "none"
    assert np.isnan(found.worse_by_at_least)
