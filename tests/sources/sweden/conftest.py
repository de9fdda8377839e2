"""What the tests of the embedded Sweden share."""

import os
from pathlib import Path

import pandas as pd
import pytest

from narvaro.sources.sweden.areas import swedish_areas

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def areas() -> pd.DataFrame:
    return swedish_areas()


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of published data, which is never part of the project."""
    folder = Path(os.environ.get("NARVARO_REAL_DATA", ROOT / "../shared/data/real"))
    if not (folder / "kommun.csv").exists():
        pytest.skip("published data not here: set NARVARO_REAL_DATA")
    return folder
