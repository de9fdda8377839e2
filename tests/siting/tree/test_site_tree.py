"""The tree of a proof closes what one set of multipliers leaves open, and the check repeats it."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan

from narvaro.errors import CheckError
from narvaro.siting import check, p_median


def hard(seed, sites=12):
    """Return costs without any geometry, whose relaxation lies well below the best plan."""
    return np.random.default_rng(seed).integers(1, 100, (40, sites)).astype(float)


@pytest.fixture(scope="module")
def answer():
    return p_median(hard(1, 40), 6)


def test_a_gap_is_closed_by_the_tree_alone(answer):
    """What the stages leave open the leaves prove, without the word of HiGHS."""
    certificate = answer.solution.certificate
    alone = dataclasses.replace(certificate, tree=())
    assert answer.status == "optimal"
    assert answer.solution.bound_rests_on == "lagrangian"
    assert len(certificate.tree) > 1
    assert check(answer.problem, answer.solution).bound == answer.value
    with pytest.raises(CheckError, match="bound"):
        check(answer.problem, dataclasses.replace(answer.solution, certificate=alone))


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_the_tree_ends_at_the_best_of_all_plans(seed):
    """The value equals that of every plan tried, and the check repeats the bound."""
    found = p_median(hard(seed), 3)
    assert found.value == every_plan(found.problem).best
    check(found.problem, found.solution)


@pytest.mark.parametrize("change", ["a child is missing", "an unknown parent", "a bound that is not there"])
def test_a_tree_that_was_tampered_with_is_refused(answer, change):
    """A leaf taken out, a node without a parent, or multipliers of another node do not pass."""
    certificate = answer.solution.certificate
    tree = list(certificate.tree)
    if change == "a child is missing":
        parents = {branch.parent for branch in tree}
        leaf = next(n for n in range(len(tree) - 1, -1, -1) if n not in parents)
        del tree[leaf]
        assert leaf == len(tree)
    elif change == "an unknown parent":
        tree[-1] = dataclasses.replace(tree[-1], parent=len(tree) + 5)
    else:
        low = tuple(0.5 * v for v in tree[-1].stage.client)
        tree[-1] = dataclasses.replace(tree[-1], stage=dataclasses.replace(tree[-1].stage, client=low))
    changed = dataclasses.replace(certificate, tree=tuple(tree))
    with pytest.raises(CheckError):
        check(answer.problem, dataclasses.replace(answer.solution, certificate=changed))
