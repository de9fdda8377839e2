"""A user's own tables: areas and sites from the files people have, in any coordinate system."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pyproj import CRS
from pyproj.exceptions import CRSError

from narvaro.case import DEFAULT_SERVICE, UNNAMED, Case, MoneyUnit, Provenance, Service, Size, default_size
from narvaro.case.conform import conform_areas, conform_sites
from narvaro.case.shapes import AREAS, POLYGONS
from narvaro.case.tables import FIRST_ROW
from narvaro.case.words import word, words
from narvaro.errors import Fault, InputError, SettingError, TableError
from narvaro.language import Note
from narvaro.sources.column_words import KINDS, TableKind, column_called
from narvaro.sources.coordinates import point_columns, to_degrees
from narvaro.sources.naming import Wishes
from narvaro.sources.reading.files import file_and_part, read_file
from narvaro.sources.reading.found import TableAsked, TableFound
from narvaro.sources.understood import UnderstoodColumn, absent_wishes, understand

Crs = str | Mapping[str, str | None] | None
"""A coordinate system of both tables, or that of `areas` and of `sites`."""


@dataclass(frozen=True)
class RawTable:
    """A table as it was read: cells not yet checked, coordinates in degrees.

    Parameters
    ----------
    table
        Columns as in the file, with `lon` and `lat` in degrees where the file has points.
    file
        The name of the file, used in faults.
    first_row
        The number of the first row of data as its users see it: 2 in a spreadsheet, 1 in a map program.
    checksum
        SHA-256 of the file.
    polygons
        The polygon of each row, where the file has polygons and nothing else.
    understood
        Every column of the file and what became of it.
    faults
        What cannot be read in one way; the check of the table tells of all else.
    choices
        What was chosen when the file was read: its encoding, sheet or layer, rows left out.
    """

    table: pd.DataFrame
    file: str
    first_row: int
    checksum: str
    polygons: gpd.GeoSeries | None = None
    understood: tuple[UnderstoodColumn, ...] = ()
    faults: tuple[Fault, ...] = ()
    choices: tuple[Note, ...] = ()


@dataclass(frozen=True, eq=False)
class OwnTables:
    """A case made from a user's own tables, how each column was understood, and what was chosen on the way."""

    case: Case
    understood: tuple[UnderstoodColumn, ...]
    choices: tuple[Note, ...] = ()


def new_case(
    areas: Path | str,
    sites: Path | str,
    crs: Crs = None,
    name: str | None = None,
    money: MoneyUnit = UNNAMED,
    wishes: Wishes | None = None,
) -> Case:
    r"""Make a case from a user's own table of areas and table of sites.

    What a file does not say for certain is told as a Python warning: an encoding that its letters show, the sheet or
    layer that was taken, rows that were left out.

    Parameters
    ----------
    areas
        A file with `id, name, people` and points: columns `lon, lat`, or a geometry (of a polygon a point inside it is
        taken, and maps show the polygon). Perhaps `need` and any grouping columns. Columns may be called as people call
        them in five languages, and numbers written in their forms: see `docs/own-tables.md`. CSV, a spreadsheet
        (`.xlsx`, `.xls`, `.ods`), a Shapefile, GeoPackage, FlatGeobuf, GeoJSON, GeoParquet, or a `.zip` of one;
        `file.xlsx#Sheet` names a sheet, a layer or a file of an archive.
    sites
        The same with `id, name` and points; perhaps `status`, `size`, `services` (separated by semicolons), codes.
    crs
        The coordinate system of the columns `lon, lat` (east, north) or of a geometry that does not say, such as
        `EPSG:3006`; degrees (WGS 84) if left out. `{"areas": "EPSG:2154", "sites": None}` where they differ.
    name
        Name of the case; that of the areas' file if left out.
    money
        What figures of money count; without a currency if left out.
    wishes
        Which column is which, what marks thousands, which numbers are groups, where the tables do not say.

    Returns
    -------
    Case
        Sizes and services are those that the sites name; every size has the default costs, marked as assumed.

    Raises
    ------
    TableError
        With every fault of both files, each with file, row and column.
    SettingError
        If `crs` names no coordinate system.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.csv").write_text("id,name,lon,lat,people\na,Ala,18.0,59.3,900\n")
    >>> _ = (folder / "s.csv").write_text("id,name,lon,lat\ns,Sala,18.1,59.3\n")
    >>> case = new_case(folder / "a.csv", folder / "s.csv")
    >>> case.name, case.people_total, case.sites.loc["s", "status"]
    ('a', 900.0, 'candidate')
    """
    own = read_own(areas, sites, crs, name, money, wishes)
    for choice in own.choices:
        warnings.warn(choice.text("en"), stacklevel=2)
    return own.case


def read_own(
    areas: Path | str,
    sites: Path | str,
    crs: Crs = None,
    name: str | None = None,
    money: MoneyUnit = UNNAMED,
    wishes: Wishes | None = None,
) -> OwnTables:
    """Make a case as :func:`new_case` does, and tell how each column was understood.

    Raises
    ------
    TableError
        With every fault of both files, each with file, row and column.
    SettingError
        If `crs` names no coordinate system.
    """
    raw, faults = _both({"areas": areas, "sites": sites}, _systems(crs), wishes or Wishes())
    if faults:
        raise TableError(faults + _faults_of_the_other(raw))
    found = raw["sites"].table
    try:
        case = Case(
            name=name or file_and_part(areas)[0].stem,
            areas=raw["areas"].table,
            sites=found,
            money=money,
            sizes=sizes_named(found, money),
            services=services_named(found),
            provenance=tuple(
                Provenance(kind, "", edition=table.file, checksum=table.checksum)
                for kind, table in raw.items()
            ),
            files=(raw["areas"].file, raw["sites"].file),
        )
    except TableError as error:
        raise TableError(_as_numbered(error.faults, raw)) from None
    polygons = raw["areas"].polygons
    case = case if polygons is None else replace(case, shapes={AREAS: _own_shapes(case, polygons)})
    rows = tuple(row for table in raw.values() for row in table.understood)
    return OwnTables(case, rows, tuple(note for table in raw.values() for note in table.choices))


def _systems(crs: Crs) -> dict[TableKind, CRS | None]:
    """Return the coordinate system of each table."""
    if not isinstance(crs, Mapping):
        both = coordinate_system(crs)
        return {"areas": both, "sites": both}
    return {kind: coordinate_system(crs.get(kind), f"--{kind}-crs") for kind in KINDS}


def _both(
    files: Mapping[TableKind, Path | str], systems: Mapping[TableKind, CRS | None], wishes: Wishes
) -> tuple[dict[TableKind, RawTable], list[Fault]]:
    """Return the tables that could be read, and what keeps the case from being made."""
    raw: dict[TableKind, RawTable] = {}
    faults: list[Fault] = []
    paths = {kind: file_and_part(file)[0] for kind, file in files.items()}
    one_file = paths["areas"].name == paths["sites"].name
    for kind, path in paths.items():
        try:
            label = f"{path.name} ({kind})" if one_file else path.name
            raw[kind] = read_table(files[kind], kind, systems[kind], label, wishes)
            faults += raw[kind].faults
        except InputError as error:
            faults += list(error.faults)
    if len(raw) == len(files):
        faults += absent_wishes(wishes, [row.column for table in raw.values() for row in table.understood])
    return raw, faults


def _own_shapes(case: Case, polygons: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Return the polygons of the areas' table under the ids and names that its rows were given."""
    table = {"code": case.areas.index.to_numpy(), "name": case.areas["name"].to_numpy()}
    return gpd.GeoDataFrame(table, geometry=polygons.to_numpy(), crs=polygons.crs)


def read_table(
    file: Path | str,
    kind: TableKind,
    system: CRS | None = None,
    label: str | None = None,
    wishes: Wishes | None = None,
) -> RawTable:
    """Read a table in any of the known forms, find out what its columns are, and turn its points into degrees.

    Parameters
    ----------
    file
        The file, with `#` and the name of a sheet, a layer or a file of an archive where that is needed.
    kind
        `areas` or `sites`: the sheet or layer to take where a file has several.
    system
        The coordinate system of columns and of geometries that do not say; degrees if left out.
    label
        What faults call the file; its name if left out.
    wishes
        What the user says of its columns and numbers.

    Raises
    ------
    TableError
        With every fault that keeps the file from being read.
    """
    path, _ = file_and_part(file)
    wishes = wishes or Wishes()
    raw = read_raw(file, kind, label or path.name, wishes)
    degrees = system is None or system.is_geographic
    found = understand(raw.table, kind, raw.label, raw.first_row, wishes, degrees)
    pointed = point_columns(found.table, raw.label, raw.first_row, system)
    table = to_degrees(pointed, raw.label, raw.first_row)
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    polygons = _polygons(raw.table, pointed.system)
    return RawTable(
        table, raw.label, raw.first_row, checksum, polygons, found.columns, found.faults, raw.choices
    )


def _polygons(raw: pd.DataFrame, system: CRS) -> gpd.GeoSeries | None:
    """Return the geometry of a table whose rows are all polygons, in the system that it was found to be in."""
    if not isinstance(raw, gpd.GeoDataFrame) or raw.active_geometry_name is None:
        return None
    if not raw.geom_type.isin(POLYGONS).all():
        return None
    return raw.geometry.set_crs(system, allow_override=True).make_valid()


def read_raw(file: Path | str, kind: TableKind, label: str, wishes: Wishes | None = None) -> TableFound:
    """Read a file in any of the known forms as it is: cells as texts, a geometry in its own system.

    Parameters
    ----------
    file, kind, label, wishes
        As in :func:`read_table`.

    Raises
    ------
    TableError
        If the file is of another kind, is not there or cannot be read with certainty.
    """
    path, part = file_and_part(file)
    said = {} if wishes is None else wishes.columns
    return read_file(path, TableAsked(kind, label, part, lambda cell: _is_heading(cell, kind, said)))


def _is_heading(cell: str, kind: TableKind, said: Mapping[str, str]) -> bool:
    """Tell whether a cell is what people or this user call a column."""
    name = word(cell)
    return bool(name) and (column_called(name, kind) is not None or name in said.values())


def sizes_named(sites: pd.DataFrame, money: MoneyUnit = UNNAMED) -> tuple[Size, ...]:
    """Return a size class for each name in the column `size`, with the default costs, marked as assumed.

    Examples
    --------
    >>> [size.id for size in sizes_named(pd.DataFrame({"size": ["big", "", "little", "big"]}))]
    ['big', 'little']
    >>> [size.id for size in sizes_named(pd.DataFrame({"name": ["S"]}))]
    ['standard']
    """
    names = _named(sites, "size")
    size = default_size(money)
    if not names:
        return (size,)
    return tuple(replace(size, id=name, rank=rank) for rank, name in enumerate(names))


def services_named(sites: pd.DataFrame) -> tuple[Service, ...]:
    """Return a service for each name in the column `services`.

    Examples
    --------
    >>> [one.id for one in services_named(pd.DataFrame({"services": ["post; bank", "post"]}))]
    ['post', 'bank']
    """
    names = _named(sites, "services")
    return tuple(Service(name, name, name) for name in names) if names else (DEFAULT_SERVICE,)


def _named(sites: pd.DataFrame, column: str) -> list[str]:
    """Return the names in the cells of a column, in the order of their first use."""
    if column not in sites:
        return []
    parts = [word(part) for cell in words(sites[column]) for part in cell.split(";")]
    return list(dict.fromkeys(part for part in parts if part))


def coordinate_system(crs: str | None, option: str = "--crs") -> CRS | None:
    """Return the coordinate system of a name such as `EPSG:3006`.

    Raises
    ------
    SettingError
        If there is no such system, or it is none of places.
    """
    if crs is None:
        return None
    try:
        system = CRS.from_user_input(crs)
        if not (system.is_geographic or system.is_projected):  # heights, or a system of no place
            raise CRSError(crs)
        return system
    except CRSError:
        raise SettingError([Fault("table.unknown_crs", {"value": crs}, None, None, option)]) from None


def _faults_of_the_other(raw: dict[TableKind, RawTable]) -> list[Fault]:
    """Return the faults of the table that could be read, when the other could not."""
    faults: list[Fault] = []
    for kind, given in raw.items():
        if kind == "areas":
            faults += conform_areas(given.table, given.file)[1]
        else:
            sizes = [size.id for size in sizes_named(given.table)]
            services = [service.id for service in services_named(given.table)]
            faults += conform_sites(given.table, sizes, services, given.file)[1]
    return _as_numbered(faults, raw)


def _as_numbered(faults: tuple[Fault, ...] | list[Fault], raw: dict[TableKind, RawTable]) -> list[Fault]:
    """Return faults with the rows numbered as the program that made the file shows them."""
    shift = {table.file: FIRST_ROW - table.first_row for table in raw.values()}
    called = {
        (table.file, row.taken_as.data.get("name")): row.column
        for table in raw.values()
        for row in table.understood
    }
    renumbered = []
    for fault in faults:
        by = shift.get(fault.file or "", 0)
        data = dict(fault.data)
        if by and "first" in data:
            data["first"] = str(int(data["first"]) - by)
        row = fault.row if fault.row is None else max(fault.row - by, 1)
        column = called.get((fault.file or "", fault.column), fault.column)
        renumbered.append(
            replace(fault, row=None if by and fault.row == 1 else row, data=data, column=column)
        )
    return renumbered
