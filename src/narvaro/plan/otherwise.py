"""What every plan costs at least that takes another option: by its own proof, and by what must give way for it.

The engine's reduced costs judge an option alone: one more office looks free as long as its cost fits between the
multipliers. But where the plan at hand with that option passes an edge of a limit, some other site must use less of it,
so a plan with the option also has one of the options that do, and costs at least what the cheapest of those does.
Where a problem is small, what that leaves open is asked of the engine: the best plan in which the site ends so.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import InfeasibleError, UnsettledError
from narvaro.siting import Limits, Options, Problem, solve

Floats = NDArray[np.float64]

SMALL_PAIRS = 20_000
"""Of areas and sites over the years: up to so many, places that the proof leaves open are asked of the engine."""
MOST_ASKED = 40
"""Such places at most."""
_HAIR = 1e-9  # relative: sums of a limit that pass its edge by no more do not pass it


def giving_way(options: Options, limits: Limits, plan: NDArray[np.int64], least: Floats) -> Floats:
    """Return what every plan costs at least that takes an option, infinity where none can; shape (K,).

    Parameters
    ----------
    plan
        A plan that keeps the limits: the option of each site.
    least
        What is known so far, shape (K,).

    Examples
    --------
    Site 0 is open, site 1 is not, and there is money for one. To close site 0 costs 7 at least, so to open site 1 does.

    >>> options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
    >>> limits = Limits(np.array([[0, 1, 0, 1]]), [-np.inf], [1], ("money",))
    >>> giving_way(options, limits, np.array([1, 2]), np.array([7.0, 5.0, 5.0, 5.0])).tolist()
    [7.0, 5.0, 5.0, 7.0]
    """
    lifted = least.copy()
    mine = np.zeros(len(options), bool)
    mine[plan] = True
    for r in range(len(limits)):
        use = np.zeros(len(options))
        span = slice(limits.matrix.indptr[r], limits.matrix.indptr[r + 1])
        use[limits.matrix.indices[span]] = limits.matrix.data[span]
        more, used = use - use[plan][options.site], float(use[plan].sum())
        for sign, edge in ((1.0, float(limits.upper[r])), (-1.0, float(limits.lower[r]))):
            if not np.isfinite(edge):
                continue
            hair = _HAIR * (float(np.abs(use[plan]).sum()) + abs(edge))
            passes = (sign * (used + more - edge) > hair) & ~mine
            if passes.any():
                others = _least_of_others(options.site, sign * more < 0, least, len(plan))
                lifted[passes] = np.maximum(lifted[passes], others[options.site[passes]])
    return lifted


def _least_of_others(site: NDArray[np.int64], some: NDArray[np.bool_], least: Floats, sites: int) -> Floats:
    """Return for each site the least figure of some options of all other sites, infinity where there is none."""
    of_site = np.full(sites, np.inf)
    np.minimum.at(of_site, site[some], least[some])
    first = int(np.argmin(of_site))
    out = np.full(sites, of_site[first])
    out[first] = np.delete(of_site, first).min(initial=np.inf)
    return out


def is_small(problem: Problem) -> bool:
    """Whether places that the proof leaves open can be asked of the engine at once."""
    areas = sum(layer.n_areas for layer in problem.layers)
    return areas * problem.n_sites * problem.n_years <= SMALL_PAIRS and problem.n_sites <= MOST_ASKED


def forced(problem: Problem, some: NDArray[np.bool_]) -> Problem:
    """Return the problem with one more limit: one of some options is taken."""
    row = Limits(some[None].astype(float), np.array([1.0]), np.array([np.inf]), ("asked",))
    return replace(problem, limits=problem.limits.with_rows(row))


def asked(problem: Problem, some: NDArray[np.bool_]) -> float:
    """Return what every plan costs at least that takes one of some options of a site, infinity where none can.

    Examples
    --------
    >>> from narvaro.siting import Layer
    >>> layer = Layer("car", np.array([[0.0, 10.0], [10.0, 0.0]]), np.array([[3.0], [1.0]]), 99.0)
    >>> options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
    >>> limits = Limits(np.array([[0, 1, 0, 1]]), [-np.inf], [1], ("money",))
    >>> asked(Problem(2, 1, 1, (layer,), options, limits), np.array([False, False, False, True]))
    30.0
    """
    try:
        return solve(forced(problem, some), threads=1).bound
    except InfeasibleError:
        return np.inf
    except UnsettledError:
        return -np.inf
