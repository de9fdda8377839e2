"""Reports of two small countries, made once."""

from __future__ import annotations

import pytest
from tests.report.countries import Told, plain, tall

from narvaro.explain import PlanComparison, compare_plans
from narvaro.plan import Plan, evaluate, evaluator
from narvaro.plan.given import edits_of, plan_of
from narvaro.report import comparison_page, page
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
def every_page(
    pages: dict[str, str],
    plain_pages: dict[tuple[str, str], str],
    compared_pages: dict[tuple[str, str], str],
) -> dict[tuple[str, str], str]:
    """All pages, by country and language; those of plans beside each other by how many there are."""
    return {("tall", lang): text for lang, text in pages.items()} | plain_pages | compared_pages


@pytest.fixture
def material(told: Told) -> Material:
    """What the Swedish report of the tall country is made of."""
    return material_of(told.case, told.plan, told.findings, "sv")


@pytest.fixture
def plain_material(plain_told: dict[str, Told]) -> dict[str, Material]:
    """What the English reports of the plain country are made of, by what the plan does."""
    return {kind: material_of(one.case, one.plan, one.findings, "en") for kind, one in plain_told.items()}


@pytest.fixture(scope="session")
def half(told: Told) -> Plan:
    """Every other action of the plan of the tall country, by a goal of its own."""
    goal = told.plan.policy.objective.model_copy(update={"kind": "beyond", "extra_min": {}})
    policy = told.plan.policy.model_copy(update={"objective": goal})
    ready = evaluator(told.case, policy)
    return plan_of(ready, evaluate(ready, edits_of(told.plan)[::2]))


@pytest.fixture(scope="session")
def comparison(told: Told) -> PlanComparison:
    """The plan of the tall country beside today."""
    return compare_plans(told.case, {"today": None, "plan": told.plan})


@pytest.fixture(scope="session")
def same(told: Told) -> PlanComparison:
    """A plan beside its equal."""
    return compare_plans(told.case, {"one": told.plan, "other": told.plan})


@pytest.fixture(scope="session")
def many(told: Told, half: Plan) -> PlanComparison:
    """Three beside each other, with different goals, one of them by a long name."""
    return compare_plans(
        told.case, {"plan": told.plan, "today": None, "2026-11-28-half-of-the-actions": half}
    )


@pytest.fixture(scope="session")
def compared_pages(
    told: Told, comparison: PlanComparison, many: PlanComparison
) -> dict[tuple[str, str], str]:
    """The pages of plans beside each other, by how many and language."""
    return {
        (kind, lang): comparison_page(told.case, found, lang)
        for kind, found in (("pair", comparison), ("many", many))
        for lang in ("sv", "en")
    }
