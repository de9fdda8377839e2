"""Instant first answers, each with what is proven of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from narvaro.errors import Fault, ProblemError
from narvaro.siting.bound.lagrangian import Dual
from narvaro.siting.capacity.run import has_capacity
from narvaro.siting.classic.inputs import Given, Placement, merged, placed, radius_faults
from narvaro.siting.form.problem import Cost, Floats, Layer, Problem, Sparse
from narvaro.siting.form.solution import Solution
from narvaro.siting.layout.layout import build_model
from narvaro.siting.plans.start import first_multipliers, first_plan
from narvaro.siting.run.incumbent import Incumbent
from narvaro.siting.run.workbench import Workbench
from narvaro.siting.search.local import Search
from narvaro.siting.solve.solve import conclude

__all__ = ["greedy", "greedy_cover"]

_ROUNDS = 40  # of the subgradient: fewer leave the bound far below


def greedy(problem: Problem) -> Solution:
    """Return a first plan at once: the best single changes until none pays, and the bound of a few rounds.

    The plan starts from what is cheapest, is mended until it keeps the limits, and takes the best change of one site's
    option again and again. No share of the best is promised for it; the bound holds by weak duality and says how far
    off it can be. `solve(problem, warm=greedy(problem))` goes on from here.

    Raises
    ------
    InfeasibleError
        If no plan keeps the limits.
    ProblemError
        If the costs have faults, or a layer has a capacity.

    References
    ----------
    Geoffrion (1974), Mathematical Programming Study 2, 82-114 (the bound).

    Examples
    --------
    >>> from narvaro.siting import Limits, Options
    >>> layer = Layer("car", np.array([[0.0, 10.0], [10.0, 0.0]]), np.array([[3.0], [1.0]]), 99.0)
    >>> options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
    >>> limits = Limits(np.array([[0, 1, 0, 1]]), [1], [1], ("one open",))
    >>> first = greedy(Problem(2, 1, 1, (layer,), options, limits))
    >>> first.value, first.bound <= first.value
    (10.0, True)
    """
    if has_capacity(problem):
        raise ProblemError([Fault("problem.capacity_greedy", {})])
    inc = Incumbent(build_model(problem))
    search = Search(inc.full)
    first_plan(inc, search, None)
    work = Workbench(inc, search, Dual(inc.full, first_multipliers(search)))
    for number in range(_ROUNDS):
        work.round(settle=number == 0)
    work.prove()
    return conclude(work, "step")


def greedy_cover(
    cost: Cost,
    radius: float,
    p: int,
    weights: ArrayLike | None = None,
    *,
    fixed_open: Iterable[int] = (),
    forbidden: Iterable[int] = (),
) -> Placement:
    """Open one site at a time, always the one that covers most of the weight that is left, until p are open.

        value >= (1 - (1 - 1/q)^q) best > (1 - 1/e) best = 0.632 best,     q = p less the sites that are fixed open

    With S_t the sites after t steps and gain_j(S) what site j would add to S, no plan covers more than

        bound = min_t [ covered(S_t) + sum of the q largest gain_j(S_t) ]

    because what is covered is submodular: no site ever adds more to a larger set. The bound is never above
    value / (1 - (1 - 1/q)^q), so the gap told is never above 1 / (e - 1) = 0.582 and mostly far below.

    Parameters
    ----------
    cost, radius, p, weights, fixed_open, forbidden
        As in `max_cover`.

    Returns
    -------
    Placement
        Value: weight covered. Bound: no plan covers more. `siting.check` repeats the bound: it is the Lagrangian value
        of multipliers that are 0 for the areas covered by S_t, 1 for the others.

    Raises
    ------
    ProblemError
        With every fault of the input; also if the radius covers nobody.

    References
    ----------
    Nemhauser, Wolsey and Fisher (1978), Mathematical Programming 14, 265-294. Cornuejols, Fisher and Nemhauser (1977),
    Management Science 23, 789-810.

    Examples
    --------
    >>> place = np.array([0.0, 1.0, 9.0, 10.0])
    >>> answer = greedy_cover(np.abs(place[:, None] - place), 1.0, 1, weights=[1, 1, 1, 5])
    >>> answer.value, answer.bound, answer.status
    (6.0, 6.0, 'optimal')
    """
    given = Given(cost, weights, p, fixed_open, forbidden, radius_faults(radius))
    cover, weight = merged(given.within(radius), given.weight)
    if not len(weight):
        raise ProblemError([Fault("problem.radius_covers_nobody", {"radius": float(radius)})])
    # areas with one cover set are one row, so that a step looks at fewer
    sites, left, price = _steps(cover, weight, given.fixed, p)
    problem = given.problem(Layer("uncovered", cover, weight[:, None], 1.0), p, offset=-float(weight.sum()))
    inc = Incumbent(build_model(problem))
    search = Search(inc.full)
    is_open = np.isin(np.arange(problem.n_sites), sites)
    wanted = (problem.options.state[:, 0] >= 0) == is_open[problem.options.site]
    search.load(inc.full.from_options(np.flatnonzero(wanted)))
    inc.offer(search)
    dual = Dual(inc.full, inc.full.multipliers(left.astype(np.float64)[:, None]))
    dual.now = replace(dual.now, limit=np.array([price]))
    solution = conclude(Workbench(inc, search, dual), "step")
    return placed(given, problem, solution, -solution.value, -solution.bound, radius)


def _steps(
    cover: Sparse, weight: Floats, fixed: NDArray[np.int64], p: int
) -> tuple[list[int], NDArray[np.bool_], float]:
    """Return the sites in the order opened, the areas left where the bound is least, and its price of a site."""
    inside, sites = cover.copy(), [int(j) for j in fixed]
    # the costs within the radius are zeros: here a pair counts as one
    inside.data = np.ones(len(inside.data))
    by_site = inside.T.tocsr()
    left, free = np.ones(len(weight), bool), p - len(sites)

    def take(j: int) -> None:
        left[by_site.indices[by_site.indptr[j] : by_site.indptr[j + 1]]] = False

    for j in sites:
        take(j)
    best, kept, price = np.inf, left.copy(), 0.0
    for step in range(free + 1):
        gain = by_site @ np.where(left, weight, 0.0)
        largest = np.sort(gain)[::-1][: free + 1]
        bound = float(weight[~left].sum() + largest[:free].sum())
        # each step proves a bound; what one more site could add is the multiplier of the limit on their number
        if bound < best:
            best, kept = bound, left.copy()
            price = float(largest[free]) if free < len(largest) else 0.0
        most = int(gain.argmax())
        if step == free or gain[most] <= 0:  # all is covered before p sites are open
            break
        sites.append(most)
        take(most)
    return sites, kept, price
