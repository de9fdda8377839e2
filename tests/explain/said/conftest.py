"""What is known of two small countries, for those who decide what is said of them."""

from __future__ import annotations

import pytest
from tests.report.countries import plain, tall

from narvaro.explain.said.facts import KnownFacts


@pytest.fixture(scope="session")
def tall_facts() -> KnownFacts:
    """The tall country with everything in it."""
    one = tall()
    return KnownFacts(one.case, one.plan.to_json(), one.findings)


@pytest.fixture(scope="session")
def plain_facts() -> dict[str, KnownFacts]:
    """The country with nothing beyond what is needed, by what its plan does."""
    found = {}
    for kind in ("open", "close", "still", "first"):
        one = plain(kind)
        found[kind] = KnownFacts(one.case, one.plan.to_json(), one.findings)
    return found
