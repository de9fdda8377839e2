"""The register as events: what opened, closed or changed, when as exactly as it is known, and who says so.

One row an event. Checked at birth with the sites that it is about; every fault is gathered, with row and column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from narvaro.case.conform import EXISTING, world_faults
from narvaro.case.spans import ALWAYS, NEVER, Span, written
from narvaro.case.tables import FIRST_ROW, listed
from narvaro.case.words import control_in, word, words
from narvaro.errors import Fault

OPENED, CLOSED, COUNTED = "opened", "closed", "counted"
KINDS = (OPENED, CLOSED, "days", "service_added", "service_removed", "resized", COUNTED)
"""What may happen. The last is no change: someone counted the offices."""
NEEDS = {
    "days": "days",
    "service_added": "service",
    "service_removed": "service",
    "resized": "size",
    COUNTED: "offices",
}
"""The column that tells what an event changed."""
ORIGINS = ("stated", "derived", "assumed")
NUMBERS = ("days", "offices", "lon", "lat")
TEXTS = (
    "site_id",
    "date",
    "from",
    "to",
    "event",
    "service",
    "size",
    "name",
    "municipality_code",
    "origin",
    "source",
    "note",
)
EVENT_COLUMNS = (*TEXTS[:5], "days", *TEXTS[5:7], "offices", TEXTS[7], "lon", "lat", *TEXTS[8:])
DAYS_A_WEEK = 7.0


class Event(NamedTuple):
    """One event of the register.

    `row` is its place in the table, from 0; `span` the days on which it may have happened; `detail` what it changed:
    days a week, a service, a size, or how many offices were counted, as text.
    """

    row: int
    site_id: str
    kind: str
    span: Span
    detail: str


def conform_events(
    raw: pd.DataFrame, sites: pd.DataFrame, sizes: Sequence[str], file: str = "events"
) -> tuple[pd.DataFrame, list[Fault]]:
    """Return events with checked types, and the faults found.

    Parameters
    ----------
    raw
        Columns `site_id, date, event`; perhaps `from` and `to` in place of a date, `days`, `service`, `size`,
        `offices`, `name, lon, lat, municipality_code` of a site that is not among `sites`, `origin`, `source`, `note`.
    sites
        The sites of the case.
    sizes
        The ids that `size` may use.
    file
        Name used in the faults.

    Examples
    --------
    >>> sites = pd.DataFrame({"status": ["may_close"]}, index=["hall"])
    >>> raw = pd.DataFrame({"site_id": ["hall", "mall"], "date": ["2025-05-30", "soon"], "event": ["closed", "opened"]})
    >>> [fault.key for fault in conform_events(raw, sites, ["standard"])[1]]
    ['events.bad_date', 'events.no_such_site']
    """
    raw = raw.rename(columns=lambda name: word(name))
    missing = [name for name in ("site_id", "event") if name not in raw]
    if not {"date", "from", "to"} & set(raw.columns):
        missing.append("date")
    if missing:
        has = ", ".join(map(str, raw.columns))
        return raw, [Fault("table.missing_column", {"has": has}, file, 1, name) for name in missing]
    table = pd.DataFrame({name: words(raw[name]) if name in raw else "" for name in EVENT_COLUMNS})
    table = table.reset_index(drop=True).astype(object)
    faults = _control_faults(table, file)
    faults += _one_of(table, "event", KINDS, file) + _one_of(table, "origin", ("", *ORIGINS), file)
    faults += _date_faults(table, file)
    for column in NUMBERS:
        faults += _number_faults(table, column, file)
    faults += _detail_faults(table, sizes, file) + _site_faults(table, sites, file)
    table["origin"] = table["origin"].replace("", "stated")
    return table, faults or _order_faults(table, sites, file)


def events_of(table: pd.DataFrame) -> list[Event]:
    """Return the events of a checked table, in the order of time.

    An event whose span is open backwards is taken by its end. Of two at one time the one written first.
    """
    found = []
    for place, row in enumerate(table.to_dict("records")):
        column = NEEDS.get(row["event"], "")
        detail = f"{row[column]:g}" if column in NUMBERS else str(row.get(column, ""))
        found.append(Event(place, row["site_id"], row["event"], _span(row), detail))
    return sorted(found, key=lambda event: _when(event.span))


def outside_places(events: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Return the sites that events alone speak of, as rows for the table of sites: `id, name, lon, lat, ...`."""
    own = events[~events["site_id"].isin(["", *sites.index]) & events["lon"].notna()]
    places = own.drop_duplicates("site_id").rename(columns={"site_id": "id"})
    return places[["id", "name", "lon", "lat", "municipality_code"]].reset_index(drop=True)


def _span(row: Mapping[Any, Any]) -> Span:
    if row["date"]:
        return written(row["date"]) or Span(ALWAYS, NEVER)
    first, last = written(row["from"]), written(row["to"])
    return Span(first.first if first else ALWAYS, last.last if last else NEVER)


def _when(span: Span) -> tuple[object, object]:
    return (span.last if span.first == ALWAYS else span.first, span.last)


def _date_faults(table: pd.DataFrame, file: str) -> list[Fault]:
    """Return a fault for each cell that is no date, each date beside a span, and each span that runs backwards."""
    faults = []
    for column in ("date", "from", "to"):
        cells = table[column]
        wrong = np.flatnonzero([bool(cell) and written(cell) is None for cell in cells])

        def bad(i: int, column: str = column) -> Fault:
            return Fault("events.bad_date", {"value": table[column][i]}, file, i + FIRST_ROW, column)

        faults += listed(wrong, bad)
    for i, row in enumerate(table.to_dict("records")):
        if row["date"] and (row["from"] or row["to"]):
            faults.append(Fault("events.two_dates", {}, file, i + FIRST_ROW, "date"))
        elif not row["date"] and _span(row).first > _span(row).last:
            data = {"first": row["from"], "last": row["to"]}
            faults.append(Fault("events.backwards", data, file, i + FIRST_ROW, "from, to"))
        elif row["event"] == COUNTED and not row["date"]:
            faults.append(Fault("events.count_needs_date", {}, file, i + FIRST_ROW, "date"))
    return faults


def _number_faults(table: pd.DataFrame, column: str, file: str) -> list[Fault]:
    """Turn a column into numbers in place, NaN where it is empty, and return the faults of its cells."""
    text = table[column]
    values = pd.to_numeric(text, errors="coerce").astype(float)
    table[column] = values
    wrong = np.flatnonzero((text != "").to_numpy() & ~np.isfinite(values.to_numpy()))
    return listed(
        wrong,
        lambda i: Fault("table.not_a_number", {"value": text[i]}, file, i + FIRST_ROW, column),
    )


def _detail_faults(table: pd.DataFrame, sizes: Sequence[str], file: str) -> list[Fault]:
    """Return a fault for each event that does not say what it changed, or says what cannot be."""
    faults = []
    for i, row in enumerate(table.to_dict("records")):
        column = NEEDS.get(row["event"])
        if column is None:
            continue
        cell = row[column]
        if cell == "" or cell != cell:
            faults.append(Fault("events.needs", {"event": row["event"]}, file, i + FIRST_ROW, column))
        elif column == "days" and not 0 < cell <= DAYS_A_WEEK:
            faults.append(Fault("events.days", {"value": cell}, file, i + FIRST_ROW, column))
        elif column == "offices" and (cell < 0 or cell % 1):
            faults.append(Fault("events.offices", {"value": cell}, file, i + FIRST_ROW, column))
        elif column == "size" and cell not in sizes:
            data = {"value": cell, "allowed": ", ".join(sizes)}
            faults.append(Fault("table.one_of", data, file, i + FIRST_ROW, column))
    return faults


def _site_faults(table: pd.DataFrame, sites: pd.DataFrame, file: str) -> list[Fault]:
    """Return a fault for each event of no site, and for each place of its own that is not one place in the world."""
    site, counted = table["site_id"], table["event"] == COUNTED
    placed = set(site[(table["name"] != "") & table["lon"].notna() & table["lat"].notna()])
    faults = []
    for i, name in enumerate(site):
        if counted[i] != (name == ""):
            key = "events.count_of_all" if counted[i] else "table.blank"
            faults.append(Fault(key, {}, file, i + FIRST_ROW, "site_id"))
        elif name and name not in sites.index and name not in placed:
            faults.append(Fault("events.no_such_site", {"id": name}, file, i + FIRST_ROW, "site_id"))
    own = table[~site.isin(["", *sites.index]) & table["lon"].notna() & table["lat"].notna()]
    for name, rows in own.groupby("site_id"):
        if len(rows[["lon", "lat"]].drop_duplicates()) > 1:
            faults.append(
                Fault("events.two_places", {"id": name}, file, int(rows.index[-1]) + FIRST_ROW, "lon, lat")
            )
    return faults + (_far_faults(own, sites, file) if len(own) else [])


def _far_faults(own: pd.DataFrame, sites: pd.DataFrame, file: str) -> list[Fault]:
    """Return a fault for each place outside the world, or far from the sites where a slip would explain it."""
    both = pd.concat([sites[["lon", "lat"]], own[["lon", "lat"]]], ignore_index=True)
    faults = world_faults(both, file)
    rows = {len(sites) + k + FIRST_ROW: int(i) + FIRST_ROW for k, i in enumerate(own.index)}
    return [
        Fault(fault.key, fault.data, file, rows[fault.row], fault.column)
        for fault in faults
        if fault.row in rows
    ]


def _order_faults(table: pd.DataFrame, sites: pd.DataFrame, file: str) -> list[Fault]:
    """Return a fault for each event that cannot follow the one before it at its site."""
    faults = []
    for name, told in _by_site(events_of(table)):
        new = name in sites.index and sites.loc[name, "status"] not in EXISTING
        before: Event | None = None
        for event in told:
            where = (file, event.row + FIRST_ROW, "event")
            if event.kind not in (OPENED, CLOSED):
                if before is not None and before.kind == CLOSED and before.span.last < event.span.first:
                    data = {"id": name, "event": event.kind, "row": before.row + FIRST_ROW}
                    faults.append(Fault("events.of_a_closed_office", data, *where))
                continue
            if before is not None and before.kind == event.kind:
                data = {"id": name, "event": event.kind, "row": before.row + FIRST_ROW}
                faults.append(Fault("events.again", data, *where))
            elif event.kind == OPENED and before is not None and new and before is _first_change(told):
                faults.append(
                    Fault("events.closed_before", {"id": name, "row": before.row + FIRST_ROW}, *where)
                )
            before = event
    return faults


def _first_change(told: Sequence[Event]) -> Event | None:
    return next((event for event in told if event.kind in (OPENED, CLOSED)), None)


def _by_site(events: Sequence[Event]) -> Iterator[tuple[str, list[Event]]]:
    """Yield each site with its events, in the order of time."""
    found: dict[str, list[Event]] = {}
    for event in events:
        if event.site_id:
            found.setdefault(event.site_id, []).append(event)
    yield from found.items()


def _one_of(table: pd.DataFrame, column: str, allowed: Sequence[str], file: str) -> list[Fault]:
    known = ", ".join(filter(None, allowed))
    return listed(
        np.flatnonzero(~table[column].isin(allowed)),
        lambda i: Fault(
            "table.one_of", {"value": table[column][i], "allowed": known}, file, i + FIRST_ROW, column
        ),
    )


def _control_faults(table: pd.DataFrame, file: str) -> list[Fault]:
    return [
        Fault("table.control", {"character": found}, file, i + FIRST_ROW, str(column))
        for column in table.columns
        for i, cell in enumerate(table[column])
        if (found := control_in(cell))
    ]
