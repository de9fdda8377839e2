"""Names for a reader."""

from __future__ import annotations

import pytest

from narvaro.explain import definition_label, group_label, mode_label, size_label, told


@pytest.mark.parametrize(
    ("label", "swedish"),
    [
        (mode_label("car"), "med bil"),
        (size_label("small"), "litet"),
        (size_label("own size"), "own size"),
        (definition_label("police_2025"), "Polisens lista 2025"),
        (definition_label("own_list"), "listan ”own_list”"),
        (definition_label(None), ""),
        (group_label("settlement", "rural"), "landsbygd"),
        (group_label("settlement", "valley"), "valley"),
        (group_label("police_2019", "no"), "inte på Polisens lista 2019"),
        (group_label("island", "yes"), "ja"),
        (group_label("everyone", ""), "alla"),
        (group_label("settlement", ""), "inte angivet"),
        (group_label("county_code", "01", "Stockholms län"), "Stockholms län"),
    ],
)
def test_a_name_where_there_is_one_else_the_value(label: object, swedish: str) -> None:
    """What the catalogue or the case names is named; what nobody names is shown as the user wrote it."""
    assert told(label, "sv") == swedish
