"""A case is checked at birth, labelled, and knows what it rests on."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from narvaro.case import Case, Service, Size, TownTravel, TravelSettings
from narvaro.errors import TableError

Table = Callable[..., pd.DataFrame]
Make = Callable[..., Case]

SMALL = Size("small", 0, 3.0, 1.0, 0.5, 3.0, 9_000.0, "stated", "a test")
LARGE = Size("large", 1, 6.0, 2.0, 1.0, 7.0, 20_000.0, "stated", "a test")


def test_a_bare_case_needs_no_municipality_size_or_service(make_case: Make) -> None:
    """What a small case leaves out is filled: one size, one service, need 1, empty codes."""
    case = make_case()
    assert case.people_total == 1000
    assert case.areas["need"].tolist() == [1, 1]
    assert case.sites["size"].tolist() == ["standard", ""]
    assert case.sites["services"].tolist() == [("service",), ("service",)]
    assert case.sites["municipality_code"].tolist() == ["", ""]


def test_only_the_first_three_statuses_are_offices_today(make_case: Make, sites: Table) -> None:
    """must_stay, may_close and must_close exist; candidate and must_open do not."""
    five = (
        pd.concat([sites(), sites(), sites()])
        .iloc[:5]
        .assign(id=list("abcde"), status=["must_stay", "may_close", "must_close", "candidate", "must_open"])
    )
    assert make_case(sites=five).existing_ids == ("a", "b", "c")


def test_assumed_offices_are_counted_without_candidates(make_case: Make, sites: Table) -> None:
    """A candidate whose place is assumed is not an assumed office."""
    assert make_case(sites=sites(assumed=["yes", "yes"])).assumed_offices == 1
    assert make_case(sites=sites(assumed=["no", "yes"])).assumed_offices == 0


def test_the_given_tables_are_not_changed(make_case: Make, areas: Table) -> None:
    """Checking works on a copy: the user's own table is as it was."""
    given = areas()
    before = given.copy()
    make_case(areas=given)
    pd.testing.assert_frame_equal(given, before)


def test_a_case_cannot_be_changed(make_case: Make) -> None:
    """The fields of a case are frozen."""
    with pytest.raises(AttributeError):
        make_case().name = "other"


def test_faults_of_areas_sites_sizes_and_travel_are_told_together(
    make_case: Make, areas: Table, sites: Table
) -> None:
    """One message holds a fault of each of the four parts."""
    bad = Size("bad", 0, -1.0, 1.0, 1.0, 1.0, 1.0)
    with pytest.raises(TableError) as caught:
        make_case(
            areas=areas(people=[-1, 2]),
            sites=sites(status=["open", "candidate"], size="bad"),
            sizes=(bad,),
            travel=TravelSettings(detour_factor=0.5),
        )
    assert {fault.key for fault in caught.value.faults} == {
        "size.negative",
        "travel_settings.detour",
        "table.negative",
        "table.one_of",
    }


def test_a_grouping_sorts_people_into_more_than_one_and_fewer_than_all(make_case: Make, areas: Table) -> None:
    """Yes/no columns and texts are groupings; one group, or a group for each area, is none."""
    three = pd.concat([areas(), areas(id=["a3", "a4"])]).assign(
        town=["yes", "no", "yes", "no"],
        kind=["x", "x", "y", "y"],
        same="z",
        own=list("pqrs"),
        score=[1.5, 1.5, 2, 2],
    )
    assert make_case(areas=three).groupings() == ("town", "kind")


def test_the_checksum_follows_what_a_result_depends_on(make_case: Make, areas: Table, sites: Table) -> None:
    """A moved person, another size of cost or another speed changes it; the name of the case does not."""
    base = make_case().checksum
    assert make_case(name="other").checksum == base
    changed = [
        make_case(areas=areas(people=[901, 99])),
        make_case(sites=sites(status=["must_stay", "candidate"])),
        make_case(sizes=(SMALL, LARGE), sites=sites(size=["small", ""])),
        make_case(travel=TravelSettings(walk_kmh=5.0)),
        make_case(areas=areas(extent_km=[0.5, 0.0])),
        make_case(towns=(TownTravel("town", 4, 20, 3, 6, 8, 20),)),
    ]
    assert base not in {case.checksum for case in changed}
    assert len({case.checksum for case in changed}) == len(changed)


def test_an_extent_is_a_length_and_none_where_the_cell_is_empty(make_case: Make, areas: Table) -> None:
    """Kilometres from zero up; without the column, and in an empty cell, no extent; a negative one is a fault."""
    assert make_case().extent_km.tolist() == [0.0, 0.0]
    assert make_case(areas=areas(extent_km=["1.5", ""])).extent_km.tolist() == [1.5, 0.0]
    with pytest.raises(TableError) as caught:
        make_case(areas=areas(extent_km=[1.0, -1.0]))
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(3, "extent_km")]
    assert "extent_km" not in make_case(areas=areas(extent_km=[1.0, 2.0])).groupings()


def test_figures_of_towns_are_assumptions_with_units(make_case: Make) -> None:
    """Six figures a settlement, named after it."""
    listed = make_case(towns=(TownTravel("town", 4, 20, 3, 6, 8, 20),)).every_assumption()
    found = {row.id: (row.value, row.unit) for row in listed if row.id.startswith("town.")}
    assert len(found) == 6
    assert found["town.town.near_kmh"] == (20, "km/h")
    assert found["town.town.park_min"] == (6, "min")


def test_a_size_is_found_by_its_id(make_case: Make, sites: Table) -> None:
    """`size` returns the class that the id names."""
    case = make_case(sizes=(SMALL, LARGE), sites=sites(size=["large", ""]))
    assert case.size("large") is LARGE


def test_every_figure_beside_the_tables_is_listed_with_its_origin(make_case: Make, sites: Table) -> None:
    """Three travel settings and five figures a size are assumptions, each with unit and origin."""
    listed = make_case(sizes=(SMALL,), sites=sites(size=["small", ""])).every_assumption()
    assert len(listed) == 3 + 5
    found = {row.id: (row.value, row.unit, row.origin) for row in listed}
    assert found["size.small.running_year"] == (3.0, "million XXX/year", "stated")
    assert found["walk_kmh"] == (4.8, "km/h", "assumed")


def test_two_sizes_or_services_of_one_name_are_refused(make_case: Make, sites: Table) -> None:
    """A size or a service that stands twice would make a table cell mean two things."""
    with pytest.raises(TableError) as caught:
        make_case(
            sizes=(SMALL, SMALL),
            services=(Service("x", "x", "x"), Service("x", "y", "y")),
            sites=sites(size=["small", ""]),
        )
    assert [fault.key for fault in caught.value.faults] == ["settings.twice", "settings.twice"]


def test_people_may_be_fractions(make_case: Make, areas: Table) -> None:
    """People shared out over areas need not be whole."""
    assert make_case(areas=areas(people=np.array([0.5, 0.25]))).people_total == 0.75
