import numpy as np
import pandas as pd

from narvaro.sources.sweden.candidates import _crowded, candidate_areas, candidate_size, candidates
from narvaro.sources.sweden.geometry import distance_km, to_metres
from narvaro.sources.sweden.localities import localities
from narvaro.sources.sweden.municipalities import municipalities
from narvaro.sources.sweden.network import network
from narvaro.sources.sweden.tables import read_table, rule
from narvaro.sources.sweden.vulnerable import vulnerable_areas

FAR = to_metres([0.0], [50.0])


def test_every_vulnerable_area_has_a_possible_place(areas: pd.DataFrame) -> None:
    """With no office near, each part of the Police list of any edition is a candidate."""
    table = read_table("areas").set_index("id")["police"]
    found = table[candidates(FAR)["area_id"]]
    assert set(found) >= set(table[areas.index[areas["kind"] == "vulnerable"]])


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


def test_the_countryside_is_no_candidate(areas: pd.DataFrame) -> None:
    """No rural area is a candidate, and about one area in six is."""
    possible = candidate_areas()
    assert not possible[areas["kind"] == "rural"].any()
    assert 800 < possible.sum() < 1_250


def test_every_large_locality_has_a_possible_place(areas: pd.DataFrame) -> None:
    """Within 8 km of the point of every locality from 1,000 people there is a candidate, and mostly within 2."""
    places = localities()
    places = places[places["people_now"] >= rule("candidate_people")]
    found = areas[candidate_areas()]
    away = distance_km(places[["x", "y"]].to_numpy(float), to_metres(found["lon"], found["lat"])).min(axis=1)
    assert away.max() < 8
    assert np.mean(away < 2) > 0.9


def test_places_of_a_city_lie_a_walk_apart() -> None:
    """Of three areas a kilometre apart the middle one has most people around it, and takes the place of both others."""
    line = np.column_stack([[0.0, 1_000, 2_000, 10_000, 20_000], np.zeros(5)])
    people = np.array([3_000.0, 12_000, 3_000, 10_500, 9_999])
    assert _crowded(line, people) == [1, 3]
    assert _crowded(line, people / 3) == []


def test_a_new_office_has_the_size_of_its_need(areas: pd.DataFrame) -> None:
    """Small in a vulnerable area, medium in a metropolitan centre, flexible in the countryside."""
    sizes = candidate_size(areas)
    assert set(sizes[areas["kind"] == "vulnerable"]) == {"small"}
    assert set(sizes[(areas["settlement"] == "metro_inner") & (areas["kind"] == "locality")]) == {"medium"}
    assert set(sizes[areas["settlement"] == "rural"]) == {"flexible"}
    assert not sizes.isna().any()


def test_an_office_nearby_takes_a_candidate_away() -> None:
    """With an office at Rinkeby's point there is no candidate in Rinkeby, and Tensta keeps its own."""
    rinkeby = vulnerable_areas().loc["police-0180-rinkeby"]
    both = candidates(FAR)["name"]
    found = candidates(np.vstack([FAR, to_metres([rinkeby["lon"]], [rinkeby["lat"]])]))["name"]
    assert {"Rinkeby", "Tensta"} <= set(both)
    assert "Rinkeby" not in set(found)
    assert "Tensta" in set(found)
