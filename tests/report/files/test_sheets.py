"""The tables of a plan: the answer first, none that is empty, each with a name that Excel takes."""

from __future__ import annotations

import pytest

from narvaro.language import OFFERED
from narvaro.report.files.sheets import SHEETS, sheets_of
from narvaro.report.material import Material
from narvaro.report.rows.answer import PlanLabel
from narvaro.report.voice import Voice


def test_the_answer_comes_first_and_nothing_is_empty(
    material: Material, plain_material: dict[str, Material]
) -> None:
    """A case with little has fewer tables, in the same order."""
    every = ["answer", *SHEETS]
    for m in (material, *plain_material.values()):
        found = [sheet.key for sheet in sheets_of(m, PlanLabel())]
        assert found[0] == "answer"
        assert found == [key for key in every if key in found]
        assert all(sheet.numbers.rows for sheet in sheets_of(m, PlanLabel()))
    assert "earmark" in [sheet.key for sheet in sheets_of(material, PlanLabel())]


@pytest.mark.parametrize("lang", OFFERED)
def test_excel_takes_the_names(lang: str) -> None:
    """At most 31 letters, none that Excel refuses, and none twice."""
    names = [Voice(lang)(f"sheet.{key}") for key in ("answer", *SHEETS)]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_every_row_is_as_wide_as_its_headings(material: Material) -> None:
    """No cell stands under no heading, and no heading is there twice."""
    for sheet in sheets_of(material, PlanLabel()):
        labels = [column.label for column in sheet.numbers.columns]
        assert len(set(labels)) == len(labels), sheet.key
        assert all(len(row) == len(labels) for row in sheet.numbers.rows), sheet.key
