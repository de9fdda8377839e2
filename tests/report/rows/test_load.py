"""The load of every office, as the findings have it."""

from __future__ import annotations

import pandas as pd

from narvaro.report.material import Material
from narvaro.report.rows.load import FIGURES, load_rows


def test_each_figure_is_that_of_the_findings(material: Material) -> None:
    """One row an office; what is not known is empty."""
    found = material.findings.tables["load"]
    rows = load_rows(material).rows
    assert len(rows) == len(found)
    for row, (_, office) in zip(rows, found.iterrows(), strict=True):
        assert list(row[2:]) == [None if pd.isna(office[name]) else office[name] for name in FIGURES]
