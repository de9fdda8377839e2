"""Near ties: plans about as good as the best that differ from it, and from each other, in at least so many sites."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from narvaro.errors import Fault, InfeasibleError, SettingError, UnsettledError
from narvaro.siting.capacity.run import has_capacity
from narvaro.siting.check.exact import exact_cost
from narvaro.siting.form.arrays import plain, whole_numbers
from narvaro.siting.form.problem import Limits, Problem
from narvaro.siting.form.solution import Progress, Solution, StoppedBy, standing
from narvaro.siting.solve.solve import decide, require_plan, setting_faults

__all__ = ["NearTies", "near_ties"]

_UNPROVEN = ("infeasible.ceiling",)
_Why: TypeAlias = Literal["proven", "most", "time", "interrupt", "step"]
# Relative: plans are asked for so far above the level, since bounds are no finer; and are compared exactly then.
_LOOSE = 2e-9
_LOOSE_FLOWS = 2e-7  # where layers have capacity
_MOST_SET_ASIDE = 200  # plans found above the level, but nearer than that


@dataclass(frozen=True, eq=False)
class NearTies:
    """Plans about as good as the best.

    Parameters
    ----------
    plans
        The one given and those found, by rising value; each a solution of the problem with its proven bound.
    level
        What a plan may cost to be listed; whole numbers are compared exactly, decimals by what rounding may change.
    status
        "complete" only where it is proven that no further plan within the level differs enough from all those listed.
    stopped_by
        "proven", "most" (as many as asked for), "time", "interrupt", or "step" (the last question stayed open).
    last
        The last question as a problem, and the solution that answers it: with "proven" its bound lies above the level.
        None where that question had no plan at all, or none was asked.
    """

    plans: tuple[Solution, ...]
    level: float
    status: Literal["complete", "incomplete"]
    stopped_by: _Why
    last: tuple[Problem, Solution] | None


def near_ties(
    problem: Problem,
    solution: Solution,
    *,
    within: float,
    differ: int,
    most: int = 10,
    kind: ArrayLike | None = None,
    time_limit: float | None = None,
    threads: int | None = None,
    seed: int = 0,
    progress: Callable[[int, Progress], None] | None = None,
) -> NearTies:
    """Find plans within a share of a solution's value that differ from it and from each other in at least k sites.

    Two plans differ in a site if they pick options of different kinds there; a swap of two sites is two. After each
    plan x the problem is asked again with one more limit, and it is decided whether some plan is within the level:

        sum_{k: kind_k = kind of x at the site of k} y_k <= n_sites - differ
        value(y) <= value(solution) + within |value(solution)|

    Each plan is priced again from the raw arrays, exactly, and set aside where it is above the level (`exact`).

    With `differ=1` a complete list holds every plan within the level. With more, every plan within the level differs
    in fewer than `differ` sites from some plan of the list; which of several such plans is listed is chance.

    Parameters
    ----------
    problem, solution
        The problem and a solution of it; the level is taken from the solution's value.
    within
        Share of the value, zero or more.
    differ
        Sites in which two plans must differ, one or more.
    most
        Plans to list, the one given among them.
    kind
        A whole number for each option, shape (K,): options of a site with the same kind count as the same choice.
        Default: each option is its own kind. With `(state >= 0).any(axis=1)` only being open or not counts.
    time_limit
        Seconds in all.
    threads, seed
        As in `solve`.
    progress
        Called with the number of plans listed and the progress of the question. It may raise KeyboardInterrupt.

    Raises
    ------
    SettingError
        With every fault of the arguments.
    ProblemError
        If the solution is not one of the problem.

    References
    ----------
    Fischetti and Lodi (2003), Mathematical Programming 98, 23-47 (local branching rows). Balas and Jeroslow (1972),
    SIAM Journal on Applied Mathematics 23, 61-69 (canonical cuts).

    Examples
    --------
    Of two places alike one may be open.

    >>> from narvaro.siting import Layer, Options, solve
    >>> layer = Layer("car", np.array([[0.0, 10.0], [10.0, 0.0]]), np.ones((2, 1)), 99.0)
    >>> options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
    >>> limits = Limits(np.array([[0, 1, 0, 1]]), [1], [1], ("one open",))
    >>> problem = Problem(2, 1, 1, (layer,), options, limits)
    >>> ties = near_ties(problem, solve(problem), within=0.01, differ=2)
    >>> sorted(plan.option.tolist() for plan in ties.plans), ties.status
    ([[0, 3], [1, 2]], 'complete')
    """
    began = time.perf_counter()
    kinds = _checked(problem, solution, within, differ, most, kind, setting_faults(0.0, time_limit, threads))
    least = exact_cost(problem, solution)
    exact = least.value + Fraction(str(float(within))) * abs(least.value) + least.slack
    level, loose = float(exact), _LOOSE_FLOWS if has_capacity(problem) else _LOOSE
    # bounds are no finer than rounding: asked for a little more, each plan found is then priced exactly
    asked_level = level + loose * max(1.0, abs(level))
    plans, narrowed, aside = [solution], _away_from(problem, solution, kinds, differ), 0
    last: tuple[Problem, Solution] | None = None
    stopped: _Why = "most"
    while len(plans) < most:
        left = None if time_limit is None else time_limit - (time.perf_counter() - began)
        if left is not None and left <= 0:
            stopped = "time"
            break
        tell = None if progress is None else partial(progress, len(plans))
        run = partial(decide, time_limit=left, threads=threads, seed=seed, progress=tell)
        answer = _answer(partial(run, narrowed, asked_level, warm=_widened(solution, len(narrowed.limits))))
        if not isinstance(answer, Solution):
            stopped, last = answer, None
            break
        last = (narrowed, answer)
        if exact_cost(problem, answer).value <= exact:
            plans.append(_plan_of(solution, answer))
            narrowed = _away_from(narrowed, answer, kinds, differ)
        elif answer.value <= asked_level and aside < _MOST_SET_ASIDE:
            aside += 1  # one within rounding of the level, but above it: left out, and looked past
            narrowed = _away_from(narrowed, answer, np.arange(len(kinds)), 1)
        else:
            stopped = _reason(answer, asked_level)
            break
        if answer.stopped_by == "interrupt":
            stopped = "interrupt"
            break
    found = sorted(plans, key=lambda plan: plan.value)
    status: Literal["complete", "incomplete"] = "complete" if stopped == "proven" else "incomplete"
    return NearTies(tuple(found), level, status, stopped, last)


def _answer(ask: Callable[[], Solution]) -> Solution | _Why:
    """Return the answer to a question, or why there is none."""
    try:
        return ask()
    except UnsettledError:
        return "step"
    except InfeasibleError as error:
        # no plan is left: the list is complete, if that is proven
        known = error.conflicts and all(f.key not in _UNPROVEN for f in error.conflicts)
        return "proven" if known else "step"
    except KeyboardInterrupt:
        return "interrupt"


def _reason(answer: Solution, asked_level: float) -> _Why:
    """Return why no more is asked."""
    if answer.bound > asked_level:
        return "proven"
    return answer.stopped_by if answer.stopped_by in ("time", "interrupt") else "step"


def _checked(
    problem: Problem,
    solution: Solution,
    within: float,
    differ: int,
    most: int,
    kind: ArrayLike | None,
    faults: list[Fault],
) -> NDArray[np.int64]:
    """Return the kind of each option, or name every fault."""
    for name, value, least in (("within", within, 0), ("differ", differ, 1), ("most", most, 1)):
        if not least <= value < np.inf:
            faults.append(Fault("setting.ties", {"name": name, "least": least, "value": value}))
    kinds = np.arange(len(problem.options)) if kind is None else _kinds(kind, faults)
    if kinds.shape != (len(problem.options),):
        data = {"options": len(problem.options), "shape": str(kinds.shape)}
        faults.append(Fault("setting.ties_kind", data))
    if faults:
        raise SettingError(faults)
    require_plan(problem, solution.option)
    return kinds


def _kinds(kind: ArrayLike, faults: list[Fault]) -> NDArray[np.int64]:
    """Return the kinds as whole numbers; no and yes are kinds too."""
    given = plain(kind, "kind", [])
    marked = given is not None and given.dtype.kind == "b"
    return whole_numbers(given.astype(np.int64) if marked and given is not None else kind, "kind", faults)


def _away_from(problem: Problem, plan: Solution, kinds: NDArray[np.int64], differ: int) -> Problem:
    """Return the problem with one more limit: at most `n_sites - differ` sites as in the plan."""
    limits = problem.limits
    alike = (kinds == kinds[plan.option][problem.options.site]).astype(np.float64)
    matrix = sparse.vstack([limits.matrix, sparse.csr_array(alike[None])], format="csr")
    lower = np.append(limits.lower, -np.inf)
    upper = np.append(limits.upper, float(problem.n_sites - differ))
    return replace(problem, limits=Limits(matrix, lower, upper, (*limits.names, "near tie")))


def _widened(solution: Solution, rows: int) -> Solution:
    """Return a solution to begin from whose multipliers fit the problem with more limits: the new ones' are zero."""
    certificate = solution.certificate
    # the given limits come first, then the new ones, then those that are rounded
    own = [len(stage.limit) - len(certificate.cuts) for stage in certificate.stages]
    stages = tuple(
        replace(stage, limit=np.insert(stage.limit, n, np.zeros(rows - n)))
        for n, stage in zip(own, certificate.stages, strict=True)
    )
    # the tree's nodes would not fit, and only multipliers are taken over
    return replace(solution, certificate=replace(certificate, stages=stages, tree=()))


def _plan_of(solution: Solution, answer: Solution) -> Solution:
    """Return a plan found under more limits as a solution of the problem itself, with that problem's proof."""
    bound = min(answer.value, solution.bound)  # the question's own bound is of plans unlike those listed
    reason: StoppedBy = "gap" if answer.stopped_by == "proven" else answer.stopped_by
    return replace(
        solution,
        option=answer.option,
        served=answer.served,
        **standing(answer.value, bound, reason, solution.certificate.step),
    )
