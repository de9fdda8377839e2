"""A text is read in the set its letters make words in, and told; where two would do it is refused."""

import pytest

from narvaro.errors import TableError
from narvaro.sources.reading.charset import decoded

PLACES = (
    "Malmö",
    "ÖREBRO",
    "Åre, Östersund, Växjö",
    "Évry, Saint-Étienne, L’Île-d’Yeu",
    "Orléans, Besançon, Nîmes",
    "Köln, Würzburg, Straße",
    "Jyväskylä",
    "5\u00a0200",
)


@pytest.mark.parametrize("charset", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("text", PLACES)
def test_letters_show_which_older_set_a_text_is_in(text: str, charset: str) -> None:
    """Swedish, French, German and Finnish names come back letter by letter from both sets, and an example is told."""
    read = decoded(text.encode(charset), "a.csv")
    assert (read.text, read.charset) == (text, {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}[charset])
    assert read.example


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_certain_with_and_without_its_mark(charset: str) -> None:
    """Nothing need be told of a text whose bytes say what they are."""
    read = decoded("id;name\na;Łódź".encode(charset), "a.csv")
    assert (read.text, read.example) == ("id;name\na;Łódź", "")


@pytest.mark.parametrize(
    ("data", "key", "row"),
    [
        ("id\nŁódź, Świecie".encode("cp1250"), "table.encoding_unknown", 2),
        (b"id\nCAF\xe9", "table.encoding_unsure", 2),
        ("id\nMalm\ufffd".encode(), "table.lost_letters", 2),
        ("id\na\nMalmÃ¶".encode(), "table.twice_encoded", 3),
    ],
)
def test_what_is_not_certain_is_refused_with_its_row(data: bytes, key: str, row: int) -> None:
    """A set of another part of Europe, CAFé or CAFÈ, letters that are gone, letters turned twice."""
    with pytest.raises(TableError) as caught:
        decoded(data, "a.csv")
    (fault,) = caught.value.faults
    assert (fault.key, fault.row) == (key, row)
    assert fault.text("sv") != fault.text("en")
