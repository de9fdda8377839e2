"""The one check against SCB's services as they are today: NARVARO_LIVE=1 runs it, and it needs the internet."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from narvaro.sources.official.cache import Cache
from narvaro.sources.official.supply import Supply
from narvaro.sources.official.wish import Wish
from narvaro.sources.sweden.scb.case import case_from


@pytest.mark.skipif(os.environ.get("NARVARO_LIVE") != "1", reason="asks SCB's services: set NARVARO_LIVE=1")
@pytest.mark.parametrize("detail", ["regso", "deso"])
def test_the_services_still_give_a_case(tmp_path: Path, detail: str) -> None:
    """Gotland, the smallest county of one municipality: 55,000 to 70,000 people, each area with cars or people."""
    case = case_from(Wish(detail=detail, counties=("09",)), Supply(Cache(tmp_path)))
    assert set(case.areas["municipality_code"]) == {"0980"}
    assert 55_000 < case.people_total < 70_000
    assert {"regso": 8, "deso": 30}[detail] <= len(case.areas) <= {"regso": 30, "deso": 60}[detail]
    assert len(case.shapes["areas"]) == len(case.areas)
    assert {"sweden_scb_areas", "sweden_scb_people"} <= {row.table for row in case.provenance}
