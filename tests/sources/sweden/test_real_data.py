"""The embedded Sweden beside SCB's and the City of Stockholm's published figures, where these are at hand."""

from pathlib import Path

import numpy as np
import pandas as pd

from narvaro.sources.sweden.geometry import distance_km, to_metres
from narvaro.sources.sweden.municipalities import municipalities
from narvaro.sources.sweden.tables import read_table


def test_people_by_municipality_are_scbs(real: Path) -> None:
    """Code, name and people 2023 of all 290 are as published."""
    scb = pd.read_csv(real / "kommun.csv", dtype={"kommun_code": str}).set_index("kommun_code").sort_index()
    table = municipalities()
    assert (table["people_2023"] == scb["population_2023"]).all()
    assert (table["name"] == scb["kommun"]).all()


def test_localities_are_near_scbs_figures(real: Path, areas: pd.DataFrame) -> None:
    """Of SCB's localities from 3,000 people found by name, half are within 4 per cent, nine in ten within 20."""
    scb = pd.read_csv(real / "localities_2020.csv", dtype={"kommun_code": str}).query(
        "population_2020 >= 3000"
    )
    built = areas[areas["kind"] != "rural"].groupby(["locality", "municipality_code"])["people"].sum()
    both = scb.merge(built.rename("built"), left_on=["name", "kommun_code"], right_index=True)
    growth = 10_551_707 / 10_379_295
    wrong = np.abs(both["built"] / (both["population_2020"] * growth) - 1)
    assert len(both) > 320
    assert wrong.median() < 0.04
    assert (wrong < 0.20).mean() > 0.9


def test_places_lie_where_scb_has_them(real: Path) -> None:
    """A listed place whose name SCB has only once lies within 12 km of SCB's point, and in the same municipality."""
    scb = pd.read_csv(real / "localities_2020.csv", dtype={"kommun_code": str})
    scb = scb[~scb["name"].duplicated(keep=False)]
    both = read_table("localities").merge(scb, on="name", suffixes=("", "_scb"))
    gap = to_metres(both["lon"], both["lat"]) - both[["x_sweref99tm", "y_sweref99tm"]].to_numpy(float)
    away = np.hypot(*gap.T) / 1_000
    # places in Botkyrka, Stockholm, Solna, Haparanda and Säter that share their name with a locality elsewhere
    known = {"Alby", "Alvik", "Bergshamra", "Marielund", "Mora"}
    stray = both[(away > 12) & ~both["name"].isin(known)]
    assert stray["name"].tolist() == []
    elsewhere = both[(both["municipality_code"] != both["kommun_code"]) & (away < 12)]
    assert len(elsewhere) <= 4


def test_the_share_outside_localities_is_near_that_of_deso(real: Path) -> None:
    """Two figures of SCB for the countryside, localities 2020 and DeSO class A, agree to 0.1 in nine of ten."""
    scb = pd.read_csv(real / "deso_2018.csv", dtype={"kommun_code": str})
    outside = scb[scb["deso_2018"].str[4] == "A"].groupby("kommun_code")["population_2023"].sum()
    table = municipalities()
    by_deso = outside.reindex(table.index, fill_value=0) / table["people_2023"]
    gap = np.abs(table["people_outside"] / table["people_2023"] - by_deso)
    assert (gap < 0.1).mean() > 0.8
    assert abs((gap * table["people_2023"]).sum() / table["people_2023"].sum()) < 0.06


def test_stockholm_spreads_as_its_small_areas_do(real: Path, areas: pd.DataFrame) -> None:
    """The share of the city's people within 3, 5, 7 and 12 km of its centre is that of 2016 to five points."""
    small = pd.read_csv(real / "stockholm_basomraden_2016.csv")
    built = areas[areas["municipality"] == "Stockholm"]
    centre = to_metres([18.06871], [59.32938])
    then = distance_km(to_metres(small["lon"], small["lat"]), centre)[:, 0]
    now = distance_km(to_metres(built["lon"], built["lat"]), centre)[:, 0]
    for km in (3, 5, 7, 12):
        share_then = small["population_2016"][then <= km].sum() / small["population_2016"].sum()
        share_now = built["people"][now <= km].sum() / built["people"].sum()
        assert abs(share_now - share_then) < 0.05, km
