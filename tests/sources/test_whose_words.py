"""Whose words a case is told in: a country's in a case of its tables, the house's in anyone's own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from narvaro.case import Case, Provenance, open_case, save_case
from narvaro.language import Names, catalogue, names, texts, told, writer
from narvaro.sources import countries, countries_of

OTHER = "elsewhere"
LIST, SIZE, GROUPING = "low_income", "small", "hill"
WORDS = {
    f"{OTHER}.definition.{LIST}": "areas of low income",
    f"{OTHER}.areas_of.{LIST}": "areas of low income",
    f"{OTHER}.office.{SIZE}": "kiosk",
    f"{OTHER}.grouping.{GROUPING}": "height above the sea",
}


@pytest.fixture(autouse=True)
def two_countries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another country beside the first, with words for a list, a size and a column that users have as well."""
    both = dict(texts()) | {key: {"sv": word, "en": word} for key, word in WORDS.items()}
    for module in (catalogue, names, writer):
        monkeypatch.setattr(module, "texts", lambda: both)
    monkeypatch.setattr(countries, "COUNTRIES", ("sweden", OTHER))


def case_of(*tables: str) -> Case:
    areas = pd.DataFrame(
        {"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900], LIST: [True]}
    )
    provenance = tuple(Provenance(table, "a bureau") for table in tables)
    return Case("own", areas, areas[["id", "name", "lon", "lat"]], provenance=provenance)


def words_for(case: Case) -> list[str]:
    """Return what a list, its group, an office, the Police's list and a column are called in a case."""
    said = Names(countries_of(case))
    labels = (
        said.definition(LIST),
        said.group(LIST, "yes"),
        said.office(SIZE),
        said.definition("police_2025"),
        said.grouping(GROUPING),
    )
    return [told(label, "en").replace("\N{NO-BREAK SPACE}", " ") for label in labels]


@pytest.mark.parametrize("tables", [(), ("people",), ("people", "swedish_people", "elsewhere")])
def test_a_case_of_ones_own_has_no_countrys_words(tables: tuple[str, ...]) -> None:
    """Its lists, sizes and columns are told as the user called them, whatever the countries call theirs."""
    case = case_of(*tables)
    assert countries_of(case) == ()
    assert words_for(case) == [
        "the list “low_income”",
        "low income: yes",
        "office of size small",
        "the list “police_2025”",
        "hill",
    ]


def test_a_countrys_case_has_its_own_words_and_no_others(tmp_path: Path) -> None:
    """One of the other country's tables has that country's words, of the first the first's; so too from a folder."""
    other, first = case_of("people", f"{OTHER}_people"), case_of("sweden_people")
    save_case(other, tmp_path / "other")
    for case in (other, open_case(tmp_path / "other")):
        assert countries_of(case) == (OTHER,)
        assert words_for(case) == [
            "areas of low income",
            "areas of low income",
            "kiosk",
            "the list “police_2025”",
            "height above the sea",
        ]
    assert words_for(first) == [
        "the list “low_income”",
        "low income: yes",
        "small office",
        "the Police list 2025",
        "hill",
    ]
