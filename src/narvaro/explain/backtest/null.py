r"""What chance alone would name: municipalities drawn at random among those that the rules let the plan name.

Two draws are stated. *Alike*: each municipality is as likely as any other. The hits are then hypergeometric,

.. math:: P(H = h) = \binom{K}{h} \binom{M - K}{n - h} \Big/ \binom{M}{n}

with :math:`M` municipalities to draw from, :math:`K` of them decided on, and :math:`n` drawn. *By people*: each next
one with a chance proportional to its people, drawn many times with a set seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom

DRAWS = 20_000
SEED = 2021
"""Any number will do; it is set so that the same table comes out every time."""
LEVEL = 0.95
"""Of the interval."""


@dataclass(frozen=True)
class Null:
    """Hits by chance.

    Attributes
    ----------
    mean
        Expected hits.
    low, high
        At least 95 per cent of the draws have from `low` to `high` hits, each tail at most 2.5.
    """

    mean: float
    low: int
    high: int


def alike(among: int, decided: int, drawn: int) -> Null:
    """Return hits of draws in which all are as likely, worked out exactly.

    Parameters
    ----------
    among, decided, drawn
        Municipalities to draw from, those of them that were decided on, and those drawn.

    Examples
    --------
    Two drawn of four, of which two are right: one on average; none in one draw of six, so none is no surprise.

    >>> alike(4, 2, 2)
    Null(mean=1.0, low=0, high=2)
    """
    tail = (1 - LEVEL) / 2
    low, high = (int(hypergeom.ppf(at, among, decided, drawn)) for at in (tail, 1 - tail))
    return Null(drawn * decided / among if among else 0.0, low, high)


def by_people(people: Mapping[str, float], decided: Set[str], drawn: int, seed: int = SEED) -> Null:
    """Return hits of draws one after the other, each with a chance proportional to its people among those left.

    The order of exponential waiting times with rates like the people is such a draw (Efraimidis and Spirakis 2006).

    Parameters
    ----------
    people
        By code: people of each municipality to draw from.
    decided
        Codes that were decided on.
    drawn
        How many are drawn.

    Examples
    --------
    >>> by_people({"a": 999_999.0, "b": 1.0, "c": 1.0}, {"a"}, 1)
    Null(mean=1.0, low=1, high=1)
    """
    codes = [code for code in sorted(people) if people[code] > 0]
    drawn = min(drawn, len(codes))
    if not drawn:
        return Null(0.0, 0, 0)
    rates = np.array([people[code] for code in codes])
    waits = np.random.default_rng(seed).exponential(size=(DRAWS, len(codes))) / rates
    first = np.argpartition(waits, drawn - 1, axis=1)[:, :drawn]
    hits = np.isin(np.array(codes), sorted(decided))[first].sum(axis=1)
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(hits, [tail, 1 - tail], method="closest_observation")
    return Null(round(float(hits.mean()), 3), int(low), int(high))
