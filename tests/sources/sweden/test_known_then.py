"""Networks as they could be known then: as large as is known, and made of nothing later."""

import pytest

from narvaro.sources.sweden.known_then import KNOWN_UNTIL, known_then
from narvaro.sources.sweden.network import Knowledge, network, register
from narvaro.sources.sweden.tables import read_table


@pytest.fixture(scope="module")
def then():
    return {name: known_then(name) for name in KNOWN_UNTIL}


def test_no_source_is_later_than_the_decision(then):
    """Every office that is not assumed has a source by that date; Kista, named in 2023, is not there in 2020."""
    known = read_table("known_from").set_index("id")["known_from"]
    for name, cases in then.items():
        sites = cases["known_then"].sites
        stated = sites.index[cases["known_then"].existing & ~sites["assumed"]]
        assert (known[stated] != "").all()
        assert (known[stated] <= KNOWN_UNTIL[name]).all()
    assert "office-0180-stockholm-kista" not in then["expansion-2020"]["known_then"].sites.index


def test_a_year_alone_counts_from_its_end():
    """What a source of 2020 tells was not known in June of it; a month counts from its own end."""
    early = register(2020, Knowledge("2020-06-30"))
    assert "office-1737-torsby" not in early.index
    assert "office-1737-torsby" in register(2020, Knowledge("2020-12-31")).index


def test_the_totals_and_the_regions_are_met_all_the_same(then):
    """117 offices in 110 municipalities and 148 in 126, in all 60 regions."""
    for name, totals in (("expansion-2020", (117, 110)), ("cut-2025", (148, 126))):
        for case in then[name].values():
            offices = case.sites[case.existing]
            assert (len(offices), offices["municipality_code"].nunique()) == totals
            assert offices["fa_region_code"].nunique() == 60


def test_first_offices_of_2021_are_not_known_to_be_missing_before():
    """Järfälla and Sollentuna, the largest of them, are assumed to have one in 2020; in the scenario not."""
    first = set(read_table("first_office_2021")["municipality_code"])
    assert not first & set(network(2020)["municipality_code"])
    assert first & set(network(2020, Knowledge(later_firsts=False))["municipality_code"]) == {"0123", "0163"}


def test_people_and_decisions_are_those_of_the_scenario(then):
    """Only the network is another."""
    cases = list(then["cut-2025"].values())
    assert {case.people_total for case in cases} == {10_551_707}
    assert {len(case.decided) for case in cases} == {46}
    assert list(then["cut-2025"]) == ["existence", "known_then"]
