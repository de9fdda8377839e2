from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from scipy import optimize, sparse

from narvaro.sources.sweden.localities import disc_extent_km, localities
from narvaro.sources.sweden.parts import AreaPart, parts_of
from narvaro.sources.sweden.small_areas import small_area_shapes, small_areas
from narvaro.sources.sweden.tables import read_table

DALARNA = "20"


def of_county(county: str) -> list[AreaPart]:
    areas = small_areas()
    areas = areas[areas.index.str.startswith(county)]
    return parts_of(areas, small_area_shapes()[areas.index])


@pytest.fixture(scope="module")
def dalarna() -> list[AreaPart]:
    return of_county(DALARNA)


def test_nobody_is_lost_in_the_parts(dalarna: list[AreaPart]) -> None:
    """Each small area's parts hold its people to the person, and its id is unique."""
    summed = pd.DataFrame(map(asdict, dalarna)).groupby("small_area_code")["people"].sum()
    wanted = small_areas()["people_2023"].reindex(summed.index)
    assert summed.to_dict() == wanted.to_dict()
    assert len({part.id for part in dalarna}) == len(dalarna)


def test_the_shipped_areas_are_these_parts(dalarna: list[AreaPart]) -> None:
    """A county of the shipped table is what the rules give, but for what the Police's areas cut out."""
    table = read_table("areas").set_index("id")
    for part in dalarna:
        if part.id in table.index and not table.loc[part.id, "police"] and not cut(table, part):
            assert table.loc[part.id, "people"] == part.people
            assert abs(table.loc[part.id, "x"] - part.x) <= 0.5
            assert abs(table.loc[part.id, "extent_km"] - part.extent_km) <= 0.0005
    kept = table.index[table["small_area_code"].str.startswith(DALARNA) & (table["police"] == "")]
    assert set(kept) <= {part.id for part in dalarna}


def cut(table: pd.DataFrame, part: AreaPart) -> bool:
    same = table[table["small_area_code"] == part.small_area_code]
    return bool((same["police"] != "").any())


def test_a_town_is_whole_and_its_extent_that_of_its_built_up_land(dalarna: list[AreaPart]) -> None:
    """Without people outside localities a small area is one part at its built-up land."""
    areas = small_areas()
    whole = [part for part in dalarna if part.id == part.small_area_code]
    towns = areas[(areas["people_a"] == 0) & areas.index.str.startswith(DALARNA)]
    assert {part.id for part in whole} >= set(towns.index[towns["people_b"] == 0])
    for part in whole:
        assert part.extent_km == pytest.approx(float(disc_extent_km(areas.loc[part.id, "built_up_km2"])))


def test_localities_keep_their_proportions(dalarna: list[AreaPart]) -> None:
    """Localities of one small area have people in proportion to SCB's figures, to the person."""
    table = localities()["people_2020"]
    own = [part for part in dalarna if part.id == f"{part.small_area_code}-{part.locality_code}"]
    for code in {part.small_area_code for part in own}:
        parts = [part for part in own if part.small_area_code == code]
        listed = table[[part.locality_code for part in parts]].to_numpy(float)
        people = np.array([part.people for part in parts])
        assert np.abs(people - people.sum() * listed / listed.sum()).max() < 1


def test_the_countryside_lies_on_its_own_land(dalarna: list[AreaPart]) -> None:
    """A point outside localities lies within the small area, or within its extent where a lake or a bend is between."""
    shapes = small_area_shapes()
    rural = [part for part in dalarna if part.settlement_class == "a"]
    away = [shapes[part.small_area_code].distance(shapely.Point(part.x, part.y)) / 1_000 for part in rural]
    assert np.mean(np.array(away) == 0) > 0.95
    assert all(km < part.extent_km for km, part in zip(away, rural, strict=True))


def test_the_placement_error_in_dalarna_is_as_told(dalarna: list[AreaPart], real: Path) -> None:
    """On SCB's grid of 1 km a person stands 1.8 km from home, by the least way to move everyone; not 2.56 as before."""
    cells = pd.read_csv(real / "dalarna_population_1km_2025.csv", encoding="utf-8-sig")
    shapes = small_area_shapes()
    shapes = shapes[shapes.index.str.startswith(DALARNA)]
    at = cells[["e", "n"]].to_numpy(float)
    cell, area = shapes.sindex.query(shapely.points(at), predicate="intersects")
    code = pd.Series(shapes.index[area], index=cell).groupby(level=0).first()
    table = pd.DataFrame(map(asdict, dalarna))
    moved = people = 0.0
    for own, rows in code.groupby(code):
        weights = cells["befolkning_2025"].to_numpy(float)[rows.index]
        parts = table[table["small_area_code"] == own]
        moved += least_way(
            at[rows.index], weights, parts[["x", "y"]].to_numpy(float), parts["people"].to_numpy(float)
        )
        people += weights.sum()
    assert people > 280_000
    assert moved / people == pytest.approx(1.78, abs=0.02)


def least_way(origins: np.ndarray, people: np.ndarray, points: np.ndarray, wanted: np.ndarray) -> float:
    """Return the person-kilometres by which people reach the points, each of which holds its share of them."""
    km = np.hypot(*(origins[:, None] - points[None]).transpose(2, 0, 1)) / 1_000
    wanted = wanted / wanted.sum() * people.sum()
    rows, columns = km.shape
    sums = sparse.vstack(
        [
            sparse.kron(sparse.eye(rows), np.ones((1, columns))),
            sparse.kron(np.ones((1, rows)), sparse.eye(columns)),
        ]
    )
    found = optimize.linprog(
        km.ravel(), A_eq=sums.tocsr(), b_eq=np.concatenate([people, wanted]), method="highs"
    )
    return float(found.fun)
