import numpy as np
import pandas as pd
import shapely

from narvaro.sources.sweden.districts import density_less_listed, split, square_name, squares_within

FIELD = shapely.box(-50_000, -50_000, 50_000, 50_000)


def place(people: int) -> pd.Series:
    return pd.Series({"name": "Staden", "x": 0.0, "y": 0.0, "people": people}, name="7")


NOBODY = pd.DataFrame({"x": [], "y": [], "people": []}, dtype=float)


def test_squares_fill_the_reach_around_the_centre() -> None:
    """With a reach of one side there are five squares: the middle and its four neighbours."""
    squares = squares_within(np.zeros(2), 2.0, 2.0, FIELD)
    assert sorted(map(tuple, squares.tolist())) == [(-2000, 0), (0, -2000), (0, 0), (0, 2000), (2000, 0)]


def test_squares_stay_inside_the_municipality_but_the_centre_is_kept() -> None:
    """A border west of the centre leaves only the eastern squares and the centre itself."""
    east = shapely.box(500, -50_000, 50_000, 50_000)
    assert squares_within(np.zeros(2), 2.0, 2.0, east).tolist() == [[0, 0], [2000, 0]]


def test_listed_places_take_their_people_out_of_the_nearest_squares() -> None:
    """Three squares of 100 each; a suburb of 150 by the last empties it and halves the next."""
    line = np.array([[0.0, 0.0], [2000.0, 0.0], [4000.0, 0.0]])
    left = density_less_listed(line, line[0], 1e12, 150.0, np.array([[4100.0, 0.0]]), np.array([150.0]))
    assert left.round(6).tolist() == [100, 50, 0]


def test_density_falls_from_the_centre() -> None:
    """By Clark's law a square one decay away holds 1/e of the middle."""
    line = np.array([[0.0, 0.0], [3000.0, 0.0]])
    middle, outer = density_less_listed(line, line[0], 3.0, 1000.0, np.zeros((0, 2)), np.zeros(0))
    assert np.isclose(outer / middle, np.exp(-1))


def test_a_split_keeps_every_person_and_names_the_squares() -> None:
    """The squares of a town hold its people exactly, have ids of their own, and one is the middle."""
    parts = split(place(40_001), NOBODY, FIELD, 3.0)
    assert parts["people"].sum() == 40_001
    assert parts["id"].is_unique
    assert (parts["name"] == "Staden centrum").sum() == 1
    assert parts["people"].idxmax() == parts.index[parts["name"] == "Staden centrum"][0]


def test_a_town_of_one_square_keeps_its_name() -> None:
    """Where the reach holds only the middle square, the area is the town itself."""
    parts = split(place(12_000), NOBODY, FIELD, 1.2)
    assert parts[["id", "name", "people"]].to_numpy().tolist() == [["place-7", "Staden", 12_000]]


def test_names_say_where_a_square_lies() -> None:
    """Two km south and four east of the middle, in Swedish letters of the compass."""
    assert square_name("Staden", np.array([4.0, -2.0])) == "Staden 2 km S 4 km Ö"
    assert square_name("Staden", np.array([-2.0, 0.0])) == "Staden 2 km V"
