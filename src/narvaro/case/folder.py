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
from typing import Any, TypeVar, get_args

import geopandas as gpd
import pandas as pd
import tomli_w

from narvaro.case.case import Case
from narvaro.case.files import write_atomically, write_text
from narvaro.case.money import Origin, Service, Size
from narvaro.case.outliers import may_be_thousands
from narvaro.case.policy import Policy, read_policy, write_policy
from narvaro.case.provenance import Assumption, Provenance
from narvaro.case.settings import TravelSettings
from narvaro.case.standards import Mode, Standard
from narvaro.case.tables import read_csv_text
from narvaro.errors import Fault, FolderError, InputError

FORMAT = 1
ONE_OF = {"origin": get_args(Origin), "mode": get_args(Mode)}
"""The words that some settings are held to."""
SETTINGS, POLICY, AREAS, SITES = "narvaro.toml", "policy.toml", "areas.csv", "sites.csv"
Row = TypeVar("Row", Size, Service, Standard, Assumption, Provenance, TravelSettings)


def save_case(case: Case, folder: Path | str, policy: Policy | None = None) -> Path:
    """Write a case, and a policy if given, as a project folder.

    Each file is written beside and then renamed; `narvaro.toml` comes last, so a killed write is seen as no project.
    """
    folder = Path(folder)
    _write_table(_plainly(case.areas), folder / AREAS)
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
    faults += [fault for rule in standards for fault in rule.faults(SETTINGS)]
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
        settings = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        raise FolderError([Fault("folder.none", {"folder": str(folder)})]) from None
    except UnicodeDecodeError as error:
        raise FolderError([Fault("policy.encoding", {"position": str(error.start)}, SETTINGS)]) from None
    except tomllib.TOMLDecodeError as error:
        raise FolderError([Fault("policy.syntax", {"problem": str(error)}, SETTINGS)]) from None
    if settings.get("format") != FORMAT:
        data = {"found": str(settings.get("format")), "known": str(FORMAT)}
        raise FolderError([Fault("folder.format", data, SETTINGS)])
    return settings


def _plain(row: Row) -> dict[str, Any]:
    return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(row).items() if v is not None}


def _rows(kind: type[Row], tables: object, where: str, faults: list[Fault]) -> list[Row]:
    """Return the rows of one section of the settings; what is wrong with them is added to `faults`."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        faults.append(Fault("policy.form_table", {"given": str(tables)[:60]}, SETTINGS, None, where))
        return []
    rows: list[Row] = []
    for number, table in enumerate(tables, 1):
        place = where if kind is TravelSettings else f"{where}[{number}]"
        wrong = _cell_faults(kind, table, place)
        faults += wrong
        if not wrong:
            given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
            make: Callable[..., Row] = kind
            rows.append(make(**given))
    return rows


def _cell_faults(kind: type[Row], table: dict[str, Any], place: str) -> list[Fault]:
    known = {item.name: str(item.type) for item in fields(kind)}
    faults = [
        Fault("policy.missing", {}, SETTINGS, None, f"{place}.{key}")
        for key in _needed(kind)
        if key not in table
    ]
    for key, value in table.items():
        column = f"{place}.{key}"
        if key not in known:
            faults.append(Fault("policy.unknown", {"known": ", ".join(known)}, SETTINGS, None, column))
        elif known[key] in ("float", "int") and not _is_number(value):
            faults.append(Fault("policy.form_number", {"given": str(value)}, SETTINGS, None, column))
        elif known[key] == "str" and not isinstance(value, str):
            faults.append(Fault("policy.form_text", {"given": str(value)}, SETTINGS, None, column))
        elif known[key].startswith("tuple") and not isinstance(value, list):
            faults.append(Fault("policy.form_list", {"given": str(value)}, SETTINGS, None, column))
        elif key in ONE_OF and value not in ONE_OF[key]:
            data = {"given": str(value), "limit": ", ".join(ONE_OF[key])}
            faults.append(Fault("policy.one_of", data, SETTINGS, None, column))
    return faults


def _needed(kind: type[Row]) -> list[str]:
    return [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plainly(areas: pd.DataFrame) -> pd.DataFrame:
    """Return areas whose people are written so that no fraction can be taken for thousands: 5.2 and 5.1250."""
    written = areas["people"].astype(str)
    asked = may_be_thousands(written)
    return areas.assign(people=written.where(~asked, written + "0")) if asked.any() else areas


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
