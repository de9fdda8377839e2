"""Names for a reader."""

from __future__ import annotations

import pytest

from narvaro.explain import definition_label, group_label, made_label, mode_label, size_label, told


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


@pytest.mark.parametrize(
    ("label", "sv"),
    [
        ("free flow", "fritt flöde"),
        ("free flow, there and back", "fritt flöde, fram och tillbaka"),
        ("straight line", "fågelvägen"),
        ("my table.csv, sun 07", "my table.csv, sön 07"),
        ("2026-03-10 10:00 + 60 min, there and back", "2026-03-10 10:00 + 60 min, fram och tillbaka"),
        ("", ""),
    ],
)
def test_what_a_mode_was_made_of_is_told_in_either_language(label, sv) -> None:
    """The words of the product are put into Swedish, names of files and times stay; English is as it stands."""
    assert made_label(label, "sv") == sv
    assert made_label(label, "en") == label
