"""The visits of each office: by hand, by brute force, and the laws that they keep."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from narvaro.access import measure_load
from narvaro.access.load import VISITS_PER_PERSON
from narvaro.case import Case, Size, VisitSettings
from narvaro.errors import SettingError, TravelError
from narvaro.travel import TravelTimes


def test_by_hand(case: Case, travel: TravelTimes) -> None:
    """Town and farm go to the square, the suburb to the station, twenty visits each; room and cost are the size's."""
    found = measure_load(case, travel, visits_per_person=20.0)
    assert found.offices["people"].to_dict() == {"s1": 700.0, "s2": 300.0}
    assert found.offices["visits"].to_dict() == {"s1": 14_000.0, "s2": 6_000.0}
    assert found.offices["share_of_room"].to_dict() == {"s1": 0.875, "s2": 0.75}
    assert found.offices["cost_visit"].to_dict() == {"s1": 8e6 / 14_000, "s2": 4e6 / 6_000}
    assert (found.by, found.people_unreached, found.people_past) == ("nearest", 0.0, 0.0)
    assert found.fullest_first().index.tolist() == ["s1", "s2"]
    assert found.beyond(0.8).index.tolist() == ["s1"]
    assert found.beyond().empty


def test_a_network_of_its_own(case: Case, travel: TravelTimes) -> None:
    """With the station closed and the crossroads opened as a small office, the farm goes there."""
    found = measure_load(case, travel, sizes={"s3": "small", "s1": "medium"})
    assert found.offices["people"].to_dict() == {"s1": 900.0, "s3": 100.0}
    assert found.offices.loc["s3", ["size", "room"]].tolist() == ["small", 8_000.0]
    assert measure_load(case, travel, sizes={}).people_unreached == 1_000.0


def random_case(seed: int) -> tuple[Case, TravelTimes]:
    """Eight areas, five offices of two sizes and a closed site; some ways are none."""
    rng = np.random.default_rng(seed)
    areas = pd.DataFrame(
        {
            "id": [f"a{i}" for i in range(8)],
            "name": [f"A{i}" for i in range(8)],
            "lon": 18.0 + rng.random(8) / 10,
            "lat": 59.0 + rng.random(8) / 10,
            "people": rng.integers(1, 90_000, 8),
        }
    )
    sites = pd.DataFrame(
        {
            "id": [f"s{j}" for j in range(6)],
            "name": [f"S{j}" for j in range(6)],
            "lon": 18.0 + rng.random(6) / 10,
            "lat": 59.0 + rng.random(6) / 10,
            "status": ["may_close"] * 5 + ["candidate"],
            "size": [("small", "large")[k] for k in rng.integers(0, 2, 6)],
        }
    )
    sizes = (Size("small", 0, 4.0, 1.0, 1.0, 5.0, 15_000.0), Size("large", 1, 8.0, 2.0, 2.0, 10.0, 29_000.0))
    minutes = rng.uniform(1, 90, (8, 6))
    minutes[rng.random((8, 6)) < 0.25] = np.nan
    times = TravelTimes.from_dense(areas["id"].tolist(), sites["id"].tolist(), {"car": minutes})
    return Case("drawn", areas, sites, sizes=sizes), times


@given(st.integers(0, 2**32 - 1), st.sampled_from(["nearest", "huff"]))
def test_visits_add_up_to_those_of_the_people(seed: int, by: str) -> None:
    """Visits are those of everyone who reaches an office; the rest are told apart."""
    case, times = random_case(seed)
    found = measure_load(case, times, by=by)
    minutes = times.to_dense("car")[:, :5]
    reached = np.isfinite(minutes).any(axis=1)
    people = case.areas["people"].to_numpy(float)
    assert found.offices["visits"].sum() == pytest.approx(VISITS_PER_PERSON * people[reached].sum())
    assert found.people_unreached == pytest.approx(people[~reached].sum(), abs=1e-6)


@given(st.integers(0, 2**32 - 1))
def test_brute_force(seed: int) -> None:
    """Person by person to the nearest office; and by Huff with room over minutes squared."""
    case, times = random_case(seed)
    minutes = times.to_dense("car")[:, :5].astype(float)
    room = case.sites["size"].map({"small": 15_000.0, "large": 29_000.0}).to_numpy()[:5]
    nearest, huff, past = np.zeros(5), np.zeros(5), 0.0
    for row, people in zip(minutes, case.areas["people"], strict=True):
        if np.isnan(row).all():
            continue
        nearest[int(np.nanargmin(row))] += people
        pull = np.nan_to_num(room / row**2)
        huff += people * pull / pull.sum()
        past += people * pull[row > np.nanmin(row)].sum() / pull.sum()
    assert measure_load(case, times).offices["people"].tolist() == pytest.approx(nearest.tolist())
    assert measure_load(case, times).people_past == 0.0
    found = measure_load(case, times, by="huff")
    assert found.offices["people"].tolist() == pytest.approx(huff.tolist())
    assert found.people_past == pytest.approx(past)


@given(st.integers(0, 2**32 - 1), st.integers(0, 7), st.sampled_from(["nearest", "huff"]))
def test_more_people_are_never_less_load(seed: int, area: int, by: str) -> None:
    """A thousand more in one area: no office gets fewer visits, or needs fewer to serve them."""
    case, times = random_case(seed)
    more = case.areas.copy()
    more.iloc[area, more.columns.get_loc("people")] += 1_000
    before = measure_load(case, times, by=by).offices
    after = measure_load(replace(case, areas=more), times, by=by).offices
    assert (after["visits"] >= before["visits"] - 1e-6).all()
    assert (after["staff_needed"] >= before["staff_needed"]).all()


@given(st.integers(0, 2**32 - 1))
def test_huff_without_end_is_nearest(seed: int) -> None:
    """With a decay of a million the Huff share sends everybody to the nearest."""
    case, times = random_case(seed)
    steep = replace(case, visits=replace(VisitSettings(), huff_decay=1e6))
    huff = measure_load(steep, times, by="huff").offices["visits"]
    assert huff.tolist() == pytest.approx(measure_load(case, times).offices["visits"].tolist())


def test_an_assignment_from_elsewhere(case: Case, travel: TravelTimes) -> None:
    """Half the town is sent on to the station: 300 past their nearest, and the load is that of the shares."""
    shares = sparse.csr_array(np.array([[0.5, 0.5, 0], [0, 1, 0], [1, 0, 0], [0, 0, 0]]))
    found = measure_load(case, travel, by="given", shares=shares)
    assert found.offices["people"].to_dict() == {"s1": 400.0, "s2": 600.0}
    assert found.people_past == 300.0


def test_the_nearest_given_as_shares_is_the_nearest(case: Case, travel: TravelTimes) -> None:
    """The same assignment, given or made here, gives the same table."""
    shares = sparse.csr_array(np.array([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 0]], float))
    given_ones = measure_load(case, travel, by="given", shares=shares).offices
    pd.testing.assert_frame_equal(given_ones, measure_load(case, travel).offices)


def test_an_office_without_room_is_the_fullest(case: Case, travel: TravelTimes) -> None:
    """No room makes no share, but the office stands first; one that nobody goes to has no cost of a visit."""
    sizes = (replace(case.sizes[0], visits_year=0.0), case.sizes[1])
    found = measure_load(replace(case, sizes=sizes), travel)
    assert np.isnan(found.offices.loc["s2", "share_of_room"])
    assert found.fullest_first().index[0] == "s2"
    idle = measure_load(case, travel, visits_per_person=0.0)
    assert idle.offices["cost_visit"].isna().all()
    assert idle.to_json()["offices"][0]["cost_visit"] is None


def test_what_cannot_be_measured_is_refused(case: Case, travel: TravelTimes) -> None:
    """An unknown site, size or mode, visits below zero, and shares without their kind."""
    for wrong in (
        {"sizes": {"s9": "small"}},
        {"sizes": {"s1": "huge"}},
        {"visits_per_person": -1.0},
        {"by": "given"},
    ):
        with pytest.raises(SettingError):
            measure_load(case, travel, **wrong)
    with pytest.raises(TravelError):
        measure_load(case, travel, mode="bicycle")


def test_on_fewer_days_more_come_on_each(case: Case, travel: TravelTimes) -> None:
    """An office open on two of five days needs the staff that two and a half times its visits would need."""
    two = replace(case, sizes=tuple(replace(size, days=2) for size in case.sizes))
    some = measure_load(two, travel, visits_per_person=20.0).offices
    more = measure_load(case, travel, visits_per_person=50.0).offices
    assert some["staff_needed"].tolist() == more["staff_needed"].tolist()
    assert some["visits"].tolist() == [14_000.0, 6_000.0]
