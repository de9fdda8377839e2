"""Reports of two small countries, made once."""

from __future__ import annotations

import pytest
from tests.report.countries import Told, plain, tall

from narvaro.report import page
from narvaro.report.material import Material, material_of


@pytest.fixture(scope="session")
def told() -> Told:
    """The tall country with everything in it."""
    return tall()


@pytest.fixture(scope="session")
def plain_told() -> dict[str, Told]:
    """The country with nothing beyond what is needed, by what its plan does."""
    return {kind: plain(kind) for kind in ("open", "close", "still", "first")}


@pytest.fixture(scope="session")
def pages(told: Told) -> dict[str, str]:
    """The page of the tall country in both languages."""
    return {lang: page(told.case, told.plan, told.findings, lang) for lang in ("sv", "en")}


@pytest.fixture(scope="session")
def plain_pages(plain_told: dict[str, Told]) -> dict[tuple[str, str], str]:
    """The pages of the plain country, by what the plan does and language."""
    return {
        (kind, lang): page(one.case, one.plan, one.findings, lang)
        for kind, one in plain_told.items()
        for lang in ("sv", "en")
    }


@pytest.fixture(scope="session")
def every_page(pages: dict[str, str], plain_pages: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """All pages, by country and language."""
    return {("tall", lang): text for lang, text in pages.items()} | plain_pages


@pytest.fixture
def material(told: Told) -> Material:
    """What the Swedish report of the tall country is made of."""
    return material_of(told.case, told.plan, told.findings, "sv")


@pytest.fixture
def plain_material(plain_told: dict[str, Told]) -> dict[str, Material]:
    """What the English reports of the plain country are made of, by what the plan does."""
    return {kind: material_of(one.case, one.plan, one.findings, "en") for kind, one in plain_told.items()}
