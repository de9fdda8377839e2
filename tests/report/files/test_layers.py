"""Layers hold every area once and every office once, with the figures of the findings."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.report.countries import Told
from tests.report.files.areas import with_polygons

from narvaro.report.figures.polygons import STRENGTHS
from narvaro.report.files.layers import OURS, layers_of
from narvaro.report.material import Material, material_of


def test_areas_are_polygons_where_they_have_them() -> None:
    """All as polygons; those without one in a layer of points; all as points where there are no polygons."""
    every, some = layers_of(with_polygons()), layers_of(with_polygons(every=False))
    assert [layer.name for layer in every] == ["areas", "offices"]
    assert set(every[0].table.geom_type) == {"Polygon"}
    assert [layer.name for layer in some] == ["areas", "area_points", "offices"]
    assert [len(layer.table) for layer in some] == [17, 3, 5]
    assert set(some[1].table.geom_type) == {"Point"}
    assert set(some[0].table.index) | set(some[1].table.index) == set(every[0].table.index)
    assert set(every[0].table["strength"]) <= set(STRENGTHS)


def test_areas_have_the_figures_of_the_findings(material: Material) -> None:
    """People, minutes before and after by each mode, and the change; groups as the case has them."""
    areas = next(layer.table for layer in layers_of(material) if layer.name == "areas")
    found = material.findings.areas
    assert areas["people"].tolist() == found["people"].tolist()
    for mode in material.findings.modes:
        for when in ("before", "after"):
            pd.testing.assert_series_equal(
                areas[f"{mode}_{when}"], found[f"{mode}_{when}"].astype(float), check_names=False
            )
        change = areas[f"{mode}_after"] - areas[f"{mode}_before"]
        assert areas[f"{mode}_change"].tolist() == pytest.approx(change.tolist(), nan_ok=True)
    for grouping in material.case.groupings():
        assert areas[grouping].tolist() == material.case.areas[grouping].tolist()


def test_offices_have_state_year_and_load(material: Material) -> None:
    """The state is that of the map, by name too; who does not change has no year."""
    offices = layers_of(material)[-1].table
    found = material.findings.offices
    assert offices.index.tolist() == found.index.tolist()
    assert dict(offices["state"]) == dict(material.states)
    assert set(offices.loc[offices["state"] == "new", "state_name"]) == {material.voice("mark.new")}
    assert offices["year"].fillna(0).tolist() == found["year"].tolist()
    assert offices["visits_after"].tolist() == pytest.approx(
        material.findings.load.loc[offices.index, "visits_after"].tolist(), nan_ok=True
    )


def test_a_column_of_the_users_gives_way(told: Told) -> None:
    """One that is called as a column of ours, or as one the file needs, gets another name and keeps its values."""
    odd = {"FID": "x", "strength": "y", "Geom": "z"}
    areas = told.case.areas.assign(**{name: [f"{v}{k % 2}" for k in range(60)] for name, v in odd.items()})
    case = replace(told.case, areas=areas.reset_index())
    m = material_of(case, told.plan, told.findings, "en")
    table = next(layer.table for layer in layers_of(m) if layer.name == "areas")
    for name in odd:
        assert table[f"{name}_"].tolist() == areas[name].tolist()
    names = [name.casefold() for name in table.columns if name != "geometry"]
    assert len(set(names)) == len(names)
    assert not set(names) & set(OURS)
