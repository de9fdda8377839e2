import pandas as pd
import pytest

from narvaro.sources.sweden.network import network, register
from narvaro.sources.sweden.sizes import MONEY, office_services, office_sizes, with_services, with_sizes


@pytest.mark.parametrize("year", [2020, 2024])
def test_the_mean_office_costs_and_is_staffed_as_stated(year: int) -> None:
    """With the assumed sizes an office costs 5.9 MSEK a year and has seven persons on average, to a few per cent."""
    sizes = {size.id: size for size in office_sizes()}
    given = with_sizes(network(year))["size"]
    assert abs(given.map(lambda name: sizes[name].running_year).mean() - 5.9) < 0.05
    assert abs(given.map(lambda name: sizes[name].staff).mean() - 7) < 0.2


def test_the_network_can_take_the_visits_of_2020() -> None:
    """2.4 million visits were counted in 2020."""
    sizes = {size.id: size for size in office_sizes()}
    visits = with_sizes(network(2020))["size"].map(lambda name: sizes[name].visits_year).sum()
    assert 2.2e6 < visits < 2.6e6


def test_sizes_are_assumed_and_anchored() -> None:
    """The small office costs what a closing saves, 4.3 MSEK; visits follow 290 SEK each to a twentieth."""
    for size in office_sizes():
        assert size.origin == "assumed"
        assert not size.faults(MONEY)
        assert abs(size.running_year * 1e6 / size.visits_year / 290 - 1) < 0.05
    assert {size.id: size.running_year for size in office_sizes()}["small"] == 4.3


def test_a_stated_size_is_kept_and_the_others_are_flagged() -> None:
    """Linköping city with its 15 persons is medium, Ludvika with two flexible; a size without a source is assumed."""
    table = with_sizes(network(2020))
    assert table.loc["office-0580-linkoping-city", ["size", "size_assumed"]].tolist() == ["medium", False]
    assert table.loc["office-2085-ludvika", ["size", "size_assumed"]].tolist() == ["flexible", False]
    assert table["size_assumed"].sum() > 100


def test_medium_offices_have_the_most_people_each() -> None:
    """Of the offices sized by the rule no small one has more people of its municipality to itself than a medium one."""
    table = with_sizes(
        pd.DataFrame({"municipality_code": ["0180", "0380", "2510", "2513"], "size": [""] * 4})
    )
    assert table["size"].tolist()[:1] == ["medium"]
    assert table["size"].tolist()[2:] == ["small", "small"]


def test_arbetsformedlingen_is_at_100_of_117_offices() -> None:
    """The other three agencies are at every office; the fourth at about 100 at the end of 2020."""
    services = with_services(network(2020), 17)
    common = ("skatteverket", "pensionsmyndigheten", "forsakringskassan")
    assert services.map(lambda names: names[:3] == common).all()
    assert services.map(lambda names: "arbetsformedlingen" in names).sum() == 100


def test_a_stated_list_of_services_is_kept() -> None:
    """Torsby is stated to have Arbetsförmedlingen, Jokkmokk's list lacks it, whatever number is asked for."""
    services = with_services(register(2020), 0)
    assert "arbetsformedlingen" in services["office-1737-torsby"]
    assert "arbetsformedlingen" not in services["office-2510-jokkmokk"]


def test_services_are_four_agencies_with_names_in_both_languages() -> None:
    """Each agency has a Swedish and an English name."""
    assert office_services()[0].name("sv") == "Skatteverket"
    assert len({service.name("en") for service in office_services()}) == 4
