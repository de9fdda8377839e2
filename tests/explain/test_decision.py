"""A plan as explanations see it."""

from __future__ import annotations

import numpy as np
import pytest

from narvaro.case import Case
from narvaro.errors import FolderError
from narvaro.explain.decision import decision_of
from narvaro.plan import Plan


def test_networks_follow_the_actions(case: Case, plan: Plan) -> None:
    """Today two offices; three when the first year ends; two when the second does."""
    decision = decision_of(case, plan)
    assert decision.before == {"s1": "medium", "s3": "small"}
    assert decision.by_year[0] == {"s1": "medium", "s2": "small", "s3": "small"}
    assert decision.after == {"s1": "medium", "s2": "small"}
    assert list(decision.networks) == ["before", "2021", "2022", "after"]


def test_what_is_proven_of_a_place(case: Case, plan: Plan) -> None:
    """The certificate's figures are found by site and state; an unknown site has none."""
    decision = decision_of(case, plan)
    assert decision.at_least("s2", "closed") == 1100.0
    assert np.isnan(decision.at_least("s9", "open"))


def test_a_plan_for_another_case_is_refused(case: Case, plan: Plan) -> None:
    """A plan is explained only with the case it was made for."""
    other = Case("other", case.areas.assign(people=1.0), case.sites, sizes=case.sizes)
    with pytest.raises(FolderError):
        decision_of(other, plan)
