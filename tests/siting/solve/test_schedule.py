"""The schedule: how often plans are recombined, and which gaps a run aims at."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of
from tests.siting.runs import begun, planned

from narvaro.errors import InfeasibleError
from narvaro.siting import Layer, Limits, Options, Problem, check, near_ties, solve
from narvaro.siting.run.effort import EFFORT
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


@settings(max_examples=200)
@given(features())
def test_asking_for_more_never_proves_less(f: Features) -> None:
    """The smaller the gap asked for, the smaller the one proven, the better the plan, and the longer the run."""
    problem, asked = problem_of(f), (0.3, 0.05, 0.005, 1e-4, 0.0)
    with pytest.MonkeyPatch.context() as patch:
        # small problems take the whole ladder too, as large ones do
        patch.setattr(schedule, "EFFORT", replace(EFFORT, ladder=(0.1, 0.01, 1e-3), ladder_pairs=(0,)))
        try:
            answers = [solve(problem, gap=gap, threads=1) for gap in asked]
        except InfeasibleError:
            return
    for less, more in itertools.pairwise(answers):
        assert more.gap <= less.gap
        assert more.value <= less.value
        assert more.bound >= less.bound
        assert more.rounds >= less.rounds
    for gap, answer in zip(asked, answers, strict=True):
        assert answer.gap <= max(gap, 1e-9)
        check(problem, answer)
    assert answers[-1].value == pytest.approx(every_plan(problem).best, rel=1e-9)


def test_what_is_small_is_finished_whole_after_the_first_aim(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rungs between the first aim and the last are left out where HiGHS ends all that is left, and only once."""
    aims: list[float] = []

    def finished(work: Workbench, room: float = 1.0, *, nearer: bool = True) -> bool | None:
        aims.append(work.inc.aim)
        return None if len(aims) == 1 else False

    monkeypatch.setattr(schedule, "finish", finished)
    run = schedule.Schedule(planned(problem_of(Features(seed=1))), aims=(0.1, 0.01, 0.0))
    run._leap()  # too large: HiGHS was not asked
    run._leap()  # it was, and came to no end
    run._leap()
    assert aims == [0.0, 0.0]


def lumpy(seed: int) -> Problem:
    """Return offices of one or two sizes in four regions, each of which keeps a room that no sum of them just makes."""
    rng, sites, areas = np.random.default_rng(seed), 8, 60
    points, homes = rng.random((sites, 2)), rng.random((areas, 2))
    cost = np.floor(100 * np.linalg.norm(homes[:, None] - points[None], axis=2))
    layer = Layer("car", cost, rng.integers(1, 50, (areas, 1)).astype(float), 200.0)
    state = np.tile([-1, 0, 1], sites)[:, None]
    options = Options(np.repeat(np.arange(sites), 3), state, np.tile([0.0, 400.0, 900.0], sites))
    room, region = np.tile([0.0, 168.0, 258.0], sites), np.repeat(np.arange(sites) % 4, 3)
    rows = np.array(
        [np.where(region == g, room, 0.0) for g in range(4)] + [np.tile([0.0, 13.0, 19.0], sites)]
    )
    lower, upper = [*rng.integers(170, 300, 4), -np.inf], [np.inf] * 4 + [float(rng.integers(104, 125))]
    return Problem(
        sites, 2, 1, (layer,), options, Limits(rows, lower, upper, tuple(f"r{i}" for i in range(5)))
    )


@pytest.mark.parametrize("seed", range(12))
def test_limits_are_rounded_and_the_proof_holds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each answer is the best of all plans, and is accepted by the check, which makes the rounded limits again."""
    monkeypatch.setattr(schedule, "EFFORT", replace(EFFORT, tiny_pairs=0, ladder_pairs=(0,)))
    problem = lumpy(seed)
    best = every_plan(problem).best
    answer = solve(problem)
    assert answer.value == best
    assert check(problem, answer).bound <= best
    dearer = replace(problem.limits, upper=problem.limits.upper + 6.0)  # one more figure on each edge
    again = replace(problem, limits=dearer)
    warm = solve(again, warm=answer)
    assert warm.value == every_plan(again).best
    check(again, warm)


def test_near_ties_are_found_beside_rounded_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solution to begin from has more multipliers than the problem has limits; the list is that of all plans."""
    monkeypatch.setattr(schedule, "EFFORT", replace(EFFORT, tiny_pairs=0, ladder_pairs=(0,)))
    rounded = 0
    for seed in range(4):
        problem = lumpy(seed)
        best, plans = solve(problem), every_plan(problem)
        rounded += bool(best.certificate.cuts)
        ties = near_ties(problem, best, within=0.005, differ=1, most=30)
        within = plans.whole & (plans.value <= ties.level)
        assert ties.status == "complete"
        assert {tuple(p.option.tolist()) for p in ties.plans} == {
            tuple(x) for x in plans.option[within].tolist()
        }
    assert rounded > 0


@pytest.mark.parametrize(("limit", "grown"), [(0, 0), (10**9, 1)])
def test_no_tree_over_sites_is_grown_under_many_limits_where_its_nodes_are_few(
    limit: int, grown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From so many pairs on it is left out; below, it comes before HiGHS."""
    calls: list[Workbench] = []
    monkeypatch.setattr(schedule, "EFFORT", replace(EFFORT, tiny_pairs=0, tree_pairs=limit, mir_times=0))
    monkeypatch.setattr(schedule, "branch", calls.append)
    monkeypatch.setattr(schedule, "count", lambda *_: None)
    monkeypatch.setattr(schedule, "finish", lambda *_, **__: None)
    solve(lumpy(0))
    assert bool(calls) == bool(grown)


def test_a_rounded_limit_lifts_the_bound_above_the_relaxation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no tree and no HiGHS helps, the multipliers alone prove more with rounded limits than without."""
    monkeypatch.setattr(schedule, "branch", lambda _: None)
    monkeypatch.setattr(schedule, "count", lambda *_: None)
    monkeypatch.setattr(schedule, "finish", lambda *_, **__: False)
    lifted = 0
    for seed in range(6):
        proven = {}
        for times in (0, EFFORT.mir_times):
            effort = replace(EFFORT, tiny_pairs=0, ladder_pairs=(), mir_times=times)
            monkeypatch.setattr(schedule, "EFFORT", effort)
            answer = solve(lumpy(seed))
            assert check(lumpy(seed), answer).rests_on_highs == 0.0
            assert bool(answer.certificate.cuts) <= bool(times)
            proven[times] = answer.bound
        assert proven[EFFORT.mir_times] >= proven[0] - 1e-6 * proven[0]
        lifted += proven[EFFORT.mir_times] > 1.001 * proven[0]
    assert lifted >= 3


def test_what_was_ruled_out_for_one_aim_is_looked_at_again_for_the_next() -> None:
    """At a new aim all options are back and no stage is left, but plan, bound and its proof stay."""
    work = begun(problem_of(Features(seed=4, sites=9, areas=30, money=True)), 40)
    work.inc.aim = 0.2
    work.prove()
    assert work.fix(0.0)
    value, bound = work.inc.value, work.inc.bound
    work.aim_at(0.01)
    assert work.model.allowed.all()
    assert (work.inc.aim, work.inc.stages, work.inc.level) == (0.01, (), np.inf)
    assert (work.inc.value, work.inc.bound) == (value, bound)
    assert work.dual.model is work.search.model is work.model


def test_the_larger_a_problem_the_coarser_its_first_aim(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small problems aim at a proof at once, larger ones at gaps before; a question about a level at none of them."""
    work = planned(problem_of(Features(seed=2)))
    pairs = len(work.inc.full.lists.cost) * work.inc.full.n_years
    assert schedule.Schedule(work).aims == (0.0,)
    for least, aims in (
        ((pairs + 1, pairs), (*EFFORT.ladder[1:], 0.0)),
        ((pairs, 1), (*EFFORT.ladder, 0.0)),
    ):
        monkeypatch.setattr(schedule, "EFFORT", replace(EFFORT, ladder_pairs=least))
        assert schedule.Schedule(work).aims == aims
    work.inc.question = 1.0
    assert schedule.Schedule(work).aims == (0.0,)
