"""Many beginnings: the best of them are kept, each once, on small problems with the best plan among them."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.problems import Features, problem_of

from narvaro.siting import check, p_median
from narvaro.siting.classic.inputs import Given
from narvaro.siting.form.clock import Clock
from narvaro.siting.layout.layout import build_model
from narvaro.siting.plans.start import first_plan
from narvaro.siting.run import beginnings as beginning
from narvaro.siting.run.beginnings import Beginnings
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.incumbent import Incumbent
from narvaro.siting.search.interchange import Interchange
from narvaro.siting.search.local import Search


def clustered(seed: int, points: int = 60, p: int = 4):
    """Return the costs between points in five clusters and the model of their p-median."""
    rng = np.random.default_rng(seed)
    at = rng.uniform(0, 1000, (5, 2))[rng.integers(0, 5, points)] + rng.normal(0, 30, (points, 2))
    cost = np.floor(np.linalg.norm(at[:, None] - at, axis=2))
    given_ = Given(cost, None, p, (), ())
    return cost, build_model(given_.problem(given_.layer, p))


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_the_best_plan_of_a_small_problem_is_among_the_beginnings(seed: int) -> None:
    """Three sites of fourteen: as good as the best of all 364 plans."""
    cost, model = clustered(seed, 14, 3)
    best = min(cost[:, list(some)].min(axis=1).sum() for some in itertools.combinations(range(14), 3))
    made = Beginnings(Interchange(model))
    start = made.interchange.pick(np.arange(14) < 3)
    pick = made.search(start, 100_000, Clock(None))
    assert cost[:, model.serves[pick]].min(axis=1).sum() == best


def test_the_best_plans_are_kept_each_once_and_the_best_last() -> None:
    """Values fall, none stands twice, and there are no more than are recombined."""
    cost, model = clustered(2, p=12)
    made = Beginnings(Interchange(model))
    made.search(made.interchange.pick(np.arange(60) < 12), 2_000_000, Clock(None))
    values = [value for value, _ in made.kept]
    assert values == sorted(values, reverse=True)
    assert 1 < len(values) <= EFFORT.beginnings_kept
    assert len({pick.tobytes() for _, pick in made.kept}) == len(values)
    for value, pick in made.kept:
        assert value == pytest.approx(cost[:, model.serves[pick]].min(axis=1).sum())


def test_the_same_seed_gives_the_same_plans() -> None:
    """Effort is counted in pairs looked at, so nothing depends on the machine."""
    _, model = clustered(3)
    found = []
    for _ in range(2):
        made = Beginnings(Interchange(model), seed=7)
        made.search(made.interchange.pick(np.arange(60) < 4), 500_000, Clock(None))
        found.append([pick.tolist() for _, pick in made.kept])
    assert found[0] == found[1]


def test_only_problems_like_a_p_median_have_beginnings() -> None:
    """For the p-median the first search betters the plan in hand; with money over years there is none."""
    for model, like in (
        (clustered(4)[1], True),
        (build_model(problem_of(Features(seed=1, money=True))), False),
    ):
        inc, search = Incumbent(model), Search(model)
        first_plan(inc, search, None)
        before = inc.value
        made = Beginnings.of(inc, search)
        assert (made is not None) == like
        assert inc.value <= before


def test_a_problem_too_large_has_no_beginnings(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many pairs as are too many: none; one less: some."""
    _, model = clustered(6)
    for most, some in ((3_600, False), (3_601, True)):
        monkeypatch.setattr(beginning, "EFFORT", replace(EFFORT, beginnings_below=most))
        assert (Beginnings.of(Incumbent(model), Search(model)) is not None) == some


def test_without_a_time_limit_a_clustered_p_median_ends_by_itself_and_the_same_each_time() -> None:
    """Twice the same sites, value, bound and rounds, whatever the threads; the check agrees."""
    cost, _ = clustered(5, 90, 7)
    one, other = (p_median(cost, 7, threads=threads) for threads in (1, 2))
    assert one.sites.tolist() == other.sites.tolist()
    assert (one.value, one.bound, one.solution.rounds) == (other.value, other.bound, other.solution.rounds)
    check(one.problem, one.solution)
