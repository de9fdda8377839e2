"""The fact box."""

from __future__ import annotations

import json

import numpy as np

from narvaro.case import Case
from narvaro.explain import FactBox
from narvaro.explain.evidence import gather
from narvaro.explain.fact_box import fact_box
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


def test_the_box_by_hand(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Money by year, offices and what they can do, before and after."""
    box = fact_box(gather(case, plan, travel))
    assert box.years["change"].tolist() == [5.0, 3.0]
    assert box.years["appropriation"].tolist() == [17.0, 15.0]
    assert box.years[["opened", "closed", "resized"]].to_numpy().tolist() == [[1, 0, 0], [0, 1, 0]]
    assert box.base == 12.0
    assert (box.offices_before, box.offices_after, box.offices_assumed) == (2, 2, 1)
    assert (box.municipalities_before, box.municipalities_after) == (2.0, 1.0)
    assert box.sizes["size"].tolist() == ["small", "medium"]
    assert box.sizes["offices_before"].tolist() == box.sizes["offices_after"].tolist() == [1, 1]
    assert (box.staff_before, box.staff_after, box.visits_before) == (6.0, 6.0, 24_000.0)
    assert box.services[["offices_before", "offices_after"]].to_numpy().tolist() == [[2, 2]]


def test_the_box_comes_back_from_json(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Written and read again the box says the same."""
    box = fact_box(gather(case, plan, travel))
    stored = json.loads(json.dumps(box.to_json(), allow_nan=False))
    assert FactBox.from_json(stored).to_json() == box.to_json()
    assert FactBox.from_json(stored).years.equals(box.years)


def test_without_municipalities_their_number_is_missing(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Where sites have no municipality the number is missing and not zero."""
    none = gather(case, plan, travel)
    object.__setattr__(none.decision.plan, "counts", {"municipalities_before": None})
    box = fact_box(none)
    assert np.isnan(box.municipalities_before)
    assert FactBox.from_json(box.to_json()).to_json() == box.to_json()
