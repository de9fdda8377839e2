"""From a raw table to a checked one: types, ranges, labels. Every fault is gathered, with row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from narvaro.case.answers import answer_faults, share_faults, shares, yes_no
from narvaro.case.leases import LEASE_DATES, RENT, lease_date_faults
from narvaro.case.money import COSTS
from narvaro.case.outliers import key_of, may_be_thousands, misplaced, without_marks
from narvaro.case.site_figures import OWN_FIGURES, ROOM
from narvaro.case.tables import FIRST_ROW, listed
from narvaro.case.twins import twin_faults
from narvaro.case.words import control_in, word, words
from narvaro.errors import Fault

STATUSES = ("must_stay", "may_close", "must_close", "candidate", "must_open")
"""The five things a plan may be told of a site. The first three are offices that exist."""
EXISTING = STATUSES[:3]

AREA_COLUMNS = ("id", "name", "lon", "lat", "people")
EXTENT = "extent_km"
"""Column of the areas: mean distance of an area's people to its point, km as the crow flies."""
PEOPLE_OF_A_YEAR = re.compile(r"people_(\d{4})")
"""Columns of the areas: people at the end of a year, where those of several years are known."""
NO_GROUPS = ("name", "lon", "lat", "people", "need", EXTENT)
"""Columns of the areas that say what each is, and sort nobody into groups."""
SITE_COLUMNS = ("id", "name", "lon", "lat")
SITE_TEXTS = (
    "municipality_code",
    "municipality",
    "fa_region_code",
    "county_code",
    "locality",
    "area_id",
    "source",
    "locked_by",
)


def conform_areas(raw: pd.DataFrame, file: str = "areas") -> tuple[pd.DataFrame, list[Fault]]:
    """Return areas with checked types and the faults found.

    Parameters
    ----------
    raw
        Columns `id, name, lon, lat, people`, perhaps `need` and `extent_km`, and any grouping columns; or the same with
        `id` as index.
    file
        Name used in the faults.

    Returns
    -------
    tuple
        The table, index `id`; and the faults, in the order of the columns. The table is of use only without faults.
    """
    table, faults = _with_columns(raw, AREA_COLUMNS, file)
    if faults:
        return table, faults
    faults += _label_faults(table, file)
    points = _numbers(table, "lon", file) + _numbers(table, "lat", file)
    asked = _count_faults(table, file)
    told = {fault.row for fault in asked}
    faults += points + asked + [f for f in _numbers(table, "people", file, low=0.0) if f.row not in told]
    if "need" in table:
        faults += _numbers(table, "need", file, low=0.0, empty=1.0)
    else:
        table["need"] = 1.0
    if EXTENT in table:
        faults += _numbers(table, EXTENT, file, low=0.0, empty=0.0)
    if not faults and float(table["people"].sum()) > MOST_PEOPLE:
        faults.append(Fault("table.crowded", {"people": float(table["people"].sum())}, file, None, "people"))
    if not faults and not float(table["people"].sum()) > 0:
        faults.append(Fault("table.nobody", {}, file, None, "people"))
    if not points:
        faults += world_faults(table, file)
    for column in table.columns.difference(["id", *NO_GROUPS], sort=False):
        if column == "without_car":
            faults += share_faults(table[column], file)
            table[column] = shares(table[column])[0]
        elif PEOPLE_OF_A_YEAR.fullmatch(column):
            faults += _numbers(table, column, file, low=0.0)
        else:
            faults += answer_faults(table[column], file)
            table[column] = _grouping(table[column])
    return table.set_index("id"), faults + _control_faults(table, file)


def conform_sites(
    raw: pd.DataFrame, sizes: Sequence[str], services: Sequence[str], file: str = "sites"
) -> tuple[pd.DataFrame, list[Fault]]:
    """Return sites with checked types and the faults found.

    Parameters
    ----------
    raw
        Columns `id, name, lon, lat`, perhaps `status`, `size`, `services` (separated by semicolons), figures that go
        before those of the size (:mod:`narvaro.case.site_figures`) and codes.
    sizes, services
        The ids that `size` and `services` may use.
    file
        Name used in the faults.
    """
    table, faults = _with_columns(raw, SITE_COLUMNS, file)
    if faults:
        return table, faults
    faults += _label_faults(table, file)
    points = _numbers(table, "lon", file) + _numbers(table, "lat", file)
    faults += points or world_faults(table, file)
    for column in SITE_TEXTS:
        table[column] = words(table[column]) if column in table else _same("", table)
    status = words(table["status"]) if "status" in table else _same("", table)
    table["status"] = status.replace("", "candidate")
    table["size"] = words(table["size"]) if "size" in table else _same("", table)
    faults += _one_of(table, "status", STATUSES, file)
    existing = table["status"].isin(EXISTING)
    if len(sizes) == 1:
        table.loc[existing & (table["size"] == ""), "size"] = sizes[0]
    faults += listed(
        np.flatnonzero(existing & (table["size"] == "")),
        lambda i: Fault("table.size_needed", {"allowed": ", ".join(sizes)}, file, i + FIRST_ROW, "size"),
    )
    faults += _one_of(table, "size", [*sizes, ""], file, told=sizes)
    faults += twin_faults([[size] for size in table["size"]], file, "size")
    table["services"], service_faults = _service_lists(table, tuple(services), file)
    faults += answer_faults(table["assumed"], file, meant=True) if "assumed" in table else []
    table["assumed"] = _grouping(table["assumed"]) if "assumed" in table else False
    faults += _numbers(table, ROOM, file, low=0.0, empty=0.0) if ROOM in table else []
    for column in (name for name in COSTS if name in table):
        blank = _text(table[column]) == ""
        faults += _numbers(table, column, file, low=0.0, empty=0.0)
        table[column] = table[column].mask(blank)
    faults += lease_date_faults(table, file)
    faults += _numbers(table, RENT, file, low=0.0, empty=0.0) if RENT in table else []
    known = [
        *SITE_COLUMNS,
        *SITE_TEXTS,
        "status",
        "size",
        "services",
        "assumed",
        *OWN_FIGURES,
        *LEASE_DATES,
        RENT,
    ]
    for column in table.columns.difference(known):
        faults += answer_faults(table[column], file)
        table[column] = _grouping(table[column])
    return table.set_index("id"), faults + service_faults + _control_faults(table, file)


MOST_PEOPLE = 1e10
"""More people than there are on Earth."""


def _count_faults(table: pd.DataFrame, file: str) -> list[Fault]:
    """Return a fault for each count of people that may mean two things, or that a spreadsheet has shortened."""
    if pd.api.types.is_numeric_dtype(table["people"]):
        return []
    cells = _text(table["people"].map(lambda cell: cell if isinstance(cell, str) else ""))
    asked = may_be_thousands(cells)
    short = cells.str.fullmatch(r"[\d.,]+[eE]\+?\d+").to_numpy(bool)

    def fault(i: int) -> Fault:
        cell = str(cells.iloc[i])
        data = {
            "value": cell,
            "whole": re.sub("[.,]", "", cell).lstrip("0") or "0",
            "part": cell.replace(",", ".") + "0",
        }
        key = "table.thousands" if asked[i] else "table.shortened"
        return Fault(key, data if asked[i] else {"value": cell}, file, i + FIRST_ROW, "people")

    return listed(np.flatnonzero(asked | short), fault)


def world_faults(table: pd.DataFrame, file: str) -> list[Fault]:
    """Return a fault for each point outside the world or turned round; one for the table where all look so."""
    lon, lat = table["lon"].to_numpy(float), table["lat"].to_numpy(float)
    outside = (np.abs(lon) > 180) | (np.abs(lat) > 90)
    if outside.mean() > 0.5 and ((np.abs(lat) <= 180) & (np.abs(lon) <= 90)).all():
        return [Fault("table.swapped", {}, file, None, "lon, lat")]
    if outside.all() and (np.abs(lon) > 360).any():
        return [Fault("table.projected", {"lon": str(lon[0]), "lat": str(lat[0])}, file, None, "lon, lat")]
    turned = np.zeros(len(lon), dtype=bool)
    if not outside.all():
        turned = ~outside & turned_round(lon, lat, np.median(lon[~outside]), np.median(lat[~outside]))
    odd = np.zeros(len(lon), dtype=bool)
    odd[~outside] = misplaced(lon[~outside], lat[~outside], FAR_DEGREES)
    odd &= ~turned
    return listed(
        np.flatnonzero(outside | turned | odd),
        lambda i: Fault(
            "table.outside_world"
            if outside[i]
            else "table.turned_round"
            if turned[i]
            else key_of(lon[i], lat[i]),
            {"lon": str(lon[i]), "lat": str(lat[i])},
            file,
            i + FIRST_ROW,
            "lon, lat",
        ),
    )


FAR_DEGREES = 10.0
"""Points nearer than this to the others are taken as they are."""


def turned_round(lon: np.ndarray, lat: np.ndarray, among_lon: float, among_lat: float) -> np.ndarray:
    """Tell which points lie far from the others but would lie among them with longitude and latitude swapped.

    Examples
    --------
    >>> turned_round(np.array([18.0, 59.3]), np.array([59.3, 18.0]), 18.1, 59.4).tolist()
    [False, True]
    """
    as_given = np.maximum(np.abs(lon - among_lon), np.abs(lat - among_lat))
    swapped = np.maximum(np.abs(lat - among_lon), np.abs(lon - among_lat))
    return np.asarray((as_given > FAR_DEGREES) & (swapped < as_given / 5))


def swapped_against(areas: pd.DataFrame, sites: pd.DataFrame) -> bool:
    """Tell whether swapping longitude and latitude of the areas would bring them to the sites.

    Examples
    --------
    >>> a = pd.DataFrame({"lon": [59.3], "lat": [18.1]})
    >>> s = pd.DataFrame({"lon": [18.0], "lat": [59.4]})
    >>> swapped_against(a, s), swapped_against(s, s)
    (True, False)
    """
    a, s = areas[["lon", "lat"]].median(), sites[["lon", "lat"]].median()
    return bool(turned_round(np.array([a["lon"]]), np.array([a["lat"]]), s["lon"], s["lat"])[0])


def _with_columns(raw: pd.DataFrame, needed: Sequence[str], file: str) -> tuple[pd.DataFrame, list[Fault]]:
    table = raw.copy()
    if "id" not in table.columns and table.index.name == "id":
        table = table.reset_index()
    table = table.reset_index(drop=True)
    faults = _heading_faults([word(name) for name in table.columns], file)
    if faults:
        return table, faults
    table.columns = pd.Index([word(name) for name in table.columns])
    missing = [name for name in needed if name not in table.columns]
    has = ", ".join(str(name) for name in table.columns)
    faults = [Fault("table.missing_column", {"has": has}, file, 1, name) for name in missing]
    if not len(table):
        faults.append(Fault("table.no_rows", {}, file))
    return table, faults


def _heading_faults(names: list[str], file: str) -> list[Fault]:
    twice = sorted({name for name in names if name and names.count(name) > 1})
    faults = [Fault("table.column_twice", {}, file, 1, name) for name in twice]
    faults += [Fault("table.no_heading", {}, file, 1, str(k)) for k, name in enumerate(names, 1) if not name]
    return faults + [
        Fault("table.control", {"character": control_in(name)}, file, 1, str(k))
        for k, name in enumerate(names, 1)
        if control_in(name)
    ]


def _control_faults(table: pd.DataFrame, file: str) -> list[Fault]:
    """Return a fault for each cell with a character that steers a terminal or cannot stand in a page."""
    faults: list[Fault] = []
    for column in map(str, table.columns):
        if table[column].dtype != object or column == "services":
            continue
        found = [control_in(cell) if isinstance(cell, str) else "" for cell in table[column]]

        def fault(i: int, found: list[str] = found, column: str = column) -> Fault:
            return Fault("table.control", {"character": found[i]}, file, i + FIRST_ROW, column)

        faults += listed(np.flatnonzero([bool(one) for one in found]), fault)
    return faults


def _label_faults(table: pd.DataFrame, file: str) -> list[Fault]:
    faults = []
    for column in ("id", "name"):
        table[column] = words(table[column])
        blank = np.flatnonzero(table[column] == "")

        def empty(i: int, column: str = column) -> Fault:
            return Fault("table.blank", {}, file, i + FIRST_ROW, column)

        faults += listed(blank, empty)
    ids = table["id"]
    first = {label: row for row, label in reversed(list(enumerate(ids, FIRST_ROW)))}
    again = np.flatnonzero(ids.duplicated() & (ids != ""))
    return faults + listed(
        again,
        lambda i: Fault(
            "table.duplicate", {"id": ids[i], "first": str(first[ids[i]])}, file, i + FIRST_ROW, "id"
        ),
    )


def _numbers(
    table: pd.DataFrame, column: str, file: str, low: float | None = None, empty: float | None = None
) -> list[Fault]:
    """Turn a column into numbers in place and return the faults of its cells."""
    given = table[column]
    values = pd.to_numeric(given, errors="coerce").astype(float)
    text = _text(given)
    if empty is not None:
        values = values.mask(text == "", empty)
    table[column] = values
    bad = ~np.isfinite(values.to_numpy())
    missing = bad & (text == "").to_numpy() | given.isna().to_numpy() & bad
    faults = listed(
        np.flatnonzero(bad),
        lambda i: (
            Fault("table.missing_value", {}, file, i + FIRST_ROW, column)
            if missing[i]
            else Fault(
                "table.marked_number" if without_marks(text[i]) else "table.not_a_number",
                {"value": text[i]} | ({"plain": plain} if (plain := without_marks(text[i])) else {}),
                file,
                i + FIRST_ROW,
                column,
            )
        ),
    )
    if low is not None:
        below = np.flatnonzero(values.to_numpy() < low)
        faults += listed(
            below,
            lambda i: Fault("table.negative", {"value": text[i]}, file, i + FIRST_ROW, column),
        )
    return faults


def _text(column: pd.Series) -> pd.Series:
    """Return a column as stripped text, a missing value as an empty text."""
    as_text = column.astype("object").where(column.notna(), "").map(lambda cell: str(cell).strip())
    return as_text.astype("object")


def _same(text: str, table: pd.DataFrame) -> pd.Series:
    """Return a column with one text in every row, of the type that a column of given texts has."""
    return pd.Series([text] * len(table), index=table.index, dtype="object")


def _grouping(column: pd.Series) -> pd.Series:
    """Return a grouping column as yes/no where all its cells say so, as numbers if they are, else as words.

    A column of numbers with gaps is one of codes: 114.0 is the code 114, and a gap is no code at all.
    """
    answers = yes_no(column)
    if answers is not None:
        return answers
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        given = column.dropna()
        if pd.api.types.is_integer_dtype(column) and len(given) == len(column):
            return column
        if not (np.isfinite(given.astype(float)) & (given % 1 == 0) & (given.abs() < 2**53)).all():
            return column
        return words(column) if len(given) < len(column) else column.astype("int64")
    return words(column)


def _one_of(
    table: pd.DataFrame, column: str, allowed: Sequence[str], file: str, told: Sequence[str] | None = None
) -> list[Fault]:
    wrong = ~table[column].isin(allowed)
    words = ", ".join(allowed if told is None else told)
    return listed(
        np.flatnonzero(wrong),
        lambda i: Fault(
            "table.one_of",
            {"value": str(table[column].iloc[i]), "allowed": words},
            file,
            i + FIRST_ROW,
            column,
        ),
    )


def _service_lists(table: pd.DataFrame, known: tuple[str, ...], file: str) -> tuple[pd.Series, list[Fault]]:
    if "services" not in table:
        return pd.Series([known] * len(table), index=table.index, dtype="object"), []
    lists, faults, given = [], [], []
    for row, cell in enumerate(table["services"], FIRST_ROW):
        parts = cell if isinstance(cell, tuple | list) else word(cell).split(";")
        named = tuple(word(part) for part in parts if word(part))
        unknown = [name for name in named if name not in known]
        faults += [
            Fault(
                "table.unknown_service", {"value": name, "allowed": ", ".join(known)}, file, row, "services"
            )
            for name in unknown
        ]
        lists.append(tuple(name for name in known if name in named) if named else known)
        given.append(named)
    wrong = twin_faults(given, file, "services")
    told = {(fault.row, fault.data["value"]) for fault in wrong}
    faults = [fault for fault in faults if (fault.row, fault.data["value"]) not in told] + wrong
    return pd.Series(lists, index=table.index, dtype="object"), faults
