"""What `solve` returns: a plan, its value, a proven bound, and what the proof rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypedDict, get_args

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.form.problem import Sparse

__all__ = [
    "CLOSED",
    "LEAST_VALUE",
    "REASONS",
    "RESTS_ON",
    "STATUSES",
    "Branch",
    "Certificate",
    "Counted",
    "GapAndStatus",
    "MirCut",
    "Multipliers",
    "Progress",
    "Served",
    "Solution",
    "Stage",
    "closed",
    "relative_gap",
    "standing",
    "whole_bound",
]

CLOSED = 1e-9
"""Relative gap that counts as closed: rounding, not a better plan."""

LEAST_VALUE = 1e-9
"""A value nearer to zero counts as this much in a relative gap, which else would have no end."""

# a bound that passes a whole number by no more is rounded up to that number, not to the next
_WHOLE_HAIR = 1e-6
# of a value: bounds are no finer, so from 5e11 steps on one step is not told from rounding
_SURE_STEPS = 2e-12

Status: TypeAlias = Literal["optimal", "feasible"]
Served: TypeAlias = tuple[tuple[Sparse, ...] | None, ...]  # by layer, then by year
StoppedBy: TypeAlias = Literal["proven", "gap", "time", "rounds", "interrupt", "step"]
RestsOn: TypeAlias = Literal["lagrangian", "highs"]
STATUSES, REASONS, RESTS_ON = (get_args(words) for words in (Status, StoppedBy, RestsOn))


def relative_gap(value: float, bound: float) -> float:
    """Return how far the bound lies below the value, as a share of the value.

        gap = (value - bound) / max(|value|, 1e-9)

    Examples
    --------
    >>> relative_gap(200.0, 199.0)
    0.005
    """
    return max(0.0, value - bound) / max(abs(value), LEAST_VALUE)


def whole_bound(bound: float) -> float:
    """Return a bound where every plan costs a whole number: the next one up, by more than rounding.

    Examples
    --------
    >>> whole_bound(199.2), whole_bound(199.0000001), whole_bound(5e10 + 0.25)
    (200.0, 199.0, 50000000001.0)
    """
    # from a million on the hair grows with the bound, as the rounding of its sums does
    hair = _WHOLE_HAIR * max(1.0, abs(bound) * _WHOLE_HAIR)
    return float(np.ceil(bound - hair)) if np.isfinite(bound) else bound


def closed(value: float, bound: float, step: float = 0.0) -> bool:
    """Whether no plan can cost less than a value, by its bound: no further apart than rounding.

    Where every plan costs a multiple of a step, a plan that is better by one step is no rounding, up to 5e11 steps;
    beyond that bounds are no finer.

    Examples
    --------
    >>> closed(4e11 + 1, 4e11), closed(4e11 + 1, 4e11, 1.0), closed(4e11, 4e11, 1.0)
    (True, False, True)
    """
    apart = max(0.0, value - bound)
    near = apart <= CLOSED * max(abs(value), LEAST_VALUE)
    # a billionth of 4e11 is 400: without the step a plan worse by one whole unit would be called optimal
    return near and (step == 0 or apart < step or apart <= _SURE_STEPS * abs(value))


class GapAndStatus(TypedDict):
    """The five fields of a solution that go together."""

    value: float
    bound: float
    gap: float
    status: Status
    stopped_by: StoppedBy


def standing(value: float, bound: float, reason: StoppedBy, step: float = 0.0) -> GapAndStatus:
    """Return value, bound, gap, status and reason as a solution tells them: a closed gap is zero, optimal and proven.

    `step` is what all plans' values are multiples of, as in `closed`.

    Examples
    --------
    >>> standing(200.0, 199.0, "time")["status"], standing(200.0, 200.0, "time")["stopped_by"]
    ('feasible', 'proven')
    """
    gap = relative_gap(value, bound)
    if closed(value, bound, step):
        # the bound is told as the value: a reader of both must not take rounding for a gap
        return GapAndStatus(value=value, bound=value, gap=0.0, status="optimal", stopped_by="proven")
    return GapAndStatus(value=value, bound=bound, gap=gap, status="feasible", stopped_by=reason)


@dataclass(frozen=True)
class Progress:
    """Where a run stands: given to the progress callback."""

    value: float
    bound: float
    gap: float
    seconds: float


@dataclass(frozen=True, eq=False)
class Multipliers:
    """One set of multipliers of all that the Lagrangian relaxes. No array of it is ever changed in place.

    Parameters
    ----------
    client
        Of the assignment rows, shape (N, n_years): the clients of all layers in one list, in units of cost.
    limit
        Of the limits, shape (R,).
    ceiling
        Of the layers' ceilings, shape (n_layers, n_years).
    """

    client: NDArray[np.float64]
    limit: NDArray[np.float64]
    ceiling: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Stage:
    """One step of the proof: multipliers, and the options that they rule out.

    Parameters
    ----------
    client
        Multipliers of the assignment rows, one array (n_areas, n_years) a layer, in units of the layer's cost.
    limit
        Multipliers of the limits, shape (R,).
    ceiling
        Multipliers of the layers' ceilings, shape (n_layers, n_years).
    removed
        Options that no plan cheaper than `level` can use, given these multipliers.
    level
        What every plan that uses a removed option costs at least.
    """

    client: tuple[NDArray[np.float64], ...]
    limit: NDArray[np.float64]
    ceiling: NDArray[np.float64]
    removed: NDArray[np.int64]
    level: float


@dataclass(frozen=True, eq=False)
class Branch:
    """A node of the proof's tree: the options of its parent, less some of one site's.

    Parameters
    ----------
    parent
        Number of the parent in the tree; -1: the options that the stages left.
    removed
        Options of one site that are left out here; the parent's other child has them.
    stage
        The node's multipliers, and the options that they rule out for its children.
    """

    parent: int
    removed: NDArray[np.int64]
    stage: Stage


@dataclass(frozen=True, eq=False)
class Counted:
    """A proof over the numbers of options of each type: what sets of multipliers say of them, and boxes that hold all.

    With stage t's multipliers, and `price[t, h]` more for each option of type h, the Lagrangian is alpha_t, so a plan
    with counts n costs at least alpha_t - price_t . n. Node 0 of the tree holds all counts. The p-th split parts a
    node at a sum of counts: node 2p + 1 has at most `at`, node 2p + 2 at least one more. Leaves are never split.

    Parameters
    ----------
    option_type
        Type of each option, shape (K,).
    added
        Sums of limits, 0 or 1, of which the options of a type use the same, shape (W, R).
    sums
        Sums of counts, 0 or 1, shape (B, H).
    stages, price
        Multipliers, and the prices of the types, shape (T, H).
    node, total, at
        The split node, its sum and where it is parted, shape (P,).
    duals
        For each node the multipliers that bound it: of the sums, of the added limits, of the classes of sites (those
        with options of the same types, in the order of their first site), weights of the stages. SciPy sparse,
        shape (2 P + 1, B + W + G + T). Those of nodes that are split are empty.
    """

    option_type: NDArray[np.int64]
    added: NDArray[np.float64]
    sums: NDArray[np.float64]
    stages: tuple[Stage, ...]
    price: NDArray[np.float64]
    node: NDArray[np.int64]
    total: NDArray[np.int64]
    at: NDArray[np.int64]
    duals: Sparse


@dataclass(frozen=True, eq=False)
class MirCut:
    """A limit rounded: a row that every plan keeps since its options are whole (mixed-integer rounding).

    Parameters
    ----------
    limit
        Number of the limit that it is made of.
    upper
        Whether of its upper edge, or of its lower one with the other sign.
    shift
        Whole numbers taken from the coefficients of each site's options, shape (n_sites,).
    divisor
        A whole number of one or more.
    scale
        What the limit is multiplied by first, so that its coefficients are whole: 10 where they have one decimal.
    """

    limit: int
    upper: bool
    shift: NDArray[np.int64]
    divisor: int
    scale: int = 1


@dataclass(frozen=True, eq=False)
class Certificate:
    """The proof of a bound, in stages that `check` repeats from the raw arrays.

    Each stage's Lagrangian value holds for the options that earlier stages left. The bound is the smallest of the
    levels and of what the last stage (or the leaves of the tree, or HiGHS, on the options left at the end) gives.

    Parameters
    ----------
    stages
        In order. The last one removes nothing.
    integral
        Whether all data are whole numbers, so that a bound may be rounded up to the next one.
    highs
        The bound that HiGHS proved on what was left, or None.
    tree
        Nodes of the branch and bound over what the stages left, parents first; the leaves are those without children.
    counted
        A proof over the counts of what the stages left, in place of the last stage's own value.
    cuts
        Limits rounded, which stand after the given ones: multipliers of limits are R + len(cuts).
    prices
        Where layers share a capacity: the price of each unit of it by year and site, shape (n_years, n_sites). All else
        in the proof is then about the problem in which that is paid on top of the way (`docs/siting.md`).
    """

    stages: tuple[Stage, ...]
    integral: bool = False
    highs: float | None = None
    tree: tuple[Branch, ...] = ()
    counted: Counted | None = None
    cuts: tuple[MirCut, ...] = ()
    prices: NDArray[np.float64] | None = None

    @property
    def step(self) -> float:
        """What every plan's value is a multiple of; zero where that is not known."""
        return 1.0 if self.integral and self.prices is None else 0.0


@dataclass(frozen=True, eq=False)
class Solution:
    """A plan with its proof.

    Parameters
    ----------
    option
        The option that each site picks, shape (n_sites,): an index into `problem.options`.
    value, bound
        What the plan costs; what every plan costs at least.
    gap
        `(value - bound) / max(|value|, 1e-9)`.
    status
        "optimal" only when the gap is closed.
    stopped_by
        "proven" (gap closed), "gap" (the wanted gap), "time", "rounds" (as many as it may), "interrupt", or "step"
        (the method ended by itself).
    seconds
        Wall-clock time.
    certificate
        Multipliers that `check` recomputes the bound from.
    reduced_cost
        Shape (K,): the bound for plans that use option k is at least `lagrangian + reduced_cost[k]`.
    lagrangian
        The Lagrangian value that `reduced_cost` goes with.
    bound_rests_on
        "lagrangian": the certificate alone; "highs": the last part of the bound is HiGHS's word.
    rounds
        Rounds of the subgradient method.
    served
        Where a layer has capacity: for each such layer (None for the others) and each year the share of each area that
        each site serves, SciPy sparse, shape (n_areas, n_sites), 0 to 1. The rest of an area is unserved.
    prepared
        The nearest lists, so that a warm start with the same layers need not read the costs again.
    """

    option: NDArray[np.int64]
    value: float
    bound: float
    gap: float
    status: Status
    stopped_by: StoppedBy
    seconds: float
    certificate: Certificate
    reduced_cost: NDArray[np.float64]
    lagrangian: float
    bound_rests_on: RestsOn = "lagrangian"
    rounds: int = 0
    served: Served | None = None
    prepared: object = field(default=None, repr=False)

    def __getstate__(self) -> dict[str, object]:
        """Leave the lists out when pickled; they are made again where needed."""
        return {**self.__dict__, "prepared": None}
