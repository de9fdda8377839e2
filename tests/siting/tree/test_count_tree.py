"""Counting types lifts the bound where money is lumpy, never above the best plan, and the check repeats it."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from tests.siting.brute import every_plan
from tests.siting.runs import begun, planned

from narvaro.errors import CheckError
from narvaro.siting import Layer, Limits, Options, Problem, check
from narvaro.siting.run.workbench import Workbench
from narvaro.siting.solve.schedule import Schedule
from narvaro.siting.solve.solve import conclude
from narvaro.siting.tree.count_tree import count

PATHS = np.array([[-1, -1], [0, 0], [1, 1], [-1, 0], [-1, 1]], np.int8)
MONEY = np.array([[0.0, 0.0], [5.0, 3.0], [8.0, 6.0], [0.0, 5.0], [0.0, 8.0]])


def lumpy(
    seed: int, sites: int = 5, regions: int = 2, slack: float = 0.7, *, uneven: bool = False
) -> Problem:
    """Return two sizes over two years, money that fits no whole number of offices, and regions that keep one.

    Uneven: the last site lacks the last path, and so is of a class of its own.
    """
    rng = np.random.default_rng(seed)
    people, places = rng.random((40, 2)), rng.random((sites, 2))
    cost = np.round(60 * np.linalg.norm(people[:, None] - places, axis=2), 3)
    layer = Layer(
        "people", cost, rng.integers(1, 50, (40, 2)).astype(float), 120.0, penalty=np.array([6.0, 0.0])
    )
    site, path = np.repeat(np.arange(sites), len(PATHS)), np.tile(np.arange(len(PATHS)), sites)
    if uneven:
        site, path = site[:-1], path[:-1]
    kept = [(np.arange(sites) % regions == r)[site] & (PATHS[path, 1] >= 0) for r in range(regions)]
    rows = sparse.csr_array(np.vstack([MONEY[path].T, np.array(kept, float)]))
    given_money = np.array([5.0, 3.0]) * 2 + slack + rng.random(2) * 4
    limits = Limits(
        rows,
        np.concatenate([np.full(2, -np.inf), np.ones(regions)]),
        np.concatenate([given_money, np.full(regions, np.inf)]),
        ("money 1", "money 2", *(f"region {r + 1}" for r in range(regions))),
    )
    return Problem(sites, 2, 2, (layer,), Options(site, PATHS[path], np.zeros(len(site))), limits)


def counted(problem: Problem, rounds: int = 120) -> tuple[Workbench, float]:
    """Return a run whose bound was climbed and then counted, and the bound before."""
    work = begun(problem, rounds)
    work.prove()
    before = work.inc.bound
    count(work, Schedule(work)._plan_at)
    return work, before


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_counted_bound_is_below_every_plan_and_the_check_repeats_it(seed: int) -> None:
    """The bound rises or stays, no plan written out lies below it, and `check` finds the same."""
    problem = lumpy(seed)
    work, before = counted(problem)
    solution = conclude(work, "step")
    assert before <= solution.bound <= every_plan(problem).best * (1 + 1e-9)
    assert check(problem, solution).bound >= solution.bound - 1e-6


@pytest.mark.parametrize("seed", range(20))
def test_counting_closes_what_one_set_of_multipliers_leaves_open(seed: int) -> None:
    """Where money is lumpy counting lifts a bound that lies below the best plan of all, and never past it."""
    problem = lumpy(seed, sites=6)
    work, before = counted(problem)
    best = every_plan(problem).best
    assert before < best * (1 - 1e-9)
    assert before < work.inc.bound <= best * (1 + 1e-9)


def test_counting_finds_the_plan_that_the_run_missed() -> None:
    """Of twenty lumpy problems a first plan is best for some only; counting ends with the best plan of all."""
    missed = 0
    for seed in range(20):
        problem = lumpy(seed, sites=6)
        best = every_plan(problem).best
        missed += planned(problem).inc.value > best * (1 + 1e-9)
        work, _ = counted(problem)
        assert work.inc.value == pytest.approx(best, rel=1e-9)
    assert missed >= 5


def tampered(problem: Problem, work: Workbench, change: str):
    solution = conclude(work, "step")
    proof = solution.certificate.counted
    assert proof is not None
    if change == "prices":
        proof = dataclasses.replace(proof, price=proof.price * 1.5 - 30.0)
    elif change == "weights":
        proof = dataclasses.replace(proof, duals=sparse.csr_array(proof.duals.shape))
    elif change == "types":
        proof = dataclasses.replace(proof, option_type=np.roll(proof.option_type, 1))
    elif change == "a dual that is no number":
        proof = dataclasses.replace(proof, duals=proof.duals * np.nan)
    elif change == "a hole between two boxes":
        proof = dataclasses.replace(proof, at=proof.at - 0.5)
    else:
        proof = dataclasses.replace(proof, node=np.zeros_like(proof.node))
    certificate = dataclasses.replace(solution.certificate, counted=proof)
    return dataclasses.replace(solution, certificate=certificate)


@pytest.fixture(scope="module")
def lifted() -> tuple[Problem, Workbench]:
    """Return a problem whose bound was lifted by counting, with splits."""
    return first_lifted(uneven=False)


def first_lifted(*, uneven: bool) -> tuple[Problem, Workbench]:
    for seed in range(50):
        problem = lumpy(seed, sites=6, uneven=uneven)
        work, before = counted(problem)
        assert work.inc.proof is not None
        proof = work.inc.proof.certificate.counted
        if proof is not None and len(proof.node) > 2 and work.inc.bound > before + 1e-3 * abs(before):
            return problem, work
    raise AssertionError("none was lifted")


CHANGES = [
    "prices",
    "weights",
    "types",
    "a node split twice",
    "a dual that is no number",
    "a hole between two boxes",
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_proof_over_counts_that_was_tampered_with_is_refused(lifted, change: str) -> None:
    """Other prices, no duals, duals that are no numbers, other types, a tree that is none or has holes do not pass."""
    problem, work = lifted
    check(problem, conclude(work, "step"))
    with pytest.raises(CheckError):
        check(problem, tampered(problem, work, change))


def test_a_type_that_two_classes_share_is_refused() -> None:
    """A type belongs to one class: else how many sites a class has would not be the sum of its types' counts."""
    problem, work = first_lifted(uneven=True)
    solution = conclude(work, "step")
    proof = solution.certificate.counted
    assert proof is not None
    assert proof.price.shape[1] == 9
    check(problem, solution)
    merged = dataclasses.replace(
        proof,
        option_type=np.tile(np.arange(5), 6)[:-1],
        price=proof.price[:, :5],
        sums=np.eye(5),
    )
    certificate = dataclasses.replace(solution.certificate, counted=merged)
    with pytest.raises(CheckError, match="classes"):
        check(problem, dataclasses.replace(solution, certificate=certificate))
