"""The finish: what HiGHS ends is the best plan of all, and the proof tells that it rests on its word."""

import pytest
from tests.siting.brute import every_plan
from tests.siting.problems import Features, problem_of
from tests.siting.runs import begun

from narvaro.siting.mip import solver
from narvaro.siting.run.incumbent import Stopped
from narvaro.siting.solve.finish import finish


@pytest.mark.parametrize("rows", [-1, 20_000])
@pytest.mark.parametrize("seed", range(6))
def test_a_finish_ends_at_the_best_of_all_plans_with_and_without_presolve(
    seed: int, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether HiGHS presolves the finish or not, the plan is the best of all and the bound meets it."""
    monkeypatch.setattr(solver, "_PRESOLVE_ROWS", rows)
    f = Features(seed=seed, sites=8, areas=30, years=2, states=2, layers=2, money=True, groups=True)
    problem = problem_of(f)
    work = begun(problem, 1)
    with pytest.raises(Stopped, match="proven"):
        finish(work)
    assert work.inc.proof is not None
    assert work.inc.proof.rests_on == "highs"
    assert work.inc.value == pytest.approx(every_plan(problem).best, rel=1e-9)
