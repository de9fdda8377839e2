"""The addresses are SCB's unless the environment says others, and each file by hand has one."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from narvaro.errors import LONGEST_PATH
from narvaro.sources.sweden.scb.editions import DETAILS, edition
from narvaro.sources.sweden.scb.services import (
    MAPS_VARIABLE,
    STATISTICS_VARIABLE,
    cars_file,
    layer_file,
    maps,
    people_file,
    statistics,
)


@pytest.fixture(autouse=True)
def official(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (MAPS_VARIABLE, STATISTICS_VARIABLE):
        monkeypatch.delenv(name, raising=False)


def test_the_addresses_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """SCB's own, else those of the environment."""
    assert urlsplit(maps().address).hostname == "geodata.scb.se"
    assert urlsplit(statistics().address).hostname == "statistikdatabasen.scb.se"
    monkeypatch.setenv(MAPS_VARIABLE, "http://mirror.example/wfs")
    monkeypatch.setenv(STATISTICS_VARIABLE, "http://mirror.example/api")
    assert (maps().address, statistics().address) == (
        "http://mirror.example/wfs",
        "http://mirror.example/api",
    )


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("year", [2023, 2025])
def test_addresses_by_hand_fit_in_an_error(detail: str, year: int) -> None:
    """None is so long that a message would cut it."""
    of = edition(detail, year)
    for file in (layer_file(of), people_file(of, year), cars_file(of, year)):
        assert len(file.address) <= LONGEST_PATH
        assert file.address.startswith("https://")


def test_the_file_of_people_holds_everybody_of_the_year() -> None:
    """All areas of the edition, all ages, both sexes."""
    asked = parse_qs(urlsplit(people_file(edition("deso", 2025), 2025).address).query)
    assert asked["codelist[Region]"] == ["vs_DeSO2025"]
    assert asked["valueCodes[Region]"] == ["*"]
    assert asked["valueCodes[Kon]"] == ["1+2"]
    assert asked["valueCodes[Alder]"] == ["totalt"]
    assert asked["valueCodes[Tid]"] == ["2025"]


def test_cars_are_not_needed() -> None:
    """Areas and people are."""
    of = edition("regso", 2025)
    assert (layer_file(of).needed, people_file(of).needed, cars_file(of, 2025).needed) == (True, True, False)
