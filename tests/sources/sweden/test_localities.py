from pathlib import Path

import numpy as np
import pandas as pd

from narvaro.sources.sweden.localities import disc_extent_km, disc_radius_km, localities, nearest_locality


def test_the_localities_are_scbs(real: Path) -> None:
    """All 2,017 with people, area and point as published."""
    scb = pd.read_csv(real / "localities_2020.csv", dtype={"kommun_code": str}).set_index("locality_code")
    table = localities()
    scb = scb.reindex(table.index)
    assert len(table) == 2_017
    assert (table["people_2020"] == scb["population_2020"]).all()
    assert np.allclose(table["km2"] * 100, scb["area_ha"])
    assert (
        np.hypot(*(table[["x", "y"]].to_numpy() - scb[["x_sweref99tm", "y_sweref99tm"]].to_numpy()).T).max()
        < 2
    )


def test_the_main_locality_is_the_most_populous() -> None:
    """At most one of each municipality, and none of its others has more people."""
    table = localities()
    main = table[table["is_main"]].set_index("municipality_code")["people_2020"]
    assert main.index.is_unique
    assert (table["people_2020"] <= table["municipality_code"].map(main)).all()


def test_a_disc_has_its_people_two_thirds_of_its_radius_away() -> None:
    """Points drawn evenly from a disc of 12 km² lie 2/3 of its radius from the middle on average."""
    drawn = np.random.default_rng(1).uniform(-1, 1, (200_000, 2))
    inside = drawn[(drawn**2).sum(axis=1) <= 1] * disc_radius_km(12.0)
    assert abs(np.hypot(*inside.T).mean() / disc_extent_km(12.0) - 1) < 0.01


def test_a_point_belongs_to_the_locality_whose_rim_is_nearest() -> None:
    """The middle of a locality is its own, inside by its radius; a point 30 km off the coast of Umeå is outside all."""
    table = localities()
    umea = table[table["name"] == "Umeå"]
    middle = umea[["x", "y"]].to_numpy(float)
    points = np.vstack([middle, middle + np.array([40_000, -40_000])])
    found = nearest_locality(points)
    assert found.loc[0, "code"] == umea.index[0]
    assert np.isclose(found.loc[0, "to_rim_km"], -umea["radius_km"].iloc[0])
    assert found.loc[1, "to_rim_km"] > 10
