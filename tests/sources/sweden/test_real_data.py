"""The embedded Sweden beside SCB's and the City of Stockholm's published figures, where these are at hand."""

from pathlib import Path

import pandas as pd

from narvaro.sources.sweden.geometry import distance_km, to_metres
from narvaro.sources.sweden.municipalities import municipalities


def test_people_by_municipality_are_scbs(real: Path) -> None:
    """Code, name and people 2023 of all 290 are as published."""
    scb = pd.read_csv(real / "kommun.csv", dtype={"kommun_code": str}).set_index("kommun_code").sort_index()
    table = municipalities()
    assert (table["people_2023"] == scb["population_2023"]).all()
    assert (table["name"] == scb["kommun"]).all()


def test_people_outside_localities_are_near_those_of_deso(real: Path, areas: pd.DataFrame) -> None:
    """Class A less its localities: nearly no municipality has more outside than in its DeSO of class A."""
    scb = pd.read_csv(real / "deso_2018.csv", dtype={"kommun_code": str})
    mostly = scb[scb["deso_2018"].str[4] == "A"].groupby("kommun_code")["population_2023"].sum()
    outside = areas[areas["kind"] == "rural"].groupby("municipality_code")["people"].sum()
    assert (outside <= mostly.reindex(outside.index)).mean() > 0.95
    assert 0.65 < outside.sum() / mostly.sum() < 0.85


def test_stockholm_spreads_as_its_small_areas_do(real: Path, areas: pd.DataFrame) -> None:
    """The share of the city's people within 3, 5, 7 and 12 km of its centre is that of 2016 to five points."""
    small = pd.read_csv(real / "stockholm_basomraden_2016.csv")
    built = areas[areas["municipality"] == "Stockholm"]
    centre = to_metres([18.06871], [59.32938])
    then = distance_km(to_metres(small["lon"], small["lat"]), centre)[:, 0]
    now = distance_km(to_metres(built["lon"], built["lat"]), centre)[:, 0]
    for km in (3, 5, 7, 9, 12):
        share_then = small["population_2016"][then <= km].sum() / small["population_2016"].sum()
        share_now = built["people"][now <= km].sum() / built["people"].sum()
        assert abs(share_now - share_then) < 0.05, km
