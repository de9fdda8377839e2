"""Other plans beside the plan."""

from __future__ import annotations

import numpy as np
import pytest
from tests.explain.plans import MakePlan

from narvaro.case import Case, Policy
from narvaro.explain import Alternative
from narvaro.explain.alternatives import agreement_table, comparison_table
from narvaro.explain.evidence import Evidence, gather
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


@pytest.fixture
def evidence(case: Case, plan: Plan, policy: Policy, travel: TravelTimes, make_plan_of: MakePlan) -> Evidence:
    later = policy.model_copy(update={"definition": "listed_later"})
    others = [
        Alternative("other_definition", make_plan_of([("open", "s4", "small")], [], policy=later)),
        Alternative("without_earmark", make_plan_of([("open", "s2", "small"), ("open", "s4", "small")], [])),
    ]
    return gather(case, plan, travel, others)


def test_rows_by_hand(evidence: Evidence) -> None:
    """Today, the plan, and two others: counted, and measured by the plan's own yardsticks."""
    table = comparison_table(evidence).set_index("plan")
    assert table.index.tolist() == ["before", "main", "other_definition", "without_earmark"]
    assert table["offices_after"].tolist() == [2, 2, 3, 4]
    assert table["opened"].tolist() == [0, 1, 1, 2]
    assert table["closed"].tolist() == [0, 1, 0, 0]
    assert table["municipalities_after"].tolist() == [2, 1, 2, 2]
    assert table["people_beyond"].tolist() == [50, 150, 0, 0]
    assert table["people_beyond_walk_definition"].tolist() == [300, 0, 300, 0]
    assert table["people_beyond_walk_own_definition"].tolist() == [300, 0, 0, 0]
    assert table["same_places"].tolist() == [0, 2, 0, 1]
    assert table["only_here"].tolist() == [0, 0, 1, 1]


def test_money_and_objective_are_each_plans_own(evidence: Evidence) -> None:
    """Spending is the sum of the ledger; today has an objective, but no bound and no spending."""
    table = comparison_table(evidence).set_index("plan")
    assert table.loc["main", "spent"] == 25.0
    assert (table.loc["before", "objective"], table.loc["main", "objective"]) == (1200.0, 1000.0)
    assert np.isnan(table.loc["before", ["bound", "gap", "spent"]].astype(float)).all()


def test_agreement_counts_plans(evidence: Evidence) -> None:
    """The suburb opens in two plans of three, the harbour in two others, the village closes in one."""
    table = agreement_table(evidence).set_index(["action", "site_id"])
    assert table["plans"].to_dict() == {("open", "s2"): 2, ("close", "s3"): 1, ("open", "s4"): 2}
    assert table["main"].to_dict() == {("open", "s2"): True, ("close", "s3"): True, ("open", "s4"): False}
    assert table["share"].max() == pytest.approx(2 / 3)


def test_a_plan_alone_agrees_with_itself(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Without other plans the comparison is today and the plan."""
    evidence = gather(case, plan, travel)
    assert comparison_table(evidence)["plan"].tolist() == ["before", "main"]
    assert (agreement_table(evidence)["share"] == 1.0).all()


def test_nothing_done_anywhere(case: Case, travel: TravelTimes, make_plan_of: MakePlan) -> None:
    """Plans that do nothing have an empty table of agreement with all its columns."""
    table = agreement_table(gather(case, make_plan_of([], []), travel))
    assert len(table) == 0
    assert "share" in table
