"""Objectives in an order of rank: the first as good as possible, then the next without making the first worse."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from narvaro.errors import Fault, ProblemError, SettingError
from narvaro.siting.check.check import check
from narvaro.siting.form.problem import Floats, Options, Problem
from narvaro.siting.form.solution import Progress, Solution
from narvaro.siting.solve.solve import solve

__all__ = ["Turn", "lexicographic"]

_LEAST_S = 1e-3  # of a turn: a time limit is above zero


class Turn(NamedTuple):
    """One turn: the problem that was solved, with the ceilings of the turns before, and its solution."""

    problem: Problem
    solution: Solution


def _order_faults(problem: Problem, order: Sequence[Sequence[str]]) -> list[Fault]:
    known = [layer.name for layer in problem.layers]
    named = [name for turn in order for name in turn]
    wrong = [name for name in dict.fromkeys(named) if known.count(name) != 1 or named.count(name) > 1]
    if wrong or not order or not all(len(turn) for turn in order):
        return [Fault("problem.order", {"names": wrong or ["-"]})]
    return []


def _turn_problem(problem: Problem, names: Sequence[str], last: bool, held: Floats) -> Problem:
    """Return the problem of one turn: only its layers have a price, and all keep the ceilings held so far."""
    layers = tuple(
        replace(
            layer,
            price=layer.price if layer.name in names else 0.0,
            at_most=top if np.isfinite(top).any() else None,
        )
        for layer, top in zip(problem.layers, held, strict=True)
    )
    if last:  # what options cost belongs to no layer, so it decides where all else is decided
        return replace(problem, layers=layers)
    options = Options(problem.options.site, problem.options.state, np.zeros(len(problem.options)))
    return replace(problem, layers=layers, options=options, offset=0.0)


def lexicographic(
    problem: Problem,
    order: Sequence[Sequence[str]],
    *,
    tolerance: float = 0.0,
    gap: float = 0.0,
    time_limit: float | None = None,
    threads: int | None = None,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[Turn, ...]:
    """Solve for one objective after the other, each kept while the next is bettered.

    Turn n minimises the priced sum of its layers,

        z_n = sum_l in order[n] price_l sum_i,t weight_l,i,t d_l,i,t,

    and then each of those layers is held, in each year, to at most (1 + tolerance) times its own sum in the plan found.
    With one layer and one year a turn this is the lexicographic optimum. With more, what is held is each layer and
    year by itself and not only their sum: a later turn may not make one year worse to make another better, so its
    value can lie above that of an order that holds the sum alone. What holds in any case: z_n of every later plan is
    at most (1 + tolerance) times that of turn n.

    Parameters
    ----------
    problem
        The problem; ceilings of its layers hold throughout.
    order
        Names of the layers of each turn, the most important first. A layer named in no turn has no price.
    tolerance
        By how much of itself a sum may grow in later turns; 0.01 is one per cent.
    gap, threads, seed, progress
        As in `solve`, for each turn.
    time_limit
        Seconds in all; a turn has an equal share of what is left. A turn that it stops holds the plan that it found.

    Returns
    -------
    tuple of Turn
        One for each turn. The plan is the last one's; its value holds the last objective, with the options' own
        costs and the offset, which count in the last turn alone.

    Raises
    ------
    InfeasibleError
        If no plan keeps the limits.
    ProblemError, SettingError
        If the order names no layer, one twice, or one that is not there; if an argument is out of range.

    Notes
    -----
    Source: Ehrgott, Multicriteria Optimization (2005), chapter 5.

    Examples
    --------
    One of three sites may be open. Two villages: on foot sites 0 and 1 are equally near, by car site 2 is the nearest.
    Those on foot come first, so the choice is between 0 and 1, and cars decide.

    >>> import numpy as np
    >>> from narvaro.siting import Layer, Limits, Options, Problem, lexicographic
    >>> foot = Layer("foot", np.array([[1.0, 1.0, 5.0]]), np.ones((1, 1)), 99.0)
    >>> car = Layer("car", np.array([[8.0, 6.0, 2.0]]), np.ones((1, 1)), 99.0)
    >>> options = Options([0, 0, 1, 1, 2, 2], np.array([[-1], [0]] * 3), np.zeros(6))
    >>> limits = Limits(np.array([[0, 1, 0, 1, 0, 1]]), [1], [1], ("one open",))
    >>> first, second = lexicographic(Problem(3, 1, 1, (foot, car), options, limits), [["foot"], ["car"]])
    >>> first.solution.value, second.solution.value, options.state[second.solution.option, 0].tolist()
    (1.0, 6.0, [-1, 0, -1])
    """
    faults = _order_faults(problem, order)
    if faults:
        raise ProblemError(faults)
    if not (np.isfinite(tolerance) and tolerance >= 0):
        raise SettingError([Fault("setting.tolerance", {"value": tolerance})])
    began, turns = time.perf_counter(), []
    none = np.full(problem.n_years, np.inf)
    held = np.array([none if layer.at_most is None else layer.at_most for layer in problem.layers])
    warm = None
    for number, names in enumerate(order):
        left = None
        if time_limit is not None:
            left = max(_LEAST_S, (time_limit - (time.perf_counter() - began)) / (len(order) - number))
        now = _turn_problem(problem, names, number == len(order) - 1, held)
        solution = solve(
            now, gap=gap, time_limit=left, threads=threads, seed=seed, warm=warm, progress=progress
        )
        # from the raw arrays: a ceiling made of the solver's own sum might be passed by its rounding
        sums = check(now, solution).layers
        mine = np.array([layer.name in names for layer in problem.layers])
        tops = sums * (1.0 + tolerance)
        held = np.where(mine[:, None], np.minimum(held, tops), held)
        warm = solution.option
        turns.append(Turn(now, solution))
    return tuple(turns)
