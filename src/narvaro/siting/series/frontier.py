"""The budget frontier: value and bound against money, in one run where each point starts from the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from narvaro.errors import Fault, InfeasibleError, SettingError, UnsettledError
from narvaro.siting.form.arrays import indices, numbers
from narvaro.siting.form.problem import Floats, Limits, Problem
from narvaro.siting.form.solution import Progress, Solution, standing
from narvaro.siting.solve.solve import setting_faults, solve

__all__ = ["Frontier", "FrontierPoint", "Refused", "frontier"]


@dataclass(frozen=True, eq=False)
class FrontierPoint:
    """One amount of money and the best plan found for it.

    Parameters
    ----------
    number
        Which of the changes asked for.
    change
        What was added to the upper edge of each named limit, shape (n_limits,).
    problem, solution
        The problem with that money and its solution, for `check`.
    """

    number: int
    change: Floats
    problem: Problem
    solution: Solution


@dataclass(frozen=True, eq=False)
class Refused:
    """One amount of money for which no plan was found.

    Parameters
    ----------
    number, change
        As in `FrontierPoint`.
    needed
        The change of each named limit below which there is no plan with all else as at this point, shape (n_limits,);
        NaN where the error does not say.
    error
        Which limits clash, and by how much.
    """

    number: int
    change: Floats
    needed: Floats
    error: InfeasibleError | UnsettledError


@dataclass(frozen=True, eq=False)
class Frontier:
    """Value and bound against money.

    Parameters
    ----------
    points
        In the order of the changes asked for; those not reached before an interrupt are absent.
    refused
        The changes for which no plan was found.
    interrupted
        Whether Ctrl-C ended the run early.
    """

    points: tuple[FrontierPoint, ...]
    refused: tuple[Refused, ...]
    interrupted: bool


def frontier(
    problem: Problem,
    limits: Sequence[int],
    changes: ArrayLike,
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
    threads: int | None = None,
    seed: int = 0,
    warm: Solution | None = None,
    progress: Callable[[int, Progress], None] | None = None,
) -> Frontier:
    """Solve a problem for several amounts of money, each from the lists, plan and multipliers of the one before.

        f(c) = min { value(y) : y keeps every limit, the upper edges of the named ones raised by c }

    f never rises with c. So a plan of a point is also a plan of each point with at least as much of every limit, and
    a bound of a point is also a bound of each with at most as much; both are handed on.

    Parameters
    ----------
    limits
        Numbers of the limits that hold the money, shape (n_limits,).
    changes
        What to add to their upper edges, in their unit: one number a point, shape (n_points,), or one for each limit,
        shape (n_points, n_limits).
    gap, threads, seed
        As in `solve`.
    time_limit
        Seconds for each point.
    warm
        An earlier solution of a problem with the same layers and limits.
    progress
        Called with the point's number and its progress. It may raise KeyboardInterrupt: the points done are returned.

    Raises
    ------
    SettingError
        With every fault of the arguments.
    ProblemError
        If the costs have faults. Money that allows no plan is no error: it is in `refused`.

    References
    ----------
    Geoffrion and Nauss (1977), Management Science 23, 453-466 (parametric integer programming).

    Examples
    --------
    >>> from narvaro.siting import Layer, Options
    >>> layer = Layer("car", np.array([[0.0, 10.0], [10.0, 0.0]]), np.array([[3.0], [1.0]]), 99.0)
    >>> options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
    >>> limits = Limits(np.array([[0, 1, 0, 1]]), [0], [1], ("open",))
    >>> curve = frontier(Problem(2, 1, 1, (layer,), options, limits), [0], [-2, -1, 0, 1])
    >>> [(p.change.item(), p.solution.value, p.solution.bound) for p in curve.points]
    [(-1.0, 396.0, 396.0), (0.0, 10.0, 10.0), (1.0, 0.0, 0.0)]
    >>> [(r.change.item(), r.needed.item()) for r in curve.refused]
    [(-2.0, -1.0)]
    """
    rows, table = _checked(problem, limits, changes, setting_faults(gap, time_limit, threads))
    points: list[FrontierPoint] = []
    refused: list[Refused] = []
    interrupted = False
    # from little money to much: each plan is also one of the next, which begins from it
    for number in np.argsort(table.sum(axis=1), kind="stable").tolist():
        tell = None if progress is None else partial(progress, number)
        try:
            there = _with_money(problem, rows, table[number])
            solution = solve(
                there, gap=gap, time_limit=time_limit, threads=threads, seed=seed, warm=warm, progress=tell
            )
        except (InfeasibleError, UnsettledError) as error:
            needed = _needed(problem.limits, rows, error)
            refused.append(Refused(number, table[number], needed, error))
            continue
        except KeyboardInterrupt:
            if not points:
                raise
            interrupted = True
            break
        points.append(FrontierPoint(number, table[number], there, solution))
        warm = solution
        if solution.stopped_by == "interrupt":
            interrupted = True
            break
    done = sorted(_handed_on(points), key=lambda point: point.number)
    return Frontier(tuple(done), tuple(sorted(refused, key=lambda r: r.number)), interrupted)


def _checked(
    problem: Problem, limits: Sequence[int], changes: ArrayLike, faults: list[Fault]
) -> tuple[NDArray[np.int64], Floats]:
    """Return the rows and the changes of each, shape (n_points, n_limits), or name every fault."""
    wrong: list[Fault] = []
    given = indices(limits, "limits", wrong, ordered=True)
    inside = bool(len(given) and ((given >= 0) & (given < len(problem.limits))).all())
    table = numbers(changes, "changes", wrong)
    wrong = [fault for fault in wrong if fault.key.startswith("array.")]
    if wrong:
        raise SettingError(faults + wrong)
    if not inside:
        faults.append(Fault("setting.frontier_rows", {"limits": len(problem.limits)}))
    elif np.isinf(problem.limits.upper[given]).any():
        faults.append(Fault("setting.frontier_upper", {}))
    if table.ndim == 1:
        table = np.repeat(table[:, None], given.size, axis=1)
    if table.ndim != 2 or not len(table) or table.shape[1] != given.size or not np.isfinite(table).all():
        faults.append(Fault("setting.frontier_change", {"rows": given.size}))
    if faults:
        raise SettingError(faults)
    return given, table


def _with_money(problem: Problem, rows: NDArray[np.int64], change: Floats) -> Problem:
    """Return the problem with the upper edges of some limits changed; its layers are the same objects."""
    limits = problem.limits
    upper = limits.upper.copy()
    np.add.at(upper, rows, change)  # a limit named twice is raised twice
    crossed = [
        Fault(
            "infeasible.limit_too_low",
            {"name": limits.names[r], "given": float(upper[r]), "needed": float(limits.lower[r])},
        )
        for r in np.flatnonzero(upper < limits.lower)
    ]
    if crossed:
        raise InfeasibleError(crossed)
    return replace(problem, limits=Limits(limits.matrix, limits.lower, upper, limits.names))


def _needed(limits: Limits, rows: NDArray[np.int64], error: InfeasibleError | UnsettledError) -> Floats:
    """Return the least change of each limit that the error knows of."""
    needed = np.full(len(rows), np.nan)
    for fault in error.conflicts if isinstance(error, InfeasibleError) else ():
        known = fault.key in ("infeasible.limit_too_low", "infeasible.clash_needs")
        if known and fault.data["needed"] > fault.data["given"]:  # else its lower edge is what clashes
            mine = np.array([limits.names[r] == fault.data["name"] for r in rows])
            needed[mine] = np.fmax(needed[mine], fault.data["needed"] - limits.upper[rows[mine]])
    return needed


def _handed_on(points: list[FrontierPoint]) -> list[FrontierPoint]:
    """Give each point the best plan of those with no more money and the best bound of those with no less."""
    out = []
    for point in points:
        less = [p.solution for p in points if (p.change <= point.change).all()]
        more = [p.solution for p in points if (p.change >= point.change).all()]
        plan, proof = min(less, key=lambda s: s.value), max(more, key=lambda s: s.bound)
        mine = point.solution
        plan = plan if plan.value < mine.value else mine
        proof = proof if proof.bound > mine.bound else mine
        # a point that has the best of both itself is left as it was solved
        out.append(point if plan is mine is proof else replace(point, solution=_joined(mine, plan, proof)))
    return out


def _joined(mine: Solution, plan: Solution, proof: Solution) -> Solution:
    """Return a solution with the plan of one and the proof of another."""
    return replace(
        mine,
        option=plan.option,
        served=plan.served,
        **standing(plan.value, proof.bound, mine.stopped_by, proof.certificate.step),
        certificate=proof.certificate,
        reduced_cost=proof.reduced_cost,
        lagrangian=proof.lagrangian,
        bound_rests_on=proof.bound_rests_on,
    )
