"""The figures that minutes rest on are those of the run that made them, each with its unit and where it comes from."""

from hypothesis import given
from hypothesis import strategies as st

from narvaro.travel.basis import RUN, STRAIGHT, basis_of

TRIP = {
    "depart": "2026-03-10T10:00:00",
    "window_min": 60,
    "max_walk_min": 30.0,
    "walk_kmh": 4.8,
    "max_rides": 4,
    "there_and_back": True,
    "desk_min": 30,
}


def figures(mode, made_of):
    return {row.id.removeprefix(f"travel.{mode}."): (row.value, row.unit) for row in basis_of(mode, made_of)}


def test_a_straight_line_rests_on_its_detour_speed_and_limit() -> None:
    """By hand: 1.3 times the line at 50 km/h, at most two hours."""
    made_of = {"engine": STRAIGHT, "detour_factor": 1.3, "kmh": 50.0, "max_min": 120.0}
    assert figures("car", made_of) == {
        "detour_factor": (1.3, ""),
        "kmh": (50.0, "km/h"),
        "max_minutes": (120.0, "min"),
    }
    assert "kmh" not in figures("car", {**made_of, "engine": "streets"})


def test_streets_rest_on_the_speed_on_foot_and_tell_of_the_way_back() -> None:
    """Whoever drives walks to the street; the way back is told where it counts."""
    made_of = {"engine": "streets", "max_min": 60.0, "pace": {"walk_kmh": 4.8}, "there_and_back": True}
    assert figures("car", made_of) == {
        "max_minutes": (60.0, "min"),
        "walk_kmh": (4.8, "km/h"),
        "there_and_back": ("", ""),
    }
    assert "there_and_back" not in figures("car", {**made_of, "there_and_back": False})


def test_timetables_rest_on_a_window_whose_last_departure_is_told() -> None:
    """Sixty departures from 10:00, one a minute: the last is at 10:59; a window over midnight begins on its date."""
    found = figures("transit", {"trip": TRIP, "max_min": 120.0, "pace": {"walk_kmh": 9.9}})
    assert found == {
        "date": ("2026-03-10", ""),
        "departures": ("10:00–10:59", ""),
        "median": ("", ""),
        "max_walk_min": (30.0, "min"),
        "walk_kmh": (4.8, "km/h"),
        "max_rides": (4, ""),
        "there_and_back": ("", ""),
        "desk_min": (30, "min"),
        "max_minutes": (120.0, "min"),
    }
    late = {**TRIP, "depart": "2026-03-10T23:30:00", "there_and_back": False}
    assert figures("transit", {"trip": late})["departures"] == ("23:30–00:29", "")
    assert not {"there_and_back", "desk_min"} & set(figures("transit", {"trip": late}))


SAID = st.fixed_dictionaries(
    {},
    optional={
        "engine": st.sampled_from([STRAIGHT, "streets", "timetables"]),
        "detour_factor": st.floats(1, 2),
        "kmh": st.floats(1, 90),
        "max_min": st.floats(1, 600),
        "pace": st.fixed_dictionaries({}, optional={"walk_kmh": st.floats(1, 9)}),
        "trip": st.just(TRIP),
        "there_and_back": st.booleans(),
    },
)


@given(mode=st.sampled_from(["car", "walk", "transit"]), made_of=SAID)
def test_nothing_that_was_not_said_is_a_figure(mode, made_of) -> None:
    """Whatever an engine says: each figure once, under its mode, assumed by the run, and none without a value."""
    rows = basis_of(mode, made_of)
    assert len({row.id for row in rows}) == len(rows)
    assert {row.id.rsplit(".", 1)[0] for row in rows} <= {f"travel.{mode}"}
    assert {(row.origin, row.source) for row in rows} <= {("assumed", RUN)}
    assert None not in [row.value for row in rows]
    assert ("max_minutes" in figures(mode, made_of)) == ("max_min" in made_of)
