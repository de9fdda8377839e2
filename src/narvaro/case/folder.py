"""The project folder: plain files that open in a spreadsheet or a text editor.

DIR/narvaro.toml     name, money, sizes, services, travel and visits, standards, assumptions, provenance
DIR/policy.toml      the policy
DIR/areas.csv        one row an area
DIR/sites.csv        one row a site: today's offices and candidates; replace it to use another register
DIR/events.csv       one row an event: what opened, closed or changed; may be absent
DIR/decided.csv      what was really decided, where that is told: one row an office opened or closed
DIR/shapes/*.parquet polygons for maps (GeoParquet), where there are any
DIR/results/         what the commands write
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import tomli_w
from pydantic import Field, ValidationError

from narvaro.case.case import Case
from narvaro.case.decided import FILE as DECIDED
from narvaro.case.documents import Form, conforming, faults_of, form_of, printable, read_toml
from narvaro.case.events import EVENT_COLUMNS
from narvaro.case.files import write_atomically, write_text
from narvaro.case.former import FORMER_FORMAT, settings_as_now
from narvaro.case.money import MoneyUnit, Service, Size, Unit, default_size
from narvaro.case.outliers import may_be_thousands
from narvaro.case.policy import Policy, read_policy, write_policy
from narvaro.case.provenance import Assumption, Provenance
from narvaro.case.settings import TownTravel, TravelSettings
from narvaro.case.shapes import read_shapes, require_own_polygons
from narvaro.case.standards import Standard
from narvaro.case.tables import read_csv_text
from narvaro.case.visits import VisitSettings
from narvaro.errors import Fault, FolderError, InputError, TableError

FORMAT = 2
SETTINGS, POLICY, AREAS, SITES = "narvaro.toml", "policy.toml", "areas.csv", "sites.csv"
EVENTS = "events.csv"
Row = TypeVar(
    "Row",
    Size,
    Service,
    Standard,
    Assumption,
    Provenance,
    TravelSettings,
    TownTravel,
    MoneyUnit,
    VisitSettings,
)


def save_case(case: Case, folder: Path | str, policy: Policy | None = None) -> Path:
    """Write a case, and a policy if given, as a project folder.

    Each file is written beside and then renamed; `narvaro.toml` comes last, so a killed write is seen as no project.
    """
    folder = Path(folder)
    _write_table(_plainly(case.areas), folder / AREAS)
    _write_table(case.sites.assign(services=case.sites["services"].map(";".join)), folder / SITES)
    if len(case.events):
        write_text(folder / EVENTS, case.events.to_csv(index=False, lineterminator="\n"))
    if case.decided is not None:
        _write_table(case.decided.set_index("decided"), folder / DECIDED)
    for name, shapes in case.shapes.items():
        with write_atomically(folder / "shapes" / f"{name}.parquet") as beside:
            shapes.to_parquet(beside)
    if policy is not None:
        write_policy(policy, folder / POLICY)
    settings: dict[str, Any] = {
        "format": FORMAT,
        "name": case.name,
        "money": _plain(case.money),
        "travel": _plain(case.travel),
        "towns": [_plain(town) for town in case.towns],
        "visits": _plain(case.visits),
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
    standards = _rows(Standard, settings.get("standards"))
    faults = [fault for rule in standards for fault in rule.faults(SETTINGS)]
    if faults:
        raise FolderError(faults)
    (money,) = _rows(MoneyUnit, [settings["money"]])
    given: dict[str, Any] = {}
    if settings.get("services"):
        given["services"] = _rows(Service, settings["services"])
    areas, sites, events = _tables(folder)
    given["events"] = events
    try:
        case = Case(
            name=settings.get("name", folder.name),
            areas=areas,
            sites=sites,
            money=money,
            sizes=_rows(Size, settings.get("sizes")) or (default_size(money),),
            travel=_rows(TravelSettings, [settings.get("travel", {})])[0],
            towns=_rows(TownTravel, settings.get("towns")),
            visits=_rows(VisitSettings, [settings.get("visits", {})])[0],
            standards=standards,
            assumptions=_rows(Assumption, settings.get("assumptions")),
            provenance=_rows(Provenance, settings.get("provenance")),
            shapes=read_shapes(folder, areas),
            files=(AREAS, SITES),
            decided=read_csv_text(folder / DECIDED) if (folder / DECIDED).exists() else None,
            **given,
        )
    except TableError as error:  # what stands in no table stands in the settings
        raise TableError([replace(fault, file=fault.file or SETTINGS) for fault in error.faults]) from None
    require_own_polygons(case.shapes, case.areas)
    return case


def missing_shapes(folder: Path | str, case: Case) -> tuple[str, ...]:
    """Return the names of shapes that the folder was saved with and no longer holds."""
    return tuple(name for name in _read_settings(Path(folder)).get("shapes", []) if name not in case.shapes)


def open_policy(folder: Path | str) -> Policy:
    """Open the policy of a project folder."""
    return read_policy(Path(folder) / POLICY)


def _tables(folder: Path) -> list[pd.DataFrame]:
    """Return areas, sites and events, of which there may be none; the faults of all in one error."""
    tables, faults = [], []
    for name in (AREAS, SITES, EVENTS):
        try:
            absent = name == EVENTS and not (folder / name).exists()
            tables.append(pd.DataFrame(columns=EVENT_COLUMNS) if absent else read_csv_text(folder / name))
        except InputError as error:
            faults += list(error.faults)
    if faults:
        raise FolderError(faults)
    return tables


class _Money(Form):
    """The form of `[money]`: currency and unit are both said."""

    currency: str
    unit: Unit


class _Settings(Form):
    """The form of `narvaro.toml`."""

    format: int
    name: str = ""
    money: _Money
    travel: form_of(TravelSettings) = Field(default_factory=form_of(TravelSettings))  # type: ignore[valid-type]
    towns: tuple[form_of(TownTravel), ...] = ()  # type: ignore[valid-type]
    visits: form_of(VisitSettings) = Field(default_factory=form_of(VisitSettings))  # type: ignore[valid-type]
    sizes: tuple[form_of(Size), ...] = ()  # type: ignore[valid-type]
    services: tuple[form_of(Service), ...] = ()  # type: ignore[valid-type]
    standards: tuple[form_of(Standard), ...] = ()  # type: ignore[valid-type]
    assumptions: tuple[form_of(Assumption), ...] = ()  # type: ignore[valid-type]
    provenance: tuple[form_of(Provenance), ...] = ()  # type: ignore[valid-type]
    shapes: tuple[str, ...] = ()


def _read_settings(folder: Path) -> dict[str, Any]:
    path = folder / SETTINGS
    try:
        table = read_toml(path)
    except (FileNotFoundError, NotADirectoryError):
        raise FolderError([Fault("folder.none", {"folder": str(folder)})]) from None
    if table.get("format") not in (FORMER_FORMAT, FORMAT) or isinstance(table["format"], bool):
        data = {"found": printable(table.get("format")), "known": f"{FORMER_FORMAT}, {FORMAT}"}
        raise FolderError([Fault("folder.format", data, SETTINGS)])
    table = settings_as_now(table, SETTINGS)
    try:
        conforming(_Settings, table)
    except ValidationError as error:
        raise FolderError(faults_of(error, SETTINGS, _Settings)) from None
    return table


def _plain(row: Row) -> dict[str, Any]:
    return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(row).items() if v is not None}


def _rows(kind: type[Row], tables: list[dict[str, Any]] | None) -> tuple[Row, ...]:
    """Return the rows of a section, its figures just as they were written."""
    make: Callable[..., Row] = kind
    return tuple(
        make(**{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()})
        for table in tables or ()
    )


def _plainly(areas: pd.DataFrame) -> pd.DataFrame:
    """Return areas whose people are written so that no fraction can be taken for thousands: 5.2 and 5.1250."""
    written = areas["people"].astype(str)
    asked = may_be_thousands(written)
    return areas.assign(people=written.where(~asked, written + "0")) if asked.any() else areas


def _write_table(table: pd.DataFrame, path: Path) -> None:
    with write_atomically(path) as beside:
        table.to_csv(beside, encoding="utf-8", lineterminator="\n")
