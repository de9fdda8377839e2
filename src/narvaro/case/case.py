"""The case: areas, sites, sizes, services, travel settings, and where all of it comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narvaro.case.conform import (
    EXISTING,
    EXTENT,
    NO_GROUPS,
    conform_areas,
    conform_sites,
    swapped_against,
)
from narvaro.case.decided import conform_decided
from narvaro.case.events import EVENT_COLUMNS, conform_events
from narvaro.case.money import COSTS, DEFAULT_SERVICE, DEFAULT_SIZE, UNNAMED, MoneyUnit, Service, Size
from narvaro.case.provenance import Assumption, Provenance
from narvaro.case.register import Register, register_of
from narvaro.case.settings import TownTravel, TravelSettings
from narvaro.case.shapes import area_polygons
from narvaro.case.site_figures import ROOM, cost_faults, figures_at
from narvaro.case.slips import slip_faults
from narvaro.case.standards import Standard
from narvaro.case.tables import FIRST_ROW, listed
from narvaro.case.twins import id_faults
from narvaro.case.visits import VisitSettings
from narvaro.case.words import control_in
from narvaro.errors import Fault, TableError


@dataclass(frozen=True, eq=False)
class Case:
    """Everything a plan rests on. Frozen, labelled, checked at birth.

    Parameters
    ----------
    name
        Name of the case.
    areas
        One row an area of demand; index or column `id`; `name, lon, lat` (WGS 84), `people`, perhaps `need`
        (weight of each person, 1 where absent), `extent_km` (mean distance of its people to the point, 0 where absent)
        and any grouping columns.
    sites
        One row a site; index or column `id`; `name, lon, lat`, perhaps `status`, `size`, `services`, codes.
    money
        What every figure of money counts, also in the policy; a case that does not say names no currency.
    sizes, services
        Size classes and services that sites may name.
    travel, towns
        How a distance becomes minutes; and how ways within the towns differ, by settlement.
    standards
        Standards of access that the case is measured by.
    provenance, assumptions
        Where each table comes from; figures that were assumed or stated beside those of sizes and travel.
    shapes
        Polygons for maps by name (`municipality`, `county`); those called `areas` are the areas' own, each with its id
        as `code`.
    events
        One row an event of the register: what opened, closed or changed, and when. No plan depends on it.
    files
        Names of the two tables as the user knows them, used in faults.
    decided
        What was really decided (:mod:`narvaro.case.decided`), to hold a plan against; None where nothing is told. No
        plan rests on it, so it is no part of the checksum.
    visits
        How visits come over the day and what they take; no plan rests on it either.

    Raises
    ------
    TableError
        With every fault of areas, sites, sizes and settings.

    Examples
    --------
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
    >>> sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [18.1], "lat": [59.3]})
    >>> case = Case("mini", areas, sites)
    >>> case.people_total, case.sites.loc["s", "status"], case.sites.loc["s", "services"]
    (900.0, 'candidate', ('service',))
    """

    name: str
    areas: pd.DataFrame
    sites: pd.DataFrame
    sizes: tuple[Size, ...] = (DEFAULT_SIZE,)
    services: tuple[Service, ...] = (DEFAULT_SERVICE,)
    travel: TravelSettings = field(default_factory=TravelSettings)
    towns: tuple[TownTravel, ...] = ()
    standards: tuple[Standard, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    shapes: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    events: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=EVENT_COLUMNS))
    files: tuple[str, str] = ("areas", "sites")
    money: MoneyUnit = UNNAMED
    decided: pd.DataFrame | None = None
    visits: VisitSettings = field(default_factory=VisitSettings)

    def __post_init__(self) -> None:
        areas_file, sites_file = self.files
        faults = self.money.faults()
        money = UNNAMED if faults else self.money  # what is too much for an office follows from it
        faults += [fault for size in self.sizes for fault in size.faults(money)] + self.travel.faults()
        faults += [fault for town in self.towns for fault in town.faults()] + self.visits.faults()
        for part, labelled in (
            ("sizes", self.sizes),
            ("services", self.services),
            ("standards", self.standards),
            ("towns", self.towns),
        ):
            labels = [one.id for one in labelled]
            again = sorted({label for label in labels if labels.count(label) > 1})
            faults += [Fault("settings.twice", {"id": label}, None, None, part) for label in again]
        areas, area_faults = conform_areas(self.areas, areas_file)
        size_ids, service_ids = [size.id for size in self.sizes], [service.id for service in self.services]
        sites, site_faults = conform_sites(self.sites, size_ids, service_ids, sites_file)
        faults += area_faults + site_faults
        if not any(fault.key == "table.twins" for fault in site_faults):
            faults += id_faults({"sizes": size_ids, "services": service_ids})
        if not area_faults and not site_faults:
            faults += _home_faults(areas, sites, sites_file)
        faults += [] if site_faults else cost_faults(sites, money, sites_file)
        faults += [] if area_faults else _town_faults(self.towns, areas)
        for rule in self.standards:
            faults += rule.faults()
            faults += [] if area_faults else rule.column_faults(areas)
            faults += rule.value_faults(areas)
        faults += _setting_faults(self)
        if not area_faults and not site_faults and swapped_against(areas, sites):
            faults.append(Fault("table.swapped_against", {"other": sites_file}, areas_file, None, "lon, lat"))
        elif not area_faults and not site_faults:
            faults += slip_faults(areas, sites, self.files)
        events = self.events
        if not site_faults:
            file = "events.csv" if sites_file.endswith(".csv") else "events"
            events, event_faults = conform_events(events, sites, size_ids, file)
            faults += event_faults
        decided = self.decided
        if decided is not None and not site_faults:
            decided, decided_faults = conform_decided(decided, sites)
            faults += decided_faults
        if faults:
            raise TableError(faults)
        object.__setattr__(self, "areas", areas)
        object.__setattr__(self, "sites", sites)
        object.__setattr__(self, "events", events)
        object.__setattr__(self, "decided", decided)

    def bare(self) -> Case:
        """Return the case without events, decisions and shapes: they name its sites, and no measure rests on them.

        Examples
        --------
        >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
        >>> Case("mini", areas, areas.drop(columns="people")).bare().decided is None
        True
        """
        return replace(self, events=self.events.head(0), decided=None, shapes={})

    def with_figures(
        self,
        *,
        sizes: tuple[Size, ...] | None = None,
        travel: TravelSettings | None = None,
        towns: tuple[TownTravel, ...] | None = None,
        need_spread: float = 1.0,
    ) -> Case:
        r"""Return the case with other figures of its sizes, travel or towns, or need weights nearer 1 or further off.

        The tables are taken as they were checked, so this is quick: sizes and towns must be called as before. With
        `need_spread` :math:`s` a need weight :math:`n` becomes :math:`\max(0, 1 + s (n - 1))`: 0 makes all alike.

        Raises
        ------
        TableError
            If a size, a speed or a town may have no such figure.

        Examples
        --------
        >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
        >>> case = Case("mini", areas, areas.drop(columns="people"))
        >>> case.with_figures(travel=TravelSettings(car_kmh=50.0)).travel.car_kmh, case.travel.car_kmh
        (50.0, 60.0)
        """
        given = {"sizes": sizes, "travel": travel, "towns": towns}
        changed: dict[str, Any] = {name: figures for name, figures in given.items() if figures is not None}
        faults = [fault for size in sizes or () for fault in size.faults(self.money)]
        faults += [] if travel is None else travel.faults()
        faults += [fault for town in towns or () for fault in town.faults()]
        if faults:
            raise TableError(faults)
        if need_spread != 1.0:
            need = 1.0 + need_spread * (self.areas["need"].to_numpy(float) - 1.0)
            return self._changed(changed).with_need(need.clip(min=0.0))
        return self._changed(changed)

    def with_need(self, need: NDArray[np.float64]) -> Case:
        """Return the case with other need weights; the tables are taken as they were checked.

        Parameters
        ----------
        need
            Need weight of each area, 0 or more, in the order of the case, shape (n_areas,).

        Examples
        --------
        >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
        >>> case = Case("mini", areas, areas.drop(columns="people"))
        >>> case.with_need(np.array([1.5])).areas["need"].tolist(), case.areas["need"].tolist()
        ([1.5], [1.0])
        """
        return self._changed({"areas": self.areas.assign(need=need)})

    def _changed(self, parts: Mapping[str, Any]) -> Case:
        other = object.__new__(Case)
        for part in fields(self):
            object.__setattr__(other, part.name, parts.get(part.name, getattr(self, part.name)))
        return other

    @property
    def people_total(self) -> float:
        """People in all areas, persons."""
        return float(self.areas["people"].sum())

    @property
    def extent_km(self) -> np.ndarray:
        """Mean distance of each area's people to its point, km as the crow flies; 0 where the areas do not say."""
        if EXTENT not in self.areas:
            return np.zeros(len(self.areas))
        return self.areas[EXTENT].to_numpy(float)

    @cached_property
    def polygons(self) -> gpd.GeoSeries | None:
        """The polygon of each area in degrees, missing where it has none; nothing for a case of points alone."""
        return area_polygons(self.shapes, self.areas)

    @cached_property
    def existing(self) -> pd.Series:
        """Yes for each site that is an office today."""
        return self.sites["status"].isin(EXISTING)

    @cached_property
    def size_position(self) -> dict[str, int]:
        """Position of each size by its id; -1 for the empty text, which stands for closed."""
        return {size.id: k for k, size in enumerate(self.sizes)} | {"": -1}

    @property
    def sizes_today(self) -> pd.Series[str]:
        """Size of each site today, empty where it is no office."""
        return self.sites["size"].where(self.existing, "")

    @cached_property
    def room(self) -> np.ndarray:
        """Visits a year that each site has room for at each size, shape (n_sites, n_sizes); see `figures`."""
        return self.figures(ROOM)

    def figures(self, column: str) -> np.ndarray:
        """Return a figure of each site at each size, shape (n_sites, n_sizes): its own, where it says one.

        Parameters
        ----------
        column
            `visits_year`, `running_year`, `opening` or `closing`; see :mod:`narvaro.case.site_figures`.
        """
        return figures_at(self.sites, self.sizes, column)

    def figure(self, column: str, site_id: str, size_id: str) -> float:
        """Return a figure of one site at a size: its own, where it says one."""
        row = self.sites.index.get_loc(site_id)
        return float(self.figures(column)[row, self.size_position[size_id]])

    @property
    def own_costs(self) -> int:
        """How many sites have costs of their own, which go before those of their size."""
        return int(self.sites.reindex(columns=list(COSTS)).notna().any(axis=1).sum())

    @property
    def existing_ids(self) -> tuple[str, ...]:
        """Ids of the sites that are offices today."""
        return tuple(self.sites.index[self.existing])

    @property
    def assumed_offices(self) -> int:
        """How many of today's offices are assumed, not named by a source."""
        return int((self.existing & self.sites["assumed"]).sum())

    @cached_property
    def register(self) -> Register:
        """Which offices stand on a day, as far as the events tell."""
        return register_of(self.sites, self.events)

    def size(self, size_id: str) -> Size:
        """Return a size class by its id."""
        return next(size for size in self.sizes if size.id == size_id)

    def groupings(self) -> tuple[str, ...]:
        """Return the columns of the areas that sort people into groups (texts or yes/no).

        Codes and names of places are left out where every area would be a group of its own.
        """
        plain = {*NO_GROUPS, "without_car"}
        found = []
        for column in self.areas.columns:
            groups = self.areas[column].nunique()
            kind_fits = self.areas[column].dtype == bool or not pd.api.types.is_numeric_dtype(
                self.areas[column]
            )
            if column not in plain and kind_fits and 1 < groups < len(self.areas):
                found.append(str(column))
        return tuple(found)

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of all that a result depends on: tables, money, sizes, services, travel settings."""
        # days that are not said are left out, so that a case without them is what it was before there were any
        sizes = [{k: v for k, v in asdict(size).items() if v is not None} for size in self.sizes]
        return self.checksum_with([asdict(self.money), sizes])

    def checksum_with(self, costs: Sequence[object]) -> str:
        """Return the SHA-256 of tables, services and travel settings, with money and sizes as they are given."""
        digest = hashlib.sha256()
        sites = self.sites.assign(services=self.sites["services"].map(";".join))
        for table in (self.areas, sites):
            digest.update(table.to_csv(lineterminator="\n").encode())
        settings = [
            *costs,
            [asdict(s) for s in self.services],
            asdict(self.travel),
            *([[asdict(town) for town in self.towns]] if self.towns else []),
        ]
        digest.update(json.dumps(settings, sort_keys=True).encode())
        return digest.hexdigest()

    def every_assumption(self) -> tuple[Assumption, ...]:
        """Return all figures that are not tables: travel settings, sizes, and the case's own list."""
        t = self.travel
        found = [
            Assumption("detour_factor", t.detour_factor, "", t.origin, t.source),
            Assumption("car_kmh", t.car_kmh, "km/h", t.origin, t.source),
            Assumption("walk_kmh", t.walk_kmh, "km/h", t.origin, t.source),
        ]
        if t.without_car is not None:
            found.append(Assumption("without_car", t.without_car, "", t.origin, ""))
        for town in self.towns:
            found += town.assumptions()
        for size in self.sizes:
            for part, unit in (
                ("running_year", f"{self.money.label}/year"),
                ("opening", self.money.label),
                ("closing", self.money.label),
                ("staff", "persons"),
                ("visits_year", "visits/year"),
            ):
                found.append(
                    Assumption(f"size.{size.id}.{part}", getattr(size, part), unit, size.origin, size.source)
                )
        return (*found, *self.assumptions)


def _home_faults(areas: pd.DataFrame, sites: pd.DataFrame, file: str) -> list[Fault]:
    """Return a fault for each site that says it lies in an area which is not there."""
    lost = ~sites["area_id"].isin([*areas.index, ""]).to_numpy()
    return listed(
        np.flatnonzero(lost),
        lambda i: Fault(
            "table.no_such_area", {"id": sites["area_id"].iloc[i]}, file, i + FIRST_ROW, "area_id"
        ),
    )


def _town_faults(towns: tuple[TownTravel, ...], areas: pd.DataFrame) -> list[Fault]:
    """Return a fault for each town that no area has as its settlement, where a settlement has no town.

    One of the two alone may be meant: a town that a part of the country has none of, or a settlement of open roads.
    """
    if "settlement" not in areas:
        return []
    known = sorted({str(name) for name in areas["settlement"]} - {""})
    if set(known) <= {town.id for town in towns}:
        return []
    return [
        Fault(
            "travel_settings.town_unknown",
            {"town": town.id, "allowed": ", ".join(known)},
            None,
            None,
            "towns",
        )
        for town in towns
        if town.id not in known
    ]


def _setting_faults(case: Case) -> list[Fault]:
    """Return a fault for each text of the settings with a character that steers a terminal."""
    found = [Fault("policy.control", {}, None, None, "name")] if control_in(case.name) else []
    for part in ("sizes", "services", "towns", "standards", "assumptions", "provenance"):
        for number, row in enumerate(getattr(case, part), 1):
            found += [
                Fault("policy.control", {}, None, None, f"{part}[{number}].{key}")
                for key, value in asdict(row).items()
                if isinstance(value, str) and control_in(value)
            ]
    return found
