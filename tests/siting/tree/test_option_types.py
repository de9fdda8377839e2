"""Option types: told apart by what the limits of the whole country can see."""

from __future__ import annotations

from tests.siting.tree.test_count_tree import MONEY, lumpy

from narvaro.siting.tree.option_types import option_types_of


def test_types_are_told_apart_by_path_money_and_class() -> None:
    """Five paths at sites that all have the same choice are five types; both regions together want two offices."""
    types = option_types_of(lumpy(1))
    assert types is not None
    assert types.use.shape == (3, 5)
    assert sorted(types.use[:2].T.tolist()) == sorted(MONEY.tolist())
    assert sorted(types.use[2].tolist()) == [0, 1, 1, 1, 1]
    assert types.size.tolist() == [5]
    assert types.most.tolist() == [5] * 5
