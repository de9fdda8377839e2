"""A place is found by its name as a person writes it; what fits several is refused with the choices."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from narvaro.case import Case
from narvaro.case.written_names import MOST_CHOICES, WrittenNames, area_named, site_named
from narvaro.errors import Fault, PlaceError, SettingError
from narvaro.sources import scenario

CLOSED_2025 = (
    *(
        "Filipstad",
        "Växjö Araby",
        "Norrköping city",
        "Arvika",
        "Bollnäs",
        "Kungälv",
        "Landskrona",
        "Lindesberg",
    ),
    *("Motala", "Simrishamn", "Åmål", "Piteå", "Eslöv", "Trelleborg", "Haninge Brandbergen", "Ludvika"),
)


@pytest.fixture(scope="module")
def cut() -> Case:
    return scenario("cut-2025")[0]


@pytest.fixture(scope="module")
def expansion() -> Case:
    return scenario("expansion-2020")[0]


def names(**towns: str) -> WrittenNames:
    """Candidates with the ids s1, s2 and so on, each with its municipality."""
    table = pd.DataFrame({"name": list(towns), "municipality": list(towns.values())})
    return WrittenNames(table.set_axis([f"s{i}" for i in range(1, len(towns) + 1)]))


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        ("Linköping Skäggetorp", "office-0580-linkoping-skaggetorp"),
        ("skäggetorp", "office-0580-linkoping-skaggetorp"),
        ("SKAGGETORP", "office-0580-linkoping-skaggetorp"),
        ("Skäggetorp (Linköping)", "office-0580-linkoping-skaggetorp"),
        ("Växjö Araby", "office-0780-vaxjo-araby"),
        ("Järntorget", "office-1480-goteborg-jarntorget"),
        ("Gottsunda", "office-0380-uppsala-gottsunda"),
        ("office-1480-goteborg-jarntorget", "office-1480-goteborg-jarntorget"),
    ],
)
def test_the_offices_of_the_cut_are_found(cut: Case, written: str, id_: str) -> None:
    """An office that is called by municipality and district is found by either or both."""
    assert site_named(cut, written) == id_


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        ("Linköping Skäggetorp", "site-0580R018-skaggetorp"),
        ("Växjö-Araby", "site-0780R001-araby"),
        ("Gottsunda", "site-0380R033-gottsunda"),
        ("vastra gottsunda", "site-0380R047"),
        ("Nättraby", "site-1080R016"),
    ],
)
def test_the_candidates_of_the_expansion_are_found(expansion: Case, written: str, id_: str) -> None:
    """A candidate that is called by its district alone is found with the municipality before it too."""
    assert site_named(expansion, written) == id_


@pytest.mark.parametrize("written", CLOSED_2025)
def test_each_office_closed_in_2025_is_found_by_its_name_in_the_news(cut: Case, written: str) -> None:
    """Every office that was named in 2025 is one site of the case, of that name."""
    assert cut.sites.loc[site_named(cut, written, among=cut.existing_ids), "name"] == written


def test_among_the_offices_a_name_is_clear_that_is_not_among_all_sites(cut: Case) -> None:
    """Lysekil is an office and a candidate: only where an office must be meant does the name do."""
    with pytest.raises(SettingError) as refused:
        site_named(cut, "Lysekil", column="--close")
    (fault,) = refused.value.faults
    office, candidate = fault.data["choices"]
    assert office.text("en") == "Lysekil (office-1484-lysekil), an office of today"
    assert candidate.text("en") == "Lysekil (site-1484R004), a candidate"
    assert "Lysekil (site-1484R004), en möjlig plats" in refused.value.text("sv")
    assert fault.to_json()["data"]["choices"][1] == candidate.to_json()
    assert fault.column == "--close"
    assert site_named(cut, "Lysekil", among=cut.existing_ids) == "office-1484-lysekil"


def test_choices_are_ten_at_most_and_offices_first() -> None:
    """A word of many names fits them all: ten are named, offices first, and the rest are counted."""
    status = ["candidate"] * 12 + ["may_close"]
    table = pd.DataFrame({"name": [f"Berg {i}" for i in range(13)], "municipality": "Norr", "status": status})
    found = WrittenNames(table.set_axis([f"s{i}" for i in range(13)])).find("berg")
    assert isinstance(found, Fault)
    assert [one.text("en") for one in found.data["choices"][:2]] == [
        "Berg 12, Norr (s12), an office of today",
        "Berg 0, Norr (s0), a candidate",
    ]
    assert len(found.data["choices"]) == MOST_CHOICES
    assert found.data["count"] == MOST_CHOICES + found.data["more"] == 13
    assert found.text("sv").endswith("och 3 till.")


def test_a_municipality_alone_names_the_offices_called_after_it(cut: Case) -> None:
    """Linköping is two offices by name and many sites by municipality: the names go first."""
    found = WrittenNames(cut.sites).find("Linköping")
    assert isinstance(found, Fault)
    assert [one.text("en") for one in found.data["choices"]] == [
        "Linköping city, Linköping (office-0580-linkoping-city), an office of today",
        "Linköping Skäggetorp, Linköping (office-0580-linkoping-skaggetorp), an office of today",
    ]


def test_places_of_one_name_and_one_kind_are_told_apart_by_where_they_lie(cut: Case) -> None:
    """Two candidates in Stockholm are called Tensta."""
    found = WrittenNames(cut.sites).find("Tensta")
    assert isinstance(found, Fault)
    assert [one.text("en") for one in found.data["choices"]] == [
        "Tensta, Stockholm (site-0180R102), a candidate at 59.3927 N 17.9098 E",
        "Tensta, Stockholm (site-0180R102-tensta), a candidate at 59.3943 N 17.9024 E",
    ]


def test_what_is_misspelled_is_offered_the_nearest_names(cut: Case) -> None:
    """A slip of the pen names no place, and names that are much less alike than the nearest are not offered."""
    found = WrittenNames(cut.sites).find("Skägetorp")
    assert isinstance(found, Fault)
    assert found.text("en") == (
        "There is no place called “Skägetorp”. "
        "Did you mean Linköping Skäggetorp, Linköping (office-0580-linkoping-skaggetorp), an office of today?"
    )


@pytest.mark.parametrize("written", ["", "-", "qqqqqqqq"])
def test_nothing_and_nonsense_find_nothing(written: str) -> None:
    """Where no name is even like it, the fault says so."""
    found = names(Araby="Växjö").find(written)
    assert isinstance(found, Fault)
    assert found.key == "written.none"


def test_an_accent_that_is_written_counts_where_both_are_there() -> None:
    """Åby is not Aby where there are both, and aby is both of them only without its accent."""
    places = names(Åby="", Aby="", Norr="")
    assert [places.find("Åby"), places.find("ABY"), places.find("åby")] == ["s1", "s2", "s1"]


def test_a_whole_name_goes_before_a_part_of_another() -> None:
    """Steps are tried one after the other: the whole name, then words of a name, then a part of a word."""
    places = WrittenNames(pd.DataFrame({"name": ["Södra Berg", "Berg", "Bergvik"]}, index=["x", "y", "z"]))
    assert [places.find(name) for name in ("berg", "södra", "bergv", "Berg södra")] == ["y", "x", "z", "x"]


def test_a_part_of_a_name_never_stands_for_a_place_with_that_whole_name() -> None:
    """Åby is no office, so it cannot close; that it is a part of Araby does not close Araby."""
    places = names(Åby="Norrköping", Araby="Växjö")
    found = places.find("aby", ["s2"])
    assert isinstance(found, Fault)
    assert found.text("en") == "“aby” is Åby, Norrköping (s1), which cannot be meant here."


def test_areas_are_found_the_same_way(make_case: Callable[..., Case]) -> None:
    """An area is found by its name without accents."""
    assert area_named(make_case(), "soder") == "a2"


def test_areas_of_one_name_are_told_apart_by_people_and_municipality() -> None:
    """As sites are by where they lie; a name that is alone needs none of it. A choice may be written as it is told."""
    table = pd.DataFrame(
        {
            "name": ["Åby", "Åby", "Åby", "Åby norra"],
            "municipality": ["Växjö", "Växjö", "Norrköping", "Växjö"],
        },
        index=["a", "b", "c", "d"],
    ).assign(people=[1200.0, 1.0, 0.0, 50.0])
    names = WrittenNames(table)
    found = names.find("åby")
    assert isinstance(found, Fault)
    assert found.text("en").endswith(
        "in brackets: Åby, Växjö (a), 1,200 people; Åby, Växjö (b), one person; Åby, Norrköping (c)."
    )
    assert names.find("Åby, Växjö (b)") == "b"


def test_the_heading_of_a_misspelt_name_speaks_of_names(make_case: Callable[..., Case]) -> None:
    """It is no setting that cannot be used."""
    with pytest.raises(PlaceError, match="A name that nothing has, or that several have") as refused:
        site_named(make_case(), "nowhere")
    assert "Ett namn som inget har" in refused.value.text("sv")
