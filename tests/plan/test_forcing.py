"""A forced problem has the paths of the asked end alone, and no plan of it costs less than the answer says."""

import numpy as np
import pytest
from tests.plan.forced import every_value, random_plan

from narvaro.errors import InfeasibleError
from narvaro.plan.forcing import begun_from, decided, forced, paths_ending
from narvaro.plan.options import CLOSED


@pytest.mark.parametrize("seed", range(12))
def test_every_plan_of_a_forced_problem_ends_as_asked_and_the_best_is_found(seed: int) -> None:
    """By a listing of all plans: the site ends so in each, and the answer's bound is the value of the best."""
    plan = random_plan(seed)
    formulation, solution = plan.formulation, plan.solution
    assert formulation is not None
    assert solution is not None
    for site, end in ((0, "closed"), (2, "open"), (3, "closed")):
        such = forced(formulation, site, end)  # type: ignore[arg-type]
        assert such is not None
        assert set(such.paths.site.tolist()) == set(range(5))
        ends = such.paths.state[such.paths.site == site][:, -1]
        assert ((ends == CLOSED) == (end == "closed")).all()
        assert len(ends) == paths_ending(formulation.paths, site, end).sum()  # type: ignore[arg-type]
        least = min((cost for _, cost in every_value(such)), default=np.inf)
        begin = begun_from(solution, formulation.paths, such.paths)
        if least == np.inf:
            with pytest.raises(InfeasibleError):
                decided(such, solution.value, 200.0, begin)
            continue
        found = decided(such, least + 1e-6, 200.0, begin)
        assert found.bound - 1e-6 <= least <= found.value + 1e-6
        assert found.value <= least + 1e-6


def test_where_no_path_ends_so_there_is_no_problem() -> None:
    """Of the paths of an office alone, none is of another site that ends open."""
    plan = random_plan(1)
    formulation = plan.formulation
    assert formulation is not None
    closed = forced(formulation, 2, "closed")
    assert closed is not None
    assert forced(closed, 2, "open") is None
