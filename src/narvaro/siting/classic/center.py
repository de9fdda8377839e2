"""The p-center by bisection: which radius is the least that p sites can cover everyone within."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault, InfeasibleError, SettingError
from narvaro.siting.classic.inputs import Given, Placement, merged
from narvaro.siting.form.problem import Floats, Layer, Problem
from narvaro.siting.form.solution import Solution, Status, StoppedBy, relative_gap
from narvaro.siting.solve.solve import decide

__all__ = ["Bisection", "cover_problem"]

_MOST_NAMED = 12  # areas in a message
_WHOLE = 1e-9  # rounding of a number of sites


def cover_problem(given: Given, radius: float, opening: Floats) -> Problem:
    """Return the set cover of all areas with weight, areas with equal cover sets merged.

    Raises
    ------
    InfeasibleError
        If an area has no site within the radius that may open.
    """
    cover = given.within(radius)
    out = np.flatnonzero((np.diff(cover.indptr) == 0) & (given.weight > 0))
    if len(out):
        data = {"count": len(out), "radius": float(radius), "areas": [str(a) for a in out[:_MOST_NAMED]]}
        raise InfeasibleError([Fault("infeasible.cover", data)])
    rows, weight = merged(cover, given.weight)
    asked = np.ones((len(weight), 1))
    if not len(weight):  # nobody to cover: one area that asks for nothing
        rows, asked = cover[:1], np.zeros((1, 1))
    layer = Layer("cover", rows, asked, np.inf)
    return given.problem(layer, None, opening)


class Bisection:
    """Which radius is the least that p sites can cover everyone within.

    Parameters
    ----------
    given
        Costs, weights and fixed sites.
    p
        Sites that may be open.
    gap
        Distance of the radius found from the least one still possible, as a share, at which to stop.
    """

    def __init__(
        self, given: Given, p: int, gap: float, time_limit: float | None, threads: int | None, seed: int
    ) -> None:
        if not gap >= 0:
            raise SettingError([Fault("setting.gap", {"value": gap})])
        if time_limit is not None and not time_limit > 0:
            raise SettingError([Fault("setting.time_limit", {"value": time_limit})])
        self.began = time.perf_counter()
        self.given, self.p, self.gap = given, p, gap
        self.time_limit, self.threads, self.seed = np.inf if time_limit is None else time_limit, threads, seed
        self.stopped: StoppedBy = "proven"
        self.below: tuple[Problem, Solution] | None = None
        self.answered: tuple[Problem, Solution] | None = None
        self.lived_in = given.weight > 0
        self.sites, self.value = np.zeros(0, np.int64), np.inf
        self.free = np.setdiff1d(np.arange(given.sites), given.shut)
        self.nearest, least = given.nearest(self.free)
        self.least = float(least[self.lived_in].max(initial=0.0))
        out = np.flatnonzero(np.isinf(least) & self.lived_in)
        if len(out):
            data = {"layer": "cost", "count": len(out), "areas": [str(a) for a in out[:_MOST_NAMED]]}
            raise InfeasibleError([Fault("infeasible.unreachable", data)])

    def worst(self, sites: NDArray[np.int64]) -> float:
        """Return the largest cost of an area with weight."""
        return float(self.given.nearest(sites)[1][self.lived_in].max(initial=0.0))

    def first_sites(self) -> NDArray[np.int64]:
        """Open the nearest site of whoever is worst off, until p are open (Gonzalez 1985)."""
        is_open = np.zeros(self.given.sites, bool)
        is_open[self.given.fixed] = True
        far = np.where(self.lived_in, self.given.nearest(self.given.fixed)[1], -1.0)
        while is_open.sum() < self.p and far.max(initial=-1.0) > 0:
            site = int(self.nearest[np.argmax(far)])
            if is_open[site]:
                break  # whoever is worst off has its nearest site already
            is_open[site] = True
            far = np.minimum(far, self.given.nearest(np.array([site]))[1])
        return np.flatnonzero(is_open)

    def fits(self, radius: float) -> bool | None:
        """Decide whether p sites cover everyone within a radius; None where it was not settled."""
        left = self.time_limit - (time.perf_counter() - self.began)
        if left <= 0:
            self.stopped = "time"
            return None
        problem = cover_problem(self.given, radius, np.ones(self.given.sites))
        limit = None if np.isinf(left) else left
        solution = decide(problem, float(self.p), time_limit=limit, threads=self.threads, seed=self.seed)
        if solution.value <= self.p + _WHOLE:
            sites = np.flatnonzero(problem.options.state[solution.option, 0] >= 0)
            worst = self.worst(sites)
            if worst < self.value:  # else what is at hand covers as well
                self.sites, self.value, self.answered = sites, worst, (problem, solution)
            return True
        if solution.bound > self.p + _WHOLE:
            self.below = (problem, solution)
            return False
        self.stopped = solution.stopped_by
        return None

    def run(self) -> Placement:
        """Bisect; the radius found is proven where every question was answered.

        Raises
        ------
        InfeasibleError
            If p sites cannot reach everyone, or none that do were found.
        """
        self.sites = self.first_sites()
        self.value = self.worst(self.sites)
        radii = self.given.costs()
        # the answer is one of the costs: none below what the area worst off must pay, none above what is at hand
        radii = radii[(radii >= self.least) & (radii <= self.value)]
        if not np.isfinite(self.value) and self.fits(float(radii[-1])) is not True:
            raise InfeasibleError([Fault("models.center_reach", {"p": self.p})])
        low, high = -1, int(np.searchsorted(radii, self.value))
        while high - low > 1:
            if relative_gap(self.value, float(radii[low + 1])) <= self.gap:
                self.stopped = "gap"
                break
            middle = (low + high) // 2
            fits = self.fits(float(radii[middle]))
            if fits is None:
                break
            if fits:
                # the cover found may do with less than was asked of it
                high = min(middle, int(np.searchsorted(radii, self.value)))
            else:
                low = middle
        return self._placement(float(radii[low + 1]) if low + 1 < len(radii) else self.value)

    def _placement(self, bound: float) -> Placement:
        gap = relative_gap(self.value, bound)
        status: Status = "optimal" if gap == 0 else "feasible"
        stopped: StoppedBy = "proven" if gap == 0 else self.stopped
        problem, solution = self.answered or (None, None)
        at = self.given.nearest(self.sites)[0]
        seconds = time.perf_counter() - self.began
        return Placement(
            self.sites, at, self.value, bound, gap, status, seconds, stopped, problem, solution, self.below
        )
