import numpy as np
import pandas as pd
import pytest

from narvaro.sources.sweden.geometry import distance_km, to_metres
from narvaro.sources.sweden.settlement import SETTLEMENTS, settlement_of

PLACES = {
    "Norrmalm": (18.0600, 59.3350, "metro_inner"),
    "Södermalm": (18.0700, 59.3130, "metro_inner"),
    "Rinkeby": (17.9288, 59.3887, "metro_outer"),
    "Husby": (17.9269, 59.4091, "metro_outer"),
    "Täby centrum": (18.0700, 59.4440, "metro_outer"),
    "Göteborg, Järntorget": (11.9528, 57.6998, "metro_inner"),
    "Angered": (12.0490, 57.7960, "metro_outer"),
    "Malmö, Gustav Adolfs torg": (13.0010, 55.6030, "metro_inner"),
    "Rosengård": (13.0440, 55.5830, "metro_outer"),
    "Lund": (13.1930, 55.7040, "large_town"),
    "Umeå": (20.2600, 63.8260, "large_town"),
    "Gottsunda": (17.6279, 59.8084, "large_town"),
    "Åmål": (12.7000, 59.0520, "small_town"),
    "Vimmerby": (15.8550, 57.6660, "small_town"),
    "Jokkmokk": (19.8300, 66.6070, "small_town"),
    "Vuollerim": (20.6120, 66.4300, "rural"),
}


@pytest.mark.parametrize("place", PLACES)
def test_places_that_everyone_knows(place: str, areas: pd.DataFrame) -> None:
    """The area nearest to a well-known place has the class that people would give it."""
    lon, lat, settlement = PLACES[place]
    built = areas[areas["kind"] != "rural"]
    away = distance_km(to_metres([lon], [lat]), to_metres(built["lon"], built["lat"]))[0]
    assert built["settlement"].iloc[int(away.argmin())] == settlement


def test_the_countryside_of_jokkmokk_and_of_stockholm_is_rural(areas: pd.DataFrame) -> None:
    """Every area outside localities is rural, wherever it lies."""
    assert set(areas.loc[areas["kind"] == "rural", "settlement"]) == {"rural"}
    assert (areas.query("municipality == 'Jokkmokk' and kind == 'rural'")["people"] > 0).sum() > 3


def test_every_class_has_people(areas: pd.DataFrame) -> None:
    """All five classes are found, and only these."""
    assert set(areas["settlement"]) == set(SETTLEMENTS)


def test_scbs_class_goes_before_the_people() -> None:
    """Outside localities is rural whatever the town; a central locality is a town however small; others from 3,000."""
    far = np.tile(to_metres([15.0], [63.0]), (6, 1))
    people = np.array([90_000, 40_000, 39_999, 500, 3_000, 2_999])
    classes = np.array(["a", "b", "c", "c", "b", "b"])
    found = settlement_of(far, classes, people)
    assert found.tolist() == ["rural", "large_town", "small_town", "small_town", "small_town", "rural"]
