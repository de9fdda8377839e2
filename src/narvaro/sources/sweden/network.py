"""The network of offices at the end of a year: those that a source names, and the missing ones by a stated rule."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from narvaro.sources.sweden.areas import area_points, main_places, swedish_areas
from narvaro.sources.sweden.geometry import distance_km, to_degrees, to_metres
from narvaro.sources.sweden.municipalities import municipalities
from narvaro.sources.sweden.tables import read_table, rule
from narvaro.sources.sweden.vulnerable import EDITION_COLUMNS

YEARS = (2020, 2024)
COLUMNS = ("name", "municipality_code", "lon", "lat", "size", "services", "origin", "source")


@dataclass(frozen=True)
class Knowledge:
    """What the network is made of: all that is known now, or what was known then.

    Parameters
    ----------
    sources_until
        Offices that no source named by this date, ISO 8601, are left to the rule of the missing ones; empty for no
        such date. A source with a year or a month counts from its end.
    later_firsts
        Whether municipalities that the decision of 2021 gave their first office are known to have had none before.
    """

    sources_until: str = ""
    later_firsts: bool = True


ALL_THAT_IS_KNOWN = Knowledge()


def register(year: int, knowledge: Knowledge = ALL_THAT_IS_KNOWN) -> pd.DataFrame:
    """Return the offices that a source names and that were open at the end of a year.

    Parameters
    ----------
    year
        2020 or 2024.
    knowledge
        Which sources count.

    Returns
    -------
    DataFrame
        Index `id`; `name, municipality_code, lon, lat`, `size` and `services` (empty where no source says), `origin`
        (`stated`; `derived` where a region of one municipality must have had one; `assumed` where it, or its place
        within the municipality, is not sure), `source`.
    """
    table = read_table("offices").set_index("id")
    if knowledge.sources_until:
        known = read_table("known_from").set_index("id")["known_from"].reindex(table.index).map(_end_of)
        table = table[known <= knowledge.sources_until]
    return table.loc[table[f"open_{year}"].astype(bool), list(COLUMNS)].sort_index()


def _end_of(date: str) -> str:
    """Return a date as its last day, so that a year or a month alone counts from its end; no date after all."""
    return date + "-12-31"[len(date) - 4 :] if date and len(date) < 10 else date or "9999"


def totals(year: int) -> dict[Hashable, Any]:
    """Return the known totals of the end of a year: `offices`, `municipalities`, `arbetsformedlingen`, `source`."""
    return next(row for row in read_table("network_totals").to_dict("records") if row["year"] == year)


def missing_municipalities(year: int, known: set[str], later_firsts: bool = True) -> list[tuple[str, str]]:
    """Return the municipalities that had an office though no source names it, in the order of the rule, with why.

    1. Each FA-region without an office: the municipality of its most populous locality.
    2. Then each county seat without an office.
    3. Then municipalities by people, the most populous first, until the known number of municipalities is reached. At
       the end of 2020 those that the decision of 2021 gave a first office (for their countryside or as metropolitan)
       are passed over, where that is known.

    Parameters
    ----------
    year
        One of `YEARS`.
    known
        Codes of the municipalities that have an office.
    later_firsts
        As :class:`Knowledge` has it.

    Returns
    -------
    list of tuple
        Code, and `fa_region`, `county_seat` or `people`.
    """
    table = municipalities()
    wanted = int(totals(year)["municipalities"]) - len(known)
    had = set(known)
    found: list[tuple[str, str]] = []

    def add(code: str, why: str) -> None:
        if code not in had and len(found) < wanted:
            had.add(code)
            found.append((code, why))

    places = main_places()[["people_now"]].join(table["fa_region_code"])
    served = set(table.loc[sorted(known), "fa_region_code"])
    largest = places.sort_values("people_now", ascending=False, kind="stable").drop_duplicates(
        "fa_region_code"
    )
    for row in largest.sort_values("fa_region_code").itertuples():
        if row.fa_region_code not in served:
            add(str(row.Index), "fa_region")
    for code in read_table("county_seats")["municipality_code"]:
        add(code, "county_seat")
    passed = year <= YEARS[0] and later_firsts
    later = set(read_table("first_office_2021")["municipality_code"]) if passed else set()
    for code in table.sort_values("people_2023", ascending=False, kind="stable").index:
        if code not in later:
            add(code, "people")
    return found


def _assumed_rows(missing: list[tuple[str, str]]) -> pd.DataFrame:
    main = main_places()
    names = municipalities()["name"]
    lon, lat = main["lon"], main["lat"]
    rows = [
        {
            "id": f"office-{code}-assumed",
            "name": names[code],
            "municipality_code": code,
            "lon": lon[code],
            "lat": lat[code],
            "size": "",
            "services": "",
            "origin": "assumed",
            "source": f"assumed: rule of the missing offices, {why}",
        }
        for code, why in missing
    ]
    return pd.DataFrame(rows, columns=["id", *COLUMNS]).set_index("id")


def further_office(offices: pd.DataFrame, code: str, number: int) -> pd.DataFrame:
    """Return one more assumed office in a municipality that has some: where most people live away from them.

    It stands at the area outside the countryside, farther than `second_office_km` from every office of the
    municipality, that has most of its people within that distance.
    """
    areas = swedish_areas()
    points = area_points()
    own = ((areas["municipality_code"] == code) & (areas["kind"] != "rural")).to_numpy()
    labels = areas["name"].to_numpy()[own]
    there = offices[offices["municipality_code"] == code]
    away = distance_km(points[own], to_metres(there["lon"], there["lat"])).min(axis=1)
    near = distance_km(points[own], points[own]) <= rule("second_office_km")
    people = near @ areas.loc[own, "people"].to_numpy(float)
    far = away > rule("second_office_km")
    best = int(np.where(far, people, -1.0).argmax()) if far.any() else int(away.argmax())
    lon, lat = to_degrees(points[own][[best]])[0]
    row = {
        "name": f"{municipalities()['name'][code]} {labels[best]}",
        "municipality_code": code,
        "lon": lon,
        "lat": lat,
        "size": "",
        "services": "",
        "origin": "assumed",
        "source": "assumed: rule of the missing offices, further office",
    }
    return pd.DataFrame([row], index=pd.Index([f"office-{code}-assumed-{number}"], name="id"))


def _with_further(offices: pd.DataFrame, year: int) -> pd.DataFrame:
    """Add offices to municipalities that have some, until the known number of offices is reached."""
    counts = read_table("office_counts")
    people = municipalities()["people_2023"]
    wanted = int(totals(year)["offices"])
    number = 1
    while len(offices) < wanted:
        has = offices["municipality_code"].value_counts()
        said = counts[counts["year"] == year].set_index("municipality_code")["offices"]
        short = [code for code in said.index if has.get(code, 0) < said[code]]
        each = (people.reindex(has.index) / has).sort_index()
        code = short[0] if short else str(each.idxmax())
        number += 1
        offices = pd.concat([offices, further_office(offices, code, number)])
    return offices


def _kept(register_codes: set[str], year: int, knowledge: Knowledge) -> list[str]:
    """Return the ids of the offices assumed at the first year that are still there at a later one.

    Offices opened in between may bring more municipalities than are known to have one; then those assumed last are
    taken to have closed.
    """
    first = set(register(YEARS[0], knowledge)["municipality_code"])
    has = set(register_codes)
    kept = []
    for code, _ in missing_municipalities(YEARS[0], first, knowledge.later_firsts):
        if code in has or len(has) < int(totals(year)["municipalities"]):
            has.add(code)
            kept.append(f"office-{code}-assumed")
    return kept


@cache
def _network(year: int, knowledge: Knowledge) -> pd.DataFrame:
    offices = register(year, knowledge)
    if year > YEARS[0]:
        kept = _kept(set(offices["municipality_code"]), year, knowledge)
        offices = pd.concat([offices, _network(YEARS[0], knowledge).loc[kept]])
    missing = missing_municipalities(year, set(offices["municipality_code"]), knowledge.later_firsts)
    offices = pd.concat([offices, _assumed_rows(missing)])
    return _with_further(offices, year).sort_index()


def network(year: int, knowledge: Knowledge = ALL_THAT_IS_KNOWN) -> pd.DataFrame:
    """Return the offices at the end of a year, as many in as many municipalities as are known to have existed.

    Parameters
    ----------
    year
        2020 or 2024.
    knowledge
        What it is made of; all that is known now where not given.

    Returns
    -------
    DataFrame
        As :func:`register` gives them, with the missing ones added, `origin` `assumed`.

    Examples
    --------
    >>> table = network(2020)
    >>> len(table), table["municipality_code"].nunique()
    (117, 110)
    """
    return _network(year, knowledge).copy()


def nearest_area(points: np.ndarray, codes: pd.Series) -> pd.DataFrame:
    """Return the area nearest to each point in its municipality: `area_id, locality`, and whether it is vulnerable."""
    areas = swedish_areas()
    away = distance_km(points, area_points())
    away[codes.to_numpy()[:, None] != areas["municipality_code"].to_numpy()[None, :]] = np.inf
    near = areas.iloc[away.argmin(axis=1)]
    listed = near[list(EDITION_COLUMNS)].any(axis=1).to_numpy()
    return pd.DataFrame(
        {"area_id": near.index.to_numpy(), "locality": near["locality"].to_numpy(), "vulnerable": listed},
        index=codes.index,
    )
