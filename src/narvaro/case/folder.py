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
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

import pandas as pd
import tomli_w

from narvaro.case.case import Case
from narvaro.case.files import write_atomically, write_text
from narvaro.case.money import Origin, Service, Size
from narvaro.case.outliers import may_be_thousands
from narvaro.case.policy import Policy, read_policy, write_policy
from narvaro.case.provenance import Assumption, Provenance
from narvaro.case.settings import TravelSettings
from narvaro.case.shapes import read_shapes
from narvaro.case.standards import Mode, Standard
from narvaro.case.tables import read_csv_text
from narvaro.errors import Fault, FolderError, InputError

FORMAT = 1
ONE_OF = {"origin": get_args(Origin), "mode": get_args(Mode)}
"""The words that some settings are held to."""
SETTINGS, POLICY, AREAS, SITES = "narvaro.toml", "policy.toml", "areas.csv", "sites.csv"
TOP = ("format", "name", "travel", "sizes", "services", "standards", "assumptions", "provenance", "shapes")
"""The settings at the top of `narvaro.toml`."""
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
        "shapes": sorted(case.shapes),
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
    faults = _top_faults(settings)
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
        shapes=read_shapes(folder, areas),
        files=(AREAS, SITES),
        **given,
    )


def missing_shapes(folder: Path | str, case: Case) -> tuple[str, ...]:
    """Return the names of shapes that the folder was saved with and no longer holds."""
    named = _read_settings(Path(folder)).get("shapes", [])
    return tuple(str(name) for name in named if name not in case.shapes) if isinstance(named, list) else ()


def open_policy(folder: Path | str) -> Policy:
    """Open the policy of a project folder."""
    return read_policy(Path(folder) / POLICY)


def _top_faults(settings: dict[str, Any]) -> list[Fault]:
    """Return what is wrong at the top of the settings: a name that is no text, or a setting that is not known."""
    faults = []
    if not isinstance(settings.get("name", ""), str):
        data = {"given": str(settings["name"])[:60]}
        faults.append(Fault("policy.form_text", data, SETTINGS, None, "name"))
    for key in settings:
        if key not in TOP:
            near = get_close_matches(key, TOP, 1)
            data = {"near": near[0] if near else "–", "known": ", ".join(TOP)}
            faults.append(Fault("folder.unknown", data, SETTINGS, None, _shown(key)))
    return faults


def _shown(text: str) -> str:
    """Return a text with what steers a terminal written out, and no longer than a line."""
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text)[:80]


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
            faults.append(
                Fault("policy.unknown", {"known": ", ".join(known)}, SETTINGS, None, _shown(column))
            )
        elif known[key] in ("float", "int") and not _is_number(value):
            faults.append(Fault("policy.form_number", {"given": str(value)}, SETTINGS, None, _shown(column)))
        elif known[key] == "str" and not isinstance(value, str):
            faults.append(Fault("policy.form_text", {"given": str(value)}, SETTINGS, None, _shown(column)))
        elif known[key].startswith("tuple") and not isinstance(value, list):
            faults.append(Fault("policy.form_list", {"given": str(value)}, SETTINGS, None, _shown(column)))
        elif key in ONE_OF and value not in ONE_OF[key]:
            data = {"given": str(value), "limit": ", ".join(ONE_OF[key])}
            faults.append(Fault("policy.one_of", data, SETTINGS, None, _shown(column)))
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
