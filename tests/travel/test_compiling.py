"""Compiling is told of while it lasts, and only then."""

from __future__ import annotations

from collections.abc import Callable

from numba import njit

from narvaro.travel.compiling import told_of_compiling


def inner_and_outer() -> tuple[Callable[[int], int], Callable[[int], int]]:
    @njit
    def inner(n: int) -> int:
        return n + 1

    @njit
    def outer(n: int) -> int:
        return inner(n) * 2

    return inner, outer


def test_a_loop_is_told_of_when_it_is_compiled_and_not_when_it_runs_again() -> None:
    """A loop that calls another is one compiling, begun and ended once; a second call compiles nothing."""
    _, outer = inner_and_outer()
    told: list[bool] = []
    with told_of_compiling(told.append):
        assert outer(3) == 8
        assert told == [True, False]
        assert outer(4) == 10
    assert told == [True, False]


def test_nobody_is_told_after_the_work() -> None:
    """What is compiled later is not told of."""
    inner, outer = inner_and_outer()
    told: list[bool] = []
    with told_of_compiling(told.append):
        inner(1)
    count = len(told)
    outer(1)
    assert len(told) == count == 2
