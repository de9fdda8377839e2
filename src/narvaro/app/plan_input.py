"""What the tables held that a plan was made from, kept beside it so that a later look can say what has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from narvaro.case import Case
from narvaro.language import Note


def input_of(case: Case) -> dict[str, Any]:
    """Return what a case holds: rows and people, the offices with their sizes, and a checksum of each part.

    Examples
    --------
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
    >>> sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [18.1], "lat": [59.3], "status": ["may_close"]})
    >>> found = input_of(Case("mini", areas, sites))
    >>> found["areas"]["people"], found["offices"]
    (900.0, {'s': 'standard'})
    """
    offices = case.sites[case.existing]
    sites = case.sites.assign(services=case.sites["services"].map(";".join))
    rest = [asdict(case.money), [asdict(one) for one in case.services], asdict(case.travel)]
    rest.append([asdict(one) for one in case.towns])
    return {
        "case_checksum": case.checksum,
        "areas": {"rows": len(case.areas), "people": case.people_total, "checksum": _checksum(case.areas)},
        "sites": {"rows": len(case.sites), "checksum": _checksum(sites)},
        "sizes": _checksum_of([asdict(size) for size in case.sizes]),
        "settings": _checksum_of(rest),
        "offices": dict(zip(map(str, offices.index), offices["size"].astype(str), strict=True)),
    }


def input_notes(before: Mapping[str, Any], case: Case) -> Iterator[Note]:
    """Yield what has changed in the tables since a plan was made from them; nothing where nothing has.

    Parameters
    ----------
    before
        What `input_of` told then.
    case
        The tables of now.
    """
    now = input_of(case)
    if before.get("case_checksum") == now["case_checksum"]:
        return
    was, areas = before.get("areas", {}), now["areas"]
    if was.get("checksum") != areas["checksum"]:
        data = {"before": was.get("rows", 0), "after": areas["rows"]}
        people = {"people_before": was.get("people", 0.0), "people_after": areas["people"]}
        yield Note("kept.input.areas", {**data, **people})
    if before.get("sites", {}).get("checksum") != now["sites"]["checksum"]:
        yield from _office_notes(before.get("offices", {}), now["offices"], case)
    for part in ("sizes", "settings"):
        if before.get(part) != now[part]:
            yield Note(f"kept.input.{part}")


def _office_notes(before: Mapping[str, str], now: Mapping[str, str], case: Case) -> Iterator[Note]:
    names = case.sites["name"].to_dict()
    groups = {
        "opened": [site for site in now if site not in before],
        "closed": [site for site in before if site not in now],
        "resized": [site for site in now if site in before and now[site] != before[site]],
    }
    for kind, sites in groups.items():
        if sites:
            told = [str(names.get(site, site)) for site in sites]
            yield Note(f"kept.input.{kind}", {"n": len(sites), "names": told})
    if not any(groups.values()):
        yield Note("kept.input.sites")


def _checksum(table: pd.DataFrame) -> str:
    return hashlib.sha256(table.to_csv(lineterminator="\n").encode()).hexdigest()


def _checksum_of(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()
