"""A small Sweden: three areas on Gotland and two in Vansbro, as SCB's services would tell of them."""

from __future__ import annotations

from typing import Any

from tests.sources.official.server import Answer
from tests.sources.official.services import Maps, Statistics, Table

SIDE = 20_000.0
# West and south corner of each area, m: Visby lies in the first, the place Vansbro in the fourth.
CORNERS = {
    "0980R001": (690_000, 6_380_000),
    "0980R002": (710_000, 6_380_000),
    "0980R003": (690_000, 6_360_000),
    "2021R001": (450_000, 6_700_000),
    "2021R002": (470_000, 6_700_000),
}
NAMES = dict(zip(CORNERS, ("Visby", "Östergarn", "Klintehamn", "Vansbro", "Äppelbo"), strict=True))
PEOPLE = dict(zip(CORNERS, (25_000, 4_000, 3_000, 2_000, 500), strict=True))
DESO = {"0980C1010": "0980R001", "0980A0010": "0980R002", "2021B2010": "2021R001"}
YEARS = ("2023", "2024", "2025")
MORE_EACH_YEAR = 10


def square(west: float, south: float) -> list[list[float]]:
    east, north = west + SIDE, south + SIDE
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def attributes(code: str, kind: str, version: str) -> dict[str, Any]:
    """Return what the layers say of an area, in their order."""
    own = {"desokod": code} if kind == "deso" else {}
    region = DESO[code] if kind == "deso" else code
    name = {} if kind == "deso" else {"regsonamn": NAMES[code]}
    return {
        "objectid": 1,
        "objektidentitet": f"id-{code}",
        "objekttyp": kind,
        **own,
        "regsokod": region,
        **name,
        "lanskod": code[:2],
        "kommunkod": code[:4],
        "version": version,
        "ansvarig_organisation": "SCB",
        "referensdatum": f"{version[:4]}0101",
    }


def world_maps() -> Maps:
    """Return the map service: four layers, two areas at once."""
    layers = {
        f"stat:RegSO_{version[:4]}": [
            (attributes(code, "regso", version), square(*corner)) for code, corner in CORNERS.items()
        ]
        for version in ("2025_v2", "2020_v3")
    }
    for version in ("2025_v2", "2018_v3"):
        layers[f"stat:DeSO_{version[:4]}"] = [
            (attributes(code, "deso", version), square(*CORNERS[region])) for code, region in DESO.items()
        ]
    return Maps(layers, most=2)


def of_year(code: str, year: str) -> int:
    """Return the people of an area: ten more each year from 2023."""
    return PEOPLE[DESO.get(code, code)] + MORE_EACH_YEAR * (int(year) - int(YEARS[0]))


def regions(codes: dict[str, str], suffix: str) -> dict[str, str]:
    return {f"{code}{suffix}": name for code, name in codes.items()}


def people_table() -> Table:
    """Return TAB6574: old areas without a suffix to 2023, new ones with it from 2024, and whole municipalities."""
    deso = {code: code for code in DESO}
    old = regions(NAMES, "") | regions(deso, "")
    new = regions(NAMES, "_RegSO2025") | regions(deso, "_DeSO2025")
    codes = {
        "Region": {"00": "Sweden", "0980": "Gotland", "2021": "Vansbro"} | old | new,
        "Alder": {"totalt": "total", "-4": "-4 years", "80-": "80+ years"},
        "Kon": {"1": "men", "2": "women", "1+2": "total"},
        "ContentsCode": {"000007Y7": "Population"},
        "Tid": {year: year for year in YEARS},
    }
    figures = {}
    for region in old | new:
        for year in YEARS:
            if ("_" in region) == (year >= "2024"):
                figures[region, "totalt", "1+2", "000007Y7", year] = of_year(region.partition("_")[0], year)
    return Table("Population by region, age and sex", codes, figures)


def cars_table(years: tuple[str, ...], suffix: str) -> Table:
    """Return a table of cars by RegSO: one car in use for two of the people of 2023, and as many laid up."""
    codes = {
        "Region": regions(NAMES, suffix),
        "Bestand": {"TOT": "total", "ITRAF": "in use", "AVST": "laid up"},
        "ContentsCode": {"000007ZL": "Passenger cars"},
        "Tid": {year: year for year in years},
    }
    figures = {
        (f"{code}{suffix}", state, "000007ZL", year): people // 2 * (2 if state == "TOT" else 1)
        for code, people in PEOPLE.items()
        for state in codes["Bestand"]
        for year in years
    }
    return Table("Passenger cars by region and status", codes, figures)


class World:
    """Both services at one address: `/wfs` and `/api/v2`."""

    def __init__(self) -> None:
        self.maps = world_maps()
        cars = {"TAB6589": cars_table(("2024", "2025"), "_RegSO2025"), "TAB6091": cars_table(("2023",), "")}
        self.statistics = Statistics({"TAB6574": people_table(), **cars}, most_cells=4)

    def answer(self, path: str, words: dict[str, str], body: bytes) -> Answer:
        service = self.maps if path == "/wfs" else self.statistics
        return service.answer(path, words, body)
