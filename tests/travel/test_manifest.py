"""A manifest is believed only where every place it names can be there; else it says where it is broken."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.travel.one_manifest import MODE, SOUND

from narvaro.errors import TravelError
from narvaro.travel.manifest import FORMAT, MANIFEST, MOST_SHOWN, read_manifest


def changed(place, value):
    found = copy.deepcopy(SOUND)
    inner = found
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    return found


def read(folder, table):
    (folder / MANIFEST).write_text(json.dumps(table), encoding="utf-8")
    return read_manifest(folder)


def test_a_sound_manifest_is_read_as_it_stands(tmp_path) -> None:
    """Every field comes back; what an engine tells further of its work is kept; no manifest is none."""
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / "nowhere") is None
    assert read(tmp_path, SOUND) == SOUND
    more = changed(("modes", "car", "seen_by"), "an engine of another day")
    assert read(tmp_path, more) == more


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("format",), FORMAT + 1, "format"),
        (("max_min",), 0, "max_min"),
        (("area_ids",), [], "area_ids"),
        (("modes", "car", "keys"), ["k"], "modes.car.keys"),
        (("modes", "car", "columns"), [[[0, 0, 0, 3]]], "modes.car.columns"),
        (("modes", "car", "columns", 1), [[1, 1, 0, 3]], "modes.car.columns[1]"),  # there is one block
        (("modes", "car", "columns", 1), [[0, 1, 0, 4]], "modes.car.columns[1]"),  # there are three areas
        (("modes", "car", "columns", 0), [[0, 1, 2, 1]], "modes.car.columns[0]"),  # it ends before it begins
        (("modes", "car", "columns", 1, 0, 1), -1, "columns"),
        (("modes", "car", "off_street"), {"areas": {}}, "off_street"),
        (("notices",), [{"key": "travel.no_such_text", "data": {}}], "notices"),
        (
            ("notices",),
            [{"key": "travel.reaches_nobody", "data": {"mode": "car"}}],
            "notices",
        ),  # minutes are lacking
        (("surplus",), 1, "surplus"),
    ],
)
def test_what_cannot_be_is_named_by_its_place(tmp_path, place, value, said) -> None:
    """One field is changed, and the error says where it stands."""
    with pytest.raises(TravelError) as error:
        read(tmp_path, changed(place, value))
    assert said in error.value.data["place"]


def test_few_places_are_shown_of_many(tmp_path) -> None:
    """Five modes with too few keys: the first three are said."""
    modes = {name: {**MODE, "keys": []} for name in "abcde"}
    with pytest.raises(TravelError) as error:
        read(tmp_path, {**SOUND, "modes": modes})
    assert error.value.data["place"].split(", ") == [f"modes.{name}.keys" for name in "abcde"[:MOST_SHOWN]]


@given(content=st.binary(max_size=60))
def test_what_is_no_manifest_is_an_error_of_ours(tmp_path_factory, content) -> None:
    """Whatever bytes stand in the file."""
    folder = tmp_path_factory.mktemp("travel")
    (folder / MANIFEST).write_bytes(content)
    with pytest.raises(TravelError, match="broken or of another version"):
        read_manifest(folder)


def test_a_manifest_from_before_is_still_read(tmp_path) -> None:
    """It has neither notices, of the whole or of a mode, nor points beside streets that were left out."""
    old = copy.deepcopy(SOUND)
    del old["notices"], old["modes"]["car"]["notices"]
    assert "beside_left" not in old["modes"]["car"]
    assert read(tmp_path, old) == old
