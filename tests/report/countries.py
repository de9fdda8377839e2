"""Two small countries that reports are made of: one with everything Swedish and hostile names, one with nothing."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import box

from narvaro.case import Assumption, Case, Money, MoneyUnit, Objective, Policy, Provenance, Service, Size
from narvaro.explain import Alternative, Findings, find
from narvaro.plan import Plan, make_plan, with_definition, without_earmark

HOSTILE = '<script>alert("x")</script> & $x_1$'
SEK = MoneyUnit("SEK", "million")
SIZES = (
    Size("flexible", 0, 1.8, 0.6, 0.5, 2.0, 6_000.0, "assumed", "a test"),
    Size("small", 1, 4.3, 1.4, 1.1, 5.0, 15_000.0, "assumed", "a test"),
)
SERVICES = (Service("tax", "Skatteverket", "Swedish Tax Agency"), Service("odd", HOSTILE, HOSTILE))
SETTLEMENTS = ("metro_inner", "metro_outer", "large_town", "small_town", "rural")


@dataclass(frozen=True, eq=False)
class Told:
    """A case, its plan, and what is found of it."""

    case: Case
    plan: Plan
    findings: Findings


def tall_country() -> Case:
    """Sixty areas in a tall country with three cities, municipalities, lists of two years, and hostile names."""
    rng = np.random.default_rng(5)
    cities = ((11.9, 57.7), (18.0, 59.3), (13.0, 55.6))
    rows = []
    for k in range(60):
        in_city = k < 36
        lon, lat = cities[k % 3] if in_city else (float(rng.uniform(12, 20)), float(rng.uniform(56, 68)))
        lon, lat = lon + float(rng.normal(0, 0.06)), lat + float(rng.normal(0, 0.03))
        municipality = f"{k % 6 + 1:02d}"
        rows.append(
            {
                "id": f"a{k}",
                "name": HOSTILE if k == 3 else f"Område {k}",
                "lon": lon,
                "lat": lat,
                "people": int(rng.integers(200, 20_000)) if in_city else int(rng.integers(10, 900)),
                "settlement": SETTLEMENTS[k % 4] if in_city else "rural",
                "municipality_code": municipality,
                "municipality": f"Kommun <{municipality}>",
                "police_2019": in_city and k % 4 == 1,
                "police_2025": in_city and k % 6 == 1,
            }
        )
    areas = pd.DataFrame(rows)
    places = areas.iloc[[0, 1, 2, 40, 44, *range(5, 36, 4)]]
    sites = pd.DataFrame(
        {
            "id": [f"s:{name}" for name in places["id"]],
            "name": [HOSTILE if k == 5 else f"Kontor {name}" for k, name in enumerate(places["id"])],
            "lon": places["lon"].to_numpy(),
            "lat": places["lat"].to_numpy(),
            "status": ["may_close"] * 5 + ["candidate"] * (len(places) - 5),
            "size": ["small"] * 5 + [""] * (len(places) - 5),
            "services": ["tax;odd"] * 4 + ["tax"] * (len(places) - 4),
            "municipality_code": places["municipality_code"].to_numpy(),
            "municipality": places["municipality"].to_numpy(),
            "assumed": [k == 2 for k in range(len(places))],
        }
    )
    shapes = gpd.GeoDataFrame(
        {"name": ["north", "south"]}, geometry=[box(11, 60, 21, 69), box(11, 55, 21, 60)], crs=4326
    )
    return Case(
        "tall",
        areas,
        sites,
        sizes=SIZES,
        money=SEK,
        services=SERVICES,
        shapes={"county": shapes},
        provenance=(
            Provenance("people", HOSTILE, "2023", "2024-02", "CC0 1.0"),
            # A table of Sweden, so that the case is told in its words.
            Provenance("sweden_made_up", "nobody", origin="assumed"),
        ),
        assumptions=(Assumption("share of fog", 0.25, "", "derived", HOSTILE),),
    )


def tall() -> Told:
    """Return the tall country with money for new offices in the listed areas, and two plans beside it."""
    case = tall_country()
    policy = Policy(
        scenario="a <b>scenario</b>",
        definition="police_2019",
        years=(2021, 2022),
        money=Money(change=(6.0, 14.0), saving_pct=3.0, earmark=True, price_level_year=2022),
    )
    plan = make_plan(case, policy)
    others = [
        Alternative("without_earmark", make_plan(case, without_earmark(policy))),
        Alternative("other_definition", make_plan(case, with_definition(policy, "police_2025"))),
    ]
    return Told(case, plan, find(case, plan, alternatives=others))


def plain(kind: str = "open") -> Told:
    """Return twenty villages and five sites without any column that is not needed.

    Kinds: `open` (one office, money for more), `close` (five offices, less money), `still` (five that must stay),
    `first` (no office today).
    """
    rng = np.random.default_rng(3)
    areas = pd.DataFrame(
        {
            "id": [f"a{k}" for k in range(20)],
            "name": [f"Village {k}" for k in range(20)],
            "lon": -3 + rng.uniform(0, 0.8, 20),
            "lat": 47 + rng.uniform(0, 0.5, 20),
            "people": rng.integers(50, 4000, 20),
        }
    )
    status = {
        "open": ["must_stay", *["candidate"] * 4],
        "close": ["may_close"] * 5,
        "still": ["must_stay"] * 5,
        "first": ["candidate"] * 5,
    }[kind]
    sites = areas.iloc[::4].drop(columns="people").assign(id=[f"s{k}" for k in range(5)], status=status)
    money = {
        "open": Money(change=(8.0, 14.0)),
        "close": Money(change=(-3.0, -7.0), saving_pct=20.0),
        "still": Money(change=(0.0, 0.0)),
        "first": Money(base=20.0, change=(0.0, 0.0)),
    }[kind]
    case = Case(f"plain {kind}", areas, sites, money=SEK)
    plan = make_plan(case, Policy(years=(2027, 2028), money=money, objective=Objective(kind="minutes")))
    return Told(case, plan, find(case, plan))
