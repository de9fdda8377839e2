import numpy as np
import pandas as pd

from narvaro.sources.sweden.candidates import candidate_areas, candidate_size, candidates
from narvaro.sources.sweden.geometry import distance_km, to_metres
from narvaro.sources.sweden.municipalities import municipalities
from narvaro.sources.sweden.network import network
from narvaro.sources.sweden.tables import rule

FAR = to_metres([0.0], [50.0])


def test_every_vulnerable_area_has_a_possible_place(areas: pd.DataFrame) -> None:
    """With no office near, each part of the Police list of any edition is a candidate."""
    found = candidates(FAR)
    assert set(areas.index[areas["kind"] == "vulnerable"]) <= set(found["area_id"])


def test_every_municipality_has_a_possible_place() -> None:
    """With no office near, each of the 290 has at least one candidate."""
    assert set(candidates(FAR)["municipality_code"]) == set(municipalities().index)


def test_no_candidate_stands_beside_an_office() -> None:
    """Every candidate is at least a kilometre from each office of today."""
    offices = network(2024)
    points = to_metres(offices["lon"], offices["lat"])
    found = candidates(points)
    away = distance_km(to_metres(found["lon"], found["lat"]), points).min(axis=1)
    assert away.min() >= rule("candidate_apart_km") - 0.01
    assert found.index.is_unique


def test_the_countryside_and_hamlets_are_no_candidates(areas: pd.DataFrame) -> None:
    """No rural area is a candidate, and no locality of fewer than 1,000 people that is not its municipality's main."""
    possible = candidate_areas()
    assert not possible[areas["kind"] == "rural"].any()
    small = areas[possible & (areas["people"] < rule("candidate_people")) & (areas["kind"] == "locality")]
    mains = set(small["locality"]) - {"Dorotea"}
    assert small.groupby("municipality_code").size().max() < 6
    assert len(mains) < 80


def test_a_new_office_has_the_size_of_its_need(areas: pd.DataFrame) -> None:
    """Small in a vulnerable area, medium in a metropolitan centre, flexible in the countryside."""
    sizes = candidate_size(areas)
    assert sizes["police-2081-tjarna-angar"] == "small"
    assert set(sizes[(areas["settlement"] == "metro_inner") & (areas["kind"] == "locality")]) == {"medium"}
    assert set(sizes[areas["settlement"] == "rural"]) == {"flexible"}
    assert not sizes.isna().any()


def test_an_office_nearby_takes_a_candidate_away() -> None:
    """With an office at Rinkeby's point there is no candidate in Rinkeby, and Tensta keeps its own."""
    found = candidates(np.vstack([FAR, to_metres([17.9288], [59.3887])]))
    assert "site-police-0180-rinkeby" not in found.index
    assert "site-police-0180-tensta" in found.index
