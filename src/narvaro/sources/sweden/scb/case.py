"""A case from SCB's open services."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from narvaro.case import Assumption, Case, Provenance, Service, Size
from narvaro.case.shapes import AREAS
from narvaro.errors import Fault, SourceError, TableError
from narvaro.sources.official.by_hand import HandFile, checksum, require_files, with_files
from narvaro.sources.official.cache import Record
from narvaro.sources.official.jsonstat import Cube
from narvaro.sources.official.supply import Supply
from narvaro.sources.official.wish import Wish
from narvaro.sources.sweden.municipalities import shapes
from narvaro.sources.sweden.scb import services
from narvaro.sources.sweden.scb.areas import areas_table, map_shapes
from narvaro.sources.sweden.scb.editions import (
    FIRST_OF_2025,
    AreaEdition,
    counties_of,
    detail_of,
    edition,
)
from narvaro.sources.sweden.scb.people import Figures, cars_of, people_of, table_of, year_of
from narvaro.sources.sweden.scb.points import INSIDE, points_of
from narvaro.sources.sweden.scb.polygons import polygons_of, require_match
from narvaro.sources.sweden.scb.sites import embedded_sites
from narvaro.sources.sweden.sizes import MONEY, office_services, office_sizes
from narvaro.sources.sweden.tables import table_provenance
from narvaro.sources.tables import coordinate_system, read_table, services_named, sizes_named

SHIPPED = ("sweden_offices", "sweden_network", "sweden_borders", "sweden_sizes", "sweden_services")
"""Tables of the embedded country that the sites and the borders come from."""


@dataclass(frozen=True, eq=False)
class Brought:
    """What came from the services.

    Parameters
    ----------
    of
        The edition of the areas.
    year
        Whose people.
    polygons, polygon_records
        The areas and their downloads.
    people, cars
        Their figures; cars where the table has them.
    """

    of: AreaEdition
    year: int
    polygons: gpd.GeoDataFrame
    polygon_records: list[Record]
    people: Figures
    cars: Figures | None


def case_from(wish: Wish, supply: Supply) -> Case:
    """Return a case of what the services publish.

    Parameters
    ----------
    wish
        Detail (`regso` or `deso`), year, counties, and perhaps the user's own sites.
    supply
        Where answers come from.

    Returns
    -------
    Case
        Areas as :func:`~narvaro.sources.sweden.scb.areas.areas_table` gives them, with their polygons as the shapes
        `areas`; sites as embedded, or the user's own.

    Raises
    ------
    SettingError
        If there is no such detail, county or year.
    SourceError
        If a service does not answer, or its answer is not whole or not as it used to be. The error tells which files to
        fetch by hand.
    TableError
        With the faults of the user's own sites.
    """
    detail, counties = detail_of(wish.detail), counties_of(wish.counties)
    own = None
    if wish.sites is not None:
        own = read_table(wish.sites, "sites", coordinate_system(wish.crs), wishes=wish.wishes)
        if own.faults:
            raise TableError(own.faults)
    brought = bring(detail, wish.year, counties, supply)
    points = points_of(brought.polygons)
    cars = None if brought.cars is None else brought.cars.by_area
    areas = areas_table(brought.polygons, brought.people.by_area, points, brought.of.spread, cars)
    sites = embedded_sites(brought.polygons, counties) if own is None else own.table
    sizes, offered = _office_kinds(sites, own is None)
    return Case(
        name=f"scb-{detail}-{brought.year}",
        areas=areas,
        sites=sites,
        money=MONEY,
        sizes=sizes,
        services=offered,
        provenance=_provenance(brought, own is None),
        assumptions=(_spread_told(brought.of), _points_told(points, brought.people.by_area)),
        shapes={
            AREAS: map_shapes(brought.polygons, areas["name"], brought.of.simplify_m),
            **shapes(),
        },
        files=("areas", "sites") if own is None else ("areas", own.file),
    )


def bring(detail: str, year: int | None, counties: tuple[str, ...], supply: Supply) -> Brought:
    """Return what the services publish of small areas.

    Raises
    ------
    SettingError
        If there is no such year.
    SourceError
        As :func:`case_from`.
    """
    guess = edition(detail, FIRST_OF_2025 if year is None else year)
    people_file = services.people_file(guess, year)
    wanted: tuple[HandFile, ...] = (services.layer_file(guess), people_file)
    wanted += () if year is None else (services.cars_file(guess, year),)
    if supply.files is not None:
        require_files(supply.files, wanted)
    try:
        table = table_of(supply, services.PEOPLE, people_file)
        if table is None:
            raise SourceError([Fault("source.no_files", {"folder": str(supply.files)})])
        year = year_of(table, year)
        of = edition(detail, year)
        cars_file = services.cars_file(of, year)
        wanted = (services.layer_file(of), services.people_file(of, year), cars_file)
        people = people_of(supply, table, people_file, of, year, counties)
        cars_table: Cube | None = table_of(supply, of.cars, cars_file)
        cars = cars_of(supply, cars_table, cars_file, of, year, counties)
        polygons, records = polygons_of(supply, of, wanted[0], counties)
        require_match(polygons, list(people.by_area.index), of, table.name)
    except SourceError as error:
        raise with_files(error, wanted) from None
    return Brought(of, year, polygons, records, people, cars)


def _office_kinds(sites: pd.DataFrame, embedded: bool) -> tuple[tuple[Size, ...], tuple[Service, ...]]:
    """Return the sizes and services that sites name: those of the country where the sites are."""
    if embedded:
        return office_sizes(), office_services()
    known = {size.id: size for size in office_sizes()}
    sizes = tuple(known.get(size.id, size) for size in sizes_named(sites, MONEY))
    return sizes, services_named(sites)


def _provenance(brought: Brought, embedded: bool) -> tuple[Provenance, ...]:
    of, people, cars = brought.of, brought.people, brought.cars
    rows = [
        _row("sweden_scb_areas", brought.polygon_records, of.layer.name, ""),
        _row("sweden_scb_people", people.records, f"{people.table}, {brought.year}", people.updated),
    ]
    if cars is not None:
        rows.append(_row("sweden_scb_cars", cars.records, f"{cars.table}, {brought.year}", cars.updated))
    shipped = SHIPPED if embedded else ("sweden_borders",)
    return (*rows, *(row for row in table_provenance() if row.table in shipped))


def _row(table: str, records: list[Record], what: str, updated: str) -> Provenance:
    """Return where a table came from: the service, the day of its first download and the checksum of all."""
    first = records[0]
    return Provenance(
        table=table,
        publisher=first.publisher or services.PUBLISHER,
        edition=what + (f", {updated[:10]}" if updated else ""),
        date=first.fetched[:10],
        licence=first.licence or services.LICENCE,
        checksum=checksum(records),
        origin="stated",
        note=first.address.partition("?")[0],
    )


def _spread_told(of: AreaEdition) -> Assumption:
    """Return how far people are taken to live from the point of their area."""
    source = "fitted to the people of Dalarna by squares of 1 km (SCB 2025)"
    return Assumption("sweden_scb_spread", of.spread, "", "derived", source)


def _points_told(points: pd.DataFrame, people: pd.Series) -> Assumption:
    """Return how many people are stood for by a point that is merely inside their area."""
    inside = points.index[points["basis"] == INSIDE]
    share = float(people.loc[inside].sum() / max(people.sum(), 1.0))
    return Assumption(
        "sweden_scb_points_inside",
        round(share, 3),
        "",
        "derived",
        "areas without a known built-up centre or locality",
    )
