"""What is known of a single place is told by its standing, and "at least" and "at most" stay true when rounded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.explain.plans import MakePlan

from narvaro.case import Case
from narvaro.errors import Fault
from narvaro.explain.decision import decision_of
from narvaro.explain.proof import proof_against, told_down, told_up
from narvaro.plan.settled import Difference, SettledPlace

INF, NAN = float("inf"), float("nan")


@pytest.mark.parametrize(
    ("forced", "standing", "worse", "share"),
    [
        (1100.0, "worse", 100.0, 0.1),
        (1000.2, "worse", 0.2, 0.0002),
        (1000.1, "not_settled", 0.1, 0.0001),
        (1000.0, "not_settled", 0.0, 0.0),
        (990.0, "not_settled", 0.0, 0.0),
        (INF, "ruled_out", INF, INF),
        (NAN, "none", NAN, NAN),
    ],
)
def test_the_certificate_alone_tells_what_is_worse_by_more_than_a_hair(
    case: Case, make_plan_of: MakePlan, forced: float, standing: str, worse: float, share: float
) -> None:
    """A bound more than 0.01 % above a value of 1,000 is a proof; nearer ones leave the place to be asked about."""
    plan = make_plan_of([], [], certificate={"s2": (forced, 990.0)})
    found = proof_against(decision_of(case, plan), case, "s2", "open")
    assert found.standing == standing
    assert found.worse_by_at_least == pytest.approx(worse, nan_ok=True)
    assert found.share == pytest.approx(share, nan_ok=True)


def test_no_certificate_is_no_proof(case: Case, make_plan_of: MakePlan) -> None:
    """A plan without a certificate has no proof of single places, and nothing is said."""
    found = proof_against(decision_of(case, make_plan_of([], [])), case, "s2", "open")
    assert (found.standing, found.said) == ("none", None)
    assert np.isnan(found.worse_by_at_least)


SWAP = (Difference("s2", ("",), ("small",)), Difference("s1", ("small",), ("",)))


@pytest.mark.parametrize(
    ("settled", "said"),
    [
        (
            SettledPlace("s2", "open", "worse", 1001.0, 1003.0),
            "Proven: every plan that opens an office here is at least 0.10 percent worse; "
            "the best one found is 0.30 percent worse.",
        ),
        (
            SettledPlace("s2", "open", "worse", 1003.0, 1003.0),
            "Proven: the best plan that opens an office here is 0.30 percent worse.",
        ),
        (
            SettledPlace("s2", "open", "equal", 1000.0, 1000.05, SWAP),
            "Nearly as good: another plan opens an office here, closes {s1}, and is at most 0.0050 percent worse.",
        ),
        (
            SettledPlace("s2", "open", "equal", 1000.0, 1000.0, SWAP[:1]),
            "Equal: the same plan without this is just as good.",
        ),
        (
            SettledPlace("s2", "open", "ruled_out", INF, rules=(Fault("plan.ruled_candidates", {"site": "B"}),)),
            "Ruled out: no plan within the rules opens an office here. The policy lets no candidate open "
            "(open_candidates = false under [limits] in policy.toml), and B is one.",
        ),
        (
            SettledPlace(
                "s2",
                "open",
                "ruled_out",
                INF,
                rules=(Fault("plan.clash_keep", {"column": "county", "when": "2027", "count": 1, "codes": "12"}),),
            ),
            "Ruled out: no plan within the rules opens an office here. county 12 would be left without an office.",
        ),
        (
            SettledPlace("s2", "open", "not_settled", 990.0),
            "Not settled: it is not known whether a plan that opens an office here is as good.",
        ),
        (
            SettledPlace("s2", "open", "not_settled", 990.0, 1002.0),
            "Not settled: the best plan found that opens an office here is 0.20 percent worse, "
            "and it is not proven that there is no better.",
        ),
    ],
)  # fmt: skip
def test_each_standing_has_its_sentence(
    case: Case, make_plan_of: MakePlan, settled: SettledPlace, said: str
) -> None:
    """What was settled goes before the certificate, and each standing says what is known and no more."""
    plan = replace(make_plan_of([], []), settled={("s2", "open"): settled})
    found = proof_against(decision_of(case, plan), case, "s2", "open")
    assert found.standing == settled.standing
    assert found.said is not None
    assert found.said.text("en") == said.format(s1=case.sites["name"]["s1"])
    assert found.said.text("sv")


@pytest.mark.parametrize("share", [0.37, 0.0123, 0.000177, 0.0000251, 0.0000006])
def test_what_is_told_lies_on_the_side_that_stays_true(share: float) -> None:
    """Rounded down it is at most the share, rounded up at least, and both are near it."""
    assert told_down(share) <= share <= told_up(share)
    assert told_up(share) - told_down(share) <= max(0.01, 0.1 * share)
