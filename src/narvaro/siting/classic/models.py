"""The classic location models, each a transform of the cost table and a few lines over the one core.

Rows of `cost` are areas, columns are sites. `cost` is a dense or memory-mapped array, a SciPy sparse matrix (absent =
unreachable) or a callable without arguments that yields `(rows, block)`. Infinity means unreachable; a missing number
is a fault.

    p_median    least weighted cost with p sites           Hakimi 1964; ReVelle and Swain 1970
    max_cover   most weight within a radius with p sites   Church and ReVelle 1974
    set_cover   cheapest sites with all within a radius    Toregas, Swain, ReVelle and Bergman 1971
    p_center    smallest largest cost with p sites         Minieka 1970; Daskin 1995
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from narvaro.errors import Fault, ProblemError
from narvaro.siting.classic.center import Bisection, cover_problem
from narvaro.siting.classic.inputs import Given, Placement, merged, opening_faults, placed, radius_faults
from narvaro.siting.form.arrays import numbers
from narvaro.siting.form.problem import Cost, Layer
from narvaro.siting.solve.solve import solve

__all__ = ["Placement", "max_cover", "p_center", "p_median", "set_cover"]


def p_median(
    cost: Cost,
    p: int,
    weights: ArrayLike | None = None,
    *,
    time_limit: float | None = None,
    gap: float = 0.0,
    threads: int | None = None,
    seed: int = 0,
    fixed_open: Iterable[int] = (),
    forbidden: Iterable[int] = (),
) -> Placement:
    """Open at most p sites so that the total weighted cost to the nearest is least.

        minimise sum_i w_i min_{j open} c_ij     with at most p sites open

    Parameters
    ----------
    cost
        c, shape (n_areas, n_sites), zero or more, in any unit (minutes, km).
    p
        Sites that may be open, those of `fixed_open` among them.
    weights
        w, shape (n_areas,), zero or more (people). Default: one each.
    time_limit, gap, threads, seed
        As in `solve`.
    fixed_open, forbidden
        Columns that must be open, columns that must not.

    Returns
    -------
    Placement
        Value and bound in units of weight times cost (person-minutes).

    Raises
    ------
    ProblemError
        With every fault of the input.
    InfeasibleError
        If an area with weight is out of reach of every site, or p sites cannot reach all.

    References
    ----------
    Hakimi (1964), Operations Research 12, 450-459. ReVelle and Swain (1970), Geographical Analysis 2, 30-42.

    Examples
    --------
    >>> import numpy as np
    >>> place = np.array([0.0, 1.0, 9.0, 10.0])
    >>> answer = p_median(np.abs(place[:, None] - place), 2, weights=[3, 1, 1, 3])
    >>> answer.sites, answer.value, answer.status
    (array([0, 3]), 2.0, 'optimal')
    """
    given = Given(cost, weights, p, fixed_open, forbidden)
    problem = given.problem(given.layer, p)
    solution = solve(problem, gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    return placed(given, problem, solution, solution.value, solution.bound, np.inf)


def max_cover(
    cost: Cost,
    radius: float,
    p: int,
    weights: ArrayLike | None = None,
    *,
    time_limit: float | None = None,
    gap: float = 0.0,
    threads: int | None = None,
    seed: int = 0,
    fixed_open: Iterable[int] = (),
    forbidden: Iterable[int] = (),
) -> Placement:
    """Open at most p sites so that the weight within the radius of one is largest.

        maximise sum_i w_i [some open j has c_ij <= radius]     with at most p sites open

    The core minimises what is left out; areas with equal cover sets are merged first.

    Parameters
    ----------
    cost, p, weights, time_limit, gap, threads, seed, fixed_open, forbidden
        As in `p_median`.
    radius
        In the unit of the costs, zero or more; a site exactly so far covers.

    Returns
    -------
    Placement
        Value: weight covered. Bound: no plan covers more, so it lies at or above the value.

    Raises
    ------
    ProblemError
        With every fault of the input; also if the radius covers nobody.

    References
    ----------
    Church and ReVelle (1974), Papers of the Regional Science Association 32, 101-118.

    Examples
    --------
    >>> import numpy as np
    >>> place = np.array([0.0, 1.0, 9.0, 10.0])
    >>> answer = max_cover(np.abs(place[:, None] - place), 1.0, 1, weights=[1, 1, 1, 5])
    >>> answer.value, answer.bound, answer.assignment
    (6.0, 6.0, array([-1, -1,  2,  2]))
    """
    given = Given(cost, weights, p, fixed_open, forbidden, radius_faults(radius))
    cover, weight = merged(given.within(radius), given.weight)
    if not len(weight):
        raise ProblemError([Fault("problem.radius_covers_nobody", {"radius": float(radius)})])
    layer = Layer("uncovered", cover, weight[:, None], 1.0)
    problem = given.problem(layer, p, offset=-float(weight.sum()))
    solution = solve(problem, gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    return placed(given, problem, solution, -solution.value, -solution.bound, radius)


def set_cover(
    cost: Cost,
    radius: float,
    opening_cost: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    *,
    time_limit: float | None = None,
    gap: float = 0.0,
    threads: int | None = None,
    seed: int = 0,
    fixed_open: Iterable[int] = (),
    forbidden: Iterable[int] = (),
) -> Placement:
    """Open the fewest (cheapest) sites so that every area with weight is within the radius of one.

        minimise sum_j f_j y_j     with sum_{j: c_ij <= radius} y_j >= 1 for every area

    Parameters
    ----------
    cost, weights, time_limit, gap, threads, seed, fixed_open, forbidden
        As in `p_median`; weights only tell which areas count.
    radius
        In the unit of the costs, zero or more; a site exactly so far covers.
    opening_cost
        f, shape (n_sites,), zero or more (money). Default: one each, so that sites are counted.

    Returns
    -------
    Placement
        Value and bound: number of sites, or their cost.

    Raises
    ------
    ProblemError
        With every fault of the input.
    InfeasibleError
        If an area has no site within the radius that may open; it names the areas.

    References
    ----------
    Toregas, Swain, ReVelle and Bergman (1971), Operations Research 19, 1363-1373.

    Examples
    --------
    >>> import numpy as np
    >>> place = np.array([0.0, 1.0, 9.0, 10.0])
    >>> answer = set_cover(np.abs(place[:, None] - place), 1.0)
    >>> answer.value, answer.status
    (2.0, 'optimal')
    """
    others = radius_faults(radius)
    opening = None
    if opening_cost is not None:
        opening = numbers(opening_cost, "opening_cost", others)
        others += opening_faults(opening, cost) if not others else []
    given = Given(cost, weights, None, fixed_open, forbidden, others)
    opening = np.ones(given.sites) if opening is None else opening
    problem = cover_problem(given, radius, opening)
    solution = solve(problem, gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    return placed(given, problem, solution, solution.value, solution.bound, radius)


def p_center(
    cost: Cost,
    p: int,
    weights: ArrayLike | None = None,
    *,
    time_limit: float | None = None,
    gap: float = 0.0,
    threads: int | None = None,
    seed: int = 0,
    fixed_open: Iterable[int] = (),
    forbidden: Iterable[int] = (),
) -> Placement:
    """Open at most p sites so that the largest cost of any area with weight is least.

        minimise max_i min_{j open} c_ij     with at most p sites open

    The least radius is one of the costs, so it is found by bisection: a radius will do if a cover of all areas needs at
    most p sites. Each cover is decided by the core: a plan of p sites, or a proven bound above p.

    Parameters
    ----------
    cost, p, weights, time_limit, threads, seed, fixed_open, forbidden
        As in `p_median`; weights only tell which areas count.
    gap
        Stop when the radius found is at most this share above the least one that is not ruled out.

    Returns
    -------
    Placement
        Value and bound in the unit of the costs.

    Raises
    ------
    ProblemError
        With every fault of the input.
    InfeasibleError
        If p sites cannot reach all areas with weight.

    References
    ----------
    Minieka (1970), SIAM Review 12, 138-139. Daskin (1995), Network and Discrete Location, Wiley.

    Examples
    --------
    >>> import numpy as np
    >>> place = np.array([0.0, 1.0, 9.0, 10.0])
    >>> answer = p_center(np.abs(place[:, None] - place), 2)
    >>> answer.value, answer.bound, answer.status
    (1.0, 1.0, 'optimal')
    """
    given = Given(cost, weights, p, fixed_open, forbidden)
    return Bisection(given, int(p), gap, time_limit, threads, seed).run()
