"""Who has how far: one table of a case, its groups, its standards and its inequality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from narvaro.access.catchment import floating_catchment
from narvaro.access.groups import describe, describe_groups, group_labels, mean_by_group
from narvaro.access.measures import INEQUALITY_MEASURES, Spread
from narvaro.access.nearest import nearest, nearest_km
from narvaro.access.opportunities import opportunities_within
from narvaro.access.standards import standards_table
from narvaro.access.values import require_limit
from narvaro.case import Case, Standard, own_standards, standards_elsewhere
from narvaro.errors import Fault, SettingError
from narvaro.language import Note
from narvaro.travel import TravelTimes, along_lines

DEFAULT_KAPPA_PER_MIN = 0.02  # an aversion, shown with its value in the table it is used in


@dataclass(frozen=True, eq=False)
class AccessTable:
    """Who has how far to the nearest office.

    Attributes
    ----------
    mode, service, by, standard_min
        What was asked: mode of travel, service (None: any office), grouping column (None: no groups), limit.
    open_sites
        The offices counted, in the order of the sites.
    minutes, nearest_site
        By area: minutes to the nearest office (NaN: none within reach) and its id (`""`).
    groups, total
        By group, and over everybody: `areas`, `people`, `people_unreached`, `mean_min`, `median_min`,
        `p90_min`, `people_beyond`, `share_beyond` (see :func:`~narvaro.access.groups.describe`),
        `offices_within` (offices a person can choose between within the limit) and `staff_per_1000`
        (floating catchment with the same limit; NaN where the staff of an office is not known).
    inequality
        By measure: `value`, `unit`. Over people with an office within reach.
    theil_groups
        By group: what each adds to inequality (see :class:`~narvaro.access.inequality.TheilSplit`).
    standards
        By standard that holds here: met, missed or not measurable (see
        :func:`~narvaro.access.standards.standards_table`).
    elsewhere
        The same for the rules of other countries: how others measure.
    offices
        By open office: `staff`, `people` within its catchment, `staff_per_1000`, `people_per_staff`.
    notes
        What a reader must know.
    """

    mode: str
    service: str | None
    by: str | None
    standard_min: float
    open_sites: tuple[str, ...]
    minutes: pd.Series[Any]
    nearest_site: pd.Series[Any]
    groups: pd.DataFrame
    total: pd.Series[Any]
    inequality: pd.DataFrame
    theil_groups: pd.DataFrame
    standards: pd.DataFrame
    elsewhere: pd.DataFrame
    offices: pd.DataFrame
    notes: tuple[Note, ...]

    def with_total(self, label: str) -> pd.DataFrame:
        """Return the groups with everybody as the last row, under a label of the reader's language."""
        last = self.total.to_frame(label).T
        return last if self.groups.empty else pd.concat([self.groups, last])

    def to_json(self) -> dict[str, Any]:
        """Return the tables for machines; a missing or infinite number is null."""
        return {
            "mode": self.mode,
            "service": self.service,
            "by": self.by,
            "standard_min": self.standard_min,
            "offices": len(self.open_sites),
            "total": json_rows(self.total.to_frame("total").T)[0],
            "groups": json_rows(self.groups.rename_axis("group").reset_index()),
            "inequality": json_rows(self.inequality.reset_index()),
            "standards": json_rows(self.standards.reset_index()),
            "elsewhere": json_rows(self.elsewhere.reset_index()),
            "notes": [note.to_json() for note in self.notes],
        }


def json_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as plain JSON values; missing and infinite numbers are None.

    Examples
    --------
    >>> json_rows(pd.DataFrame({"a": [1.5, np.inf], "b": ["x", "y"]}))
    [{'a': 1.5, 'b': 'x'}, {'a': None, 'b': 'y'}]
    """
    return [{str(key): _plain(value) for key, value in row.items()} for row in table.to_dict("records")]


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    if isinstance(value, tuple):
        return list(value)
    return value


def measure_access(
    case: Case,
    travel: TravelTimes | None = None,
    *,
    mode: str = "car",
    service: str | None = None,
    by: str | None = None,
    open_sites: Iterable[str] | None = None,
    sizes: Mapping[str, str] | None = None,
    standard_min: float = 30.0,
    kappa_per_min: float = DEFAULT_KAPPA_PER_MIN,
    standards: Iterable[Standard] | None = None,
) -> AccessTable:
    """Measure who has how far to the nearest office.

    Travel times are read some areas at a time; the whole matrix is never held.

    Parameters
    ----------
    case
        The case.
    travel
        Travel times; by straight line if left out.
    mode
        The mode of travel.
    service
        Count only offices that give this service.
    by
        A column of the areas that sorts people into groups.
    open_sites
        Ids of the open offices; today's if left out.
    sizes
        Size by site where it is not the one in the case (an office that opens or changes).
    standard_min
        The limit of the columns `people_beyond`, `share_beyond`, `offices_within` and `staff_per_1000`.
    kappa_per_min
        Aversion to inequality of the Kolm-Pollak equivalent, per minute.
    standards
        Rules that hold here; the case's own if left out. How others measure is told besides.

    Raises
    ------
    SettingError
        If the service, the grouping column, a site or the mode is unknown.

    Examples
    --------
    >>> areas = pd.DataFrame(
    ...     {"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.0], "lat": [59.0, 59.5], "people": [900, 100]}
    ... )
    >>> sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [18.0], "lat": [59.0], "status": ["may_close"]})
    >>> found = measure_access(Case("mini", areas, sites))
    >>> found.minutes.round().tolist(), float(found.total["people_beyond"])
    ([0.0, 72.0], 100.0)
    """
    require_limit(standard_min, "standard_min")
    travel = along_lines(case, ("car", "walk", mode)) if travel is None else travel
    _require_sizes(case, sizes or {})
    offices = _open_offices(case, travel, mode, service, by, open_sites)
    way = nearest(travel, mode=mode, sites=offices)
    minutes, people = way["minutes"], case.areas["people"]
    groups = case.areas[by] if by is not None else None
    staff = _staff(case, offices, sizes or {})
    reach = _within_reach(travel, mode, people, staff, standard_min)
    total = describe(minutes, people, standard_min)
    for name, values in reach.areas.items():
        total[name] = mean_by_group(values, people, None).iloc[0]
    table = pd.DataFrame(columns=list(total.index), dtype=float)
    if groups is not None:
        table = describe_groups(minutes, people, groups, standard_min)
        for name, values in reach.areas.items():
            table[name] = mean_by_group(values, people, groups)
    inequality, theil_groups = _inequality(minutes, people, groups, kappa_per_min)
    own = own_standards(case.standards) if standards is None else tuple(standards)
    by_mode = _minutes_by_mode(travel, mode, minutes, offices)
    km = nearest_km(case.areas, case.sites.loc[list(offices)])
    rules, elsewhere = (
        standards_table(given, case.areas, by_mode, km) for given in (own, standards_elsewhere())
    )
    return AccessTable(
        mode=mode,
        service=service,
        by=by,
        standard_min=standard_min,
        open_sites=offices,
        minutes=minutes,
        nearest_site=way["site_id"],
        groups=table,
        total=total,
        inequality=inequality,
        theil_groups=theil_groups,
        standards=rules,
        elsewhere=elsewhere,
        offices=reach.offices,
        notes=(
            *_notes(case, travel, offices, total, groups, staff),
            *_not_measured(rules),
        ),
    )


def _open_offices(
    case: Case,
    travel: TravelTimes,
    mode: str,
    service: str | None,
    by: str | None,
    open_sites: Iterable[str] | None,
) -> tuple[str, ...]:
    faults = []
    if mode not in travel.modes:
        faults.append(Fault("access.unknown_mode", {"value": mode, "allowed": list(travel.modes)}))
    known = [one.id for one in case.services]
    if service is not None and service not in known:
        faults.append(Fault("access.unknown_service", {"value": service, "allowed": known}))
    if by is not None and by not in case.areas:
        faults.append(Fault("access.unknown_group", {"value": by, "allowed": list(case.groupings())}))
    wanted = case.existing_ids if open_sites is None else tuple(dict.fromkeys(open_sites))
    unknown = [site for site in wanted if site not in case.sites.index]
    if unknown:
        faults.append(Fault("access.no_such_site", {"count": len(unknown), "ids": unknown[:5]}))
    if faults:
        raise SettingError(faults)
    chosen = case.sites[case.sites.index.isin(wanted)]
    if service is not None:
        chosen = chosen[[service in given for given in chosen["services"]]]
    return tuple(str(site) for site in chosen.index)


def _require_sizes(case: Case, sizes: Mapping[str, str]) -> None:
    """Refuse a size for a site that is not there, or one that the case has not."""
    known = [size.id for size in case.sizes]
    sites = [str(site) for site in sizes if site not in case.sites.index]
    faults = [Fault("access.no_such_site", {"count": len(sites), "ids": sites[:5]})] if sites else []
    faults += [
        Fault("access.unknown_size", {"value": size, "allowed": known})
        for size in sorted({str(size) for size in sizes.values()} - set(known))
    ]
    if faults:
        raise SettingError(faults)


def _staff(case: Case, offices: tuple[str, ...], sizes: Mapping[str, str]) -> pd.Series[Any]:
    """Return the staff of each office; NaN where its size is not known."""
    by_size = {size.id: size.staff for size in case.sizes}
    found = [by_size.get(sizes.get(site, str(case.sites.loc[site, "size"])), np.nan) for site in offices]
    return pd.Series(found, index=pd.Index(offices, dtype=object), dtype=float)


@dataclass(frozen=True)
class _Reach:
    areas: Mapping[str, pd.Series[Any]]
    offices: pd.DataFrame


def _within_reach(
    travel: TravelTimes,
    mode: str,
    people: pd.Series[Any],
    staff: pd.Series[Any],
    limit_min: float,
) -> _Reach:
    ones = pd.Series(1.0, index=staff.index)
    count = opportunities_within(travel, ones, limit_min, mode=mode)
    if staff.isna().any():
        unknown = pd.DataFrame({"staff": staff, "people": np.nan, "staff_per_1000": np.nan})
        unknown["people_per_staff"] = np.nan
        lacking = pd.Series(np.nan, index=count.index)
        return _Reach({"offices_within": count, "staff_per_1000": lacking}, unknown)
    shared = floating_catchment(travel, people, staff, limit_min, mode=mode)
    return _Reach({"offices_within": count, "staff_per_1000": shared.staff_per_1000}, shared.offices)


def _inequality(
    minutes: pd.Series[Any], people: pd.Series[Any], groups: pd.Series[Any] | None, kappa_per_min: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    reached = minutes.notna()
    minutes, people = minutes[reached], people.reindex(minutes.index)[reached]
    spread = Spread(minutes, people, groups, kappa_per_min)
    rows = {
        m.name: (np.nan if m.grouped and groups is None else m.of(spread), m.unit)
        for m in INEQUALITY_MEASURES
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "unit"])
    return table.rename_axis("measure"), spread.split.groups


def _minutes_by_mode(
    travel: TravelTimes, mode: str, minutes: pd.Series[Any], offices: tuple[str, ...]
) -> dict[str, pd.Series[Any]]:
    """Return the minutes to the nearest office by every mode; those of `mode` are at hand."""
    return {
        other: minutes if other == mode else nearest(travel, mode=other, sites=offices)["minutes"]
        for other in travel.modes
    }


def _notes(
    case: Case,
    travel: TravelTimes,
    offices: tuple[str, ...],
    total: pd.Series[Any],
    groups: pd.Series[Any] | None,
    staff: pd.Series[Any],
) -> tuple[Note, ...]:
    notes = []
    assumed = int(case.sites.loc[list(offices), "assumed"].sum())
    if assumed:
        notes.append(Note("access.note.assumed_offices", {"count": assumed, "offices": len(offices)}))
    if travel.origin == "assumed":
        notes.append(Note("access.note.travel_assumed", {"engine": travel.engine}))
    if total["people_unreached"] > 0:
        notes.append(Note("access.note.unreached", {"people": float(total["people_unreached"])}))
    if groups is not None:
        blank = float(case.areas.loc[group_labels(groups) == "", "people"].sum())
        if blank > 0:
            notes.append(Note("access.note.no_group", {"people": blank, "column": str(groups.name)}))
    if staff.isna().any():
        notes.append(Note("access.note.staff_unknown", {"count": int(staff.isna().sum())}))
    elif any(size.origin == "assumed" for size in case.sizes):
        notes.append(Note("access.note.staff_assumed"))
    return tuple(notes)


def _not_measured(standards: pd.DataFrame) -> Iterator[Note]:
    """Return the standards that cannot be measured here, one note a reason."""
    left = standards[standards["status"] == "not_measurable"]
    for reason, rules in left.groupby("reason", sort=False):
        data = {"standards": list(map(str, rules.index)), "reason": Note(str(reason))}
        yield Note("access.note.not_measured", data)
