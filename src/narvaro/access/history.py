"""Access through time: by year for each group, what each event did, and what a change between two years is made of.

Where an event is not dated to the year, a figure is a band. Its ends are two networks of one year, the least (every
opening as late and every closing as early as can be) and the most (the other way round); see
:meth:`narvaro.case.register.Register.standing`. A way to the nearest office never grows with one office more, so the
mean, the people beyond a limit and the effect of an event lie within the band whatever the dates were, and both ends
can be true. Measures of inequality may rise or fall with one office more: their two figures are those of the two
networks, and other dates could give a figure outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from narvaro.access.decomposition import shapley_split
from narvaro.access.effects import Effects, Grouped, effects_of, grouped
from narvaro.access.measures import INEQUALITY_MEASURES, Spread
from narvaro.access.table import DEFAULT_KAPPA_PER_MIN
from narvaro.access.times import Times, area_index, minute_blocks, site_index, site_positions
from narvaro.access.values import FloatArray, people_array, require_limit
from narvaro.case.conform import PEOPLE_OF_A_YEAR
from narvaro.case.register import Register
from narvaro.errors import Fault, SettingError
from narvaro.language.names import EVERYONE

ENDS = ("least", "most")
"""The two ends of a band: the network of the offices that surely stand, and that of all that may."""
FACTORS = ("decisions", "people", "travel")
"""What changes access: where offices stand, where people live, and how long a way takes."""


@dataclass(frozen=True, eq=False)
class History:
    """Access by year.

    Parameters
    ----------
    mode
        The mode of travel.
    by
        The grouping, or None.
    standard_min
        The limit of `people_beyond` and `share_beyond`, minutes.
    years
        The years; figures are of their last day.
    offices
        By year: `least` and `most` offices.
    access
        One row a year, group and end: `year, group, end, people, people_unreached, mean_min, people_beyond,
        share_beyond`; the group `everyone` is all people.
    inequality
        One row a year, measure and end: `year, measure, unit, end, value`; over people with a way, everyone in one.
    changes
        One row for two following years, group and end: `from, year, group, end, change_min` and its parts `decisions`,
        `people` and `travel`, minutes of the mean way, which sum to `change_min`. A part that is not known is NaN, and
        what it may have been is no part of `change_min`.
    effects
        What each event did.
    people_known, travel_known
        Whether people, or travel times, of several years were given.
    """

    mode: str
    by: str | None
    standard_min: float
    years: tuple[int, ...]
    offices: pd.DataFrame
    access: pd.DataFrame
    inequality: pd.DataFrame
    changes: pd.DataFrame
    effects: Effects
    people_known: bool
    travel_known: bool

    def band(self, figure: str, group: str = EVERYONE) -> pd.DataFrame:
        """Return a figure of a group by year: `low` and `high`."""
        own = self.access[self.access["group"] == group]
        ends = own.pivot_table(index="year", columns="end", values=figure, dropna=False)
        return pd.DataFrame({"low": ends.min(axis=1), "high": ends.max(axis=1)})

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, everyone left out."""
        return tuple(dict.fromkeys(g for g in self.access["group"] if g != EVERYONE))


def measure_history(
    register: Register,
    times: Times | Mapping[int, Times],
    people: pd.Series[Any] | pd.DataFrame,
    *,
    mode: str = "car",
    groups: pd.Series[Any] | None = None,
    years: Sequence[int] | None = None,
    standard_min: float = 30.0,
    unreached_min: float | None = None,
    kappa_per_min: float = DEFAULT_KAPPA_PER_MIN,
) -> History:
    r"""Measure access year by year.

    The mean way of a group at the end of a year is

    .. math:: \bar t = \frac{\sum_i p_i \min_{j \in N} t_{ij}}{\sum_i p_i}

    over its areas *i*, with people :math:`p`, minutes :math:`t` and the offices *N* that stand. Its change between two
    years is split into what the three of them did by their Shapley values (:func:`narvaro.access.shapley_split`).

    Parameters
    ----------
    register
        Which offices stand when.
    times
        Minutes from areas to every office of the register, for all years or by year.
    people
        People by area: a column for each year, or a series where only one year is known.
    mode
        The mode of travel.
    groups
        Groups of the areas; its name is the grouping.
    years
        The years, in order; those of the register if left out.
    standard_min
        The limit of `people_beyond`, minutes.
    unreached_min
        Minutes at which people without an office within reach are counted; without it their mean is infinite.
    kappa_per_min
        Aversion to inequality of the Kolm-Pollak equivalent, per minute.

    Raises
    ------
    SettingError
        If there are no years, people or travel times lack one, or an office has no travel times.

    Examples
    --------
    One office, and a second from 2023: ten people in a, and thirty in b, who have 20 minutes less from then on.

    >>> from narvaro.case.events import conform_events
    >>> from narvaro.case.register import register_of
    >>> sites = pd.DataFrame({"status": ["must_stay", "candidate"]}, index=["s1", "s2"])
    >>> told = pd.DataFrame({"site_id": ["s2"], "date": ["2023-05"], "event": ["opened"]})
    >>> register = register_of(sites, conform_events(told, sites, [])[0])
    >>> times = pd.DataFrame({"s1": [5.0, 25.0], "s2": [30.0, 5.0]}, index=["a", "b"])
    >>> history = measure_history(register, times, pd.Series({"a": 10, "b": 30}))
    >>> history.band("mean_min")["low"].to_dict(), history.changes["decisions"].tolist()
    ({2022: 20.0, 2023: 5.0}, [-15.0, -15.0])
    """
    require_limit(standard_min, "standard_min")
    chosen = tuple(register.years if years is None else years)
    by_year = dict(times) if isinstance(times, Mapping) else dict.fromkeys(chosen, times)
    heads = people if isinstance(people, pd.DataFrame) else pd.DataFrame(dict.fromkeys(chosen, people))
    _require_years(chosen, by_year, heads)
    by_year = {year: by_year[year] for year in chosen}
    index = area_index(by_year[chosen[0]])
    weights = {year: people_array(index, heads[year]) for year in chosen}
    parted = grouped(index, groups)
    figures = _Figures(parted, _ways(register, by_year, mode), weights, standard_min, unreached_min)
    several = {"people": isinstance(people, pd.DataFrame), "travel": isinstance(times, Mapping)}
    return History(
        mode=mode,
        by=None if groups is None else str(groups.name or "groups"),
        standard_min=standard_min,
        years=chosen,
        offices=_office_counts(register, chosen),
        access=figures.table(),
        inequality=_inequality(figures, index, groups, kappa_per_min),
        changes=_changes(figures, several),
        effects=effects_of(register, by_year, weights, parted, mode, unreached_min),
        people_known=several["people"],
        travel_known=several["travel"],
    )


def _require_years(years: Sequence[int], times: Mapping[int, Times], people: pd.DataFrame) -> None:
    faults = [] if years else [Fault("history.no_years")]
    for what, given in (("times", list(times)), ("people", list(people))):
        lacking = [year for year in years if year not in given]
        if lacking:
            faults.append(Fault("history.year_missing", {"what": what, "years": [str(y) for y in lacking]}))
    if faults:
        raise SettingError(faults)


def _office_counts(register: Register, years: Sequence[int]) -> pd.DataFrame:
    there = {year: register.standing_in(year) for year in years}
    counts = {year: (len(ends.sure), len(ends.possible)) for year, ends in there.items()}
    return pd.DataFrame.from_dict(counts, orient="index", columns=list(ENDS)).rename_axis("year")


MinutesByYears = dict[tuple[int, int], FloatArray]
"""Minutes to the nearest office by the year of the network and the year of the travel times: areas by ends."""


def _ways(register: Register, times: Mapping[int, Times], mode: str) -> MinutesByYears:
    """Return the minutes of each year's network, and of its neighbours' networks by the same travel times."""
    years = list(times)
    found: MinutesByYears = {}
    for made in {id(table): table for table in times.values()}.values():
        same = [year for year in years if times[year] is made]
        near = {years[k] for year in same for k in _beside(years.index(year), len(years))}
        names = list(site_index(made)[site_positions(made, register.offices)])
        ends = [register.standing_in(year) for year in sorted(near)]
        masks = [np.isin(names, sites) for end in ends for sites in (end.sure, end.possible)]
        minutes = np.empty((len(area_index(made)), len(masks)))
        for rows, block in minute_blocks(made, mode, register.offices):
            for k, mask in enumerate(masks):
                minutes[rows, k] = block[:, mask].min(axis=1, initial=np.inf)
        for k, network in enumerate(sorted(near)):
            found |= {(network, year): minutes[:, 2 * k : 2 * k + 2] for year in same}
    return found


def _beside(place: int, count: int) -> range:
    return range(max(place - 1, 0), min(place + 2, count))


@dataclass(frozen=True, eq=False)
class _Figures:
    """What the figures of a year and an end are made of."""

    groups: Grouped
    ways: MinutesByYears
    people: Mapping[int, FloatArray]
    standard_min: float
    unreached_min: float | None

    def means(self, network: int, people: int, travel: int) -> FloatArray:
        """Return the mean minutes with the network, people and travel times of three years: groups by ends."""
        return np.stack(
            [self._mean(way, self.people[people]) for way in self.ways[network, travel].T], axis=1
        )

    def _mean(self, minutes: FloatArray, people: FloatArray) -> FloatArray:
        far = minutes if self.unreached_min is None else np.minimum(minutes, self.unreached_min)
        lived = np.where(people > 0, far, 0.0)
        return _ratio(self.groups.sums(people * lived), self.groups.sums(people))

    def table(self) -> pd.DataFrame:
        """Return the figures of every year, group and end."""
        rows = []
        for year, people in self.people.items():
            for end, minutes in zip(ENDS, self.ways[year, year].T, strict=True):
                everyone, beyond = (
                    self.groups.sums(people),
                    self.groups.sums(people * ~(minutes <= self.standard_min)),
                )
                figures = {
                    "people": everyone,
                    "people_unreached": self.groups.sums(people * np.isinf(minutes)),
                    "mean_min": self._mean(minutes, people),
                    "people_beyond": beyond,
                    "share_beyond": _ratio(beyond, everyone),
                }
                rows.append(pd.DataFrame({"year": year, "group": self.groups.rows, "end": end, **figures}))
        return pd.concat(rows, ignore_index=True)


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    found = np.full(len(whole), np.nan)
    np.divide(part, whole, out=found, where=whole > 0)
    return found


def _inequality(
    figures: _Figures, index: pd.Index[Any], groups: pd.Series[Any] | None, kappa_per_min: float
) -> pd.DataFrame:
    rows = []
    for year, people in figures.people.items():
        for end, minutes in zip(ENDS, figures.ways[year, year].T, strict=True):
            reached = np.isfinite(minutes)
            spread = Spread(
                pd.Series(minutes[reached], index=index[reached]),
                pd.Series(people[reached], index=index[reached]),
                groups,
                kappa_per_min,
            )
            rows += [
                {"year": year, "measure": m.name, "unit": m.unit, "end": end, "value": m.of(spread)}
                for m in INEQUALITY_MEASURES
                if m.compared and not (m.grouped and groups is None)
            ]
    return pd.DataFrame(rows, columns=["year", "measure", "unit", "end", "value"])


def _changes(figures: _Figures, several: Mapping[str, bool]) -> pd.DataFrame:
    """Return what the mean way of each group changed by between following years, and its parts."""
    known = tuple(factor for factor in FACTORS if several.get(factor, True))
    rows = []
    for before, after in pairwise(figures.people):

        def mean(changed: frozenset[str], a: int = before, b: int = after) -> FloatArray:
            network, people, travel = (b if factor in changed else a for factor in FACTORS)
            return figures.means(network, people, travel)

        parts = dict(zip(known, shapley_split(mean, known), strict=True))
        whole = mean(frozenset(known)) - mean(frozenset())
        for k, end in enumerate(ENDS):
            told = {factor: parts[factor][:, k] if factor in parts else np.nan for factor in FACTORS}
            rows.append(
                pd.DataFrame(
                    {
                        "from": before,
                        "year": after,
                        "group": figures.groups.rows,
                        "end": end,
                        "change_min": whole[:, k],
                        **told,
                    }
                )
            )
    columns = ["from", "year", "group", "end", "change_min", *FACTORS]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=columns)


def people_by_year(areas: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame | pd.Series[Any]:
    """Return the people of areas in each of some years, from the columns `people_2021` and so on.

    A year without a column has the people of the nearest that has one, the earlier of two as near. Without any such
    column the people of the areas stand for all years, as a series.

    Examples
    --------
    >>> areas = pd.DataFrame({"people": [9.0], "people_2021": [7.0]}, index=["a"])
    >>> people_by_year(areas, (2020, 2021)).loc["a"].tolist()
    [7.0, 7.0]
    """
    known = years_of_people(areas)
    if not known:
        return areas["people"]
    of = {year: min((abs(one - year), one) for one in known)[1] for year in years}
    return pd.DataFrame({year: areas[f"people_{one}"] for year, one in of.items()}, index=areas.index)


def years_of_people(areas: pd.DataFrame) -> tuple[int, ...]:
    """Return the years whose people the areas hold, in order."""
    found = (PEOPLE_OF_A_YEAR.fullmatch(str(column)) for column in areas.columns)
    return tuple(sorted(int(match[1]) for match in found if match))
