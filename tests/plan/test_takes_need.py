"""At the lower end of the bracket no best plan has an office at the place, at the higher end a best plan does."""

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.cases import SMALL, case_of, policy_of, times_of
from tests.plan.forced import STATUS, every_value, random_plan

from narvaro.plan import build, make_plan
from narvaro.plan.forcing import paths_ending
from narvaro.plan.takes import money_it_takes
from narvaro.plan.takes_need import MOST, NeedItTakes, need_it_takes
from narvaro.plan.wishes import SiteWish


def least(plan, found: NeedItTakes, factor: float, site: str) -> tuple[float, float]:
    """Return the least value of all plans with an office at a site and of all without, by a listing of all."""
    formulation = plan.formulation
    case = formulation.question.case
    weighted = plan.policy.objective.need_weighted
    need = case.areas["need"].to_numpy(float) if weighted else np.ones(len(case.areas))
    at = np.isin(case.areas.index, found.areas)
    tables = case.areas.assign(need=np.where(at, need * factor, need))
    policy = plan.policy.model_copy(
        update={"objective": plan.policy.objective.model_copy(update={"need_weighted": True})}
    )
    other = build(replace(case, areas=tables), policy, formulation.given)
    opens = paths_ending(other.paths, list(case.sites.index).index(site), "open")
    best = {True: np.inf, False: np.inf}
    for chosen, cost in every_value(other):
        best[bool(opens[chosen].any())] = min(best[bool(opens[chosen].any())], cost)
    return best[True], best[False]


def held(plan, found: NeedItTakes, site: str) -> None:
    """Hold both ends of a bracket against a listing of all plans."""
    hair = 1e-6 * max(1.0, plan.objective.after)
    if found.not_enough > 1:
        having, without = least(plan, found, found.not_enough, site)
        assert having > without
    if np.isfinite(found.enough):
        having, without = least(plan, found, found.enough, site)
        assert having <= without + hair
        assert found.not_enough < found.enough


def weighted_plan(seed: int, kind: str = "minutes", **limits):
    """Return the best plan of a small random case whose areas have needs of their own."""
    rng = np.random.default_rng(seed)
    case = case_of(
        rng.integers(1, 50, 8).tolist(),
        STATUS,
        sizes=[SMALL],
        areas={"need": rng.choice([0.0, 0.5, 1.0, 2.0], 8).tolist()},
    )
    minutes = rng.integers(1, 60, (8, 5)).astype(float)
    change = float(rng.choice([-2.0, 0.0, 3.0, 6.0]))
    policy = policy_of([change, change], objective={"kind": kind, "need_weighted": True}, limits=limits)
    return make_plan(case, policy, travel=times_of(case, minutes), gap=0.0)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["plain", "minutes", "beyond"])
def test_the_bracket_holds_at_both_ends(kind: str, seed: int) -> None:
    """For each place without an office, where people count alike or by need, and for another goal."""
    plan = random_plan(seed) if kind == "plain" else weighted_plan(seed, kind)
    found_some = False
    for site, size in plan.networks(plan.formulation.question.case).iloc[:, -1].items():
        if not size:
            found = need_it_takes(plan, str(site))
            held(plan, found, str(site))
            found_some = True
    assert found_some


def test_places_open_with_weight_and_some_never_do() -> None:
    """Among the random ones there are both, so that the test above holds something."""
    ends = [
        need_it_takes(plan, str(site)).enough
        for plan in map(random_plan, range(6))
        for site, size in plan.networks(plan.formulation.question.case).iloc[:, -1].items()
        if not size
    ]
    assert any(1 < end <= MOST for end in ends)
    assert any(np.isinf(end) for end in ends)


def test_what_was_wished_holds_in_every_plan_that_is_tried() -> None:
    """An office that must stay keeps its money, whatever more money or more weight there is elsewhere."""
    minutes = np.array([[1.0, 30.0, 60.0], [30.0, 1.0, 60.0], [60.0, 60.0, 1.0]])
    case = case_of([50, 10, 30], ("may_close", "may_close", "candidate"), sizes=[SMALL])
    policy = policy_of([2.0], objective={"kind": "minutes"})
    free = make_plan(case, policy, travel=times_of(case, minutes), gap=0.0)
    wishes = [SiteWish("s0", "keep"), SiteWish("s1", "keep")]
    bound = make_plan(case, policy, travel=times_of(case, minutes), gap=0.0, wishes=wishes)
    assert free.networks(case).iloc[2, -1]  # s2 opens in place of s1
    assert not bound.networks(case).iloc[2, -1]
    assert need_it_takes(bound, "s2").not_enough == MOST
    assert money_it_takes(bound, "s2", "open").not_enough > 0


def test_nobody_is_nearer_and_nothing_is_tried() -> None:
    """A place where nobody has a shorter way opens for no weight: there is no one to count."""
    case = case_of([50, 10], ("may_close", "candidate"), sizes=[SMALL])
    plan = make_plan(
        case,
        policy_of([0.0], objective={"kind": "minutes"}),
        travel=times_of(case, np.array([[1.0, 2.0], [1.0, 1.0]])),
        gap=0.0,
    )
    found = need_it_takes(plan, "s1")
    assert (found.areas, found.people, found.enough) == ((), 0.0, np.inf)


def test_a_reach_that_counts_by_weight_may_need_the_office() -> None:
    """Of 90 and 10 people one place can have an office, and six tenths of the weight must be near: from 13.5 times on
    that can only be the other place; between 6 and 13.5 times no plan is left, and none has the office.
    """
    case = case_of([90, 10], ("may_close", "candidate"), sizes=[SMALL])
    policy = policy_of([2.0], objective={"kind": "minutes"}, limits={"within_min": 20.0, "within_share": 0.6})
    minutes = np.array([[1.0, 50.0], [50.0, 1.0]])
    plan = make_plan(case, policy, travel=times_of(case, minutes), gap=0.0)
    assert plan.networks(case).iloc[:, -1].tolist() == ["small", ""]
    found = need_it_takes(plan, "s1")
    assert 8 <= found.not_enough < 13.5 <= found.enough <= 14


def test_a_plan_from_a_file_alone_is_not_asked() -> None:
    """It says so."""
    with pytest.raises(ValueError, match="from a file alone"):
        need_it_takes(replace(random_plan(1), solution=None), "s0")
