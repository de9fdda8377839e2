#!/usr/bin/env python
"""Write the made-up case of this folder: 300 communes, 52 sites, three years. The same seed gives the same bytes.

    .venv/bin/python examples/communes/make.py

The country is drawn by the recipe of the benchmarks, so the case is like that of the row `small` there. Names are
put together of syllables; should a place be called so, it is not meant.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from benchmarks.siting_instances import Country, draw_country  # noqa: E402

from narvaro.case import Case, MoneyUnit, Policy, Provenance, Size, policy_from, save_case  # noqa: E402

SEED = 2026
FIRST = (
    "Aub",
    "Bel",
    "Brin",
    "Cal",
    "Chan",
    "Clair",
    "Cour",
    "Font",
    "Gar",
    "Lan",
    "Mar",
    "Mont",
    "Noir",
    "Ol",
    "Per",
)
SECOND = ("e", "e", "i", "o")
THIRD = ("bec", "court", "gnac", "lieu", "mont", "nay", "rac", "seul", "val", "vert", "ville", "zac")
BESIDE = ("la-Forêt", "le-Vieux", "les-Prés", "sur-Orle", "sur-Vence", "sous-Bois")
UNIONS = ("Pays d'Orle", "Val de Vence", "Plateau Noir", "Coteaux de l'Aube Claire", "Terres Hautes")
CANDIDATES = ("Mairie", "Médiathèque", "Poste", "Maison des associations", "Ancienne école", "Gare", "Halles")
OFFICES = {"antenne": "Antenne", "maison": "Maison", "grande": "Grande maison"}
SIZES = tuple(
    Size(*figures, origin="assumed", source="made up for the example")
    for figures in (
        ("antenne", 0, 55_000.0, 20_000.0, 10_000.0, 1, 4_000),
        ("maison", 1, 110_000.0, 60_000.0, 25_000.0, 2, 10_000),
        ("grande", 2, 210_000.0, 120_000.0, 50_000.0, 4, 22_000),
    )
)


def names(rng: np.random.Generator, count: int) -> list[str]:
    """Return so many different names of communes."""
    plain = [a + b + c for a in FIRST for b in dict.fromkeys(SECOND) for c in THIRD]
    rng.shuffle(plain)
    found = [f"Saint-{name}" if rng.random() < 0.15 else name for name in plain[:count]]
    return [f"{name}-{rng.choice(BESIDE)}" if rng.random() < 0.25 else name for name in found]


def of(name: str) -> str:
    """Return a name after what stands there: de Calerac, d'Aubemont."""
    return f"d'{name}" if name[0] in "AEIOU" else f"de {name}"


def places(km: np.ndarray) -> dict[str, np.ndarray]:
    """Return degrees of points in kilometres, somewhere in the middle of France."""
    return {"lon": np.round(2.0 + km[:, 0] / 75.0, 5), "lat": np.round(46.0 + km[:, 1] / 111.0, 5)}


def areas_of(country: Country, rng: np.random.Generator, union_of_area: np.ndarray) -> pd.DataFrame:
    """Return the communes."""
    people = (10 * country.people).astype(int)
    kind = np.where(people >= 5_000, "town", np.where(people >= 1_000, "village", "hamlet"))
    return pd.DataFrame(
        {
            "id": [f"C{i:03}" for i in range(1, len(people) + 1)],
            "name": names(rng, len(people)),
            **places(country.area_km),
            "people": people,
            "kind": kind,
            "intercommunality": [UNIONS[k] for k in union_of_area],
        }
    )


def sites_of(
    country: Country, rng: np.random.Generator, areas: pd.DataFrame, home: np.ndarray
) -> pd.DataFrame:
    """Return offices and candidates, some of them with costs, room or a lease of their own."""
    count = len(country.site_km)
    office = country.office >= 0
    possible = np.where(np.arange(count) % 2 == 0, 1, 0)  # a candidate is meant for a maison or an antenne
    rank = np.where(office, country.office, possible)
    size = np.array([one.id for one in SIZES])[rank]
    used: set[str] = set()
    called = []
    for j in range(count):
        town = of(str(areas["name"].iloc[home[j]]))
        ways = [OFFICES[size[j]]] if office[j] else list(rng.permutation(CANDIDATES))
        ways = [f"{way} {town}" for way in ways] + [
            f"{way} {town} {n}" for n in (2, 3, 4) for way in ways[:1]
        ]
        called.append(next(one for one in ways if one not in used))
        used.add(called[-1])
    running = np.array([s.running_year for s in SIZES])[rank]
    own = rng.random((4, count))
    leased = office & (own[2] < 0.4)
    return pd.DataFrame(
        {
            "id": [f"S{j:02}" for j in range(1, count + 1)],
            "name": called,
            **places(country.site_km),
            "status": np.where(office, "may_close", "candidate"),
            "size": size,
            "area_id": areas["id"].to_numpy()[home],
            "municipality_code": areas["id"].to_numpy()[home],
            "municipality": areas["name"].to_numpy()[home],
            "intercommunality": [UNIONS[k] for k in country.region],
            "running_year": np.where(
                office & (own[0] < 0.4), np.round(running * (0.85 + own[3] * 0.4), -3), np.nan
            ),
            "opening": np.where(~office & (own[1] < 0.3), np.round(15_000 + 60_000 * own[3], -3), np.nan),
            "earliest_close": np.where(leased & (own[3] < 0.5), "2028-01", ""),
            "lease_end": np.where(leased, np.where(own[3] < 0.5, "2029-06", "2027-12"), ""),
            "rent_year": np.where(leased, np.round(0.15 * running, -2), np.nan),
        }
    )


def policy() -> Policy:
    """Return the policy: a little less money each year, each intercommunality keeps an office, three close a year."""
    return policy_from(
        {
            "scenario": "communes",
            "years": [2027, 2028, 2029],
            "objective": {
                "kind": "minutes",
                "standard_min": 20.0,
                "extra_min": {"antenne": 6.0, "maison": 2.0},
            },
            "money": {"change": [-60_000.0, -140_000.0, -220_000.0], "saving_pct": 10.0},
            "limits": {
                "keep_one_in": "intercommunality",
                "max_closings_year": 3,
                "max_openings_year": 2,
                "resize": "no",
                "visits_per_person": 0.3,
            },
        }
    )


def main(folder: Path = HERE) -> None:
    """Write areas.csv, sites.csv, narvaro.toml and policy.toml."""
    country = draw_country(300, 52, offices=20, regions=5, size_km=(100.0, 120.0), seed=SEED)
    rng = np.random.default_rng(SEED)
    far = np.hypot(*(country.area_km[:, None] - country.site_km[None]).T)  # sites by areas
    areas = areas_of(country, rng, country.region[far.argmin(axis=0)])
    sites = sites_of(country, rng, areas, far.argmin(axis=1))
    made_up = Provenance("areas and sites", "made up with a seed by make.py", origin="assumed")
    money = MoneyUnit("EUR", "one")
    save_case(
        Case("communes", areas, sites, sizes=SIZES, money=money, provenance=(made_up,)), folder, policy()
    )


if __name__ == "__main__":
    main()
