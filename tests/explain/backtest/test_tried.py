"""A plan held against a decision, on the small country."""

import json
from dataclasses import replace

import pandas as pd
from tests.explain.plans import MakePlan

from narvaro.case import Case, Policy
from narvaro.explain.backtest import Tried, hold, trials
from narvaro.explain.evidence import gather
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


def with_decided(case: Case, **columns: list[str]) -> Case:
    """Return the case with a decision."""
    return replace(case, decided=pd.DataFrame(columns))


def test_hits_and_disagreements(
    case: Case, policy: Policy, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """The plan opens in North alone; North was decided on as well as South, which stands as weaker with its reasons."""
    told = with_decided(case, decided=["2021"] * 2, action=["open"] * 2, municipality_code=["01", "02"])
    plan = make_plan_of([("open", "s2", "small")], [], case=told)
    found = hold(gather(told, plan, travel), trials(told, policy, "open")[0], "as_given", told.decided)
    (score,) = found.scores
    assert (score.hits, score.equal, score.decided, score.greedy) == (1, 1, 2, 1)
    assert found.named == ("North",)
    assert found.only_here == ()
    assert found.places["because"].tolist() == ["named", "weaker"]
    assert set(found.why) == {"s4"}
    assert found.why["s4"][0].text("en")


def test_the_parts_of_a_decision_are_scored_apart_and_announced_ones_not(
    case: Case, policy: Policy, plan: Plan, travel: TravelTimes
) -> None:
    """Of three rows one is announced: all is the two done, and each reason has a score of its own."""
    told = with_decided(
        case,
        decided=["2022"] * 3,
        action=["close"] * 3,
        site_id=["s3", "s1", ""],
        municipality_code=["02", "01", "02"],
        reason=["leaves", "keeps", "leaves"],
        status=["done", "done", "announced"],
    )
    evidence = gather(told, plan, travel)
    found = hold(evidence, trials(told, policy, "close")[0], "as_given", told.decided, told.decided.iloc[:0])
    assert {score.reason: score.decided for score in found.scores} == {"all": 2, "leaves": 1, "keeps": 1}
    assert found.places["status"].tolist() == ["done", "done", "announced"]
    assert list(found.signs.columns) == ["sign", "closed", "hits", "ranked"]
    assert found.regret.empty


def test_what_is_written_is_read_again(case: Case, policy: Policy, plan: Plan, travel: TravelTimes) -> None:
    """Through JSON, to the last note."""
    told = with_decided(case, decided=["2021"], action=["open"], municipality_code=["02"])
    found = hold(gather(told, plan, travel), trials(told, policy, "open")[0], "as_given", told.decided)
    again = Tried.from_json(json.loads(json.dumps(found.to_json())))
    assert again.to_json() == found.to_json()
    assert again.why == found.why
