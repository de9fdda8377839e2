"""How uneven a burden or a good is spread over people: Gini, Theil with its exact split, Atkinson."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from narvaro.access.values import FloatArray, aligned, finite, weighed
from narvaro.errors import Fault, SettingError


def gini(values: pd.Series[Any], people: pd.Series[Any]) -> float:
    r"""Return the Gini coefficient.

    .. math:: G = \frac{\sum_i \sum_j p_i p_j |t_i - t_j|}{2 P^2 \bar t}

    with :math:`p_i` people, :math:`P` their sum, :math:`t_i \ge 0` minutes (or any amount) and
    :math:`\bar t` their mean over people. It is computed from the Lorenz curve, in n log n steps.

    Returns
    -------
    A number from 0 (everybody has the same) to just under 1; NaN where nobody lives.

    Raises
    ------
    SettingError
        If labels differ, a value is below zero, or somebody lives beyond all reach.

    References
    ----------
    Gini, C. (1912). *Variabilità e mutabilità*. Bologna.

    Examples
    --------
    One person in four carries everything: G = 1 - 1/4.

    >>> gini(pd.Series([0.0, 0.0, 0.0, 8.0]), pd.Series([1, 1, 1, 1]))
    0.75
    """
    far, weights = weighed(values, people, lowest=0.0)
    finite(far, "gini")
    if not weights.size:
        return float("nan")
    total = float(far @ weights)
    if total == 0:
        return 0.0
    order = np.argsort(far, kind="stable")
    weights = weights[order] / weights.sum()
    upto = np.cumsum(far[order] * weights)
    upto /= upto[-1]
    below = np.concatenate(([0.0], upto[:-1]))
    return float(max(0.0, 1.0 - weights @ (upto + below)))


def theil(values: pd.Series[Any], people: pd.Series[Any]) -> float:
    r"""Return Theil's first measure, T.

    .. math:: T = \sum_i \frac{p_i}{P} \frac{t_i}{\bar t} \ln \frac{t_i}{\bar t}

    with :math:`p_i` people, :math:`P` their sum, :math:`t_i \ge 0` minutes and :math:`\bar t` their mean
    over people; :math:`0 \ln 0` is 0.

    Returns
    -------
    A number from 0 to :math:`\ln (P / p)`, *p* the smallest area's people; no unit; NaN where nobody lives.

    Raises
    ------
    SettingError
        If labels differ, a value is below zero, or somebody lives beyond all reach.

    References
    ----------
    Theil, H. (1967). *Economics and Information Theory*. North-Holland.

    Examples
    --------
    One person in four carries everything: T = ln 4.

    >>> round(theil(pd.Series([0.0, 0.0, 0.0, 8.0]), pd.Series([1, 1, 1, 1])), 6)
    1.386294
    """
    far, weights = weighed(values, people, lowest=0.0)
    return _theil(finite(far, "theil"), weights)


def _theil(far: FloatArray, weights: FloatArray) -> float:
    if not weights.size:
        return float("nan")
    mean = float(far @ weights) / float(weights.sum())
    if mean == 0:
        return 0.0
    ratio = far / mean
    terms = np.zeros_like(ratio)
    np.log(ratio, out=terms, where=ratio > 0)
    return float(max(0.0, (ratio * terms) @ weights / weights.sum()))


@dataclass(frozen=True)
class TheilSplit:
    """Theil's measure in its two parts.

    Attributes
    ----------
    total
        Theil T over all people; within + between.
    within
        What would be left if all groups had the same mean.
    between
        What would be left if everybody within a group had the same.
    groups
        By group: `people`, `mean`, `share_of_people`, `share_of_value`, `theil` (inside the group) and
        `within_part` (what the group adds to `within`).
    """

    total: float
    within: float
    between: float
    groups: pd.DataFrame

    @property
    def between_share(self) -> float:
        """The share of all inequality that lies between groups; NaN where there is none."""
        return self.between / self.total if self.total > 0 else float("nan")


def theil_split(values: pd.Series[Any], people: pd.Series[Any], groups: pd.Series[Any]) -> TheilSplit:
    r"""Split Theil T exactly into inequality within groups and between them.

    .. math::
        T = \underbrace{\sum_g s_g T_g}_{within}
          + \underbrace{\sum_g s_g \ln \frac{\bar t_g}{\bar t}}_{between},
        \qquad s_g = \frac{P_g \bar t_g}{P \bar t}

    with :math:`P_g`, :math:`\bar t_g` and :math:`T_g` the people, the mean and Theil T of group *g*.

    Parameters
    ----------
    values, people, groups
        By area, the same labels; an area without a group (missing) belongs to a group of its own, `""`.

    Raises
    ------
    SettingError
        If labels differ, a value is below zero, or somebody lives beyond all reach.

    References
    ----------
    Theil, H. (1967). *Economics and Information Theory*. North-Holland.
    Shorrocks, A. F. (1980). The class of additively decomposable inequality measures. *Econometrica*
    48(3), 613-625.

    Examples
    --------
    Two groups, equal inside: all of it lies between them.

    >>> split = theil_split(
    ...     pd.Series([10.0, 10.0, 30.0, 30.0]), pd.Series([1, 1, 1, 1]), pd.Series(["a", "a", "b", "b"])
    ... )
    >>> split.within, round(split.between, 6), split.between_share
    (0.0, 0.130812, 1.0)
    """
    label = aligned(values.index, groups, "groups").astype(object)
    names = label.where(label.notna(), "").to_numpy()
    far, _ = weighed(values, people, lowest=0.0)
    finite(far, "theil")
    total = theil(values, people)
    rows: dict[Any, dict[str, float]] = {}
    for name in sorted(set(names.tolist()), key=str):
        here = names == name
        part, weights = weighed(values[here], people.reindex(values.index)[here], lowest=0.0)
        if weights.size:
            rows[name] = {
                "people": float(weights.sum()),
                "mean": float(part @ weights / weights.sum()),
                "theil": _theil(part, weights),
            }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["people", "mean", "theil"])
    table.index.name = groups.name if groups.name is not None else "group"
    table["share_of_people"] = table["people"] / table["people"].sum()
    value = table["people"] * table["mean"]
    all_value = float(value.sum())
    table["share_of_value"] = value / all_value if all_value > 0 else 0.0
    table["within_part"] = table["share_of_value"] * table["theil"]
    within = float(table["within_part"].sum())
    between = _between(table) if len(table) else float("nan")
    return TheilSplit(total, within if len(table) else float("nan"), between, table)


def _between(table: pd.DataFrame) -> float:
    share = table["share_of_value"].to_numpy(dtype=np.float64)
    ratio = share / table["share_of_people"].to_numpy(dtype=np.float64)
    logs = np.zeros_like(ratio)
    np.log(ratio, out=logs, where=ratio > 0)
    return float(max(0.0, share @ logs))


def atkinson(values: pd.Series[Any], people: pd.Series[Any], epsilon: float) -> float:
    r"""Return Atkinson's index of a good, such as staff per person (not of a burden such as minutes).

    .. math::
        A = 1 - \frac{1}{\bar x} \Big( \sum_i \frac{p_i}{P} x_i^{1-\varepsilon} \Big)^{1/(1-\varepsilon)}

    and, at :math:`\varepsilon = 1`, one minus the geometric mean over the mean. For a burden the index
    would reward adding to the worst; use :func:`~narvaro.access.kolm_pollak.kolm_pollak_ede` there.

    Parameters
    ----------
    values
        An amount by area, zero or more, of something that is good to have.
    people
        People by area; the same labels.
    epsilon
        Aversion to inequality, above zero.

    Returns
    -------
    A number from 0 to 1: the share of the good that could be given up if it were spread evenly; NaN where
    nobody lives.

    Raises
    ------
    SettingError
        If labels differ, a value is below zero or missing, or `epsilon` is not above zero.

    References
    ----------
    Atkinson, A. B. (1970). On the measurement of inequality. *Journal of Economic Theory* 2(3), 244-263.

    Examples
    --------
    The geometric mean of 1 and 4 is 2, their mean 2.5: A = 1 - 2 / 2.5.

    >>> round(atkinson(pd.Series([1.0, 4.0]), pd.Series([1, 1]), 1.0), 12)
    0.2
    """
    if not 0 < epsilon < np.inf:
        raise SettingError([Fault("access.aversion", {"value": epsilon})])
    amounts, weights = weighed(values, people, lowest=0.0)
    finite(amounts, "Atkinson")
    if not weights.size:
        return float("nan")
    share = weights / weights.sum()
    mean = float(amounts @ share)
    if mean == 0:
        return 0.0
    if (amounts == 0).any() and epsilon >= 1:
        return 1.0
    ratio = amounts / mean
    if epsilon == 1:
        equal = float(np.exp(np.log(ratio) @ share))
    else:
        equal = float((ratio ** (1 - epsilon) @ share) ** (1 / (1 - epsilon)))
    return min(1.0, max(0.0, 1.0 - equal))
