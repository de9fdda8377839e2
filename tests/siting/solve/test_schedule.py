"""The schedule: how often plans are recombined."""

import pytest
from tests.siting.problems import Features, problem_of
from tests.siting.runs import planned

from narvaro.siting.run.workbench import Workbench
from narvaro.siting.solve import schedule


def test_a_recombination_that_came_to_nothing_makes_the_next_come_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They follow after 2 periods, then 3, then 4; one that bettered the plan brings the next after 2 again."""
    period, when, better = 0, [], iter([False, False, True, False])

    def recombined(_: Workbench) -> bool:
        when.append(period)
        return next(better)

    monkeypatch.setattr(schedule, "perturb_and_recombine", recombined)
    monkeypatch.setattr(schedule, "plan_from_relaxation", lambda *_: False)
    run = schedule.Schedule(planned(problem_of(Features(seed=1))))
    for period in range(1, 12):  # noqa: B007 - read by `recombined`
        run._plan_patiently()
    assert when == [2, 5, 9, 11]
