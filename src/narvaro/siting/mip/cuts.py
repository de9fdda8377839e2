"""What is told to HiGHS about a plan of its that breaks a limit.

HiGHS keeps rows to a tolerance. A plan of its is compared exactly, and where it breaks a limit, a row of ones is added
that every plan keeps and this one does not. Say sites C pick options that alone break an upper edge, whatever the rest
picks; then not all of C can pick options that use as much (a cover, Balas 1975):

    sum_{j in C} sum_{k of j with a_k >= a of j's pick} y_k <= |C| - 1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.form.keeps import above
from narvaro.siting.form.problem import Floats, is_whole
from narvaro.siting.layout.layout import Model
from narvaro.siting.search.local import Search
from narvaro.siting.search.value import broken_in, plan_value

__all__ = ["Cut", "cut_off", "cut_off_limits"]


class Cut(NamedTuple):
    """At most so many of these options, in the order of the choices, are in a plan."""

    options: NDArray[np.int64]
    most: int


def cut_off(model: Model, pick: NDArray[np.int64]) -> Cut | None:
    """Return a row that every plan keeps and this one breaks; None where the plan keeps limits and ceilings."""
    if cut := cut_off_limits(model, pick):
        return cut
    if model.ceiling_rows:
        search = Search(model)
        search.load(pick)
        if not plan_value(model, search)[1]:
            return Cut(pick, len(pick) - 1)
    return None


def cut_off_limits(
    model: Model, pick: NDArray[np.int64], limits: NDArray[np.int64] | None = None
) -> Cut | None:
    """Return such a row for (some of) the limits alone."""
    broken = broken_in(model, pick)
    broken = broken if limits is None else np.intersect1d(broken, limits)
    return _cover(model, int(broken[0]), pick) if len(broken) else None


def _cover(model: Model, r: int, pick: NDArray[np.int64]) -> Cut:
    c, limits = model.choices, model.problem.limits
    # the row as given, in the problem's order of options: kernels have it by option only
    use = np.zeros(len(c.site))
    part = slice(limits.matrix.indptr[r], limits.matrix.indptr[r + 1])
    use[model.from_options(limits.matrix.indices[part])] = limits.matrix.data[part]
    edge = float(limits.upper[r])
    if use[pick].sum() - limits.upper[r] < limits.lower[r] - use[pick].sum():
        # a lower edge that is broken is an upper one of the other sign
        use, edge = (
            -use,
            -float(limits.lower[r]),
        )
    least = np.minimum.reduceat(use, c.site_ptr[:-1])
    # first the sites that use most above their least: few of them are then enough, and a short row cuts off more plans
    order = np.argsort(least - use[pick], kind="stable")
    whole = bool(limits.whole_use[r] and is_whole(np.array(edge)))
    few, many = 0, len(pick)
    if _breaks(use[pick], least, order, many, edge, whole):
        while many - few > 1:  # the fewest sites that are enough
            middle = (few + many) // 2
            if _breaks(use[pick], least, order, middle, edge, whole):
                many = middle
            else:
                few = middle
        # with decimals a row over all sites would rule out plans that pass the edge by no more than rounding
        if many < len(pick) or whole:
            sites = np.zeros(len(pick), bool)
            sites[order[:many]] = True
            return Cut(np.flatnonzero(sites[c.site] & (use >= use[pick][c.site])), many - 1)
    return Cut(pick, len(pick) - 1)


def _breaks(
    use: Floats, least: Floats, order: NDArray[np.int64], many: int, edge: float, whole: bool
) -> bool:
    """Whether the first sites of an order break an edge with what they use, whatever the others pick."""
    used = least.copy()
    used[order[:many]] = use[order[:many]]
    return above(used, edge, whole)
