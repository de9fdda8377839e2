"""What a plan rests on is listed, with a label in both languages."""

from dataclasses import replace

import pytest
from tests.plan.cases import LARGE, SMALL, case_of, policy_of

from narvaro.case import Assumption, TownTravel
from narvaro.language import Names, told
from narvaro.plan import Question
from narvaro.plan.assumptions import assumptions_of
from narvaro.travel import TravelTimes, straight_line
from narvaro.travel.basis import basis_of

TRIP = {
    "depart": "2026-03-10T07:30:00",
    "window_min": 60,
    "max_walk_min": 20.0,
    "walk_kmh": 4.8,
    "max_rides": 4,
    "there_and_back": False,
    "desk_min": 30,
}
MADE_OF = {
    "car": {"max_min": 60.0, "pace": {"walk_kmh": 4.8}, "there_and_back": False},
    "walk": {"max_min": 60.0, "pace": {"walk_kmh": 4.8}, "there_and_back": False},
    "transit": {"max_min": 90.0, "pace": {}, "trip": TRIP},
}


def run(*modes):
    """Times that a run has made by some modes."""
    given = TravelTimes.from_dense(["a0"], ["s0"], {mode: [[5.0]] for mode in modes}, engine="streets")
    return replace(given, basis={mode: basis_of(mode, MADE_OF[mode]) for mode in modes})


def by(mode):
    return policy_of([0.0], objective={"kind": "minutes", "mode": mode})


ALONG_A_LINE = {"detour_factor", "car_kmh", "walk_kmh", "bicycle_kmh"}


def test_a_straight_line_is_assumed_only_where_it_was_used():
    """Along a line: the factor and the speeds of the modes looked at; on a network or given minutes none of them."""
    assert set(ids(by("car"))) & ALONG_A_LINE == {"detour_factor", "car_kmh", "walk_kmh"}
    assert set(ids(by("walk"))) & ALONG_A_LINE == {"detour_factor", "walk_kmh"}
    assert set(ids(by("bicycle"))) & ALONG_A_LINE == {"detour_factor", "walk_kmh", "bicycle_kmh"}
    assert set(ids(by("transit"), run("car", "walk", "transit"))) & ALONG_A_LINE == set()
    given = TravelTimes.from_dense(["a0"], ["s0"], {"car": [[5.0]]})
    assert set(ids(by("car"), given)) & ALONG_A_LINE == set()


def test_ways_by_timetable_are_told_with_date_departures_and_limits():
    """07:30 and an hour of departures is 07:30 to 08:29; the car, at which the plan does not look, is left out."""
    case = case_of([10], ["may_close"])
    rows = assumptions_of(Question(case, by("transit"), run("car", "walk", "transit")))
    told = {row.id.removeprefix("travel.transit."): row.value for row in rows if "transit" in row.id}
    assert told == {
        "date": "2026-03-10",
        "departures": "07:30–08:29",
        "median": "",
        "max_walk_min": 20.0,
        "walk_kmh": 4.8,
        "max_rides": 4,
        "max_minutes": 90.0,
    }
    assert {"travel.walk.max_minutes"} == {row.id for row in rows if row.id.endswith("max_minutes")} - {
        "travel.transit.max_minutes"
    }
    everyone = {
        row.id for row in assumptions_of(Question(case, by("without_car"), run("car", "walk", "transit")))
    }
    assert {"travel.car.max_minutes", "travel.transit.date"} <= everyone


def test_the_way_back_is_told_where_it_counts():
    """There and back: the mean of both ways, and half an hour at the office between them."""
    rows = basis_of("transit", {"max_min": 90.0, "trip": TRIP | {"there_and_back": True}})
    assert {"travel.transit.there_and_back", "travel.transit.desk_min"} <= {row.id for row in rows}


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_setting_of_a_run_has_a_label(lang):
    """No reader sees a bare id, whatever made the minutes."""
    line = {"engine": "straight line", "detour_factor": 1.3, "kmh": 60.0, "max_min": 60.0}
    back = {"max_min": 60.0, "pace": {"walk_kmh": 4.8}, "there_and_back": True}
    made = {
        "car": line,
        "bicycle": back,
        "transit": {"max_min": 90.0, "trip": TRIP | {"there_and_back": True}},
    }
    names = [row.id for mode, of in made.items() for row in basis_of(mode, of)]
    assert len(names) == len(set(names)) == 3 + 3 + 9
    assert [name for name in names if told(Names().assumption(name), lang) == name] == []


def ids(policy, times=None, **more):
    case = case_of(
        [10], ["may_close"], sizes=[SMALL, LARGE], sites={"size": ["small"]}, areas={"poor": [True]}, **more
    )
    along = straight_line(case, (policy.objective.mode, "walk")) if times is None else times
    return [row.id for row in assumptions_of(Question(case, policy, along))]


def test_only_figures_that_the_plan_used_are_listed():
    """A standard of another kind of objective is no assumption of this plan."""
    mix = ids(policy_of([0.0], definition="poor"))
    assert {"policy.walk_weight_min", "policy.walk_standard_min", "policy.cutoff_min"} <= set(mix)
    assert not {"policy.kappa_per_min", "policy.standard_min", "policy.visits_per_person"} & set(mix)
    assert "policy.kappa_per_min" in ids(policy_of([0.0], objective={"kind": "kolm_pollak"}))
    assert "policy.standard_min" in ids(policy_of([0.0], objective={"kind": "beyond"}))


def test_no_assumption_stands_twice_and_those_of_the_case_come_first():
    """The case's own list is kept whole."""
    own = Assumption("my_own", 3.0, "min", "assumed", "a guess")
    found = ids(
        policy_of([0.0], definition="poor", objective={"extra_min": {"small": 5.0}}), assumptions=(own,)
    )
    assert len(found) == len(set(found))
    assert found.index("my_own") < found.index("policy.cutoff_min")
    assert "policy.extra_min.small" in found


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    "policy",
    [
        policy_of([0.0], definition="poor", objective={"extra_min": {"small": 5.0}}, money={"earmark": True}),
        policy_of([0.0], objective={"kind": "beyond"}, limits={"resize": "no"}),
        policy_of([0.0], objective={"kind": "kolm_pollak"}),
    ],
)
def test_every_assumption_of_plan_case_and_sizes_has_a_label(lang, policy):
    """No reader sees a bare id of ours."""
    bare = [name for name in ids(policy) if told(Names().assumption(name), lang) == name]
    assert bare == []


def test_figures_of_towns_are_told_where_the_minutes_rest_on_them():
    """By car along a line the four of cars, by person all six; on a network the speed alone, and if areas reach far."""
    town = TownTravel("town", 4, 20, 3, 6, 8, 20)
    case = replace_areas(case_of([10], ["may_close"]), towns=(town,), extent_km=0.5)
    line = straight_line(case, ["car", "walk", "transit"])
    rows = {
        mode: {
            row.id.rpartition(".")[2]
            for row in assumptions_of(Question(case, by(mode), times))
            if row.id.startswith("town.")
        }
        for mode, times in (("car", line), ("person", line), ("walk", line))
    }
    cars = {"near_km", "near_kmh", "start_min", "park_min"}
    assert rows == {"car": cars, "person": cars | {"transit_wait_min", "transit_kmh"}, "walk": set()}
    on_streets = assumptions_of(Question(case, by("car"), run("car")))
    assert [row.id for row in on_streets if row.id.startswith("town.")] == ["town.town.near_kmh"]
    points = replace_areas(case_of([10], ["may_close"]), towns=(town,), extent_km=0.0)
    assert not [
        row for row in assumptions_of(Question(points, by("car"), run("car"))) if row.id.startswith("town.")
    ]


def replace_areas(case, *, towns, extent_km):
    """The case with towns, and with areas that reach so far."""
    return replace(
        case,
        areas=case.areas.assign(extent_km=extent_km).reset_index(),
        sites=case.sites.reset_index(),
        towns=towns,
    )
