"""Words for columns: each has one meaning, and each language has those that are needed."""

import tomllib
from importlib import resources

import pytest

from narvaro.case.conform import STATUSES
from narvaro.sources.column_words import KINDS, column_called, column_words, plain, status_words

WORDS = tomllib.loads((resources.files("narvaro.sources") / "column_words.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_means_two_columns(kind) -> None:
    """Else it would be taken for the one that happens to stand first."""
    said = [word for words in column_words(kind).values() for word in words]
    assert sorted(said) == sorted(set(said))


def test_no_word_means_two_statuses() -> None:
    """The five statuses, and what is closed, have words of their own."""
    file = tomllib.loads((resources.files("narvaro.sources") / "status_words.toml").read_text("utf-8"))
    assert set(file) == {*STATUSES, "closed"}
    for status, by_language in file.items():
        assert {status_words()[plain(word)] for words in by_language.values() for word in words} == {status}


@pytest.mark.parametrize("column", ["id", "name", "people", "lon", "lat", "municipality_code"])
def test_the_columns_that_are_needed_have_words_in_five_languages(column: str) -> None:
    """Swedish, English, French, German and Finnish."""
    found = WORDS["both"].get(column) or WORDS["areas"][column]
    assert set(found) == {"sv", "en", "fr", "de", "fi"}


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Folkmängd (2023)", "people"),
        ("ANTAL_INVÅNARE", "people"),
        ("Folkmängd 31 dec 2023", "people"),
        ("population_2021", "people"),
        ("people_2021", "people_2021"),
        ("Einwohnerzahl", "people"),
        ("Väestö", "people"),
        ("Nombre d'habitants", "people"),
        ("Code commune", "municipality_code"),
        ("Gemeindeschlüssel", "municipality_code"),
        ("Kuntakoodi", "municipality_code"),
        ("SWEREF99TM_N", "lat"),
        ("E (SWEREF 99 TM)", "lon"),
        ("x_lambert93", "lon"),
        ("Breitengrad", "lat"),
        ("Utmärkt", None),
        ("2023", None),
        ("status", None),
    ],
)
def test_names_are_compared_without_what_does_not_matter(name: str, column: str | None) -> None:
    """Case, accents, blanks, marks, brackets, years and the name of the coordinate system do not."""
    assert column_called(name, "areas") == column


@pytest.mark.parametrize(
    ("cell", "status"),
    [("Får stänga", "may_close"), ("Öppen", "may_close"), ("candidat", "candidate"), ("fermé", "closed")],
)
def test_statuses_are_known_by_what_people_call_them(cell: str, status: str) -> None:
    """An open office may close; closed has two meanings and is no status."""
    assert status_words()[plain(cell)] == status
