"""Plans of problems like the p-median: one open site leaves for a closed one, again and again, from many beginnings.

Where there is one year, one layer and one limit in which every open site counts the same, any open site may leave for
any closed one and all limits are kept. Such interchanges are priced so quickly (Resende and Werneck 2004) that
thousands of perturbed plans are improved in a second.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.form.clock import Clock
from narvaro.siting.form.problem import Floats
from narvaro.siting.layout.layout import Model
from narvaro.siting.search import beginning_kernels, interchange_kernels
from narvaro.siting.search.interchange_kernels import OpenSites
from narvaro.siting.search.local import SAME

__all__ = ["Interchange", "is_like_p_median"]

_LOGGED = 1_000  # toggles of one perturbation that can be taken back
_AT_ONCE = 25  # perturbations between two looks at the clock
_KICKS, _MOST_KICKS = (
    2,
    5,
)  # sites replaced by one perturbation at most: at first, and where long nothing was found
_PATIENCE, _LEAST_PATIENCE = 5, 40  # perturbations for each open site that may come to nothing, and at least
_SORTED_PAIRS = 10_000_000  # sites' clients are sorted by cost up to here: above that it would take seconds
_WINDOW = 1e-5  # how much dearer than the best of its path, relative, a plan may be and still be gone on from
# closed sites around a perturbation that may open: times sites / open sites, at least
_REACH, _LEAST_REACH = 3, 6


def is_like_p_median(model: Model) -> bool:
    """Return whether any open site may leave for any closed one without a limit being broken."""
    c, serves = model.choices, model.serves
    if model.n_years > 1 or model.n_channels != 1 or model.ceiling_rows or len(c.lower) != 1:
        return False
    for kind in (serves, ~serves):  # one way of being open, one of being closed
        if (np.bincount(c.site[kind], minlength=1) > 1).any():
            return False
    rows = np.diff(c.row_ptr)
    used = c.coef[np.repeat(serves, rows)]
    equal = bool((rows[serves] == 1).all()) and not rows[~serves].any() and len(used) > 0
    one_edge = bool(c.lower[0] == -np.inf and c.upper[0] < np.inf)
    return equal and bool(used.min() == used.max() > 0) and one_edge


class Interchange:
    """One plan of a model that is like a p-median, under interchange.

    Parameters
    ----------
    model
        With all options that plans may use.

    Attributes
    ----------
    value
        Of the plan in hand; clients outside their lists pay their cap.
    most
        How many sites may be open.
    state
        The sites that are open, as the kernels keep them.
    """

    def __init__(self, model: Model) -> None:
        self.model, c = model, model.choices
        self._lists, sorted_ = model.lists, len(model.lists.cost) <= _SORTED_PAIRS
        if sorted_:
            self._lists = model.lists._replace(
                area=np.empty_like(model.lists.area), site_cost=np.empty_like(model.lists.site_cost)
            )
            by_site = (model.lists.site_ptr, model.lists.area, model.lists.site_cost)
            beginning_kernels.by_cost(*by_site, self._lists.area, self._lists.site_cost)
        clients, sites = len(model.lists.cap), model.problem.n_sites
        self._opened, self._closed = np.full(sites, -1), np.full(sites, -1)
        serves = model.serves
        self._opened[c.site[serves]] = np.flatnonzero(serves)
        self._closed[c.site[~serves]] = np.flatnonzero(~serves)
        free = (self._opened >= 0) & (self._closed >= 0)
        self.most = int(c.upper[0] // c.coef[0]) if len(c.coef) else 0
        self._base = model.problem.offset + float(c.cost[self.pick(~free & (self._opened >= 0))].sum())
        self.value = np.inf
        self.state = OpenSites(
            w=np.ascontiguousarray(model.weight[:, 0]),
            fee=np.where(free, c.cost[self._opened] - c.cost[self._closed], 0.0),
            free=free,
            open=np.zeros(sites, bool),
            d1=np.zeros(clients),
            d2=np.zeros(clients),
            j1=np.zeros(clients, np.int32),
            worth=np.zeros(sites),
            extra=np.zeros(sites),
            touched=np.zeros(sites, np.int64),
            far=np.full(1, 0.0 if sorted_ else np.inf),
            waits=np.zeros(sites, bool),
            queue=np.zeros(sites, np.int64),
            ends=np.zeros(2, np.int64),
            log=np.zeros(_LOGGED, np.int64),
            logged=np.zeros(1, np.int64),
            spent=np.zeros(1, np.int64),
        )
        self._home = beginning_kernels.homes(self._lists, sites)

    @property
    def spent(self) -> int:
        """Pairs of clients and sites looked at so far: the measure of effort, whatever the machine."""
        return int(self.state.spent[0])

    @property
    def free(self) -> NDArray[np.int64]:
        """The sites that may be open or closed."""
        return np.flatnonzero(self.state.free)

    def pick(self, is_open: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the options of the plan with these sites open."""
        return np.where(is_open, self._opened, self._closed)

    def load(self, is_open: NDArray[np.bool_]) -> float:
        """Take a plan by its open sites; return its value."""
        s = self.state
        s.open[:] = is_open
        self.value = self._base + float(s.fee[is_open].sum())
        self.value += float(interchange_kernels.load(self._lists, s))
        return self.value

    def close_down(self) -> float:
        """Close the sites whose closing costs least until no more are open than may be; return the value."""
        args = (int(self.state.open.sum()), self.most, self._lists, self.state)
        self.value += float(interchange_kernels.close_down(*args))
        return self.value

    def descend(self) -> float:
        """Interchange until none that was looked for pays; return the value."""
        self.value += float(interchange_kernels.descend(self._small, self._lists, self.state))
        return self.value

    @property
    def _small(self) -> float:
        return SAME * max(1.0, abs(self.value))

    def drawn(self, rng: np.random.Generator) -> NDArray[np.bool_]:
        """Return open sites drawn by chance: each is the nearest to a client drawn by what it pays before.

        So no corner is left out, and no two beginnings are alike (Arthur and Vassilvitskii 2007).
        """
        lists, s = self._lists, self.state
        is_open = ~s.free & (self._opened >= 0)
        pays = s.w * lists.fall
        for fixed in np.flatnonzero(is_open):
            beginning_kernels.serve(fixed, lists, s.w, pays)
        for _ in range(self.most - int(is_open.sum())):
            j = int(beginning_kernels.draw(rng.random(), lists, s.free, is_open, pays))
            if j < 0:  # nobody pays anything any more, or nothing that is near is left: any site will do
                left = np.flatnonzero(s.free & ~is_open)
                if not len(left):
                    break
                j = int(left[rng.integers(len(left))])
            is_open[j] = True
            beginning_kernels.serve(j, lists, s.w, pays)
        return is_open

    def path(
        self,
        rng: np.random.Generator,
        effort: int,
        clock: Clock,
        forced: tuple[NDArray[np.int64], Floats | None] | None = None,
    ) -> NDArray[np.bool_]:
        """Perturb the plan in hand until too many perturbations came to nothing; return the best open sites found.

        The longer nothing was found, the more sites one perturbation replaces at most.

        Parameters
        ----------
        effort
            Pairs that may be looked at, about.
        clock
            The path ends early where the time is over.
        forced
            Sites that perturbations force open, and their chances. Default: any.
        """
        s, lists = self.state, self._lists
        sites, chance = (self.free, None) if forced is None else forced
        best, at, lowest = s.open.copy(), self.value, self.value
        n_open, until, stale = max(1, int(s.open.sum())), self.spent + effort, 0
        patience = max(_LEAST_PATIENCE, _PATIENCE * n_open)
        reach = max(_LEAST_REACH, _REACH * len(s.free) // n_open)
        small, window = self._small, _WINDOW * abs(self.value)
        while len(sites) and stale < patience and self.spent < until and not clock.over:
            first = rng.choice(sites, _AT_ONCE, p=chance)
            draws = rng.random((_AT_ONCE, _MOST_KICKS, 2))
            most = _KICKS + (_MOST_KICKS - _KICKS) * stale // patience
            kicks = rng.integers(1, most + 1, _AT_ONCE)
            before = lowest
            at, lowest = interchange_kernels.perturb(
                first, kicks, draws, (small, window), self._home, reach, lists, s, best, at, lowest
            )
            stale = 0 if lowest < before else stale + _AT_ONCE
        self.value = at
        return best
