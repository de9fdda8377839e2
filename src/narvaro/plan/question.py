"""What is asked: a case, a policy, and the travel times that both are looked at by."""

from __future__ import annotations

from dataclasses import dataclass

from narvaro.case import Case, Policy
from narvaro.travel import TravelTimes


@dataclass(frozen=True, eq=False)
class Question:
    """What a plan is to answer. It holds what was given and nothing that is reckoned from it.

    So both the code that sets up a problem and the code that checks its plan may take one, and neither can lean on a
    figure of the other.

    Parameters
    ----------
    case
        What there is.
    policy
        What is wanted.
    times
        Travel times in the order of the case, with the modes that the policy needs
        (see `narvaro.plan.fit.question_of`).
    """

    case: Case
    policy: Policy
    times: TravelTimes
