"""What rounding is allowed where a sum is held to an edge: nothing where every such sum is exact in floating point.

Whole numbers, halves and the like are summed exactly while no sum needs more than 53 binary digits; then an edge is an
edge, at any size. Decimals are not exact: 0.1 + 0.2 is above 0.3. Then a sum of n terms may pass its edge by what such
a sum can be off, (n + 8) * 2^-53 times the sum of the magnitudes, whatever the unit.
"""

from __future__ import annotations

import numpy as np

from narvaro.siting.form.problem import Floats

__all__ = [
    "EXACT",
    "MORE",
    "SMALLEST",
    "ULP",
    "UNIT",
    "passed",
    "power_of_two",
    "powers_of_two",
    "quantum",
    "sum_slack",
]

_DIGITS = 53  # binary ones of a float64's mantissa
SMALLEST = 1e-300
"""Stands for zero where something is divided by it, whatever the unit."""
UNIT = 2.0**-53
"""What one rounding is off by at most, as a share."""
EXACT = 2.0**_DIGITS
"""Whole numbers below this are exact in a float, and so are their sums."""
ULP = 2.0**-52
"""How far the next float lies from one, as a share."""
MORE = 8
"""Roundings of a figure before it was added."""


def power_of_two(value: float) -> float:
    """Return the largest power of two at most a value, 1 where it is zero or not finite.

    Examples
    --------
    >>> power_of_two(9.0), power_of_two(0.3), power_of_two(0.0)
    (8.0, 0.25, 1.0)
    """
    if not 0 < value < np.inf:
        return 1.0
    # `frexp` tells the exponent of a mantissa from a half to one, hence one less; `log2` may be off by one near a power
    return float(np.ldexp(1.0, int(np.frexp(value)[1]) - 1))


def powers_of_two(values: Floats) -> Floats:
    """Return the largest power of two at most each value, 1 where it is zero or not finite."""
    some = (values > 0) & np.isfinite(values)  # the others get 1, a unit that changes nothing
    safe = np.where(some, values, 1.0)
    return np.asarray(np.ldexp(1.0, np.frexp(safe)[1] - 1), np.float64)


def quantum(terms: Floats) -> float:
    """Return the power of two that all terms are multiples of, where every sum of them is exact in float64; else 0.

    Examples
    --------
    >>> quantum(np.array([3.0, 1e9])), quantum(np.array([0.5, 0.75])), quantum(np.array([0.1, 0.2]))
    (1.0, 0.25, 0.0)
    """
    used = np.abs(terms[(terms != 0) & np.isfinite(terms)])
    if not len(used):
        return 1.0
    mantissa, exponent = np.frexp(used)
    # each mantissa as a whole number; `x & -x` is its lowest binary digit that is one, in two's complement
    whole = (mantissa * 2.0**_DIGITS).astype(np.int64)
    lowest = int((np.frexp((whole & -whole).astype(np.float64))[1] + exponent).min()) - _DIGITS - 1
    # the largest sum and the lowest digit must fit into one mantissa
    return float(np.ldexp(1.0, lowest)) if np.frexp(used.sum())[1] - lowest <= _DIGITS else 0.0


def sum_slack(terms: Floats) -> float:
    """Return by how much a sum of the terms may pass an edge: zero where such sums are exact.

    Examples
    --------
    >>> sum_slack(np.array([1e15, 1.0])), sum_slack(np.array([0.1, 0.2])) < 1e-15
    (0.0, True)
    """
    if quantum(terms):
        return 0.0
    return (len(terms) + MORE) * UNIT * float(np.abs(terms[np.isfinite(terms)]).sum())


def passed(load: Floats, room: Floats, weight: Floats) -> Floats:
    """Return by how much what sites serve passes their room, by more than rounding; shape (n_sites,).

    A share of an area is a fraction, such as a third, that float64 rounds, so what a site serves may be off by rounding
    even where the room is kept exactly.

    Examples
    --------
    >>> passed(np.array([0.1 + 0.2, 3.0]), np.array([0.3, 2.0]), np.array([0.1, 0.2, 3.0])).tolist()
    [0.0, 1.0]
    """
    over = np.maximum(load - np.where(np.isinf(room), load, room), 0.0)
    # shares are rounded in proportion to the load; weights and rooms as any sum, which is nothing for whole numbers
    slack = (len(weight) + MORE) * UNIT * load + sum_slack(np.concatenate([weight, room[np.isfinite(room)]]))
    return np.asarray(np.where(over > slack, over, 0.0))
