"""The tables of a plan as files that open in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from narvaro.access import nearest
from narvaro.case import Case
from narvaro.case.files import write_atomically
from narvaro.case.spreadsheet import safe_table
from narvaro.language import cell_separator, decimal_mark
from narvaro.plan import Plan
from narvaro.travel import TravelTimes

ACTIONS, LEDGER, ACCESS = "actions.csv", "ledger.csv", "access.csv"


def sheets_of(case: Case, plan: Plan, travel: TravelTimes) -> dict[str, pd.DataFrame]:
    """Return actions, ledger and access of a plan by the names of their files."""
    return {
        ACTIONS: action_table(plan),
        LEDGER: ledger_table(plan),
        ACCESS: access_by_area(case, plan, travel),
    }


def write_table(table: pd.DataFrame, path: Path, lang: str = "en") -> None:
    """Write a table as CSV for a spreadsheet: marked as UTF-8, no text a formula, whole or not at all.

    In Swedish cells are separated by semicolons and decimals by commas, as a Swedish spreadsheet reads them.
    """
    with write_atomically(path) as beside:
        beside.write_bytes(content_of(table, lang))


def content_of(table: pd.DataFrame, lang: str = "en") -> bytes:
    r"""Return a table as the bytes of its file: in the marks of the language, and counts as whole numbers.

    Examples
    --------
    >>> table = pd.DataFrame({"people": [20.0, float("nan")], "minutes": [1.5, 2.0]})
    >>> content_of(table).decode("utf-8-sig"), content_of(table, "sv").decode("utf-8-sig")
    ('people,minutes\n20,1.5\n,2.0\n', 'people;minutes\n20;1,5\n;2,0\n')
    """
    whole = {
        str(name): column.astype("Int64")
        for name, column in table.items()
        if pd.api.types.is_float_dtype(column) and bool((column.dropna() % 1 == 0).all())
    }
    safe = safe_table(table.assign(**whole))
    text = safe.to_csv(sep=cell_separator(lang), decimal=decimal_mark(lang), index=False, lineterminator="\n")
    return text.encode("utf-8-sig")


def changed_sheets(folder: Path, case: Case, plan: Plan, travel: TravelTimes) -> list[str]:
    """Return the tables of a plan in the folder of results that are not as they were written with it, or are gone."""
    found = []
    for name, table in sheets_of(case, plan, travel).items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content_of(table):
            found.append(name)
    return found


def action_table(plan: Plan) -> pd.DataFrame:
    """Return one row an action: year, what, where, size, services, cost, and what it means for the municipality."""
    rows = [
        {"year": year, **action.to_json(), "services": ";".join(action.services), "money": plan.money.label}
        for year, action in plan.actions
    ]
    columns = [
        "year",
        "action",
        "site_id",
        "name",
        "municipality_code",
        "municipality",
        "from_size",
        "size",
        "services",
        "cost",
        "running_change",
        "leaves_municipality",
        "decided_by",
        "assumed",
        "money",
    ]
    return pd.DataFrame(rows, columns=columns)


def ledger_table(plan: Plan) -> pd.DataFrame:
    """Return one row a year: money how many offices there are when it ends, and what figures of money count."""
    rows = []
    for year in plan.years:
        plain = year.to_json()
        pot = plain.pop("earmark") or {}
        plain.pop("actions")
        rows.append(
            {**plain, **{f"earmark_{name}": value for name, value in pot.items()}, "money": plan.money.label}
        )
    return pd.DataFrame(rows)


def access_by_area(case: Case, plan: Plan, travel: TravelTimes) -> pd.DataFrame:
    """Return one row an area: minutes to the nearest office and which it is, before the plan and after.

    A missing number of minutes means that no office is within reach.
    """
    names = case.sites["name"]
    last = plan.networks(case).iloc[:, -1]
    networks = {"before": case.existing_ids, "after": tuple(last.index[last != ""])}
    table = case.areas[["name", "people"]].copy()
    for mode in travel.modes:
        for when, sites in networks.items():
            way = nearest(travel, mode=mode, sites=sites)
            table[f"{mode}_min_{when}"] = way["minutes"].round(1)
            table[f"{mode}_office_{when}"] = way["site_id"].map(names).fillna("")
    return table.rename_axis("id").reset_index()
