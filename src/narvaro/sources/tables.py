"""A user's own tables: areas and sites from CSV, GeoPackage, GeoJSON or GeoParquet, in any coordinate system."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pyproj import CRS
from pyproj.exceptions import CRSError

from narvaro.case import DEFAULT_SERVICE, UNNAMED, Case, MoneyUnit, Provenance, Service, Size, default_size
from narvaro.case.conform import conform_areas, conform_sites
from narvaro.case.shapes import AREAS, POLYGONS
from narvaro.case.tables import FIRST_ROW, read_csv_text
from narvaro.case.words import word, words
from narvaro.errors import Fault, InputError, SettingError, TableError
from narvaro.sources.column_words import TableKind
from narvaro.sources.coordinates import point_columns, to_degrees
from narvaro.sources.naming import Wishes
from narvaro.sources.understood import UnderstoodColumn, absent_wishes, understand

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
SHAPE_SUFFIXES = (".gpkg", ".geojson")
PARQUET_SUFFIXES = (".parquet", ".geoparquet")


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
    """

    table: pd.DataFrame
    file: str
    first_row: int
    checksum: str
    polygons: gpd.GeoSeries | None = None
    understood: tuple[UnderstoodColumn, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, eq=False)
class OwnTables:
    """A case made from a user's own tables, and how these were understood, column by column."""

    case: Case
    understood: tuple[UnderstoodColumn, ...]


def new_case(
    areas: Path | str,
    sites: Path | str,
    crs: str | None = None,
    name: str | None = None,
    money: MoneyUnit = UNNAMED,
    wishes: Wishes | None = None,
) -> Case:
    r"""Make a case from a user's own table of areas and table of sites.

    Parameters
    ----------
    areas
        A file with `id, name, people` and points: columns `lon, lat`, or a geometry (of a polygon a point inside it is
        taken, and maps show the polygon). Perhaps `need` and any grouping columns. Columns may be called as people call
        them in five languages, and numbers written in their forms: see `docs/own-tables.md`.
    sites
        A file with `id, name` and points; perhaps `status`, `size`, `services` (separated by semicolons), codes.
    crs
        The coordinate system of the columns `lon, lat` (east, north) or of a geometry that does not say, such as
        `EPSG:3006`; degrees (WGS 84) if left out.
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
    return read_own(areas, sites, crs, name, money, wishes).case


def read_own(
    areas: Path | str,
    sites: Path | str,
    crs: str | None = None,
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
    system = coordinate_system(crs)
    raw, faults = _both(Path(areas), Path(sites), system, wishes or Wishes())
    if faults:
        raise TableError(faults + _faults_of_the_other(raw))
    found = raw["sites"].table
    try:
        case = Case(
            name=name or Path(areas).stem,
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
    return OwnTables(case, tuple(row for table in raw.values() for row in table.understood))


def _both(
    areas: Path, sites: Path, system: CRS | None, wishes: Wishes
) -> tuple[dict[TableKind, RawTable], list[Fault]]:
    """Return the tables that could be read, and what keeps the case from being made."""
    raw: dict[TableKind, RawTable] = {}
    faults: list[Fault] = []
    one_file = areas.name == sites.name
    both: tuple[tuple[TableKind, Path], ...] = (("areas", areas), ("sites", sites))
    for kind, path in both:
        try:
            label = f"{path.name} ({kind})" if one_file else path.name
            raw[kind] = read_table(path, kind, system, label, wishes)
            faults += raw[kind].faults
        except InputError as error:
            faults += list(error.faults)
    if len(raw) == len(both):
        faults += absent_wishes(wishes, [row.column for table in raw.values() for row in table.understood])
    return raw, faults


def _own_shapes(case: Case, polygons: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Return the polygons of the areas' table under the ids and names that its rows were given."""
    table = {"code": case.areas.index.to_numpy(), "name": case.areas["name"].to_numpy()}
    return gpd.GeoDataFrame(table, geometry=polygons.to_numpy(), crs=polygons.crs)


def read_table(
    path: Path,
    kind: TableKind,
    system: CRS | None = None,
    label: str | None = None,
    wishes: Wishes | None = None,
) -> RawTable:
    """Read a table in any of the known forms, find out what its columns are, and turn its points into degrees.

    Parameters
    ----------
    path
        The file.
    kind
        `areas` or `sites`: the layer to take where a GeoPackage has several.
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
    label = label or path.name
    raw = read_raw(path, kind, label)
    first_row = FIRST_ROW if path.suffix.lower() in TEXT_SUFFIXES else 1
    degrees = system is None or system.is_geographic
    found = understand(raw, kind, label, first_row, wishes, degrees)
    pointed = point_columns(found.table, label, first_row, system)
    table = to_degrees(pointed, label, first_row)
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    polygons = _polygons(raw, pointed.system)
    return RawTable(table, label, first_row, checksum, polygons, found.columns, found.faults)


def _polygons(raw: pd.DataFrame, system: CRS) -> gpd.GeoSeries | None:
    """Return the geometry of a table whose rows are all polygons, in the system that it was found to be in."""
    if not isinstance(raw, gpd.GeoDataFrame) or raw.active_geometry_name is None:
        return None
    if not raw.geom_type.isin(POLYGONS).all():
        return None
    return raw.geometry.set_crs(system, allow_override=True).make_valid()


def read_raw(path: Path, kind: str, label: str) -> pd.DataFrame:
    """Read a file in any of the known forms as it is: cells not checked, a geometry in its own system.

    Parameters
    ----------
    path, kind, label
        As in :func:`read_table`.

    Raises
    ------
    TableError
        If the file is of another kind, is not there or cannot be read.
    """
    suffix = path.suffix.lower()
    readers: dict[str, Callable[[Path, str], pd.DataFrame]] = {}
    readers |= dict.fromkeys(TEXT_SUFFIXES, lambda file, _: read_csv_text(file, as_written=True))
    readers |= dict.fromkeys(SHAPE_SUFFIXES, _read_shapes)
    readers |= dict.fromkeys(PARQUET_SUFFIXES, _read_parquet)
    if suffix not in readers:
        raise TableError([Fault("table.unknown_kind", {"suffix": suffix or "–"}, label)])
    if not path.is_file():
        raise TableError([Fault("table.absent", {}, str(path))])
    return readers[suffix](path, kind)


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


def coordinate_system(crs: str | None) -> CRS | None:
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
        raise SettingError([Fault("table.unknown_crs", {"value": crs}, None, None, "--crs")]) from None


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


def _read_shapes(path: Path, kind: str) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():
            # What is odd about the file is either of no matter or said in our own words.
            warnings.simplefilter("ignore")
            layers = list(gpd.list_layers(path)["name"])
            if len(layers) > 1 and kind not in layers:
                data = {"layers": ", ".join(layers), "kind": kind}
                raise TableError([Fault("table.many_layers", data, path.name)])
            return gpd.read_file(path, layer=kind if kind in layers else layers[0])
    except TableError:
        raise
    except (
        Exception
    ) as error:  # GDAL and GEOS raise many kinds, such as GEOSException for a ring that is not closed
        raise TableError([Fault("table.unreadable", {"problem": _first_line(error)}, path.name)]) from None


def _read_parquet(path: Path, kind: str) -> pd.DataFrame:
    try:
        try:
            return gpd.read_parquet(path)
        except ValueError:
            return pd.read_parquet(path)  # a table without geometry: columns lon and lat
    except (OSError, ValueError) as error:
        raise TableError([Fault("table.unreadable", {"problem": _first_line(error)}, path.name)]) from None


def _first_line(error: Exception) -> str:
    line = str(error).strip().partition("\n")[0].partition("; ")[0]
    return line[:160].rstrip(".")
