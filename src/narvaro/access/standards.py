"""Standards met, missed, or not measurable here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from narvaro.access.beyond import people_beyond
from narvaro.access.groups import group_labels
from narvaro.access.values import aligned, people_array
from narvaro.case import Standard

StandardStatus = Literal["met", "missed", "not_measurable"]

_HAIR = 1e-12  # a share that falls short by less than rounding is enough


@dataclass(frozen=True)
class Verdict:
    """How one standard stands.

    Attributes
    ----------
    status
        `met`, `missed` or `not_measurable`.
    reason
        Catalogue key that says why it cannot be measured; empty where it can.
    share
        Share of people within the limit; for a rule on every group, that of the group worst off. NaN where
        it cannot be measured.
    people, people_beyond, people_unknown
        People the rule is about; those of them outside it; people whose group is not stated, who are in
        neither figure.
    groups, groups_missed, worst_group
        For a rule on every group: how many there are, how many miss it, which is worst off.
    """

    status: StandardStatus
    reason: str = ""
    share: float = float("nan")
    people: float = float("nan")
    people_beyond: float = float("nan")
    people_unknown: float = float("nan")
    groups: int = 0
    groups_missed: int = 0
    worst_group: str = ""


def judge(
    standard: Standard,
    areas: pd.DataFrame,
    minutes: Mapping[str, pd.Series[Any]],
    km: pd.Series[Any] | None = None,
) -> Verdict:
    r"""Return whether a standard is met.

    .. math:: \frac{\sum_{i \in G: t_i \le T} p_i}{\sum_{i \in G} p_i} \ge s

    with *G* the areas of the rule, :math:`p_i` people, :math:`t_i` minutes or kilometres to the nearest
    office, *T* the limit and *s* the share asked for. A rule with `each` must hold in every group with
    people. Without reach counts as beyond the limit.

    Parameters
    ----------
    standard
        The rule.
    areas
        The case's areas: `people` and the columns that the rule names.
    minutes
        By mode (`car`, `walk`): minutes to the nearest office by area.
    km
        Kilometres as the crow flies to the nearest office by area, for rules given as a distance; see `nearest_km`.

    Examples
    --------
    >>> areas = pd.DataFrame({"people": [90.0, 10.0], "town": [True, False]}, index=["a", "b"])
    >>> minutes = {"car": pd.Series({"a": 12.0, "b": 45.0})}
    >>> judge(Standard("own", "car", 30.0, 0.95), areas, minutes).status
    'missed'
    >>> judge(Standard("own", "car", 30.0, 0.95, "town", (True,)), areas, minutes).status
    'met'
    >>> judge(Standard("own", "walk", 20.0, 0.95), areas, minutes).reason
    'access.standard.no_way'
    >>> judge(Standard("own", "distance", 5.0, 0.9), areas, minutes, pd.Series({"a": 2.0, "b": 7.0})).status
    'met'
    """
    given = km if standard.unit == "km" else minutes.get(standard.mode)
    if given is None:
        return Verdict("not_measurable", "access.standard.no_way")
    reason = _why_not(standard, areas)
    if reason:
        return Verdict("not_measurable", reason)
    known, inside = _group(standard, areas)
    people = areas["people"]
    unknown = float(people[~known].sum())
    people, way = people[inside], aligned(areas.index, given, standard.mode)[inside]
    if not float(people.sum()) > 0:
        return Verdict("not_measurable", "access.standard.nobody", people_unknown=unknown)
    beyond = people_beyond(way, people, standard.limit)
    if standard.each is None:
        share = 1 - beyond / float(people.sum())
        status: StandardStatus = "met" if share >= standard.share - _HAIR else "missed"
        return Verdict(status, "", share, float(people.sum()), beyond, unknown)
    by_group = _shares(way, people, group_labels(areas[standard.each])[inside], standard.limit)
    missed = int((by_group < standard.share - _HAIR).sum())
    return Verdict(
        "missed" if missed else "met",
        "",
        float(by_group.min()),
        float(people.sum()),
        beyond,
        unknown,
        len(by_group),
        missed,
        str(by_group.idxmin()),
    )


def _why_not(standard: Standard, areas: pd.DataFrame) -> str:
    if any(name is not None and name not in areas for name in (standard.column, standard.each)):
        return "access.standard.no_column"
    if standard.column is not None and not _of_values(standard, areas).any():
        return "access.standard.no_value"
    return ""


def _group(standard: Standard, areas: pd.DataFrame) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Return for each area whether its groups are stated, and whether the rule is about it."""
    known = pd.Series(True, index=areas.index)
    for name in (standard.column, standard.each):
        if name is not None:
            known &= group_labels(areas[name]) != ""
    if standard.column is None:
        return known, known
    return known, known & _of_values(standard, areas)


def _of_values(standard: Standard, areas: pd.DataFrame) -> pd.Series[bool]:
    """Return which areas have one of the values that a rule names, whatever type they stand in."""
    wanted = group_labels(pd.Series(list(standard.values), dtype=object))
    return group_labels(areas[str(standard.column)]).isin(set(wanted))


def _shares(
    way: pd.Series[Any], people: pd.Series[Any], labels: pd.Series[Any], limit: float
) -> pd.Series[Any]:
    within = people.where(way <= limit, 0.0).groupby(labels).sum()
    everyone = people.groupby(labels).sum()
    inhabited = everyone > 0
    return (within[inhabited] / everyone[inhabited]).sort_index()


def standards_table(
    standards: Iterable[Standard],
    areas: pd.DataFrame,
    minutes: Mapping[str, pd.Series[Any]],
    km: pd.Series[Any] | None = None,
) -> pd.DataFrame:
    """Return how each standard stands, one row a rule; `minutes` and `km` as in :func:`judge`.

    Returns
    -------
    By standard id: `mode`, `limit`, `unit`, `required_share`, `column`, `each`, `source`, and the fields of
    :class:`Verdict`.

    Examples
    --------
    >>> areas = pd.DataFrame({"people": [90.0, 10.0]}, index=["a", "b"])
    >>> minutes = {"car": pd.Series({"a": 12.0, "b": 45.0})}
    >>> standards_table([Standard("own", "car", 30.0, 0.9)], areas, minutes)[["share", "status"]]
         share status
    id
    own    0.9    met
    """
    people_array(areas.index, areas["people"])
    rows = []
    for rule in standards:
        verdict = judge(rule, areas, minutes, km)
        rows.append(
            {
                "id": rule.id,
                "mode": rule.mode,
                "limit": rule.limit,
                "unit": rule.unit,
                "required_share": rule.share,
                "column": rule.column or "",
                "each": rule.each or "",
                "source": rule.source,
                **vars(verdict),
            }
        )
    columns = ["id", "mode", "limit", "unit", "required_share", "column", "each", "source"]
    columns += list(Verdict.__dataclass_fields__)
    table = pd.DataFrame(rows, columns=columns)
    return table.set_index("id").replace({None: np.nan}) if rows else table.set_index("id")
