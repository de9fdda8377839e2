"""Styles draw what the report's maps draw: each row falls into exactly one class, in the colours of the key."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from tests.report.files.areas import with_polygons

from narvaro.report.figures.colours import CHANGE_COLOURS, change_class, minute_class
from narvaro.report.files.layer_styles import LayerStyle, styles_of
from narvaro.report.files.layers import layers_of
from narvaro.report.map_key import CLASS_COLOURS
from narvaro.report.material import Material


def styles(m: Material) -> tuple[LayerStyle, ...]:
    return styles_of(m, layers_of(m))


def rules(style: LayerStyle) -> list[tuple[str, str]]:
    """Return the condition and the colour of each rule, in order."""
    root = ElementTree.fromstring(style.qml.partition("\n")[2])
    colours = {
        str(symbol.get("name")): next(str(p.get("v")) for p in symbol.iter("prop") if p.get("k") == "color")
        for symbol in root.iter("symbol")
    }
    return [(str(rule.get("filter")), colours[str(rule.get("symbol"))]) for rule in root.iter("rule")]


def holds(where: str, minutes: float) -> bool:
    """Tell whether a row with so many minutes is in a class, by the rules of SQL."""
    null = "IS NULL" in where
    if np.isnan(minutes) or null:
        return bool(np.isnan(minutes)) and null
    python = re.sub(r'"\w+"', "x", where).replace(" AND ", " and ")
    return bool(eval(python, {"abs": abs}, {"x": minutes}))


def rgba(colour: str) -> str:
    return ",".join(str(part) for part in (*bytes.fromhex(colour[1:]), 255))


@pytest.mark.parametrize("minutes", [0.0, 3.0, 10.0, 10.001, 30.0, 45.0, 60.5, 90.0, 91.0, 1e4, float("nan")])
def test_minutes_fall_into_the_classes_of_the_map(minutes: float) -> None:
    """Exactly one rule takes each number of minutes, and gives it the colour that the map gives it."""
    after = next(style for style in styles(with_polygons()) if style.layer == "areas" and style.default)
    taken = [colour for where, colour in rules(after) if holds(where, minutes)]
    assert taken == [rgba(CLASS_COLOURS[minute_class(minutes)])]


@pytest.mark.parametrize("minutes", [-50.0, -20.0, -10.0, -1.0, -0.9, 0.0, 0.9, 1.0, 9.9, 10.0, 20.0, 70.0])
def test_changes_fall_into_the_classes_of_the_map(minutes: float) -> None:
    """The same of minutes longer or shorter."""
    change = next(style for style in styles(with_polygons()) if style.name.startswith("minutes longer"))
    taken = [colour for where, colour in rules(change) if holds(where, minutes)]
    assert taken == [rgba(CHANGE_COLOURS[change_class(minutes)])]


def test_each_layer_has_one_style_that_is_taken_by_itself() -> None:
    """Minutes after by the mode that the report shows; three styles for each mode; offices by their marks."""
    m = with_polygons(every=False)
    found = pd.DataFrame([vars(style) for style in styles(m)])
    assert found.groupby("layer")["default"].sum().to_dict() == {"areas": 1, "area_points": 1, "offices": 1}
    assert (found["layer"] == "areas").sum() == 3 * len(m.findings.modes)
    assert found.loc[found["default"] & (found["layer"] == "areas"), "name"].item() == "minutes after " + (
        m.names.mode(m.findings.shown_mode)
    )
    assert not found.duplicated(["layer", "name"]).any()


def test_every_office_has_a_mark(material: Material) -> None:
    """Each state that occurs has a rule, and its mark grows with the size of the office."""
    offices = next(style for style in styles(material) if style.layer == "offices")
    wanted = {f"\"state\" = '{state}'" for state in material.states.values()}
    assert {where for where, _ in rules(offices)} == wanted
    assert offices.qml.count("* &quot;mark_scale&quot;") + offices.qml.count('* "mark_scale"') >= len(wanted)


def test_polygons_are_fainter_where_few_live_and_points_are_dots() -> None:
    """A polygon is filled and its strength is in the data; an area without one is a mark."""
    found = styles(with_polygons(every=False))
    whole = next(style for style in found if style.layer == "areas")
    dots = next(style for style in found if style.layer == "area_points")
    assert 'class="SimpleFill"' in whole.qml
    assert '"alpha"' in whole.qml
    assert 'class="SimpleMarker"' in dots.qml
    assert "SimpleFill" not in dots.qml
