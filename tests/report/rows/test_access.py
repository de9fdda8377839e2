"""Access before and after, by group and by municipality, is that of the findings and of the page."""

from __future__ import annotations

import pytest

from narvaro.report.material import Material
from narvaro.report.rows.access import group_rows, hardest_rows, municipality_rows


def columns(m: Material, numbers: object) -> list[str]:
    return [column.label for column in numbers.columns]  # type: ignore[attr-defined]


def test_every_group_is_a_row_once(material: Material) -> None:
    """Municipalities apart from the rest, and all of them; people sum to everybody in each sorting and mode."""
    groups = material.findings.groups
    of_towns = groups["grouping"] == "municipality_code"
    numbers, towns = group_rows(material), municipality_rows(material)
    assert len(numbers.rows) == (~of_towns).sum()
    assert len(towns.rows) == of_towns.sum() > 0
    people = columns(material, towns).index("personer")
    assert sum(row[people] for row in towns.rows) == pytest.approx(
        material.case.people_total * len(material.findings.modes)
    )


def test_the_page_has_the_same_municipalities(material: Material) -> None:
    """People with a shorter and a longer way and mean minutes are those of the page, by name."""
    numbers = municipality_rows(material)
    labels, by = columns(material, numbers), material.names.mode(material.findings.shown_mode)
    shown = material.findings.tables["gains.municipalities"]
    assert len(shown)
    rows = {row[0]: dict(zip(labels, row, strict=True)) for row in numbers.rows if row[1] == by}
    for _, town in shown.iterrows():
        row = rows[town["place"]]
        assert row["personer, kortare väg"] == town["people_shorter"]
        assert row["personer, längre väg"] == town["people_longer"]
        assert row["medel min efter"] == pytest.approx(town["mean_min_after"])


def test_a_case_without_municipalities_has_no_rows_of_them(plain_material: dict[str, Material]) -> None:
    """Nothing is made up."""
    assert municipality_rows(plain_material["open"]).rows == []


def test_those_hit_hardest_come_in_their_order(plain_material: dict[str, Material]) -> None:
    """The longest way more first, with the office that was nearest and the one that is; none where nobody loses."""
    m = plain_material["close"]
    rows = hardest_rows(m).rows
    longer = [row[4] for row in rows]
    assert longer == sorted(longer, reverse=True)
    assert len(rows) == len(m.findings.hardest_hit) > 0
    assert all(row[5] != row[6] for row in rows)
    assert hardest_rows(plain_material["open"]).rows == []
