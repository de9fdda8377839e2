"""What others wrote cannot steer a terminal, and no value fills a page."""

import json

import pytest

from narvaro.errors import Fault, NarvaroError
from narvaro.language import say
from narvaro.language.shown import LONGEST, cut, cut_list, escaped_in_json, visible

STEERING = ["\x00", "\x07", "\x1b", "\r", "\x7f", "\x9b", "\u2028", "\u202e", "\u2066", "\ud800"]


@pytest.mark.parametrize("character", STEERING)
def test_steering_characters_are_shown_by_their_code(character: str) -> None:
    """Control characters, ends of lines, turns of direction and halves of characters are written out."""
    shown = visible(f"a{character}b")
    assert shown.isprintable()
    assert f"{ord(character):02x}" in shown


def test_ordinary_text_is_shown_as_it_is() -> None:
    """Letters of any script, tabs, line ends, narrow spaces and emoji stay."""
    text = "Åmål, İstanbul, 東京, עברית\tx\n12\u202f000 👍"
    assert visible(text) == text


def test_a_long_value_loses_its_middle() -> None:
    """Both ends stay, and the whole is as long as is allowed and no longer."""
    assert cut("a" * 80) == "a" * 80
    shown = cut("a" * 25_000 + "b" * 25_000)
    assert shown == "a" * 40 + "…" + "b" * 39
    assert len(cut("\x1b" * 50_000)) == LONGEST


def test_messages_hold_short_values() -> None:
    """A value of 50,000 letters, one in a list, a column and a name with lines are each cut to one short line."""
    long = "x" * 50_000
    for data in ({"value": long}, {"value": f"a, {long}, b"}):
        text = Fault("table.not_a_number", data, "areas.csv", 2, long).text("en")
        assert len(text) < 400
        assert "x" * 81 not in text
    broken = Fault("table.not_a_number", {"value": "a\nb\x1b[2J"}).text("sv")
    assert r"a\nb\x1b[2J" in broken
    assert "\n" not in broken
    assert len(NarvaroError("app.broken", problem=long).text("en")) < 300


def test_the_name_of_a_file_stays() -> None:
    """A path of 200 letters is whole; of one much longer the end, with the name, is kept."""
    path = "/" + "folder/" * 27 + "areas.csv"
    assert Fault("table.empty", {}, path).text("en").startswith(path)
    longer = Fault("table.empty", {}, "/" + "folder/" * 1000 + "areas.csv").text("en")
    assert "/areas.csv: " in longer
    assert len(longer) < 500


def test_a_list_keeps_its_parts() -> None:
    """Short parts of a list are whole although the list is longer than a value."""
    listed = ", ".join(f"class{n}" for n in range(20))
    assert cut_list(listed) == listed


def test_faults_for_machines_are_whole() -> None:
    """Data of a fault are not cut, and come back from JSON as they were."""
    value = "x" * 500 + "\x1b\x9b\u202e"
    text = escaped_in_json(
        json.dumps(Fault("table.not_a_number", {"value": value}).to_json(), ensure_ascii=False)
    )
    assert text.isprintable()
    assert json.loads(text)["data"]["value"] == value


def test_every_text_of_the_catalogue_shows_its_values() -> None:
    """A name in any text, and in a list in a text, is visible."""
    assert say("app.next", "en", command="a\x1b[2J") == "Next: a\\x1b[2J"
    assert r"\u202e" in say("app.files_written", "sv", files=["a", "b\u202e"])
