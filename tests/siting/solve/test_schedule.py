"""The climb: how often plans are fused, and what is left to HiGHS."""

import pytest
from tests.siting.brute import every_plan
from tests.siting.problems import Features, problem_of

from narvaro.siting.bound.lagrangian import Dual
from narvaro.siting.mip import radius
from narvaro.siting.solve.incumbent import Stop
from narvaro.siting.solve.schedule import Climb


def test_a_fusion_that_came_to_nothing_makes_the_next_come_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fusions follow after 2 periods, then 3, then 4; one that bettered the plan brings the next after 2 again."""
    run = object.__new__(Climb)
    period, fused, better = 0, [], iter([False, False, True, False])

    def fuse(_: Climb) -> bool:
        fused.append(period)
        return next(better)

    monkeypatch.setattr(Climb, "fuse", fuse)
    monkeypatch.setattr(Climb, "plan_from_relaxation", lambda *_: False)
    monkeypatch.setattr(Climb, "check_stop", lambda _: None)
    monkeypatch.setattr(Climb, "effort", lambda _: 8)
    for period in range(1, 12):  # noqa: B007 - read by `fuse`
        run._plan_patiently()
    assert fused == [2, 5, 9, 11]


@pytest.mark.parametrize("rows", [-1, 20_000])
@pytest.mark.parametrize("seed", range(6))
def test_a_finish_ends_at_the_best_of_all_plans_with_and_without_presolve(
    seed: int, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether HiGHS presolves the finish or not, the plan is the best of all and the bound meets it."""
    monkeypatch.setattr(radius, "_PRESOLVE_ROWS", rows)
    f = Features(seed=seed, sites=8, areas=30, years=2, states=2, layers=2, money=True, groups=True)
    problem = problem_of(f)
    run = Climb(problem, 0.0, None, 0, None, None)
    run.start(None)
    run.dual = Dual(run.full, run.first_multipliers())
    run.round(False)
    with pytest.raises(Stop, match="proven"):
        run.finish()
    assert run.rests_on == "highs"
    assert run.value == pytest.approx(every_plan(problem).best, rel=1e-9)
