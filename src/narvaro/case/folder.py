"""The project folder: plain files that open in a spreadsheet or a text editor.

DIR/narvaro.toml     name, sizes, services, travel settings, standards, assumptions, provenance
DIR/policy.toml      the policy
DIR/areas.csv        one row an area
DIR/sites.csv        one row a site: today's offices and candidates; replace it to use another register
DIR/shapes/*.parquet polygons for maps (GeoParquet), where there are any
DIR/results/         what the commands write
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import MISSING, asdict, fields
from pathlib import Path
from typing import Any, TypeVar

import geopandas as gpd
import pandas as pd
import tomli_w

from narvaro.case.case import Case
from narvaro.case.files import write_atomically, write_text
from narvaro.case.money import Service, Size
from narvaro.case.policy import Policy, read_policy, write_policy
from narvaro.case.provenance import Assumption, Provenance
from narvaro.case.settings import TravelSettings
from narvaro.case.standards import Standard
from narvaro.case.tables import read_csv_text
from narvaro.errors import Fault, FolderError, InputError

FORMAT = 1
SETTINGS, POLICY, AREAS, SITES = "narvaro.toml", "policy.toml", "areas.csv", "sites.csv"
Row = TypeVar("Row", Size, Service, Standard, Assumption, Provenance, TravelSettings)


def save_case(case: Case, folder: Path | str, policy: Policy | None = None) -> Path:
    """Write a case, and a policy if given, as a project folder.

    Each file is written beside and then renamed; `narvaro.toml` comes last, so a killed write is seen as no project.
    """
    folder = Path(folder)
    _write_table(case.areas, folder / AREAS)
    _write_table(case.sites.assign(services=case.sites["services"].map(";".join)), folder / SITES)
    for name, shapes in case.shapes.items():
        with write_atomically(folder / "shapes" / f"{name}.parquet") as beside:
            shapes.to_parquet(beside)
    if policy is not None:
        write_policy(policy, folder / POLICY)
    settings: dict[str, Any] = {
        "format": FORMAT,
        "name": case.name,
        "travel": _plain(case.travel),
        "sizes": [_plain(size) for size in case.sizes],
        "services": [_plain(service) for service in case.services],
        "standards": [_plain(standard) for standard in case.standards],
        "assumptions": [_plain(assumption) for assumption in case.assumptions],
        "provenance": [_plain(row) for row in case.provenance],
    }
    write_text(folder / SETTINGS, tomli_w.dumps({k: v for k, v in settings.items() if v != []}))
    return folder


def open_case(folder: Path | str) -> Case:
    """Open a project folder.

    Raises
    ------
    FolderError
        If it is not a project folder or its settings have faults.
    TableError
        With every fault of its tables.
    """
    folder = Path(folder)
    settings = _read_settings(folder)
    faults: list[Fault] = []
    sizes = _rows(Size, settings.get("sizes", []), "sizes", faults)
    services = _rows(Service, settings.get("services", []), "services", faults)
    standards = _rows(Standard, settings.get("standards", []), "standards", faults)
    assumptions = _rows(Assumption, settings.get("assumptions", []), "assumptions", faults)
    provenance = _rows(Provenance, settings.get("provenance", []), "provenance", faults)
    travel = _rows(TravelSettings, [settings.get("travel", {})], "travel", faults)
    if faults:
        raise FolderError(faults)
    given: dict[str, Any] = {}
    if sizes:
        given["sizes"] = tuple(sizes)
    if services:
        given["services"] = tuple(services)
    areas, sites = _both_tables(folder)
    return Case(
        name=str(settings.get("name", folder.name)),
        areas=areas,
        sites=sites,
        travel=travel[0],
        standards=tuple(standards),
        assumptions=tuple(assumptions),
        provenance=tuple(provenance),
        shapes=_read_shapes(folder),
        files=(AREAS, SITES),
        **given,
    )


def open_policy(folder: Path | str) -> Policy:
    """Open the policy of a project folder."""
    return read_policy(Path(folder) / POLICY)


def _both_tables(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    tables, faults = [], []
    for name in (AREAS, SITES):
        try:
            tables.append(read_csv_text(folder / name))
        except InputError as error:
            faults += list(error.faults)
    if faults:
        raise FolderError(faults)
    return tables[0], tables[1]


def _read_settings(folder: Path) -> dict[str, Any]:
    path = folder / SETTINGS
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise FolderError([Fault("folder.none", {"folder": str(folder)})]) from None
    except UnicodeDecodeError as error:
        raise FolderError([Fault("table.encoding", {"position": str(error.start)}, SETTINGS)]) from None
    except tomllib.TOMLDecodeError as error:
        raise FolderError([Fault("policy.syntax", {"problem": str(error)}, SETTINGS)]) from None
    if settings.get("format") != FORMAT:
        data = {"found": str(settings.get("format")), "known": str(FORMAT)}
        raise FolderError([Fault("folder.format", data, SETTINGS)])
    return settings


def _plain(row: Row) -> dict[str, Any]:
    return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(row).items() if v is not None}


def _rows(kind: type[Row], tables: list[dict[str, Any]], where: str, faults: list[Fault]) -> list[Row]:
    known = {item.name: item for item in fields(kind)}
    rows: list[Row] = []
    for number, table in enumerate(tables, 1):
        place = f"{where}[{number}]"
        unknown = [
            Fault("policy.unknown", {}, SETTINGS, None, f"{place}.{key}") for key in table if key not in known
        ]
        wrong = [
            Fault("table.not_a_number", {"value": str(value)}, SETTINGS, None, f"{place}.{key}")
            for key, value in table.items()
            if key in known and known[key].type in ("float", "int") and not _is_number(value)
        ]
        faults += unknown + wrong
        if unknown or wrong:
            continue
        try:
            given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
            make: Callable[..., Row] = kind
            rows.append(make(**given))
        except TypeError:
            lacking = [key for key in _needed(kind) if key not in table]
            faults += [Fault("policy.missing", {}, SETTINGS, None, f"{place}.{key}") for key in lacking]
    return rows


def _needed(kind: type[Row]) -> list[str]:
    return [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _write_table(table: pd.DataFrame, path: Path) -> None:
    with write_atomically(path) as beside:
        table.to_csv(beside, encoding="utf-8", lineterminator="\n")


def _read_shapes(folder: Path) -> dict[str, gpd.GeoDataFrame]:
    found = {}
    for path in sorted((folder / "shapes").glob("*.parquet")):
        try:
            found[path.stem] = gpd.read_parquet(path)
        except (OSError, ValueError) as error:
            raise FolderError(
                [Fault("folder.shapes", {"problem": str(error)[:120]}, f"shapes/{path.name}")]
            ) from None
    return found
