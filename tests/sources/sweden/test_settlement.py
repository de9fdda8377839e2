import numpy as np
import pandas as pd
import pytest

from narvaro.sources.sweden.geometry import distance_km, to_metres
from narvaro.sources.sweden.settlement import SETTLEMENTS, settlement_of, town_of

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
    "Jokkmokk": (19.8300, 66.6070, "rural"),
    "Sorsele": (17.5340, 65.5360, "rural"),
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


def test_the_limits_are_at_40000_and_3000_people() -> None:
    """Away from the metropolitan areas a town is large from 40,000 people and small from 3,000."""
    far = np.tile(to_metres([15.0], [63.0]), (4, 1))
    people = np.array([40_000, 39_999, 3_000, 2_999])
    classes = settlement_of(far, np.zeros(4, bool), people)
    assert classes.tolist() == ["large_town", "small_town", "small_town", "rural"]


def test_an_area_belongs_to_the_town_whose_rim_is_nearest() -> None:
    """A point between a large and a small town is nearer to the large one's rim; other municipalities do not count."""
    places = pd.DataFrame(
        {
            "x": [0.0, 12_000.0, 6_000.0],
            "y": [0.0, 0.0, 0.0],
            "people": [100_000, 500, 900],
            "listed_people": [100_000, 500, 900],
            "nested_in": ["", "", ""],
            "municipality_code": ["1", "1", "2"],
        },
        index=["large", "small", "other"],
    )
    codes = pd.Series(["1", "1", "2"])
    points = np.array([[7_000.0, 0.0], [11_900.0, 0.0], [0.0, 0.0]])
    assert town_of(points, codes, places).tolist() == ["large", "small", "other"]
