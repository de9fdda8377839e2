"""Beside what was decided: the figure and its table have the same figures, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.report.countries import Told
from tests.report.reading import read

from narvaro.explain import find
from narvaro.language import LANGUAGES
from narvaro.report.html import el
from narvaro.report.material import Material, material_of
from narvaro.report.sections.decided import decided_section


def beside(told: Told, lang: str) -> Material:
    """Return what a report is made of whose case tells of a decision of the plan's first year."""
    first = told.plan.years[0].year
    acted = [action for _, action in told.plan.actions if action.action == "open"]
    code = told.case.sites["municipality_code"]
    other = next(site for site in code.index if code[site] and not told.case.existing[site])
    rows = pd.DataFrame(
        {"decided": [str(first)] * 2, "action": ["open"] * 2, "site_id": [acted[0].site_id, str(other)]}
    ).drop_duplicates()
    case = replace(told.case, decided=rows)
    return material_of(case, told.plan, find(case, told.plan), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bars_and_table_have_the_same_figures(told: Told, lang: str) -> None:
    """Each group's share in the table stands at the end of its bar; a group without one is in the table alone."""
    m = beside(told, lang)
    section = decided_section(m)
    assert section is not None
    root = read(el("div", section.html()))
    groups = m.findings.tables["decided.groups"]
    shares = groups["percent"].dropna().round().astype(int)
    words = root.all("div", "wide")[0].text()
    assert len(shares)
    assert all(
        str(share) in words.replace("\N{NARROW NO-BREAK SPACE}", "").replace(",", "") for share in shares
    )
    assert len(root.all("tbody")[1].all("tr")) == len(groups)
    assert {row["municipality"] for row in m.findings.tables["decided"].to_dict("records")} <= {
        cell.text() for cell in root.all("th")
    }


def test_no_page_where_nothing_is_told(material: Material) -> None:
    """Cases without decided.csv have no such section."""
    assert decided_section(material) is None
